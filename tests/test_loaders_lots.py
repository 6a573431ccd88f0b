"""Documents on their way to a store, without one: lots, batches, and what follows from all."""

from random import Random

import pytest

from benchmarks.synthetic import corpus
from loaders import cypher
from loaders.batches import merged
from loaders.following import Following, depends
from loaders.lots import lots
from loaders.parts import parts
from schemas.graph import Graph
from tests.loaders_samples import article


def test_lots_grow_and_hold_every_document_once() -> None:
    graphs = list(corpus(120))
    found = list(lots(graphs, rows=9_000))
    sizes = [sum(part.rows for part in lot.parts) for lot in found]
    assert sizes[0] <= 4_000
    assert all(size <= 9_000 for size in sizes)
    assert sizes[0] < 0.7 * sizes[1]
    assert len(sizes) > 2
    documents = [part.document for lot in found for part in lot.parts]
    assert documents == [id_ for graph in graphs for id_ in graph.told]


def test_a_batch_leaves_out_what_is_known_and_nothing_else() -> None:
    every = merged([part for graph in corpus(5) for part in parts(graph)])
    for batch in (*every.nodes, *every.edges):
        assert batch.unknown({}) == batch.others
        assert {row["id"] for row in batch.unknown(batch.hashes)}.isdisjoint(batch.hashes)
        assert len(batch.unknown(batch.hashes)) == len(batch.others) - len(batch.hashes)
        stale = dict.fromkeys(batch.hashes, 0)
        assert batch.unknown(stale) == batch.others


def test_rows_of_a_part_of_a_lot_are_made_anew() -> None:
    (lot,) = lots(corpus(3))
    assert lot.rows_of(lot.parts) is lot.ready
    some = lot.rows_of(lot.parts[:1])
    assert sum(map(len, some.edges)) < sum(map(len, lot.rows_of(lot.parts).edges))


def test_values_stand_where_the_statement_looks_for_them() -> None:
    every = merged([part for graph in corpus(2) for part in parts(graph)])
    created = 0
    for nodes in every.nodes:
        query = cypher.create_nodes(nodes.kind)
        for row, values in zip(nodes.own, nodes.values, strict=True):
            created += 1
            assert told(query, values) == row["properties"]
    for edges in every.edges:
        query = cypher.create_relationships(*edges.kind)
        for row, values in zip(edges.own, edges.values, strict=True):
            created += 1
            assert values[:2] == [row["source"], row["target"]]
            assert told(query, values) == row["properties"]
    assert created > 100


def told(query: str, values: list[object]) -> dict[str, object]:
    """The properties that a statement gives from a row's values; one without a value is none."""
    given = query[query.index("`") : query.rindex("}")].split(", ")
    pairs = (one.split(": row[") for one in given)
    found = {name.strip("`"): values[int(place.rstrip("]"))] for name, place in pairs}
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("seed", range(8))
def test_what_follows_is_what_the_whole_graph_says(seed: int) -> None:
    rng = Random(seed)
    numbers = rng.sample(range(30), 12)
    copies = {n: rng.choice(numbers) for n in rng.sample(numbers, 3)}
    graphs = [article(n, copies=copies[n] if copies.get(n, n) != n else None) for n in numbers]
    whole = Graph.merge(*graphs)
    following = Following()
    pieces = [piece for piece in whole.stream().pieces if piece.document]
    rng.shuffle(pieces)
    for piece in pieces:
        following.add(piece)
    derived = {edge.id: edge for edge in following.derived()}
    expected = {
        e.id: e for e in whole.relationships.values() if e.id not in {s.id for s in whole.stated}
    }
    assert derived == expected
    waiting = [node for graph in graphs for node in graph.nodes.values() if depends(node)]
    assert waiting
    for node in waiting:
        assert following.settled(node) == whole.nodes[node.id]
