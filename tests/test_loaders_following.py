"""What follows from all documents, counted while they go by, is what the whole graph says."""

from collections.abc import Sequence
from random import Random

import pytest

from benchmarks.synthetic import corpus
from loaders.gathering import Gathering
from schemas.base import Node, Relationship
from schemas.graph import Graph
from schemas.streams import Piece
from tests.loaders_samples import article, contents


def imported(pieces: Sequence[Piece]) -> Graph:
    """What goes into the tables, as a graph of which nothing is computed anew."""
    graph = Graph()
    found = Gathering()
    items = [*found.own(pieces), *found.rest()]
    nodes = {item.id: item for item in items if isinstance(item, Node)}
    edges = {item.id: item for item in items if isinstance(item, Relationship)}
    assert len(nodes) + len(edges) == len(items), "something is there twice"
    graph.nodes, graph.relationships = nodes, edges  # type: ignore[assignment]
    return graph


def sample(seed: int) -> Graph:
    rng = Random(seed)
    numbers = rng.sample(range(30), 12)
    copies = {n: rng.choice(numbers) for n in rng.sample(numbers, 3)}
    return Graph.merge(
        *corpus(4, seed=seed),
        *(article(n, copies=copies[n] if copies.get(n, n) != n else None) for n in numbers),
    )


@pytest.mark.parametrize("seed", range(6))
def test_what_is_imported_is_the_whole_graph(seed: int) -> None:
    whole = sample(seed)
    pieces = list(whole.stream().pieces)
    Random(seed).shuffle(pieces)
    assert contents(imported(pieces)) == contents(whole)


def test_lines_in_any_order_with_what_is_derived_are_the_same() -> None:
    whole = sample(0)
    derived = [e for e in whole.relationships.values() if e not in whole.stated]
    assert derived
    pieces = [
        piece._replace(relationships=[*derived, *reversed(piece.relationships)])
        for piece in whole.stream().pieces
    ]
    assert contents(imported(pieces)) == contents(whole)
