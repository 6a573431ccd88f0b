"""Pieces of a graph into its nodes and relationships, each once.

What one piece alone tells comes first, then the rest. Several readers of one file may each gather
some of its pieces and bring theirs together at the end.
"""

from collections.abc import Iterable, Iterator
from typing import Self

from loaders.following import Following, is_own
from schemas.base import Node, Relationship
from schemas.catalog import DERIVED
from schemas.errors import GraphError
from schemas.relations import About, In, Said
from schemas.streams import Piece

_ABOUT, _IN, _SAID = About.type, In.type, Said.type


class Gathering:
    """Keeps what other pieces may tell of too; what one alone tells is given out with it."""

    def __init__(self) -> None:
        self._own: set[str] = set()  # ids of articles and of what they alone tell apart
        self._nodes: dict[str, Node] = {}
        self._edges: dict[str, Relationship] = {}
        self._following = Following()

    def own(self, pieces: Iterable[Piece]) -> Iterator[Node | Relationship]:
        """What each piece alone tells, as they come, and who spoke about whom there.

        Each piece tells of another document, and of that alone (`check_alone`).
        """
        for piece in pieces:
            own = piece.document.id if piece.document else None
            for id_, node in piece.nodes.items():
                if id_ == own or is_own(id_, piece):
                    self._own.add(id_)
                    yield node
                else:
                    self._nodes[id_] = node
            given = {e.id: e for e in piece.relationships if e.type not in DERIVED}
            stated = dict(sorted(given.items()))
            for id_, edge in stated.items():
                if edge.document is None:
                    self._edges[id_] = edge
                else:
                    yield edge
            yield from self._following.add(piece, stated.values())

    def follow(self, other: Self) -> None:
        """With what was gathered of the pieces after these."""
        self._own |= other._own
        self._nodes |= other._nodes
        self._edges |= other._edges
        self._following.follow(other._following)

    def rest(self) -> Iterator[Node | Relationship]:
        """What several pieces tell of, nodes as all make them, and who spoke about whom in all."""
        for id_, node in self._nodes.items():
            if id_ not in self._own:
                yield self._following.settled(node)
        yield from self._edges.values()
        yield from self._following.derived()


def check_alone(piece: Piece) -> None:
    """That a piece tells of its own document alone; GraphError says what of another it tells."""
    own = piece.document.id if piece.document else None
    here = {edge.source for edge in piece.relationships if edge.type == _IN}
    for edge in piece.relationships:
        if edge.type == _SAID:
            statement, actor = edge.target, edge.source
        elif edge.type == _ABOUT:
            statement, actor = edge.source, edge.target
        elif edge.document is None or edge.document == own:
            continue
        else:
            raise _of_another(piece, edge.id, edge.document)
        if statement not in here:
            raise _of_another(piece, statement, edge.document)
        if "@" in actor and not is_own(actor, piece):
            raise _of_another(piece, actor, edge.document)


def _of_another(piece: Piece, what: str, document: str | None) -> GraphError:
    own = piece.document.id if piece.document else "a line without a document"
    return GraphError(
        f"{own} tells of {what!r}, which belongs to {document!r} or another document: load it "
        "without --offline"
    )
