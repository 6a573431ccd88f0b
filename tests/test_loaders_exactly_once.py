"""Many documents, loaded again, cut off between the steps, or not sound: as a clean load."""

from collections.abc import Callable, Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks.synthetic import corpus
from loaders import bulk, cypher, lots, marks, merging, open_store, overlapping
from loaders.embedded import EmbeddedStore
from loaders.fingerprint import fingerprint_of
from loaders.lots import Lot
from loaders.neo4j_server import Neo4jStore
from loaders.transactions import Row, Session
from schemas.actors import Person, State
from schemas.errors import StoreError
from schemas.graph import Graph
from schemas.identity import is_of
from schemas.relations import About, Said, SpokeAbout
from schemas.stores import LoadReport, QueryableStore, Store
from tests.conftest import Neo4j
from tests.loaders_samples import article, assert_holds

DOCUMENTS = 6

type Opened = Callable[[], Store]


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    if request.param == "embedded":
        yield lambda: open_store(tmp_path / "store")
        return
    server = request.getfixturevalue("neo4j_lts")
    server.empty()
    yield lambda: open_store(server.url, user=server.user, password=server.password)
    server.empty()


def test_what_is_there_is_left_alone(opened: Opened) -> None:
    expected = fingerprint_of(Graph.merge(*corpus(DOCUMENTS)))
    with opened() as store:
        for counts in ((DOCUMENTS, 0), (0, DOCUMENTS)):
            report = store.load_all(corpus(DOCUMENTS))
            assert (report.documents, report.unchanged) == counts
            assert store.fingerprint() == expected


def test_nodes_that_a_load_left_behind_are_found_again(opened: Opened) -> None:
    """They are no document's yet, so that the engine refuses to create them once more."""
    graphs = [article(1), article(2)]
    with opened() as store:
        store.load(Graph(graphs[0].nodes.values()))
        for _ in range(2):
            report = store.load_all(graphs)
            assert not report.refused
            assert_holds(store, Graph.merge(*graphs))


def test_what_belongs_to_no_document_can_be_loaded_again(opened: Opened) -> None:
    loose = Graph(node for node in article(1).nodes.values() if node.label == "Event")
    assert loose.nodes
    with opened() as store:
        for _ in range(2):
            assert not store.load_all([loose, article(2)]).refused
            assert_holds(store, Graph.merge(loose, article(2)))


def test_what_was_merged_into_a_document_goes_when_it_is_loaded_again(opened: Opened) -> None:
    with opened() as store:
        store.load_all([article(1)])
        store.load(article(1, version=1))
        assert store.load_all([article(1)]).documents == 1
        assert_holds(store, article(1))


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1)])
def test_who_is_of_one_document_may_speak_in_another(
    opened: Opened, order: tuple[int, ...]
) -> None:
    """About whom he spoke is then not told by the one alone; each is loaded by a load of its own."""
    one, other = [graph for graph in corpus(DOCUMENTS) if of_one(graph)][:2]
    speaker, target = of_one(one)[0]
    counted = {
        s.id for s in other.statements if s.modality == "asserted" and s.class_ == "utterance"
    }
    moved = next(e for e in other.stated if isinstance(e, Said) and e.target in counted)
    about = next(e for e in other.stated if isinstance(e, About))
    lent = Graph(
        [*other.nodes.values(), one.nodes[speaker], one.nodes[target]],
        [
            *(e for e in other.stated if e.id != moved.id),
            moved.model_copy(update={"source": speaker}),
            about.model_copy(update={"source": moved.target, "target": target}),
        ],
    )
    graphs = [one, lent]
    with opened() as store:
        for number in order:
            assert not store.load_all([graphs[number]]).refused
        assert_holds(store, Graph.merge(*graphs))
        store.remove(graphs[0].told[0])
        assert_holds(store, Graph.merge(*graphs).without(graphs[0].told[0]))


@pytest.mark.parametrize("together", [True, False])
def test_who_is_of_one_document_may_say_what_another_holds(
    opened: Opened, *, together: bool
) -> None:
    one, other = [graph for graph in corpus(DOCUMENTS) if of_one(graph)][:2]
    (document,) = other.told
    speaker, _ = of_one(other)[0]
    counted = next(
        e.source for e in one.stated if isinstance(e, About) and one.nodes[e.target].actor
    )
    said = next(e for e in other.stated if isinstance(e, Said) and e.source == speaker)
    lent = Graph(
        [*other.nodes.values(), one.nodes[counted]],
        [*other.stated, said.model_copy(update={"target": counted})],
    )
    assert lent.told == (document,)
    with opened() as store:
        for graphs in [[lent, one]] if together else [[lent], [one]]:
            assert not store.load_all(graphs).refused
        assert_holds(store, Graph.merge(lent, one))


def of_one(graph: Graph) -> list[tuple[str, str]]:
    """Speakers whom only the graph's document tells apart, each with one that he speaks about."""
    (document,) = graph.told
    spoke = (e for e in graph.derived if isinstance(e, SpokeAbout))
    return sorted((e.source, e.target) for e in spoke if is_of(document, e.source))


def unsettled(store: Store, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads a graph and is cut off before it computes what follows."""

    def cut(_: object) -> None:
        raise StoreError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(bulk._Loading, "settle", cut)
        with pytest.raises(StoreError, match="cut off"):
            store.load_all([graph])


@pytest.mark.parametrize("change", ["load", "replace", "remove", "load_all"])
def test_the_next_change_finishes_what_was_cut_off(
    opened: Opened, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = article(1), article(2), article(3, copies=2)
    expected = Graph.merge(one, two, three)
    with opened() as store:
        store.load(two)
        unsettled(store, Graph.merge(one, three), monkeypatch)
        match change:
            case "load" | "replace":
                getattr(store, change)(two)
            case "load_all":
                store.load_all([])
            case "remove":
                store.remove("doc:2")
                expected = expected.without("doc:2")
        assert_holds(store, expected)


def test_opening_an_embedded_store_finishes_what_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "store") as store:
        unsettled(store, article(1), monkeypatch)
    with open_store(tmp_path / "store") as store:
        assert_holds(store, article(1))


def test_what_a_load_writes_after_another_settled_it_stays_due(opened: Opened) -> None:
    """The first one is killed then: nobody else would know that something is to be computed."""
    one, two = article(1), article(2)
    with opened() as store:
        assert isinstance(store, EmbeddedStore | Neo4jStore)
        first = bulk._Loading(store._write)
        first.take(next(lots.lots([one])))

        def coming_between(work: Callable[[Session], None]) -> None:
            if isinstance(work, partial) and work.func is marks.note_finished:
                first.take(next(lots.lots([two])))
            store._write(work)

        bulk.finish(coming_between)
        store.load_all([])
        assert_holds(store, Graph.merge(one, two))


def without_registry(graph: Graph) -> Graph:
    """What its document says, as if the registry knew of nobody."""
    edges = [edge for edge in graph.stated if edge.document is not None]
    ends = {id_ for edge in edges for id_ in (edge.source, edge.target)}
    return Graph([node for node in graph.nodes.values() if node.id in ends], edges)


def test_what_of_the_registry_another_took_away_is_written_again(opened: Opened) -> None:
    """A load keeps in mind what it wrote, as long as nobody else writes."""
    one, two = [a for a in map(article, range(1, 30)) if "person:cy-orr" in a.nodes][:2]
    other = without_registry(one)
    with opened() as store:
        assert isinstance(store, EmbeddedStore | Neo4jStore)
        first = bulk._Loading(store._write)
        first.take(next(lots.lots([one])))
        store.replace(other)
        first.take(next(lots.lots([two])))
        first.settle()
        assert_holds(store, Graph.merge(other, two))


class Interrupted:
    """A session in which something else happens once, after one of some queries."""

    def __init__(
        self, session: Session, queries: Container[str], happens: list[Callable[[], object]]
    ) -> None:
        self._session = session
        self._queries = queries
        self._happens = happens

    def run(self, query: str, **parameters: Any) -> list[Row]:
        rows = self._session.run(query, **parameters)
        if query in self._queries and self._happens:
            self._happens.pop()()
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


@pytest.mark.neo4j
def test_another_version_that_another_program_writes_meanwhile_is_taken_back(
    neo4j_lts: Neo4j,
) -> None:
    """Where it shares no id with this one, no constraint of the store would tell."""
    neo4j_lts.empty()
    ours, theirs = article(1), article(1, version=1)
    other = Graph(
        [n for n in theirs.nodes.values() if n.id == "doc:1" or n.id not in ours.nodes],
        [e for e in theirs.stated if e.type == "MENTIONED_IN" and e.source not in ours.nodes],
    )
    assert other.stated
    login = {"user": neo4j_lts.user, "password": neo4j_lts.password}
    with open_store(neo4j_lts.url, **login) as store, open_store(neo4j_lts.url, **login) as second:
        assert isinstance(store, Neo4jStore)
        written = store._write
        happens: list[Callable[[], object]] = [lambda: second.load_all([other])]
        loading = bulk._Overlapping(
            lambda work: written(
                lambda session: work(Interrupted(session, {cypher.PRESENT}, happens))
            )
        )
        with loading:
            loading.take(next(lots.lots([ours])))
        loading.settle()
        assert not happens
        assert not loading.report().refused
        assert_holds(store, ours)
    neo4j_lts.empty()


@pytest.mark.neo4j
@pytest.mark.parametrize("change", ["load", "replace", "remove", "load_all"])
def test_nobody_changes_what_another_computes_from(neo4j_lts: Neo4j, change: str) -> None:
    """The second one begins between the reading of the stances and the writing of the counts."""
    neo4j_lts.empty()
    one, others = article(1), Graph.merge(*(article(k) for k in range(2, 9)))
    expected = others if change == "remove" else Graph.merge(one, others)
    login = {"user": neo4j_lts.user, "password": neo4j_lts.password}
    with (
        ThreadPoolExecutor(1) as threads,
        open_store(neo4j_lts.url, **login) as store,
        open_store(neo4j_lts.url, **login) as second,
    ):
        assert isinstance(store, Neo4jStore)
        store.load(article(1, version=1))
        written = store._write
        begun: list[Future[LoadReport]] = []

        def begin() -> None:
            begun.append(threads.submit(second.load, others))
            wait(begun, timeout=1.5)  # it would be through by then, if it were not kept out

        happens: list[Callable[[], object]] = [begin]

        def interrupted(work: Callable[[Session], None]) -> None:
            queries = {cypher.STANCES, cypher.STANCES_OF}
            written(lambda session: work(Interrupted(session, queries, happens)))

        match change:
            case "load":
                store.remove("doc:1")
                merging.load(one, interrupted)
            case "replace":
                merging.replace(one, interrupted)
            case "remove":
                store.replace(one)
                merging.remove("doc:1", interrupted)
            case "load_all":
                bulk.load_all([one], interrupted)
        begun[0].result(60)
        assert_holds(store, expected)
    neo4j_lts.empty()


@pytest.mark.neo4j
def test_a_database_that_somebody_emptied_is_told_of(neo4j_lts: Neo4j) -> None:
    neo4j_lts.empty()
    with open_store(neo4j_lts.url, user=neo4j_lts.user, password=neo4j_lts.password) as store:
        store.load_all([article(1)])
        neo4j_lts.empty()
        with pytest.raises(StoreError, match="record"):
            store.load(article(2))
        with pytest.raises(StoreError, match="record"):
            store.load_all([article(2)])
    neo4j_lts.empty()


def test_each_change_is_another_revision(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as store:
        assert isinstance(store, QueryableStore)
        seen = [store.revision()]
        for change in (
            lambda: store.load(article(1)),
            lambda: store.load_all([article(2)]),
            lambda: store.replace(article(2, version=1)),
            lambda: store.remove("doc:1"),
        ):
            change()
            seen.append(store.revision())
            assert store.query("MATCH (d:Document) RETURN d.id AS id")
            assert store.revision() == seen[-1]
        for _ in range(2):
            store.load_all([article(4)])
            seen.append(store.revision())
        assert seen.pop() == seen[-1]  # what is there as it is, is no change
        assert None not in seen
        assert len(set(seen)) == len(seen)
        unsettled(store, article(1), monkeypatch)
        assert store.revision() is None
        store.load_all([])
        assert store.revision() not in {None, *seen}


def test_one_that_is_not_sound_stops_no_other(opened: Opened) -> None:
    good = list(corpus(3))
    nobody = Person(id="person:nobody", name="Nobody")
    dangling = Said(source=nobody.id, target="gone", document=good[1].documents[0].id)
    bad = Graph([*good[1].nodes.values(), nobody], [*good[1].stated, dangling])
    with opened() as store:
        report = store.load_all([good[0], bad, good[2]])
        assert report.documents == 2
        (refused,) = report.refused
        assert refused.documents == bad.told
        assert "gone" in refused.reason
        assert {d.id for d in store.read().documents} == {*good[0].told, *good[2].told}


@pytest.fixture
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document or two each, so that there are many."""
    monkeypatch.setattr(bulk, "lots", partial(lots.lots, rows=60))


@pytest.mark.usefixtures("small_lots")
def test_lots_follow_on_each_other_as_if_each_was_alone(opened: Opened) -> None:
    """The original of a copy, and a document's next version, may stand in the lot right before."""
    graphs = [
        *(article(1), article(2), article(1, version=1), article(3, copies=1)),
        *(article(4, copies=5), article(5), article(2, version=1), article(2)),
    ]
    with opened() as store:
        assert not store.load_all(graphs).refused
        assert_holds(store, Graph.merge(*(graphs[k] for k in (2, 3, 4, 5, 7))))


@pytest.mark.usefixtures("small_lots")
def test_a_lot_that_the_store_refuses_stops_none_beside_it(opened: Opened) -> None:
    """Somebody is a state in the store, and a person in one of the documents."""
    good = [article(k) for k in range(1, 6)]
    sixth, nobody = article(6), Person(id="person:nobody", name="Nobody")
    bad = Graph([*sixth.nodes.values(), nobody], sixth.stated)
    state = State(id=nobody.id, name="Nowhere", origin="registry")
    with opened() as store:
        store.load(Graph([state]))
        report = store.load_all([*good[:3], bad, *good[3:]])
        assert report.documents == len(good)
        assert [refused.documents for refused in report.refused] == [bad.told]
        assert {d.id for d in store.read().documents} == {d.id for g in good for d in g.documents}


@pytest.mark.neo4j
@pytest.mark.usefixtures("small_lots")
def test_no_lot_is_written_again_where_nobody_else_writes(
    neo4j_lts: Neo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[object] = []

    def noted(loading: bulk._Loading, lot: Lot, **given: Any) -> Any:
        turns.append(given.get("turn"))
        return write(loading, lot, **given)

    write = bulk._Loading._write
    monkeypatch.setattr(overlapping, "_PATIENCE", 3_600.0)
    monkeypatch.setattr(bulk._Loading, "_write", noted)
    neo4j_lts.empty()
    with open_store(neo4j_lts.url, user=neo4j_lts.user, password=neo4j_lts.password) as store:
        store.load_all(corpus(12))
    neo4j_lts.empty()
    assert len(turns) > 5
    assert None not in turns


@pytest.mark.neo4j
@pytest.mark.usefixtures("small_lots")
def test_who_loads_the_same_at_once_is_not_waited_for_forever(
    neo4j_lts: Neo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lot that holds what another program waits for lets go of it after a while."""
    monkeypatch.setattr(overlapping, "_PATIENCE", 0.05)
    neo4j_lts.empty()
    graphs = list(corpus(12))

    def load(given: list[Graph]) -> LoadReport:
        login = {"user": neo4j_lts.user, "password": neo4j_lts.password}
        with open_store(neo4j_lts.url, **login) as store:
            return store.load_all(given)

    load([])
    with ThreadPoolExecutor(3) as threads:
        orders = [graphs, graphs[::-1], graphs[6:] + graphs[:6]]
        for report in [future.result(120) for future in [threads.submit(load, o) for o in orders]]:
            assert not report.refused
    load([])
    with open_store(neo4j_lts.url, user=neo4j_lts.user, password=neo4j_lts.password) as store:
        assert store.fingerprint() == fingerprint_of(Graph.merge(*graphs))
    neo4j_lts.empty()


@pytest.mark.neo4j
@pytest.mark.usefixtures("small_lots")
def test_who_interrupts_a_load_has_the_lot_at_hand_left(
    neo4j_lts: Neo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(turn: overlapping.Turn[object]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(overlapping, "_PATIENCE", 3_600.0)
    monkeypatch.setattr(overlapping.Turn, "allow", interrupted)
    neo4j_lts.empty()
    with open_store(neo4j_lts.url, user=neo4j_lts.user, password=neo4j_lts.password) as store:
        with ThreadPoolExecutor(1) as threads, pytest.raises(KeyboardInterrupt):
            threads.submit(store.load_all, [article(1), article(2)]).result(60)
        assert not store.read().nodes
    neo4j_lts.empty()


def test_a_fault_of_the_store_is_no_fault_of_a_document(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.prepare()
    store.close()
    with pytest.raises(StoreError):
        store.load_all(corpus(2))
