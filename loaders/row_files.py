"""Rows of nodes and of relationships in files, for who needs all nodes before a relationship.

A file holds one pickled batch after the other, and is read by the program that had it written.
"""

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from schemas.base import Node, Relationship, Value
from schemas.streams import Counts, hand_out

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
    with (
        _batches(_nodes(folder, part), _of_nodes) as add_node,
        _batches(_edges(folder, part), _of_relationships) as add_edge,
    ):
        return hand_out(items, lambda n: add_node(n.labels, n), lambda e: add_edge(e.type, e))


@contextmanager
def _batches[K, I](
    path: Path, batch: Callable[[K, list[I]], Nodes | Relationships]
) -> Iterator[Callable[[K, I], None]]:
    """What takes items by their kind, and writes batches of one kind."""
    waiting: defaultdict[K, list[I]] = defaultdict(list)
    with path.open("wb") as file:

        def write(kind: K) -> None:
            pickle.dump(batch(kind, waiting.pop(kind)), file, protocol=pickle.HIGHEST_PROTOCOL)

        def add(kind: K, item: I) -> None:
            items = waiting[kind]
            items.append(item)
            if len(items) == _ROWS:
                write(kind)

        yield add
        for kind in list(waiting):
            write(kind)


def _of_nodes(labels: tuple[str, ...], nodes: list[Node]) -> Nodes:
    return Nodes(labels, [node.properties() for node in nodes])


def _of_relationships(type_: str, edges: list[Relationship]) -> Relationships:
    return Relationships(
        type_,
        [edge.source for edge in edges],
        [edge.target for edge in edges],
        [edge.properties() for edge in edges],
    )


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


def _load(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)
