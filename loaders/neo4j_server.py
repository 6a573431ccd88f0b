"""A Neo4j server over Bolt: 5.26 LTS and the calendar versions, Community Edition, no APOC."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from neo4j import (
    READ_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Result,
    unit_of_work,
)
from neo4j import Session as DriverSession
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Time

from loaders import bulk, cypher, merging, removal, settling, streaming
from loaders.closing import Closing
from loaders.fingerprint import Fingerprint, fingerprint
from loaders.guard import check_plan, check_text
from loaders.limits import Questions, counted, too_large, too_long
from loaders.transactions import Row, Session
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import (
    QueryError,
    StoreError,
    StoreMissing,
    StoreRefused,
    StoreUnavailable,
    StoreVersionError,
)
from schemas.graph import Graph
from schemas.stores import LIMITS, Limits, LoadReport, Rows
from schemas.streams import Piece, Stream

_CONNECT_SECONDS = 10.0
_FULL_TEXT = cypher.SetUp(
    cypher.STATEMENT_INDEX,
    f"CREATE FULLTEXT INDEX {cypher.STATEMENT_INDEX} IF NOT EXISTS "
    "FOR (s:Statement) ON EACH [s.text]",
)


def open_server(
    url: str,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    create: bool = True,
) -> "Neo4jStore":
    """A store on a running server; nothing is written before the first load.

    Without `database` it is the user's home database. StoreUnavailable where no server answers,
    StoreRefused for a wrong password or database, StoreMissing with `create=False` where no graph
    was ever loaded, StoreVersionError where another version of the schema wrote it.
    """
    auth = None if password is None else (user or "neo4j", password)
    try:
        driver = GraphDatabase.driver(
            url,
            auth=auth,
            connection_timeout=_CONNECT_SECONDS,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
    except (ConfigurationError, ValueError) as error:
        raise StoreError(f"{url!r} is not the address of a Neo4j server: {error}") from error
    try:
        return Neo4jStore(driver, url, database, create=create)
    except BaseException:
        driver.close()
        raise


class Neo4jStore(Closing):
    """One database of a Neo4j server. A context manager; close it when done."""

    def __init__(self, driver: Driver, url: str, database: str | None, *, create: bool) -> None:
        self._driver = driver
        self._url = url
        self._prepared = False
        self._questions = Questions()
        self._database = self._answering(database)
        self._check_version(create=create)

    def prepare(self) -> None:
        """Create constraints and indexes that are missing, and the record of the version."""
        with self._translated(), self._driver.session(database=self._database) as session:
            there = {
                record["name"]
                for show in ("SHOW INDEXES YIELD name", "SHOW CONSTRAINTS YIELD name")
                for record in session.run(show)
            }
            missing = [
                step
                for step in (*cypher.constraints(), *cypher.indexes(), _FULL_TEXT)
                if step.name not in there
            ]
            if missing:
                session.execute_write(lambda tx: [_run(tx, step.text) for step in missing])
                session.run("CALL db.awaitIndexes(300)").consume()
            session.execute_write(lambda tx: _run(tx, cypher.WRITE_VERSION, version=SCHEMA_VERSION))
        self._prepared = True

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; up to 50,000 items in one transaction, above that one a batch."""
        return merging.load(graph, self._write)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs, lot by lot; resumes a load that was cut off."""
        return bulk.load_all(graphs, self._write)

    def read(self) -> Graph:
        """Everything of the schema in the database."""
        with self._translated(), self._reading() as session:
            return session.execute_read(lambda tx: merging.read(lambda query: _run(tx, query)))

    def fingerprint(self) -> Fingerprint:
        """The content as one number; rows are read as they come."""
        return fingerprint(_Reader(self).rows)

    def stream(self) -> Stream:
        """Everything of the schema in the database, piece by piece; to be walked while it is open.

        Each query is a transaction of its own: who writes meanwhile may be seen in half.
        """
        return streaming.stream(_Reader(self))

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return streaming.piece(_Reader(self), document)

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        self._write(lambda session: removal.remove(session, [document]))

    def replace(self, graph: Graph) -> LoadReport:
        """Remove the graph's documents where present, then load it; one transaction where small."""
        return merging.replace(graph, self._write)

    def query(
        self,
        cypher: str,
        /,
        *,
        row_cap: int | None = None,
        limits: Limits = LIMITS,
        **parameters: Any,
    ) -> Rows:
        """Rows of a read-only query, the first `row_cap` of them; dates as `date`.

        Nodes come as their properties and `labels`, relationships as theirs and `type`, a path as
        `nodes` and `relationships`. QueryError where it is wrong, would write, or leaves the graph;
        LimitExceeded where it takes more than `limits`.
        """
        check_text(cypher)
        until = math.inf if limits.seconds is None else time.monotonic() + limits.seconds

        @unit_of_work(timeout=limits.seconds)
        def rows(tx: ManagedTransaction) -> Rows:
            try:
                return _answer(tx, cypher, parameters, row_cap, limits)
            except DriverError as error:
                if time.monotonic() < until:
                    raise
                raise too_long(limits) from error  # nobody waits any more: do not try again

        def asked() -> Rows:
            with self._translated(limits), self._reading() as session:
                return session.execute_read(rows)

        return self._questions.ask(asked, limits)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def _reading(self) -> DriverSession:
        return self._driver.session(database=self._database, default_access_mode=READ_ACCESS)

    def _write(self, work: Callable[[Session], None]) -> None:
        """Work in one write transaction; the driver rolls back and retries what is transient."""
        if not self._prepared:
            self.prepare()
        with self._translated(), self._driver.session(database=self._database) as session:
            session.execute_write(lambda tx: work(_Transaction(tx)))

    def _answering(self, database: str | None) -> str:
        """The database's name from a first query: no retries, so a dead address fails at once."""
        try:
            with self._translated(), self._driver.session(database=database) as session:
                return session.run("RETURN 1").consume().database or "neo4j"
        except (ValueError, OSError) as error:  # a name that does not resolve
            raise StoreUnavailable(f"{self._url} cannot be reached: {error}") from error

    def _check_version(self, *, create: bool) -> None:
        with self._translated(), self._reading() as session:
            found = session.execute_read(lambda tx: _run(tx, cypher.VERSION))
        if not found and not create:
            raise StoreMissing(
                f"no graph in database {self._database!r} of {self._url}: load one first"
            )
        if found and found[0]["version"] != SCHEMA_VERSION:
            raise StoreVersionError(
                f"{self._url} holds a graph of schema version {found[0]['version']}, this graphkit "
                f"writes {SCHEMA_VERSION}: use the graphkit that wrote it, or another database"
            )

    @contextmanager
    def _translated(self, asking: Limits | None = None) -> Iterator[None]:
        """The driver's errors as ours; no message holds a password."""
        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise _translation(error, self._url, asking) from error


class _Reader:
    """A `streaming.Reader` over a database; rows come as the server sends them."""

    def __init__(self, store: Neo4jStore) -> None:
        self._store = store

    def rows(self, query: str, **parameters: Any) -> Iterator[Row]:
        with self._store._translated(), self._store._reading() as session:
            yield from _rows(session.run(query, parameters))

    def of_documents(self, type_: str, documents: Sequence[str]) -> Iterator[Row]:
        return self.rows(cypher.of_documents(type_), documents=list(documents))


class _Transaction:
    """A `Session` over a managed transaction."""

    def __init__(self, tx: ManagedTransaction) -> None:
        self._tx = tx

    def run(self, query: str, **parameters: Any) -> list[Row]:
        # A MERGE by unique ids has one good plan: it need not be made anew while the store grows.
        kept = "CYPHER replan=skip " if "MERGE (" in query else ""
        return _run(self._tx, kept + query, **parameters)

    def contribution(self, documents: Sequence[str]) -> list[Row]:
        return self.run(cypher.CONTRIBUTION, documents=list(documents))

    def forget(self, documents: Sequence[str]) -> None:
        self.run(cypher.FORGET, documents=list(documents))

    def relabel(self, people: Sequence[str]) -> None:
        settling.relabel(self, people)


def _run(tx: ManagedTransaction, query: str, **parameters: Any) -> list[Row]:
    return list(_rows(tx.run(query, parameters)))


def _rows(result: Result) -> Iterator[Row]:
    keys = result.keys()
    for record in result:
        yield {key: _plain(record[key]) for key in keys}


def _answer(
    tx: ManagedTransaction,
    query: str,
    parameters: dict[str, Any],
    row_cap: int | None,
    limits: Limits,
) -> Rows:
    """The answer to a query, planned first: the server says what it would do before it does it."""
    try:
        explained = tx.run(f"EXPLAIN {query}", parameters).consume()
        check_plan(explained.query_type, explained.plan)
        result = tx.run(query, parameters)
        columns = tuple(result.keys())
        return Rows(columns, tuple(counted(islice(_rows(result), row_cap), limits)))
    except TransientError as error:
        if "OutOfMemory" not in (error.code or ""):
            raise
        raise too_large(error.message or "") from error  # again, it would run out of it again


def _translation(error: Exception, url: str, asking: Limits | None) -> StoreError:
    said = getattr(error, "message", None) or str(error)
    code = getattr(error, "code", None) or ""
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return StoreUnavailable(
            f"no Neo4j server answers at {url}: start one (`docker compose up -d --wait` beside "
            f"compose.yaml) or check the address ({said})"
        )
    if isinstance(error, AuthError | Forbidden) or ".Security." in code:
        return StoreRefused(
            f"{url} refuses the user or the password: set NEO4J_USERNAME, NEO4J_PASSWORD ({code})"
        )
    if "DatabaseNotFound" in code:
        return StoreRefused(f"{url} has no such database: {said}")
    if asking and "TransactionTimedOut" in code:
        return too_long(asking)
    if asking and isinstance(error, ClientError):
        return QueryError(f"Neo4j refuses the query: {said}")
    return StoreError(f"{url}: {said}")


def _plain(value: Any) -> Any:
    """A driver's value as Python's own."""
    match value:
        case Node():
            return {**_plain(dict(value)), "labels": cypher.ordered(value.labels)}
        case Relationship():
            return {**_plain(dict(value)), "type": value.type}
        case Path():
            return {
                "nodes": [_plain(node) for node in value.nodes],
                "relationships": [_plain(edge) for edge in value.relationships],
            }
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case Date() | DateTime() | Time():
            return value.to_native()
        case _:
            return value
