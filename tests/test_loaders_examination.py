"""What a store's examination finds: nothing where all is well, and every damage made on purpose."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loaders import arcade, cypher, examination, open_store
from loaders.embedded import EmbeddedStore
from schemas.errors import StoreError
from schemas.graph import Graph
from schemas.statements import Statement
from schemas.stores import Check, ExaminableStore
from tests import holding
from tests.conftest import Neo4j
from tests.loaders_samples import TEXT, article

type Damage = Callable[[str], None]
type Damaged = tuple[Callable[[], list[Check]], Damage]


def truthful(graph: Graph) -> Graph:
    """The graph with statements that stand in their texts."""
    nodes = [
        node.model_copy(
            update={
                "text": " ".join(TEXT[a:b] for a, b in zip(node.starts, node.ends, strict=True))
            }
        )
        if isinstance(node, Statement)
        else node
        for node in graph.nodes.values()
    ]
    return Graph(nodes, graph.stated)


SAMPLE = truthful(Graph.merge(*[article(number) for number in (1, 2, 4, 5)]))


@pytest.fixture(
    params=[
        "embedded",
        "shared",
        pytest.param("neo4j_lts", marks=pytest.mark.neo4j),
        pytest.param("neo4j_newest", marks=pytest.mark.neo4j),
    ]
)
def damaged(request: pytest.FixtureRequest, tmp_path: Path) -> Damaged:
    """A loaded store: how to examine it, and how to damage it behind our back."""
    if request.param.startswith("neo4j"):
        return on_server(request.getfixturevalue(request.param))
    path = tmp_path / "store"
    with open_store(path) as store:
        store.load(SAMPLE)

    def damage(statement: str) -> None:
        with arcade.open_database(path) as database:
            if statement.startswith("DROP"):
                database.command("opencypher", statement).close()
                return
            with database.transaction():
                database.command("opencypher", statement).close()

    def examined() -> list[Check]:
        if request.param == "shared":
            with holding.held(path), open_store(path) as store:
                return checks(store)
        with open_store(path) as store:
            return checks(store)

    return examined, damage


def on_server(server: Neo4j) -> Damaged:
    server.empty()

    def examined() -> list[Check]:
        with open_store(server.url, user=server.user, password=server.password) as store:
            return checks(store)

    with open_store(server.url, user=server.user, password=server.password) as store:
        store.prepare()
        store.load(SAMPLE)
    return examined, lambda statement: void(server.run(statement))  # type: ignore[arg-type]


def void(_: object) -> None:
    """For a lambda that must return nothing."""


def checks(store: object) -> list[Check]:
    assert isinstance(store, ExaminableStore)
    return list(store.examine())


def wrong(found: list[Check]) -> dict[str, str]:
    return {check.name: check.found for check in found if not check.healthy}


def test_an_undamaged_store_has_no_fault(damaged: Damaged) -> None:
    examined, _ = damaged
    found = examined()
    assert wrong(found) == {}
    said = {check.name: check.found for check in found}
    assert "Document 4" in said["nodes"]
    assert "SAID" in said["relationships"]
    assert said["engine"]
    assert said["constraints"] == f"all {len(cypher.constraints())}"
    assert said["indexes"] == f"all {len(cypher.indexes()) + 1}"


DAMAGES = (
    ("DROP CONSTRAINT person_id", "constraints", "missing: person_id"),
    ("DROP INDEX said_document", "indexes", "missing: said_document"),
    (
        "MATCH (d:Document {id: 'doc:2'}) SET d.text = substring(d.text, 0, 3)",
        "evidence outside the text",
        "",
    ),
    (
        "MATCH (d:Document {id: 'doc:2'}) SET d.text = '--' + d.text",
        "statements that are not in the text",
        "@doc:2",
    ),
    (
        "CREATE (:Person:Actor {id: 'person:nobody', name: 'Nobody', origin: 'text'})",
        "nodes that no document supports",
        "1: person:nobody",
    ),
    (
        "MATCH (:Statement)-[r:IN]->(:Document {id: 'doc:2'}) REMOVE r.document",
        "relationships without their document",
        "in:",
    ),
    (
        "MATCH ()-[r:SAID]->() WHERE r.document = 'doc:2' SET r.document = 'doc:gone'",
        "relationships without their document",
        "said:",
    ),
    (
        "MATCH ()-[r:SAID]->() WHERE r.document = 'doc:2' REMOVE r.start",
        "evidence outside the text",
        "said:",
    ),
)


@pytest.mark.parametrize(("statement", "name", "words"), DAMAGES, ids=[d[0][:50] for d in DAMAGES])
def test_each_damage_is_found(damaged: Damaged, statement: str, name: str, words: str) -> None:
    examined, damage = damaged
    damage(statement)
    (check,) = [check for check in examined() if check.name == name]
    assert not check.healthy
    assert words in check.found
    assert check.remedy


@pytest.mark.parametrize("statement", [d[0] for d in DAMAGES[:2]])
def test_what_is_missing_is_made_anew(tmp_path: Path, statement: str) -> None:
    with open_store(tmp_path) as store:
        store.load(SAMPLE)
    with arcade.open_database(tmp_path) as database:
        database.command("opencypher", statement).close()
    with open_store(tmp_path) as store:
        assert wrong(checks(store))
        store.prepare()
        assert wrong(checks(store)) == {}


def test_labels_settled_on_opening_are_told(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.load(SAMPLE)
    with arcade.open_database(tmp_path) as database, database.transaction():
        database.command("opencypher", cypher.NOTE_UNSETTLED, {"people": ["person:cy-orr"]})
    with open_store(tmp_path) as store:
        said = {check.name: check.found for check in checks(store)}
    assert said["notes of a crash"] == "labels of 1 people put right"


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with open_store(tmp_path) as store:
        assert isinstance(store, EmbeddedStore)
        store.load(SAMPLE)
        yield store


def test_an_index_that_failed_and_a_note_that_stays_are_found(embedded: EmbeddedStore) -> None:
    def ask(query: str, **parameters: object) -> Iterator[dict[str, object]]:
        for row in embedded._asked(query, **parameters):
            failed = {"state": "FAILED"} if "Venue" in row.get("labelsOrTypes", ()) else {}
            note = {"people": ["person:cy-orr"]} if query == cypher.UNSETTLED else {}
            yield {**row, **failed, **note}

    full_text = cypher.ARCADE_FULL_TEXT
    found = wrong(list(examination.examine(ask, full_text)))
    assert found == {
        "indexes": "failed: venue_name",
        "constraints": "failed: venue_id",
        "people left unsettled by a crash": "1: person:cy-orr",
    }


def test_many_faults_are_counted_and_few_named(embedded: EmbeddedStore) -> None:
    nobodies = "UNWIND range(1, 9) AS k CREATE (:Venue {id: 'venue:' + k, name: 'x'})"
    embedded._transact(lambda run: void(run(nobodies)))
    found = wrong(checks(embedded))
    assert found == {"nodes that no document supports": "9: venue:1, venue:2, venue:3 …"}


def test_a_store_that_stops_answering_is_said(tmp_path: Path) -> None:
    with holding.held(tmp_path / "store") as holder, open_store(tmp_path / "store") as store:
        assert isinstance(store, ExaminableStore)
        found = store.examine()
        next(found)
        holder.kill()
        holder.wait(60)
        with pytest.raises(StoreError):
            list(found)
