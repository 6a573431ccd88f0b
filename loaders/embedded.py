"""ArcadeDB in this process: a graph in a folder, asked in openCypher, no server.

Needs the extra `embedded` (native library, no Java). Relationships of a document are found by SQL,
whose planner uses the index on `document`; everything else is the Cypher of `loaders.cypher`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

# The engine logs to this process's own output unless told before it is loaded; its log file stays.
os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")

import arcadedb
from arcadedb import ArcadeDBError

from loaders import bulk, cypher, merging, removal, settling, streaming
from loaders.arcade_limits import Clock, cap_heap, detachable, plainly, refusal
from loaders.arcade_values import DateColumns, columns_of, plain
from loaders.closing import Closing
from loaders.fingerprint import Fingerprint, fingerprint
from loaders.guard import check_text
from loaders.limits import Questions, counted
from loaders.transactions import Row, Session
from schemas.catalog import NODES, RELATIONSHIPS, SCHEMA_VERSION
from schemas.errors import (
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreVersionError,
)
from schemas.graph import Graph
from schemas.stores import LIMITS, Limits, LoadReport, Rows
from schemas.streams import Piece, Stream

_MARKER = "configuration.json"
"""A file of every ArcadeDB folder."""
_FULL_TEXT = f"CREATE INDEX {cypher.STATEMENT_INDEX} IF NOT EXISTS ON Statement (text) FULL_TEXT"
_ENDS = "@out.id AS source, @out.@type AS source_type, @in.id AS target, @in.@type AS target_type"
_KEPT_APART = ("@rid", "@type", "source", "source_type", "target", "target_type")
_OTHER_TYPES = ("Actor", "Leader", *cypher.OWN)
_CRASH_SAFE = "yes_nometadata"
"""A committed load survives a power cut: the data is flushed at each commit."""


def open_folder(path: Path, *, create: bool = True) -> "EmbeddedStore":
    """A store in a folder, made with its parents where `create` says so.

    StoreMissing without a store and with `create=False`; StoreLocked where it is open elsewhere;
    StoreError for a file or a folder of something else; StoreVersionError for another schema.
    """
    there = (path / _MARKER).exists()
    if not there:
        _check_free(path, create=create)
    cap_heap()
    with _translated(path):
        if there:
            database = arcadedb.open_database(str(path))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            database = arcadedb.create_database(str(path))
    try:
        return EmbeddedStore(database, path)
    except BaseException:
        database.close()
        raise


class EmbeddedStore(Closing):
    """One ArcadeDB database in a folder. A context manager; close it so that others may open it."""

    def __init__(self, database: Any, path: Path) -> None:
        self._database = database
        self._path = path
        self._clock = Clock(database)
        self._questions = Questions()
        self._dates = DateColumns(self._asked)
        with _translated(path):
            database.set_wal_flush(_CRASH_SAFE)
        self._check_version()
        with _translated(path):
            self._clock.bound()
            for row in self._asked(cypher.UNSETTLED):
                self._relabel(row["people"] or [])

    def prepare(self) -> None:
        """Create types, constraints and indexes; harmless when done before."""
        with _translated(self._path):
            for statement in _types():
                self._database.command("sql", statement).close()
            for step in (*cypher.constraints(), *cypher.indexes()):
                self._database.command("opencypher", step.text).close()
            self._database.command("sql", _FULL_TEXT).close()
        self._write(
            lambda session: _ignore(session.run(cypher.WRITE_VERSION, version=SCHEMA_VERSION))
        )

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; up to 50,000 items in one transaction, above that one a batch."""
        return merging.load(graph, self._write)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs, lot by lot; resumes a load that was cut off."""
        return bulk.load_all(graphs, self._write)

    def read(self) -> Graph:
        """Everything of the schema in the store."""
        with _translated(self._path), self._clock.stopped():
            return merging.read(self._asked)

    def fingerprint(self) -> Fingerprint:
        """The content as one number; rows are read as they come."""
        with _translated(self._path), self._clock.stopped():
            return fingerprint(self._asked)

    def stream(self) -> Stream:
        """Everything in the store, piece by piece; to be walked while it is open."""
        return streaming.stream(_Reader(self._database, self._path))

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return streaming.piece(_Reader(self._database, self._path), document)

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

        def asked() -> Rows:
            with _translated(self._path, asking=limits), detachable():
                return self._answer(cypher, parameters, row_cap, limits)

        with _translated(self._path):
            self._clock.set(limits.seconds)
        return self._questions.ask(asked, limits)

    def close(self) -> None:
        """Close the store: what is committed is on disk, and another process may open it."""
        with _translated(self._path):
            self._clock.set(None)
            self._database.close()

    def _answer(
        self, query: str, parameters: Mapping[str, Any], row_cap: int | None, limits: Limits
    ) -> Rows:
        found = (
            {key: plain(value, self._record) for key, value in row.items()}
            for row in self._results(query, parameters)
        )
        rows = list(counted(islice(found, row_cap), limits))
        columns = tuple(rows[0]) if rows else self._columns(query, parameters)
        return Rows(columns, tuple(self._dates.restored(rows, query, parameters)))

    def _results(self, query: str, parameters: Mapping[str, Any]) -> Iterator[Row]:
        return _results(self._database, "opencypher", query, parameters)

    def _asked(self, query: str, **parameters: Any) -> Iterable[Row]:
        return self._results(query, parameters)

    def _record(self, rid: str) -> Any:
        """The record with this engine id (of a path), as a mapping with `@type`."""
        record = self._database.lookup_by_rid(rid)
        return {"@type": record.get_type_name(), **record.to_dict()}

    def _columns(self, query: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
        """The columns of a query that found nothing."""
        plan = next(self._results(f"EXPLAIN {query}", parameters), {})
        return columns_of(str(plan.get("executionPlanAsString", "")))

    def _write(self, work: Callable[[Session], None]) -> None:
        """Work in one transaction, rolled back when it fails."""
        with _translated(self._path), self._clock.stopped():
            with self._database.transaction():
                session = _Transaction(self._database)
                work(session)
                people = sorted(session.unsettled)
                if people:
                    session.run(cypher.NOTE_UNSETTLED, people=people)
            self._relabel(people)

    def _relabel(self, people: list[str]) -> None:
        """Set Leader labels in a transaction of their own; a note in the store survives a crash."""
        if people:
            with self._database.transaction():
                session = _Transaction(self._database)
                settling.relabel(session, people)
                session.run(cypher.NOTE_UNSETTLED, people=[])

    def _check_version(self) -> None:
        with _translated(self._path):
            found = list(self._asked(cypher.VERSION))
        if not found:
            self._check_ours()
            self.prepare()
        elif found[0]["version"] != SCHEMA_VERSION:
            raise StoreVersionError(
                f"{self._path} is of schema version {found[0]['version']}, this graphkit writes "
                f"{SCHEMA_VERSION}: use the graphkit that wrote it, or another folder"
            )

    def _check_ours(self) -> None:
        """A new folder, or one whose preparing was cut short, has no types but ours."""
        with _translated(self._path):
            rows = self._database.query("sql", "SELECT name FROM schema:types").to_list()
        foreign = {row["name"] for row in rows} - {*NODES, *RELATIONSHIPS, *_OTHER_TYPES}
        if foreign:
            raise StoreError(
                f"{self._path} is an ArcadeDB database of something else (it has the type "
                f"{min(foreign)!r}): name a new or an empty folder"
            )


class _Reader:
    """A `streaming.Reader` over an open database."""

    def __init__(self, database: Any, path: Path) -> None:
        self._database = database
        self._path = path

    def rows(self, query: str, **parameters: Any) -> Iterator[Row]:
        with _translated(self._path):
            yield from _results(self._database, "opencypher", query, parameters)

    def of_documents(self, type_: str, documents: Sequence[str]) -> Iterator[Row]:
        text = f"SELECT *, {_ENDS} FROM `{type_}` WHERE document IN :documents"
        with _translated(self._path):
            for row in _results(self._database, "sql", text, {"documents": list(documents)}):
                yield {
                    "source": row["source"],
                    "source_labels": row["source_type"].split("~"),
                    "target": row["target"],
                    "target_labels": row["target_type"].split("~"),
                    "properties": {k: v for k, v in row.items() if k not in _KEPT_APART},
                }


class _Transaction:
    """A `Session` over the transaction that is open in this thread."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self.unsettled: set[str] = set()
        """People to relabel: the engine moves a record for that, and trips over it where the record
        or a relationship of it was made in the same transaction."""

    def run(self, query: str, **parameters: Any) -> list[Row]:
        return self._command("opencypher", query, parameters)

    def contribution(self, documents: Sequence[str]) -> list[Row]:
        found: dict[str, list[str]] = {}
        for type_ in cypher.STATED:
            for row in self._of_documents(f"SELECT {_ENDS}", type_, documents):
                found[row["source"]] = row["source_type"].split("~")
                found[row["target"]] = row["target_type"].split("~")
        return [{"id": id_, "labels": labels} for id_, labels in found.items()]

    def forget(self, documents: Sequence[str]) -> None:
        for type_ in cypher.STATED:
            self._of_documents("DELETE", type_, documents)

    def relabel(self, people: Sequence[str]) -> None:
        self.unsettled |= set(people)

    def _of_documents(self, what: str, type_: str, documents: Sequence[str]) -> list[Row]:
        text = f"{what} FROM `{type_}` WHERE document IN :documents"
        return self._command("sql", text, {"documents": list(documents)})

    def _command(self, language: str, text: str, parameters: dict[str, Any]) -> list[Row]:
        return [row.to_dict() for row in self._database.command(language, text, parameters)]


def _results(
    database: Any, language: str, query: str, parameters: Mapping[str, Any]
) -> Iterator[Row]:
    """Rows of a query; the engine refuses writes here."""
    arguments = (dict(parameters),) if parameters else ()
    for result in database.query(language, query, *arguments):
        yield result.to_dict()


def _types() -> Iterator[str]:
    """Types that SQL names before any record of them is there."""
    for label in (*NODES, *_OTHER_TYPES):
        yield f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS"
    for type_ in RELATIONSHIPS:
        yield f"CREATE EDGE TYPE `{type_}` IF NOT EXISTS"
    yield "CREATE PROPERTY Statement.text IF NOT EXISTS STRING"


def _check_free(path: Path, *, create: bool) -> None:
    """May a store be made here?"""
    if path.is_file():
        raise StoreError(
            f"{path} is a file: an embedded store is a folder; files end in .jsonl, .graphml, …"
        )
    if path.is_dir() and any(path.iterdir()):
        raise StoreError(f"{path} is a folder of something else: name a new or an empty one")
    if not create:
        raise StoreMissing(f"no store at {path}: load something into it first")


@contextmanager
def _translated(path: Path, *, asking: Limits | None = None) -> Iterator[None]:
    """The engine's errors as ours."""
    try:
        yield
    except (ArcadeDBError, OSError) as error:
        raise _translation(str(error), path, asking) from error


def _translation(said: str, path: Path, asking: Limits | None) -> StoreError:
    if "locked by another process" in said or "already in use" in said:
        return StoreLocked(
            f"{path} is open elsewhere (another graphkit, a notebook, or twice in this program), "
            "and one process at a time may hold it: close the other, use another store, or Neo4j"
        )
    if asking:
        return refusal(said, asking)
    return StoreError(f"{path}: {plainly(said)}")


def _ignore(_: object) -> None:
    """For a lambda that must return nothing."""
