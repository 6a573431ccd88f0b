"""The Neo4j driver: one database behind a Bolt address, with values and errors as ours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Result,
    ResultSummary,
    Session,
    Transaction,
    unit_of_work,
)
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DatabaseError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Time

from loaders import cypher
from loaders.closing import Closing
from loaders.limits import too_long
from loaders.transactions import Row
from schemas.errors import QueryError, StoreError, StoreRefused, StoreUnavailable
from schemas.stores import Limits

type OpenTransaction = ManagedTransaction | Transaction

_CONNECT_SECONDS = 10.0
_TAKEN_BACK = (
    "{} took back a change that was not through in time (was this program suspended, or one before "
    "it?): run it again, what is done is not done twice"
)

__all__ = [
    "Bolt",
    "DriverError",
    "OpenTransaction",
    "Reader",
    "TransientError",
    "Wording",
    "plan_of",
    "rows_of",
    "run",
]


class Wording(NamedTuple):
    """What a store says of itself in messages; none holds a password."""

    place: str
    unavailable: str
    refused: str
    refusal: Callable[[str, Limits], QueryError]
    """The error for a query that the engine refuses, from the engine's own words."""


class Bolt(Closing):
    """One database behind an address. Close it when done."""

    def __init__(
        self,
        url: str,
        auth: tuple[str, str] | None,
        database: str | None,
        wording: Wording,
        *,
        patience: float = 30.0,
        change_seconds: float = 900.0,
    ) -> None:
        """Connect; without `database` it is the user's home database.

        A lost connection and a conflict are tried again for `patience` seconds. The server takes
        back a change that is not through after `change_seconds`: others wait for it, also where
        its program is suspended.
        StoreUnavailable where nothing answers, StoreRefused for a wrong password or database,
        StoreError for what is no address.
        """
        self._wording = wording
        self._change_seconds = change_seconds
        try:
            self._driver = GraphDatabase.driver(
                url,
                auth=auth,
                connection_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=patience,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreError(f"{url!r} is not the address of a Neo4j server: {error}") from error
        try:
            self.database = self._answering(database)
        except BaseException:
            self._driver.close()
            raise

    @contextmanager
    def session(
        self, *, reading: bool = False, asking: Limits | None = None, changing: bool = False
    ) -> Iterator[Session]:
        """A session of the database; the driver's errors come out as ours.

        `asking` what a user wrote, within these limits, makes a QueryError; what the server takes
        back because it took too long, while `changing` something, makes StoreUnavailable.
        """
        access = READ_ACCESS if reading else WRITE_ACCESS
        with (
            self._translated(asking=asking, changing=changing),
            self._driver.session(database=self.database, default_access_mode=access) as session,
        ):
            yield session

    def read[T](
        self, work: Callable[[ManagedTransaction], T], *, asking: Limits | None = None
    ) -> T:
        """What work gives in a read transaction; where it is a question, the server times it."""
        timed = unit_of_work(timeout=asking.seconds if asking else None)(work)
        with self.session(reading=True, asking=asking) as session:
            return session.execute_read(timed)

    def write(self, work: Callable[[ManagedTransaction], None]) -> None:
        """Work in a write transaction; the driver rolls back and retries what is transient.

        StoreUnavailable where the server rolled it back because it took too long.
        """
        with self.session(changing=True) as session:
            session.execute_write(unit_of_work(timeout=self._change_seconds)(work))

    def streamed(self, query: str, **parameters: Any) -> Iterator[Row]:
        """The rows of one query as they come."""
        with self.session(reading=True) as session:
            yield from rows_of(session.run(query, parameters))

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def _answering(self, database: str | None) -> str:
        """The database's name from a first query: no retries, so a dead address fails at once."""
        try:
            with self._translated(), self._driver.session(database=database) as session:
                return session.run("RETURN 1").consume().database or database or "neo4j"
        except (ValueError, OSError) as error:  # a name that does not resolve
            place = self._wording.place
            raise StoreUnavailable(f"{place} cannot be reached: {error}") from error

    @contextmanager
    def _translated(
        self, *, asking: Limits | None = None, changing: bool = False
    ) -> Iterator[None]:
        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise _translation(error, self._wording, asking, changing=changing) from error


class Reader:
    """A `streaming.Reader` over a database; rows come as the server sends them."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt

    def rows(self, query: str, **parameters: Any) -> Iterator[Row]:
        """The rows of a query that only reads."""
        return self._bolt.streamed(query, **parameters)

    def of_documents(self, type_: str, documents: Sequence[str]) -> Iterator[Row]:
        """The rows of `cypher.of_documents`."""
        return self.rows(cypher.of_documents(type_), documents=list(documents))


def run(tx: OpenTransaction, query: str, **parameters: Any) -> list[Row]:
    """The rows of one statement in an open transaction."""
    return list(rows_of(tx.run(query, parameters)))


def rows_of(result: Result) -> Iterator[Row]:
    """The rows of a result as they come, with Python's own values."""
    columns = result.keys()
    for record in result:
        yield {key: _plain(record[key]) for key in columns}


def plan_of(tx: OpenTransaction, query: str, parameters: dict[str, Any]) -> ResultSummary:
    """What the engine would do for a query."""
    return tx.run(f"EXPLAIN {query}", parameters).consume()


def _translation(
    error: Exception, wording: Wording, asking: Limits | None, *, changing: bool
) -> StoreError:
    said = getattr(error, "message", None) or str(error)
    code = getattr(error, "code", None) or ""
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return StoreUnavailable(f"{wording.unavailable} ({said})")
    if isinstance(error, AuthError | Forbidden) or ".Security." in code:
        return StoreRefused(f"{wording.refused} ({code})")
    if "DatabaseNotFound" in code:
        return StoreRefused(f"{wording.place} has no such database: {said}")
    timed_out = "TransactionTimedOut" in code
    if asking and timed_out:
        return too_long(asking)
    if changing and timed_out:
        return StoreUnavailable(_TAKEN_BACK.format(wording.place))
    if asking and isinstance(error, ClientError | DatabaseError):
        return wording.refusal(said, asking)
    return StoreError(f"{wording.place}: {said}")


def _plain(value: Any) -> Any:
    """A driver's value as Python's own."""
    match value:
        case Node():
            return {**_items(value), "labels": cypher.ordered(value.labels)}
        case Relationship():
            return {**_items(value), "type": value.type}
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


def _items(entity: Iterable[Any]) -> Row:
    return {key: _plain(item) for key, item in dict(entity).items()}
