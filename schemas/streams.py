"""A graph piece by piece, so that what is larger than memory can be written out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from schemas.base import Node, Relationship
from schemas.provenance import Document


class Piece(NamedTuple):
    """What one document contributes, with the registry's context; without one, what is left over.

    Names of shared nodes are those of the whole graph; derived relationships are left out.
    """

    document: Document | None
    nodes: Mapping[str, Node]
    relationships: Sequence[Relationship]

    @property
    def tells(self) -> bool:
        """Does a relationship rest on its document? Else that is merely named."""
        own = self.document and self.document.id
        return own is not None and any(edge.document == own for edge in self.relationships)


@dataclass(frozen=True, slots=True)
class Stream:
    """Three ways through the same graph; each is walked at most once, while its store is open.

    `nodes` and `relationships` give every one once, derived relationships too. `pieces` gives a
    document after the other, so that a shared node comes as often as documents mention it.
    """

    nodes: Iterable[Node]
    relationships: Iterable[Relationship]
    pieces: Iterable[Piece]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many nodes and relationships."""

    nodes: int = 0
    relationships: int = 0

    def __iter__(self) -> Iterator[int]:
        return iter((self.nodes, self.relationships))

    def __add__(self, other: Self) -> "Counts":
        return Counts(self.nodes + other.nodes, self.relationships + other.relationships)


def hand_out(
    items: Iterable[Node | Relationship],
    node: Callable[[Node], object],
    relationship: Callable[[Relationship], object],
) -> Counts:
    """Gives each item to who takes its kind; how many of each there were."""
    nodes = relationships = 0
    for item in items:
        if isinstance(item, Node):
            node(item)
            nodes += 1
        else:
            relationship(item)
            relationships += 1
    return Counts(nodes, relationships)
