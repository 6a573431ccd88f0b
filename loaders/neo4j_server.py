"""A Neo4j server over Bolt: 5.26 LTS and the calendar versions, Community Edition, no APOC."""

import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from loaders import bulk, cypher, examination, marks, merging, settling, streaming
from loaders.bolt import (
    Bolt,
    DriverError,
    OpenTransaction,
    Reader,
    TransientError,
    Wording,
    plan_of,
    rows_of,
    run,
)
from loaders.closing import Closing
from loaders.fingerprint import fingerprint
from loaders.guard import check_plan, check_text
from loaders.limits import Questions, counted, too_large, too_long
from loaders.migrations import Told, check_version, migrate
from loaders.transactions import Row, Session
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import QueryError, StoreMissing
from schemas.graph import Graph
from schemas.stores import LIMITS, Check, Fingerprint, Limits, LoadReport, Rows
from schemas.streams import Piece, Stream

_BY_ID = re.compile(
    r"(?<!OPTIONAL )(MATCH \((\w+):(\w+) \{id: (?:row\.)?\w+(?:\[\d\])?\}\))(?=([-<]?))(?!,)"
)
_REMEMBERED = 500  # queries of which the server has said that they only read
_FULL_TEXT = cypher.SetUp(
    cypher.STATEMENT_INDEX,
    f"CREATE FULLTEXT INDEX {cypher.STATEMENT_INDEX} IF NOT EXISTS "
    "FOR (s:Statement) ON EACH [s.text]",
    "Statement",
    "text",
)


def open_server(
    url: str,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    create: bool = True,
    migrating: Told | None = None,
) -> "Neo4jStore":
    """A store on a running server; nothing is written before the first load.

    Without `database` it is the user's home database. StoreUnavailable where no server answers,
    StoreRefused for a wrong password or database, StoreMissing with `create=False` where no graph
    was ever loaded, StoreVersionError where another version of the schema wrote it; an older one is
    migrated where `migrating` hears of it.
    """
    auth = None if password is None else (user or "neo4j", password)
    bolt = Bolt(url, auth, database, _wording(url))
    try:
        return Neo4jStore(bolt, url, create=create, migrating=migrating)
    except BaseException:
        bolt.close()
        raise


class Neo4jStore(Closing):
    """One database of a Neo4j server. A context manager; close it when done."""

    def __init__(
        self, bolt: Bolt, url: str, *, create: bool, migrating: Told | None = None
    ) -> None:
        self._bolt = bolt
        self._url = url
        self._prepared = False
        self._questions = Questions()
        self._reading: set[str] = set()
        self._check_version(create=create, migrating=migrating)

    def prepare(self) -> None:
        """Create constraints and indexes that are missing, and the record of the version."""
        with self._bolt.session() as session:
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
                session.execute_write(lambda tx: [run(tx, step.text) for step in missing])
                session.run("CALL db.awaitIndexes(300)").consume()
            session.execute_write(lambda tx: run(tx, cypher.WRITE_VERSION, version=SCHEMA_VERSION))
        self._prepared = True

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; up to 50,000 items in one transaction, above that one a batch."""
        return merging.load(graph, self._write)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs, lot by lot; resumes a load that was cut off."""
        return bulk.load_all(graphs, self._write, overlapping=True)

    def read(self) -> Graph:
        """Everything of the schema in the database."""
        return self._bolt.read(lambda tx: merging.read(lambda query: run(tx, query)))

    def fingerprint(self) -> Fingerprint:
        """The content as one number; rows are read as they come."""
        return fingerprint(self._bolt.streamed)

    def stream(self) -> Stream:
        """Everything of the schema in the database, piece by piece; to be walked while it is open.

        Each query is a transaction of its own: who writes meanwhile may be seen in half.
        """
        return streaming.stream(Reader(self._bolt))

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return streaming.piece(Reader(self._bolt), document)

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        merging.remove(document, self._write)

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

        def rows(tx: OpenTransaction) -> Rows:
            try:
                if cypher not in self._reading:
                    _check(tx, cypher, parameters)
                    self._remember(cypher)
                return _answer(tx, cypher, parameters, row_cap, limits)
            except DriverError as error:
                if time.monotonic() < until:
                    raise
                raise too_long(limits) from error  # nobody waits any more: do not try again

        return self._questions.ask(lambda: self._bolt.read(rows, asking=limits), limits)

    def revision(self) -> str | None:
        """Another text after each change; null while a load is at work."""
        return marks.revision(self._bolt.read(lambda tx: run(tx, cypher.REVISION)))

    def examine(self) -> Iterator[Check]:
        """What is found when everything in the database is looked at, as it is found."""
        yield examination.engine(self._bolt.streamed)
        yield from examination.examine(self._bolt.streamed, _FULL_TEXT)

    def close(self) -> None:
        """Close the connections."""
        self._bolt.close()

    def _remember(self, query: str) -> None:
        """Note that it only reads: to ask that again would take longer than many an answer."""
        if len(self._reading) >= _REMEMBERED:
            self._reading.clear()
        self._reading.add(query)

    def _write(self, work: Callable[[Session], None]) -> None:
        """Work in one write transaction."""
        if not self._prepared:
            self.prepare()
        self._bolt.write(lambda tx: work(_Transaction(tx)))

    def _check_version(self, *, create: bool, migrating: Told | None) -> None:
        found = self._bolt.read(lambda tx: run(tx, cypher.VERSION))
        if not found and not create:
            raise StoreMissing(
                f"no graph in database {self._bolt.database!r} of {self._url}: load one first"
            )
        for row in found:
            if migrating and row["version"] < SCHEMA_VERSION:
                migrate(row["version"], self._write, migrating)
            else:
                check_version(row["version"], self._url)


class _Transaction:
    """A `Session` over a managed transaction."""

    def __init__(self, tx: OpenTransaction) -> None:
        self._tx = tx

    def run(self, query: str, **parameters: Any) -> list[Row]:
        # A write by unique ids has one good plan: it need not be made anew while the store grows.
        kept = "CYPHER replan=skip " if "MERGE (" in query or "CREATE (" in query else ""
        return run(self._tx, kept + _seeking(query), **parameters)

    def contribution(self, documents: Sequence[str]) -> list[Row]:
        return self.run(cypher.CONTRIBUTION, documents=list(documents))

    def forget(self, documents: Sequence[str]) -> None:
        self.run(cypher.FORGET, documents=list(documents))

    def relabel(self, people: Sequence[str]) -> None:
        settling.relabel(self, people)


@cache
def _seeking(query: str) -> str:
    """The query with every node of a given id sought in its index.

    On a store that is still small the planner would rather walk all of a label for each row, and
    keeps to that plan while the store grows.
    """

    def sought(found: re.Match[str]) -> str:
        node, name, label, more = found.groups()
        onward = f" MATCH ({name})" if more else ""
        return f"{node} USING INDEX SEEK {name}:{label}(id){onward}"

    return _BY_ID.sub(sought, query)


def _check(tx: OpenTransaction, query: str, parameters: dict[str, Any]) -> None:
    """QueryError for what does more than read: the server says what it would do."""
    explained = plan_of(tx, query, parameters)
    check_plan(explained.query_type, explained.plan)


def _answer(
    tx: OpenTransaction,
    query: str,
    parameters: dict[str, Any],
    row_cap: int | None,
    limits: Limits,
) -> Rows:
    """The answer to a query."""
    try:
        result = tx.run(query, parameters)
        columns = tuple(result.keys())
        return Rows(columns, tuple(counted(islice(rows_of(result), row_cap), limits)))
    except TransientError as error:
        if "OutOfMemory" not in (error.code or ""):
            raise
        raise too_large(error.message or "") from error  # again, it would run out of it again


def _wording(url: str) -> Wording:
    return Wording(
        place=url,
        refusal=lambda said, _: QueryError(f"Neo4j refuses the query: {said}"),
        unavailable=(
            f"no Neo4j server answers at {url}: start one (`docker compose up -d --wait` beside "
            "compose.yaml) or check the address"
        ),
        refused=f"{url} refuses the user or the password: set NEO4J_USERNAME, NEO4J_PASSWORD",
    )
