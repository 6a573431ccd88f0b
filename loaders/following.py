"""What follows from many documents, counted while they go by: it is whole when the last has.

Names of shared entities, Leader marks, who spoke about whom; `schemas.derivation` computes the same
from a graph in memory, `settling` from a store.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Self

from schemas.actors import Entity, Person
from schemas.base import Node, Relationship
from schemas.derivation import COUNTED, Standing, Talk, utterances
from schemas.identity import is_of
from schemas.streams import Piece

type Pair = tuple[str, str]


class Following:
    """Keeps what several documents may speak of; what one alone does is given out with it."""

    def __init__(self) -> None:
        self._standing = Standing()
        self._talk: defaultdict[Pair, Talk] = defaultdict(Talk)

    def add(self, piece: Piece, stated: Collection[Relationship]) -> Iterator[Relationship]:
        """Counts what a piece states, sorted by id; gives who spoke about whom in it alone."""
        for edge in stated:
            if edge.type in COUNTED and _is_shared(piece.nodes[edge.source], piece):
                self._standing.add(piece.nodes, edge)
        own: defaultdict[Pair, Talk] = defaultdict(Talk)
        for one in utterances(piece.nodes, stated):
            pair = one.speaker, one.target
            alone = any(is_own(id_, piece) for id_ in pair)
            (own if alone else self._talk)[pair].add(one.stance, one.day)
        yield from _edges(own)

    def follow(self, other: Self) -> None:
        """With what was counted of the pieces after these."""
        self._standing.follow(other._standing)
        for pair, talk in other._talk.items():
            self._talk[pair].follow(talk)

    def settled(self, node: Node) -> Node:
        """A node as everything that was counted makes it."""
        return self._standing.settled(node)

    def derived(self) -> Iterator[Relationship]:
        """Who spoke about whom in all."""
        yield from _edges(self._talk)


def is_own(id_: str, piece: Piece) -> bool:
    """Is it a node that only this document tells apart?"""
    return is_of(piece.document.id if piece.document else None, id_)


def _is_shared(node: Node, piece: Piece) -> bool:
    """Do other documents have a say in how the node is called, or in whether it is marked?"""
    told = isinstance(node, Person) or (isinstance(node, Entity) and node.origin == "text")
    return told and not is_own(node.id, piece)


def _edges(talk: Mapping[Pair, Talk]) -> Iterator[Relationship]:
    for pair, counted in talk.items():
        yield from counted.edges(*pair)
