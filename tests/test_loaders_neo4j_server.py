"""A Neo4j server: what is said when it refuses or is not there; what it is asked to keep."""

from socket import socket

import pytest

from loaders import bolt, cypher, open_store
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import (
    QueryError,
    SchemaError,
    StoreError,
    StoreMissing,
    StoreRefused,
    StoreUnavailable,
    StoreVersionError,
)
from schemas.graph import Graph
from tests.conftest import Neo4j
from tests.loaders_samples import article, assert_holds

pytestmark = pytest.mark.neo4j


@pytest.fixture(params=["neo4j_lts", "neo4j_newest"])
def server(request: pytest.FixtureRequest) -> Neo4j:
    server: Neo4j = request.getfixturevalue(request.param)
    server.empty()
    return server


def test_a_wrong_password_is_refused_and_not_repeated(server: Neo4j) -> None:
    with pytest.raises(StoreRefused, match="NEO4J_PASSWORD") as raised:
        open_store(server.url, user=server.user, password="wrong-word-here")
    assert "wrong-word-here" not in str(raised.value)
    with pytest.raises(StoreRefused):
        open_store(server.url)


def test_an_unknown_database_is_refused(server: Neo4j) -> None:
    with pytest.raises(StoreRefused, match="nowhere"):
        open_store(server.url, user=server.user, password=server.password, database="nowhere")


def test_without_create_a_graph_must_be_there(server: Neo4j) -> None:
    with pytest.raises(StoreMissing, match="neo4j"):
        open_store(server.url, user=server.user, password=server.password, create=False)
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.load(article(1))
    again = open_store(server.url, user=server.user, password=server.password, create=False)
    with again as store:
        assert_holds(store, article(1))


def test_opening_and_reading_write_nothing(server: Neo4j) -> None:
    with open_store(server.url, user=server.user, password=server.password) as store:
        assert store.read() == Graph()
    assert not server.holds_something()


def test_another_version_is_refused(server: Neo4j) -> None:
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.prepare()
    server.run("MATCH (n:GraphKit) SET n.schema_version = 99")
    with pytest.raises(StoreVersionError, match=rf"newer graphkit .*99.*{SCHEMA_VERSION}.*update"):
        open_store(server.url, user=server.user, password=server.password)


def test_other_data_is_neither_read_nor_touched(server: Neo4j) -> None:
    server.run("CREATE (:Customer {id: 'c', name: 'other'})-[:BOUGHT]->(:Thing {id: 't'})")
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.load(article(1))
        assert store.read() == article(1)
        store.remove("doc:1")
        assert store.read() == Graph()
    assert len(server.run("MATCH (:Customer)-[r:BOUGHT]->(:Thing) RETURN r")) == 1


def test_a_property_that_the_schema_does_not_know_is_named(server: Neo4j) -> None:
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.load(article(1))
        server.run("MATCH (n:Document) SET n.colour = 'red'")
        with pytest.raises(SchemaError, match="colour"):
            store.read()


def test_every_constraint_and_index_is_there(server: Neo4j) -> None:
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.prepare()
    constraints = {row["name"] for row in server.run("SHOW CONSTRAINTS YIELD name")}
    indexes = {row["name"] for row in server.run("SHOW INDEXES YIELD name, state")}
    assert {step.name for step in cypher.constraints()} <= constraints
    assert {step.name for step in cypher.indexes()} | {cypher.STATEMENT_INDEX} <= indexes


def test_removal_seeks_and_never_scans(server: Neo4j) -> None:
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.load(article(1))
    for query in (cypher.CONTRIBUTION, cypher.FORGET):
        operators = server.operators(query, documents=["doc:1"])
        assert "DirectedRelationshipIndexSeek" in operators
        assert not {operator for operator in operators if "Scan" in operator}


def test_a_suspended_program_does_not_keep_others_waiting(server: Neo4j) -> None:
    wording = bolt.Wording("the server", "away", "refused", lambda said, _: QueryError(said))
    tries = 0

    def suspended(tx: bolt.OpenTransaction) -> None:
        nonlocal tries
        tries += 1
        bolt.run(tx, cypher.NOTE_NOTHING)
        store.load(article(1))  # waits for the note, until the server takes it back
        bolt.run(tx, "CREATE (:Thing)")

    login = server.user, server.password
    with (
        open_store(server.url, user=server.user, password=server.password) as store,
        bolt.Bolt(server.url, login, None, wording, change_seconds=1.0) as other,
    ):
        store.prepare()
        with pytest.raises(StoreUnavailable, match=r"took back .*run it again"):
            other.write(suspended)
        assert_holds(store, article(1))
    assert (tries, server.run("MATCH (n:Thing) RETURN n")) == (1, [])


def test_no_server_is_unavailable_at_once(closed_port: int) -> None:
    url = f"bolt://127.0.0.1:{closed_port}"
    with pytest.raises(StoreUnavailable, match=rf"{url}.*compose\.yaml"):
        open_store(url, user="neo4j", password="some-word-here")


@pytest.fixture
def closed_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("url", ["bolt://localhost:port", "neo4j://nowhere.invalid"])
def test_a_nonsense_address_is_named(url: str) -> None:
    with pytest.raises(StoreError, match=url):
        open_store(url)
