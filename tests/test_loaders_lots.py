"""Documents on their way to a store, without one: lots, and the batches that are made of them."""

from operator import itemgetter

from benchmarks.synthetic import corpus
from loaders import cypher
from loaders.batches import merged
from loaders.lots import lots
from loaders.neo4j_server import _seeking
from loaders.parts import parts
from schemas.graph import Graph


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
        for row, values in zip(nodes.own, nodes.inner, strict=True):
            created += 1
            assert told(query, values) == row["properties"]
    for edges in every.edges:
        query = cypher.create_relationships(*edges.kind)
        by_ends = sorted([*edges.inner, *edges.outer], key=itemgetter(0, 1, 2))
        rows = sorted(edges.own, key=itemgetter("source", "target", "id"))
        for row, values in zip(rows, by_ends, strict=True):
            created += 1
            assert values[:2] == [row["source"], row["target"]]
            assert told(query, values) == row["properties"]
    assert created > 100


def test_what_is_inside_touches_nothing_that_other_documents_bring_along() -> None:
    """So that a lot may write it while another one is being committed."""
    lot, other = (merged([p for graph in some for p in parts(graph)]) for some in halves())
    inside = {row["id"] for batch in lot.nodes for row in batch.own}
    inside |= {row["id"] for row in lot.documents}
    beside = {row["id"] for batch in other.nodes for row in (*batch.own, *batch.others)}
    beside |= {row["id"] for row in (*other.documents, *other.named)}
    ends = {id_ for batch in lot.edges for values in batch.inner for id_ in values[:2]}
    assert len(ends) > 100
    assert ends <= inside
    assert inside.isdisjoint(beside)
    assert all(not inside.issuperset(v[:2]) for batch in lot.edges for v in batch.outer)


def halves() -> tuple[list[Graph], list[Graph]]:
    graphs = list(corpus(20))
    return graphs[:10], graphs[10:]


def told(query: str, values: list[object]) -> dict[str, object]:
    """The properties that a statement gives from a row's values; one without a value is none."""
    given = query[query.index("`") : query.rindex("}")].split(", ")
    pairs = (one.split(": row[") for one in given)
    found = {name.strip("`"): values[int(place.rstrip("]"))] for name, place in pairs}
    return {name: value for name, value in found.items() if value is not None}


def test_nodes_of_no_document_are_looked_for() -> None:
    """Nobody takes them back: they may be there."""
    (graph,) = corpus(1)
    events = [node for node in graph.nodes.values() if node.label == "Event"]
    every = merged(parts(Graph(events)))
    assert [(len(batch.own), len(batch.others)) for batch in every.nodes] == [(0, len(events))]


def test_a_server_seeks_both_ends_of_what_is_created() -> None:
    query = cypher.create_relationships("SAID", "Actor", "Statement")
    assert _seeking(query).count("USING INDEX SEEK") == 2
    merging = cypher.merge_relationships("SAID", "Actor", "Statement")
    assert _seeking(merging).count("USING INDEX SEEK") == 2
