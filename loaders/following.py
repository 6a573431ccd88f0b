"""What follows from many documents, counted while they go by: it is whole when the last has.

Names of shared entities, Leader marks, who spoke about whom; `schemas.derivation` computes the same
from a graph in memory, `settling` from a store.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from schemas.actors import Entity, Person
from schemas.base import Node, Relationship
from schemas.derivation import Talk, leads, settled_node, utterances
from schemas.relations import MentionedIn
from schemas.streams import Piece


class Following:
    """Grows with the people, bodies and places that are named, not with the documents."""

    def __init__(self) -> None:
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._leaders: set[str] = set()
        self._talk: defaultdict[tuple[str, str], Talk] = defaultdict(Talk)

    def add(self, piece: Piece) -> None:
        """Count what a piece says."""
        for edge in piece.relationships:
            if isinstance(edge, MentionedIn):
                if depends(piece.nodes[edge.source]):
                    self._surfaces[edge.source].update(edge.surfaces)
            elif leads(piece.nodes, edge):
                self._leaders.add(edge.source)
        for one in utterances(piece.nodes, piece.relationships):
            self._talk[one.speaker, one.target].add(one.stance, one.day)

    def settled(self, node: Node) -> Node:
        """A node as everything that was counted makes it."""
        surfaces = self._surfaces.get(node.id, Counter())
        return settled_node(node, surfaces, leading=node.id in self._leaders)

    def derived(self) -> Iterator[Relationship]:
        """Who spoke about whom."""
        for pair, talk in self._talk.items():
            yield from talk.edges(*pair)


def depends(node: Node) -> bool:
    """Does it depend on other documents how the node is called, or whether it is marked?"""
    return isinstance(node, Person) or (isinstance(node, Entity) and node.origin == "text")
