"""Pieces of a graph into its nodes and relationships, each once.

What one piece alone tells comes first, then the rest. Several readers of one file may each gather
some of its pieces and bring theirs together at the end.
"""

from collections.abc import Iterable, Iterator
from typing import Self

from loaders.following import Following, is_own
from schemas.base import Node, Relationship
from schemas.catalog import DERIVED
from schemas.streams import Piece


class Gathering:
    """Keeps what other pieces may tell of too; what one alone tells is given out with it."""

    def __init__(self) -> None:
        self._own: set[str] = set()  # ids of articles and of what they alone tell apart
        self._nodes: dict[str, Node] = {}
        self._edges: dict[str, Relationship] = {}
        self._following = Following()

    def own(self, pieces: Iterable[Piece]) -> Iterator[Node | Relationship]:
        """What each piece alone tells, as they come, and who spoke about whom there.

        Each piece tells of another document, and of statements that stand in it: GraphError
        otherwise.
        """
        for piece in pieces:
            own = piece.document.id if piece.document else None
            for id_, node in piece.nodes.items():
                if id_ == own or is_own(id_, piece):
                    self._own.add(id_)
                    yield node
                else:
                    self._nodes.setdefault(id_, node)
            given = {e.id: e for e in piece.relationships if e.type not in DERIVED}
            stated = dict(sorted(given.items()))
            for id_, edge in stated.items():
                if edge.document is not None and edge.document == own:
                    yield edge
                else:
                    self._edges.setdefault(id_, edge)
            yield from self._following.add(piece, stated.values())

    def follow(self, other: Self) -> None:
        """With what was gathered of the pieces after these."""
        self._own |= other._own
        self._nodes = other._nodes | self._nodes
        self._edges = other._edges | self._edges
        self._following.follow(other._following)

    def rest(self) -> Iterator[Node | Relationship]:
        """What several pieces tell of, nodes as all make them, and who spoke about whom in all."""
        for id_, node in self._nodes.items():
            if id_ not in self._own:
                yield self._following.settled(node)
        yield from self._edges.values()
        yield from self._following.derived()
