"""Random loads, replacements and removals: a store holds what its documents contribute, no more.

The model keeps each document's contribution by itself and merges them; `Graph.merge`,
`Graph.replaced`, `Graph.without` and every store are held against it.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders import open_store
from loaders.fingerprint import fingerprint_of
from schemas.graph import Graph
from schemas.proposals import Concept
from schemas.provenance import Document
from schemas.relations import InstanceOf
from schemas.stores import Store
from tests.loaders_samples import article, assert_holds
from tests.opening import new_store

STEPS = 8
MANY = 2_000  # of sequences, in `make soak`

type Change = tuple[str, list[Graph] | str]


class Model:
    """What each document contributes, by itself."""

    def __init__(self) -> None:
        self.contributions: dict[str, Graph] = {}
        self.documents: dict[str, Document] = {}

    def graph(self) -> Graph:
        return Graph.merge(*self.contributions.values(), Graph(self.documents.values()))

    def load(self, graph: Graph) -> None:
        (id_,) = graph.told
        self._keep(graph)
        self.contributions[id_] = Graph.merge(self.contributions.get(id_, Graph()), graph)

    def replace(self, graph: Graph) -> None:
        (id_,) = graph.told
        judged = [e for e in self.contributions.get(id_, Graph()).stated if is_judgement(e)]
        self._keep(graph)
        self.contributions[id_] = Graph.merge(graph, judgement(id_)) if judged else graph

    def remove(self, id_: str) -> None:
        del self.documents[id_]
        self.contributions.pop(id_, None)
        for copy, graph in self.contributions.items():
            named = {e.id for e in graph.stated if e.type == "COPY_OF" and e.target == id_}
            self.contributions[copy] = graph.without_copies(named)

    def _keep(self, graph: Graph) -> None:
        for document in graph.documents:
            if document.id in graph.told:
                self.documents[document.id] = document
            self.documents.setdefault(document.id, document)


def is_judgement(edge: object) -> bool:
    return isinstance(edge, InstanceOf) and edge.origin == "judgement"


def judgement(document: str) -> Graph:
    """Somebody's decision that the document's proposal is another concept than its key says."""
    own = article(int(document.partition(":")[2]))
    proposal = next(n for n in own.nodes.values() if n.label == "Proposal")
    concept = Concept(id="concept:judged", name="judged", kind="ceasefire")
    decided = InstanceOf(
        source=proposal.id, target=concept.id, document=document, origin="judgement"
    )
    return Graph([proposal, concept, own.document(document)], [decided])


def change(rng: random.Random, model: Model) -> Change:
    """Something to do next."""

    def written() -> Graph:
        number = rng.randrange(1, 6)
        copies = rng.choice([None, None, number % 5 + 1])
        return article(number, rng.randrange(3), copies=copies)

    there = sorted(model.contributions)
    match rng.choice(["load", "replace", "replace", "load_all", "load_all", "remove", "judge"]):
        case "load_all":
            return "load_all", [written() for _ in range(rng.randrange(1, 4))]
        case "remove" if model.documents:
            return "remove", rng.choice(sorted(model.documents))
        case "judge" if there:
            return "load", [with_edition(judgement(rng.choice(there)), model)]
        case "load":
            return "load", [written()]
        case _:
            return "replace", [written()]


def with_edition(graph: Graph, model: Model) -> Graph:
    """The graph with its document as the model has it: a judgement changes none."""
    nodes = [model.documents.get(id_, node) for id_, node in graph.nodes.items()]
    return Graph(nodes, graph.stated)


def apply(model: Model, name: str, given: list[Graph] | str) -> None:
    if isinstance(given, str):
        model.remove(given)
    for graph in given if isinstance(given, list) else ():
        model.load(graph) if name == "load" else model.replace(graph)


def act(store: Store, name: str, given: list[Graph] | str) -> None:
    match name:
        case "load_all":
            store.load_all(given)  # type: ignore[arg-type]
        case "remove":
            store.remove(given)  # type: ignore[arg-type]
        case _:
            getattr(store, name)(given[0])


def on_graph(graph: Graph, name: str, given: list[Graph] | str) -> Graph:
    if isinstance(given, str):
        return graph.without(given)
    for one in given:
        graph = Graph.merge(graph, one) if name == "load" else graph.replaced(one)
    return graph


def sequence(seed: int) -> Iterator[tuple[Change, Graph]]:
    """Changes, each with what there is after it."""
    rng, model = random.Random(seed), Model()
    for _ in range(STEPS):
        name, given = change(rng, model)
        apply(model, name, given)
        yield (name, given), model.graph()


def run_on(store: Store, seed: int) -> None:
    """One sequence on an empty store, compared at every second step; it is empty at the end."""
    expected = Graph()
    for n, ((name, given), expected) in enumerate(sequence(seed)):
        act(store, name, given)
        if n % 2:
            assert store.fingerprint() == fingerprint_of(expected), (seed, n, name)
    for document in expected.documents:
        store.remove(document.id)
    assert store.fingerprint() == fingerprint_of(Graph()), seed


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_graphs_follow_the_model(block: int) -> None:
    for seed in range(block * 250, block * 250 + 250):
        graph = Graph()
        for step, expected in sequence(seed):
            graph = on_graph(graph, *step)
            assert graph == expected, (seed, step)


@pytest.mark.slow
def test_a_file_follows_the_model(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph.jsonl") as store:
        for seed in range(30):
            run_on(store, seed)


@pytest.mark.slow
def test_an_embedded_store_follows_the_model(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        for seed in range(40):
            run_on(store, seed)


@pytest.mark.neo4j
def test_neo4j_follows_the_model(neo4j_lts: object) -> None:
    server = neo4j_lts
    server.empty()  # type: ignore[attr-defined]
    login = {"user": server.user, "password": server.password}  # type: ignore[attr-defined]
    with open_store(server.url, **login) as store:  # type: ignore[attr-defined]
        for seed in range(10):
            run_on(store, seed)


@pytest.mark.soak
def test_thousands_of_sequences(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        for seed in range(10_000, 10_000 + MANY):
            run_on(store, seed)


# --- judgements -------------------------------------------------------------------------------------


@pytest.fixture(params=["embedded", "jsonl", pytest.param("neo4j-lts", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    in_file = request.param == "jsonl"
    opened = open_store(tmp_path / "graph.jsonl") if in_file else new_store(request, tmp_path)
    with opened:
        yield opened


@pytest.mark.parametrize("change", ["replace", "load_all"])
def test_what_people_decided_outlasts_a_new_extraction(store: Store, change: str) -> None:
    store.load_all([article(1), article(2)])
    store.load(judgement("doc:1"))
    new = article(1, version=1)
    act(store, change, [new])
    assert_holds(store, Graph.merge(article(2), new, with_edition(judgement("doc:1"), of(new))))
    store.remove("doc:2")
    assert any(is_judgement(edge) for edge in store.read().stated)


def test_a_decision_goes_with_what_it_is_about(store: Store) -> None:
    store.load_all([article(1)])
    store.load(judgement("doc:1"))
    new = article(1, version=1)
    bare = Graph(
        [n for n in new.nodes.values() if n.label not in {"Proposal", "Concept"}],
        [e for e in new.stated if "proposal" not in e.source + e.target],
    )
    store.replace(bare)
    assert_holds(store, bare)


def of(graph: Graph) -> Model:
    model = Model()
    model.replace(graph)
    return model
