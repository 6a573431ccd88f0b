"""A folder for `neo4j-admin database import full`: a table a label, one a type, `import.args`.

Called in the folder: `neo4j-admin database import full neo4j @import.args`. Nothing is escaped for
spreadsheets here: every value arrives as it is. A text of more than 16 MB stops the import.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.columns import Kind, columns
from loaders.exchange import drafted_folder
from loaders.marks import new_revision
from schemas.base import NOT_STORED, Node, Relationship
from schemas.catalog import SCHEMA_VERSION

if TYPE_CHECKING:
    from _csv import Writer

type Cell = str | None

ARGUMENTS = "import.args"
_SPACE = "graphkit"
"""One id space for all nodes: ids of the graph are unique across labels."""
_BETWEEN = "\x1f"  # separates the items of a list
_TYPES: dict[Kind, str] = {
    "text": "string",
    "whole": "long",
    "real": "double",
    "truth": "boolean",
    "day": "date",
    "texts": "string[]",
    "wholes": "long[]",
}
_RECORD = [f"id:ID({_SPACE})", ":LABEL", "name:string", "schema_version:long", "revision:string"]
"""Header of the record by which a store knows its own."""
_OPTIONS = (
    "--id-type=string",
    "--array-delimiter=U+001F",
    "--multiline-fields=true",
    "--skip-duplicate-nodes=true",
    "--read-buffer-size=16777216",
)


def write_import(items: Iterable[Node | Relationship], folder: Path) -> None:
    """Write the folder anew; StoreError where it cannot be, or holds something else.

    Nodes and relationships come in any order, each once, derived ones too.
    """
    with drafted_folder(folder, ARGUMENTS) as draft, ExitStack() as stack:
        tables = _Tables(draft, stack)
        for item in items:
            if isinstance(item, Node):
                tables.add("nodes", item.label, _node_header(type(item)), _node_row(item))
            else:
                header = _relationship_header(type(item))
                tables.add("relationships", item.type, header, _relationship_row(item))
        record = ["graphkit", "GraphKit", "graphkit", str(SCHEMA_VERSION), new_revision()]
        tables.add("nodes", "GraphKit", _RECORD, record)
        with (draft / ARGUMENTS).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in (*_OPTIONS, *tables.arguments))


class _Tables:
    """The tables of a folder, each opened with its header when its first row comes."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._open: dict[str, Writer] = {}
        self.arguments: list[str] = []

    def add(self, what: str, name: str, header: list[str], row: Sequence[Cell]) -> None:
        """A row for the nodes of a label or the relationships of a type."""
        if name not in self._open:
            file = f"{what}-{name}.csv"
            path = self._folder / file
            opened = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._open[name] = csv.writer(opened, quoting=csv.QUOTE_NOTNULL, lineterminator="\n")
            self._open[name].writerow(header)
            self.arguments.append(f"--{what}=./{file}")  # 2026 wants a folder in the path
        self._open[name].writerow(row)


@cache
def _node_header(model: type[Node]) -> list[str]:
    return [f"id:ID({_SPACE})", ":LABEL", *_typed(model)]


@cache
def _relationship_header(model: type[Relationship]) -> list[str]:
    ends = [f":START_ID({_SPACE})", f":END_ID({_SPACE})"]
    return [*ends, ":TYPE", "id:string", *_typed(model)]


def _typed(model: type[Node | Relationship]) -> Iterator[str]:
    """The columns of a table but for the id, with their types."""
    return (f"{name}:{_TYPES[kind]}" for name, kind in columns([model]).items() if name != "id")


def _node_row(node: Node) -> list[Cell]:
    return [node.id, _BETWEEN.join(node.labels), *_cells(node)]


def _relationship_row(edge: Relationship) -> list[Cell]:
    return [edge.source, edge.target, edge.type, edge.id, *_cells(edge)]


def _cells(item: Node | Relationship) -> Iterator[Cell]:
    """Cells of its table but for the id; None is no property, an empty text is one."""
    given = vars(item)
    return (_cell(given[name]) for name in _fields(type(item)))


@cache
def _fields(model: type[Node | Relationship]) -> tuple[str, ...]:
    """The fields of the columns, in their order."""
    return tuple(name for name in model.model_fields if name not in NOT_STORED and name != "id")


def _cell(value: Any) -> Cell:
    match value:
        case None | str():
            return value
        case tuple():
            return _BETWEEN.join(str(item).replace(_BETWEEN, "\ufffd") for item in value)
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case _:
            return str(value)
