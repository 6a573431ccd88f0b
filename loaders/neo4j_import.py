"""A folder for `neo4j-admin database import full`: all nodes in a table, all relationships in one.

Called in the folder: `neo4j-admin database import full neo4j @import.args`. The import reads the
first rows of each table to see what comes, which takes it a tenth of a second however small a table
is: two are imported twice as fast as one for each label and type. Nothing is escaped for
spreadsheets here: every value arrives as it is. A text of more than 16 MB stops the import.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.columns import Kind, node_columns, relationship_columns
from loaders.exchange import drafted_folder, keep
from loaders.marks import new_revision
from schemas.base import Node, Relationship
from schemas.catalog import SCHEMA_VERSION
from schemas.streams import Counts, hand_out

if TYPE_CHECKING:
    from _csv import Writer

type Cell = str | int | float | None

ARGUMENTS = "import.args"
_SPACE = "graphkit"
"""One id space for all nodes: ids of the graph are unique across labels."""
_BUFFER = 1 << 20  # characters and bytes gathered before they are written
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
)


def write_import(items: Iterable[Node | Relationship], folder: Path) -> None:
    """Write the folder anew; StoreError where it cannot be, or holds something else.

    Nodes and relationships come in any order, each once, derived ones too.
    """
    with drafted_folder(folder, ARGUMENTS) as draft:
        write_tables(items, draft)
        keep(draft)


def write_tables(
    items: Iterable[Node | Relationship], folder: Path, parts: Sequence[str] = ()
) -> Counts:
    """The tables of a folder and the arguments that name them, and `parts` that are there."""
    with _table(folder, "nodes", "") as nodes, _table(folder, "relationships", "") as edges:
        nodes.writerow(_header(_NODE_KEYS, _NODES))
        edges.writerow(_header(_EDGE_KEYS, _EDGES))
        counts = _write_rows(items, nodes, edges)
        nodes.writerow(_record())
    tables = [
        f"--{table}={','.join(f'./{table}{part}.csv' for part in ('', *parts))}"  # 2026 wants ./
        for table in ("nodes", "relationships")
    ]
    (folder / ARGUMENTS).write_text(
        "".join(f"{line}\n" for line in (*_OPTIONS, *tables)), encoding="utf-8", newline="\n"
    )
    return counts


def write_part(items: Iterable[Node | Relationship], folder: Path, part: str) -> Counts:
    """Rows of a part of the tables, for `write_tables` to name."""
    with _table(folder, "nodes", part) as nodes, _table(folder, "relationships", part) as edges:
        return _write_rows(items, nodes, edges)


def _write_rows(items: Iterable[Node | Relationship], nodes: "Writer", edges: "Writer") -> Counts:
    return hand_out(
        items,
        lambda n: nodes.writerow([n.id, _BETWEEN.join(n.labels), *_cells(n)]),
        lambda e: edges.writerow([e.source, e.target, e.type, e.id, *_cells(e)]),
    )


@contextmanager
def _table(folder: Path, name: str, part: str) -> Iterator["Writer"]:
    path = folder / f"{name}{part}.csv"
    with path.open("w", encoding="utf-8", newline="", buffering=_BUFFER) as file:
        yield csv.writer(file, quoting=csv.QUOTE_NOTNULL, lineterminator="\n")


def _header(keys: Iterable[str], columns: Mapping[str, Kind]) -> list[str]:
    return [*keys, *(f"{name}:{_TYPES[kind]}" for name, kind in columns.items())]


def _cells(item: Node | Relationship) -> list[Cell]:
    """Its row but for the keys; None is no property, an empty text is one."""
    width, plain, written = _places(type(item))
    cells: list[Cell] = [None] * width
    given = vars(item)
    for name, place in plain:
        cells[place] = given[name]
    for name, place, cell in written:
        if (value := given[name]) is not None:
            cells[place] = cell(value)
    return cells


def _listed(items: tuple[object, ...]) -> str:
    return _BETWEEN.join([str(item).replace(_BETWEEN, "\ufffd") for item in items])


def _truth(value: bool) -> str:
    return str(value).lower()


_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    "truth": _truth,
    "day": date.isoformat,
    "texts": _listed,
    "wholes": _listed,
}
"""How a cell is made of what is not as it is to be read; the writer does the rest."""


@cache
def _places(model: type[Node | Relationship]) -> "_Places":
    columns = _NODES if issubclass(model, Node) else _EDGES
    place = {name: at for at, name in enumerate(columns)}
    named = {name: field.alias or name for name, field in model.model_fields.items()}
    own = [(name, column) for name, column in named.items() if column in columns]
    cells = {column: _WRITTEN.get(columns[column]) for _, column in own}
    return _Places(
        len(columns),
        [(name, place[column]) for name, column in own if cells[column] is None],
        [(name, place[column], cell) for name, column in own if (cell := cells[column])],
    )


class _Places(NamedTuple):
    """How many columns a model's table has, and in which of them its fields stand."""

    width: int
    plain: list[tuple[str, int]]
    written: list[tuple[str, int, Callable[[Any], str]]]


def _record() -> list[Cell]:
    own: dict[str, Cell] = {
        "name": "graphkit",
        "schema_version": SCHEMA_VERSION,
        "revision": new_revision(),
    }
    return ["graphkit", "GraphKit", *map(own.get, _NODES)]
