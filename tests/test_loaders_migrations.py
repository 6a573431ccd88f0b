"""Stores of other versions: an older one is migrated, a newer one refused."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphkit.cli import main
from loaders import arcade, migrations, open_store
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import StoreError, StoreVersionError
from schemas.graph import Graph
from schemas.stores import QueryableStore, Store
from tests.conftest import Neo4j
from tests.loaders_samples import article, assert_holds

GRAPH = Graph.merge(article(1), article(2), article(3, copies=2))
VERSION_1 = (
    "MATCH (n:GraphKit) SET n.schema_version = 1, n.settling_due = true REMOVE n.loading",
    "MATCH ()-[r:SPOKE_ABOUT]->() DELETE r",
    "MERGE (n:GraphKitLoad {id: 'doc:1'}) SET n.digest = 'of what was there before the merge'",
)
"""What makes a store of today one of version 1, left by a client that was killed."""


class Place:
    """Where a store is, how to open it, and how to change it behind its back."""

    def __init__(self, server: Neo4j | None, folder: Path) -> None:
        self.address = server.url if server else str(folder)
        self.login = {"user": server.user, "password": server.password} if server else {}
        self._server = server

    def opened(self, migrating: Callable[[str], None] | None = None) -> Store:
        return open_store(self.address, **self.login, migrating=migrating)

    def change(self, *queries: str) -> None:
        for query in queries:
            if self._server:
                self._server.run(query)  # type: ignore[arg-type]
            else:
                with arcade.open_database(Path(self.address)) as database, database.transaction():
                    database.command("opencypher", query).close()

    def command(self, name: str) -> int:
        login = [word for key, value in self.login.items() for word in (f"--{key}", value)]
        with pytest.raises(SystemExit) as left:
            main([name, "--store", self.address, *login])
        assert isinstance(left.value.code, int)
        return left.value.code


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A store with three documents."""
    server = request.getfixturevalue("neo4j_lts") if request.param == "neo4j" else None
    if server:
        server.empty()
    found = Place(server, tmp_path / "store")
    with found.opened() as store:
        store.load_all(GRAPH.part_of(d.id) for d in GRAPH.documents)
    yield found
    if server:
        server.empty()


def journal(store: Store) -> int:
    assert isinstance(store, QueryableStore)
    return int(store.query("MATCH (n:GraphKitLoad) RETURN count(n) AS n")[0]["n"])


def test_an_older_store_says_what_to_do_and_is_migrated(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.change(*VERSION_1)
    with pytest.raises(StoreVersionError, match="graphkit migrate"):
        place.opened()
    assert place.command("migrate") == 0
    said = capsys.readouterr().err.replace("\n", " ")
    assert "schema version 1 → 2" in said
    with place.opened() as store:
        assert journal(store) == 0
        store.load_all([article(1)])  # finishes what was cut off, and knows the journal again
        assert_holds(store, GRAPH)
        assert journal(store) == 1
    assert place.command("migrate") == 0
    assert "→" not in capsys.readouterr().err


def test_a_migration_that_was_cut_off_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.change(*VERSION_1)
    done: list[str] = []
    whole = migrations._done

    def cut(statement: str, *rest: object, **parameters: int) -> int:
        if "schema_version" in statement:
            raise StoreError("cut off")
        return whole(statement, *rest, **parameters)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("loaders.migrations._done", cut)
        with pytest.raises(StoreError, match="cut off"):
            place.opened(done.append)
    with pytest.raises(StoreVersionError, match="graphkit migrate"):
        place.opened()
    with place.opened(done.append) as store:
        assert len(done) == SCHEMA_VERSION - 1
        store.load_all([])
        assert_holds(store, GRAPH)


def test_a_newer_store_is_refused_kindly(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.change(f"MATCH (n:GraphKit) SET n.schema_version = {SCHEMA_VERSION + 1}")
    for command in ("migrate", "verify"):
        assert place.command(command) == StoreVersionError.exit_code
        assert "newer graphkit" in capsys.readouterr().err
    place.change(f"MATCH (n:GraphKit) SET n.schema_version = {SCHEMA_VERSION}")
    with place.opened() as store:
        assert_holds(store, GRAPH)


def test_every_version_has_a_step() -> None:
    assert list(migrations.STEPS) == list(range(1, SCHEMA_VERSION))
