"""Real Neo4j servers, one of each version a session: `neo4j_lts`, `neo4j_newest`.

$NEO4J_URI (with NEO4J_USERNAME, NEO4J_PASSWORD) where set, else Docker, else Maven; where nothing
of these works the tests fail and say what to install. Only an empty database is ever written to.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString

import pytest
from neo4j import GraphDatabase, Record
from playwright.sync_api import Browser

from graphkit.questions import AskableStore
from loaders import open_store
from schemas.stores import QueryableStore
from tests import holding
from tests.browsing import chromium
from tests.loaders_samples import every_row
from tests.opening import EITHER, new_store, synthetic
from tools.neo4j.server import RELEASES, CannotStart, Server, running


@dataclass(frozen=True)
class Neo4j:
    """A server for tests: where it answers, and how to empty it."""

    url: str
    user: str
    password: str = field(repr=False)
    restart: Callable[[bool], None] | None = field(default=None, repr=False, compare=False)
    """As of `tools.neo4j.server.Server`."""

    def empty(self) -> None:
        """Delete what a test has loaded, in batches."""
        self.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")

    def holds_something(self) -> bool:
        """Is there any node in the database?"""
        return bool(self.run("MATCH (n) RETURN n LIMIT 1"))

    def operators(self, query: LiteralString, **parameters: object) -> set[str]:
        """What the plan of a query is made of."""
        with (
            GraphDatabase.driver(self.url, auth=(self.user, self.password)) as driver,
            driver.session(database="neo4j") as session,
        ):
            plan = session.run(f"EXPLAIN {query}", parameters).consume().plan
            return set(re.findall(r"'operatorType': '(\w+)", str(plan)))

    def run(self, query: LiteralString) -> list[Record]:
        """The records of a query that may write, in a transaction of its own."""
        with (
            GraphDatabase.driver(self.url, auth=(self.user, self.password)) as driver,
            driver.session(database="neo4j") as session,
        ):
            return list(session.run(query))


@contextmanager
def _neo4j(name: str) -> Iterator[Neo4j]:
    if url := os.environ.get("NEO4J_URI"):
        user = os.environ.get("NEO4J_USERNAME", "neo4j")
        given = Neo4j(url, user, os.environ.get("NEO4J_PASSWORD", ""))
        if given.holds_something():
            pytest.fail(f"the database at NEO4J_URI ({url}) is not empty: tests need an empty one")
        yield given
        given.empty()
        return
    try:
        with running(RELEASES[name]) as server:
            yield _of(server)
    except CannotStart as error:
        pytest.fail(str(error))


def _of(server: Server) -> Neo4j:
    return Neo4j(server.url, server.user, server.password, server.restart)


@pytest.fixture(scope="session")
def neo4j_lts() -> Iterator[Neo4j]:
    """Neo4j 5.26 LTS."""
    with _neo4j("lts") as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_newest() -> Iterator[Neo4j]:
    """The newest calendar version that we know."""
    with _neo4j("newest") as server:
        yield server


@pytest.fixture(
    scope="module",
    params=[
        "embedded",
        "shared",
        pytest.param("neo4j-lts", marks=pytest.mark.neo4j),
        pytest.param("neo4j-newest", marks=pytest.mark.neo4j),
    ],
)
def queryable(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[QueryableStore]:
    """A store that holds every row of the catalog; tests may add to it."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("queries")
        if request.param == "shared":
            path = folder / "store"
            stack.enter_context(holding.held(path, others_seconds=12.0))
            store = open_store(path)
        else:
            store = new_store(request, folder)
        stack.enter_context(store)
        assert isinstance(store, QueryableStore)
        store.load(every_row())
        yield store


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold and corpora: $GRAPHKIT_SHARED, else `../shared` beside the repository.

    CI has it and fails without it; elsewhere what needs it is left out.
    """
    folder = Path(os.environ.get("GRAPHKIT_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "gold").is_dir():
        message = (
            f"no gold at {folder}: set GRAPHKIT_SHARED to the folder that holds gold/ and data/"
        )
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="module", params=EITHER)
def twelve(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    """A store of twelve synthetic documents, which tests leave as it is."""
    with synthetic(12, request, tmp_path_factory) as store:
        yield store
