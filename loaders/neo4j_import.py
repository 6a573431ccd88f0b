"""A folder for `neo4j-admin database import full`: all nodes in a table, all relationships in one.

Called in the folder: `neo4j-admin database import full neo4j @import.args`. The import reads the
first rows of each table to see what comes, which takes it a tenth of a second however small a table
is: two are imported twice as fast as one for each label and type. Nothing is escaped for
spreadsheets here: every value arrives as it is. A text of more than 16 MB stops the import.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from loaders.columns import Kind, node_columns, relationship_columns
from loaders.exchange import drafted_folder
from loaders.marks import new_revision
from schemas.base import Node, Relationship
from schemas.catalog import SCHEMA_VERSION

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
_RECORD: dict[str, Kind] = {"schema_version": "whole", "revision": "text"}
"""What the record by which a store knows its own has beside an id and a name."""
_NODE_KEYS = (f"id:ID({_SPACE})", ":LABEL")
_NODES = {name: kind for name, kind in node_columns().items() if name != "id"} | _RECORD
_EDGE_KEYS = (f":START_ID({_SPACE})", f":END_ID({_SPACE})", ":TYPE", "id:string")
_EDGES = {name: kind for name, kind in relationship_columns().items() if name != "id"}
_OPTIONS = (
    "--id-type=string",
    "--array-delimiter=U+001F",
    "--multiline-fields=true",
    "--skip-duplicate-nodes=true",
    "--read-buffer-size=16777216",
    "--nodes=./nodes.csv",  # 2026 wants a folder in the path
    "--relationships=./relationships.csv",
)


def write_import(items: Iterable[Node | Relationship], folder: Path) -> None:
    """Write the folder anew; StoreError where it cannot be, or holds something else.

    Nodes and relationships come in any order, each once, derived ones too.
    """
    with (
        drafted_folder(folder, ARGUMENTS) as draft,
        _table(draft / "nodes.csv", _NODE_KEYS, _NODES) as add_node,
        _table(draft / "relationships.csv", _EDGE_KEYS, _EDGES) as add_edge,
    ):
        for item in items:
            if isinstance(item, Node):
                add_node([item.id, _BETWEEN.join(item.labels), *_cells(item)])
            else:
                add_edge([item.source, item.target, item.type, item.id, *_cells(item)])
        add_node(_record())
        (draft / ARGUMENTS).write_text(
            "".join(f"{line}\n" for line in _OPTIONS), encoding="utf-8", newline="\n"
        )


@contextmanager
def _table(
    path: Path, keys: Iterable[str], columns: Mapping[str, Kind]
) -> Iterator[Callable[[list[Cell]], object]]:
    """What writes a row of a new table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NOTNULL, lineterminator="\n")
        writer.writerow([*keys, *(f"{name}:{_TYPES[kind]}" for name, kind in columns.items())])
        yield writer.writerow


def _cells(item: Node | Relationship) -> list[Cell]:
    """Its row but for the keys; None is no property, an empty text is one."""
    width, places = _places(type(item))
    cells: list[Cell] = [None] * width
    given = vars(item)
    for name, place in places:
        cells[place] = _cell(given[name])
    return cells


@cache
def _places(model: type[Node | Relationship]) -> tuple[int, list[tuple[str, int]]]:
    """How many columns its table has, and in which of them its fields stand."""
    columns = list(_NODES if issubclass(model, Node) else _EDGES)
    named = {name: field.alias or name for name, field in model.model_fields.items()}
    own = [(name, columns.index(column)) for name, column in named.items() if column in columns]
    return len(columns), own


def _record() -> list[Cell]:
    own = {"name": "graphkit", "schema_version": str(SCHEMA_VERSION), "revision": new_revision()}
    return ["graphkit", "GraphKit", *map(own.get, _NODES)]


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
