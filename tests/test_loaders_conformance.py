"""One suite for every store that is read back: what comes out is what `Graph` says goes in."""

import random
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import pytest

from loaders import open_store
from schemas.actors import Person
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.errors import GraphError, StoreMissing
from schemas.graph import Graph, json_lines
from schemas.relations import Said
from schemas.stores import Store
from tests.holding import held
from tests.loaders_samples import article, assert_holds, every_row

# --- the stores -------------------------------------------------------------------------------------

type Opened = Callable[[], Store]


@pytest.fixture(
    params=[
        "embedded",
        "shared",
        "jsonl",
        pytest.param("neo4j-lts", marks=pytest.mark.neo4j),
        pytest.param("neo4j-newest", marks=pytest.mark.neo4j),
    ]
)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Opens the store of this run; opening it again finds what was loaded."""
    if request.param == "embedded":
        yield lambda: open_store(tmp_path / "store")
        return
    if request.param == "shared":
        with held(tmp_path / "store"):
            yield lambda: open_store(tmp_path / "store")
        return
    if request.param == "jsonl":
        yield lambda: open_store(tmp_path / "graph.jsonl")
        return
    server = request.getfixturevalue(request.param.replace("-", "_"))
    server.empty()
    yield lambda: open_store(server.url, user=server.user, password=server.password)


@pytest.fixture
def store(opened: Opened) -> Iterator[Store]:
    with opened() as store:
        yield store


# --- the contract -----------------------------------------------------------------------------------


def test_sample_covers_the_catalog() -> None:
    graph = every_row().check()
    assert {node.label for node in graph.nodes.values()} == set(NODES)
    assert {edge.type for edge in graph.relationships.values()} == set(RELATIONSHIPS)


def test_every_row_comes_back(store: Store) -> None:
    graph = every_row()
    report = store.load(graph)
    assert (report.documents, report.nodes) == (2, len(graph.nodes))
    assert_holds(store, graph)
    store.load(graph)
    assert_holds(store, graph)


def test_a_stream_is_the_graph_in_pieces(store: Store) -> None:
    bare = Person(id="person:bare", name="Bare", origin="registry")
    graph = Graph.merge(every_row(), *(article(k) for k in range(4)), Graph([bare]))
    store.load(graph)
    stream = store.stream()
    nodes, relationships = list(stream.nodes), list(stream.relationships)
    assert (len(nodes), {n.id: n for n in nodes}) == (len(graph), graph.nodes)
    assert {e.id: e for e in relationships} == graph.relationships
    assert len(relationships) == len(graph.relationships)
    assert list(json_lines(stream.pieces)) == list(graph.json_lines())
    for document in graph.documents:
        assert Graph.of_piece(store.piece(document.id)) == graph.part_of(document.id)
    with pytest.raises(StoreMissing, match="nowhere"):
        store.piece("nowhere")


def test_nothing_streams_as_nothing(store: Store) -> None:
    stream = store.stream()
    assert [*stream.nodes, *stream.relationships, *stream.pieces] == []


def test_every_row_is_taken_back(store: Store) -> None:
    graph = every_row()
    store.load(graph)
    store.remove("document:0")
    assert_holds(store, graph.without("document:0"))


def test_any_order_is_the_same(opened: Opened, store: Store) -> None:
    articles = [article(1), article(2), article(3, copies=2)]
    expected = Graph.merge(*articles)
    for order in permutations(articles):
        for graph in (*order, order[0]):
            store.load(graph)
        assert_holds(store, expected)
        for document in expected.documents:
            store.remove(document.id)
        assert_holds(store, Graph())


def test_removal_leaves_what_without_says(store: Store) -> None:
    articles = [article(1), article(2), article(4, copies=2), article(5)]
    expected = Graph.merge(*articles)
    store.load(expected)
    for id_ in ("doc:2", "doc:5", "doc:1", "doc:4"):
        store.remove(id_)
        expected = expected.without(id_)
        assert_holds(store, expected)


@pytest.mark.parametrize("seed", range(3))
def test_random_changes_follow_the_oracle(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    expected = Graph()
    for _ in range(12):
        number, version = rng.randrange(1, 6), rng.randrange(3)
        graph = article(number, version, copies=rng.choice([None, None, number % 5 + 1]))
        there = [d.id for d in expected.documents]
        match rng.choice(["load", "load", "replace", "remove"]):
            case "load":
                store.load(graph)
                expected = Graph.merge(expected, graph)
            case "replace":
                store.replace(graph)
                expected = expected.replaced(graph)
            case "remove" if there:
                id_ = rng.choice(there)
                store.remove(id_)
                expected = expected.without(id_)
        assert_holds(store, expected)


def test_what_is_loaded_is_there_when_opened_again(opened: Opened) -> None:
    with opened() as first:
        first.load(article(1))
        first.load(article(2))
    with opened() as again:
        assert_holds(again, Graph.merge(article(1), article(2)))


def test_a_broken_graph_writes_nothing(store: Store) -> None:
    store.load(article(1))
    whole = article(2)
    broken = Graph(whole.nodes.values(), [*whole.stated, Said(source="person:nobody", target="s")])
    for change in (store.load, store.replace):
        with pytest.raises(GraphError, match="person:nobody"):
            change(broken)
    assert_holds(store, article(1))


def test_an_unknown_document_is_missing(store: Store) -> None:
    store.load(article(1))
    with pytest.raises(StoreMissing, match="doc:9"):
        store.remove("doc:9")
    assert_holds(store, article(1))


def test_an_empty_store_reads_as_the_empty_graph(store: Store) -> None:
    store.prepare()
    store.prepare()
    assert store.read() == Graph()
    assert store.load(Graph()).nodes == 0


# --- many documents ---------------------------------------------------------------------------------


def test_many_documents_at_once_are_what_merging_gives(store: Store) -> None:
    articles = [article(1), article(2), article(4), every_row()]
    report = store.load_all(iter(articles))
    assert (report.documents, report.unchanged, report.refused) == (5, 0, ())
    assert_holds(store, Graph.merge(*articles))


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_a_copy_may_come_before_its_original(store: Store, order: tuple[int, int]) -> None:
    graphs = {2: article(2), 3: article(3, copies=2)}
    store.load_all(graphs[number] for number in order)
    assert_holds(store, Graph.merge(*graphs.values()))


@pytest.mark.parametrize("seed", range(3))
def test_random_streams_follow_the_oracle(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    expected = Graph()
    for _ in range(6):
        numbers = rng.sample(range(1, 6), rng.randrange(1, 4))
        graphs = [
            article(n, rng.randrange(3), copies=rng.choice([None, n % 5 + 1])) for n in numbers
        ]
        store.load_all(graphs)
        for graph in graphs:
            expected = expected.replaced(graph)
        there = [d.id for d in expected.documents]
        if there and rng.random() < 0.5:
            id_ = rng.choice(there)
            store.remove(id_)
            expected = expected.without(id_)
        assert_holds(store, expected)
