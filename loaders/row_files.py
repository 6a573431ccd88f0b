"""Rows of nodes and of relationships in files, for who needs all nodes before a relationship.

A file holds one pickled batch after the other, and is read by the program that had it written.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from schemas.base import Node, Relationship, Value
from schemas.streams import Counts

_ROWS = 2_000  # of one batch

type Properties = dict[str, Value]


class Nodes(NamedTuple):
    """Nodes with the same labels."""

    labels: tuple[str, ...]
    rows: list[Properties]


class Relationships(NamedTuple):
    """Relationships of one type, their ends by id."""

    type: str
    sources: list[str]
    targets: list[str]
    rows: list[Properties]


def write_rows(items: Iterable[Node | Relationship], folder: Path, part: str) -> Counts:
    """Write a part; gives how many nodes and relationships it has."""
    counts = [0, 0]
    nodes: defaultdict[tuple[str, ...], list[Properties]] = defaultdict(list)
    edges: dict[str, Relationships] = {}
    with _nodes(folder, part).open("wb") as of_nodes, _edges(folder, part).open("wb") as of_edges:
        for item in items:
            if isinstance(item, Node):
                rows = nodes[item.labels]
                rows.append(item.properties())
                if len(rows) == _ROWS:
                    _dump(Nodes(item.labels, nodes.pop(item.labels)), of_nodes)
                counts[0] += 1
            else:
                batch = edges.get(item.type) or Relationships(item.type, [], [], [])
                edges[item.type] = batch
                batch.sources.append(item.source)
                batch.targets.append(item.target)
                batch.rows.append(item.properties())
                if len(batch.rows) == _ROWS:
                    _dump(edges.pop(item.type), of_edges)
                counts[1] += 1
        for labels, rows in nodes.items():
            _dump(Nodes(labels, rows), of_nodes)
        for batch in edges.values():
            _dump(batch, of_edges)
    return Counts(*counts)


def read_nodes(folder: Path, parts: Sequence[str]) -> Iterator[Nodes]:
    """The nodes of some parts, batch by batch."""
    for part in parts:
        yield from _load(_nodes(folder, part))


def read_relationships(folder: Path, parts: Sequence[str]) -> Iterator[Relationships]:
    """The relationships of some parts, batch by batch."""
    for part in parts:
        yield from _load(_edges(folder, part))


def _nodes(folder: Path, part: str) -> Path:
    return folder / f"nodes{part}.rows"


def _edges(folder: Path, part: str) -> Path:
    return folder / f"relationships{part}.rows"


def _dump(batch: Nodes | Relationships, file: IO[bytes]) -> None:
    pickle.dump(batch, file, protocol=pickle.HIGHEST_PROTOCOL)


def _load(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)
