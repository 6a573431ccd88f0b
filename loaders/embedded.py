"""ArcadeDB in this process: a graph in a folder, asked in openCypher, no server.

Needs the extra `embedded` (native library, no Java). One process holds the folder;
`loaders.sharing` says how others find the port that it may offer to them.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import Any

from loaders import (
    arcade,
    arcade_changes,
    bulk,
    cypher,
    examination,
    marks,
    merging,
    sharing,
    streaming,
)
from loaders.arcade import ArcadeDBError
from loaders.arcade_folders import (
    check_free,
    check_ours,
    is_store,
    make_indexes,
    make_types,
    translated,
)
from loaders.arcade_limits import Clock, cap_heap
from loaders.arcade_values import DateColumns, columns_of, plain
from loaders.closing import Closing
from loaders.fingerprint import fingerprint
from loaders.guard import check_text
from loaders.limits import Questions, counted
from loaders.migrations import Told, check_version, migrate
from loaders.sharing import Offer
from loaders.transactions import Row, Session
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import (
    StoreError,
    StoreUnavailable,
)
from schemas.graph import Graph
from schemas.stores import LIMITS, Check, Fingerprint, Limits, LoadReport, Rows
from schemas.streams import Piece, Stream

_log = logging.getLogger(__name__)
_ENDS = "@out.id AS source, @out.@type AS source_type, @in.id AS target, @in.@type AS target_type"
_KEPT_APART = ("source", "source_type", "target", "target_type")
OTHERS_SECONDS = 120.0
"""What one statement of another program may take: nobody there can stop it."""
_HALF_WRITTEN = "Transaction error on commit"
"""What the engine says when pages of a transaction are written and others could not be."""
_CRASH_SAFE = "yes_nometadata"
"""A committed load survives a power cut: the data is flushed at each commit."""


def open_folder(
    path: Path, *, create: bool = True, share: bool = False, migrating: Told | None = None
) -> "EmbeddedStore":
    """A store in a folder, made with its parents where `create` says so.

    With `share` other processes of this user may work with it too, through a port on loopback.
    StoreMissing without a store and with `create=False`; StoreLocked where it is open elsewhere;
    StoreError for a file or a folder of something else; StoreVersionError for another schema, of
    which an older one is migrated where `migrating` hears of it.
    """
    there = is_store(path)
    if not there:
        check_free(path, create=create)
    cap_heap()
    with translated(path):
        if there:
            database = arcade.open_database(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            database = arcade.create_database(path)
    try:
        store = EmbeddedStore(database, path, migrating=migrating)
    except BaseException:
        database.close()
        raise
    sharing.clear(path)
    if share:
        store.share()
    return store


class EmbeddedStore(Closing):
    """One ArcadeDB database in a folder. A context manager; close it so that others may open it."""

    def __init__(self, database: Any, path: Path, *, migrating: Told | None = None) -> None:
        self._database = database
        self._path = path
        self._port: arcade.Port | None = None
        self._abandoned = ""
        """Why nothing more is written, once the engine failed in the middle of a commit."""
        self._clock = Clock(database)
        self._questions = Questions()
        self._dates = DateColumns(self._asked)
        with translated(path):
            database.set_wal_flush(_CRASH_SAFE)
        self._check_version(migrating)
        with translated(path):
            self._clock.bound()
            notes = [row["people"] or [] for row in self._asked(cypher.UNSETTLED)]
            self._resettled = list(chain.from_iterable(notes))
            arcade_changes.relabel(self._resettled, self._transact)
        bulk.finish(self._write)

    def share(self) -> None:
        """Let other processes of this user work with the store until it is closed.

        Where no port can be opened, a warning says why, and the store stays this process's own.
        """
        password = sharing.new_password()
        try:
            room = sharing.make_room(self._path)
            self._port = arcade.Port(self._path, room, password)
            self._clock.others = OTHERS_SECONDS
            self._clock.rest()
            sharing.publish(
                self._path, Offer(self._port.number, self._path.name, os.getpid(), password)
            )
        except (ArcadeDBError, OSError) as error:
            _log.warning("%s cannot be shared with other programs: %s", self._path, error)

    def prepare(self) -> None:
        """Create types, constraints and indexes; harmless when done before."""
        with translated(self._path), self._clock.stopped():
            make_types(self._database)
            make_indexes(self._database)
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
        with translated(self._path), self._clock.stopped():
            return merging.read(self._asked)

    def fingerprint(self) -> Fingerprint:
        """The content as one number; rows are read as they come."""
        with translated(self._path), self._clock.stopped():
            return fingerprint(self._asked)

    def stream(self) -> Stream:
        """Everything in the store, piece by piece; to be walked while it is open."""
        return streaming.stream(_Reader(self._database, self._path, self._clock))

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return streaming.piece(_Reader(self._database, self._path, self._clock), document)

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

        def asked() -> Rows:
            with translated(self._path, asking=limits), arcade.detachable():
                return self._answer(cypher, parameters, row_cap, limits)

        with translated(self._path):
            self._clock.set(limits.seconds)
        try:
            return self._questions.ask(asked, limits)
        finally:
            with translated(self._path):
                self._clock.leave()  # it is the database's: others who share it would feel it

    def revision(self) -> str | None:
        """Another text after each change; null while a load is at work."""
        with translated(self._path):
            return marks.revision(self._asked(cypher.REVISION))

    def examine(self) -> Iterator[Check]:
        """What is found when everything in the store is looked at, as it is found."""
        yield Check("engine", True, arcade.BUILD)
        if self._resettled:
            yield Check(
                "notes of a crash", True, f"labels of {len(self._resettled)} people put right"
            )
        with translated(self._path):
            yield from examination.examine(self._unhurried, cypher.ARCADE_FULL_TEXT)

    def close(self) -> None:
        """Close the store: what is committed is on disk, and another process may open it."""
        with translated(self._path):
            if self._abandoned:
                sharing.withdraw(self._path)
                arcade.abandon(self._database)
                return
            self._clock.set(None)
            if self._port is not None:
                sharing.withdraw(self._path)
                self._port.close()
                self._port = None
                sharing.clear(self._path)
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

    def _unhurried(self, query: str, **parameters: Any) -> Iterable[Row]:
        self._clock.rest()
        return self._asked(query, **parameters)

    def _record(self, rid: str) -> Any:
        """The record with this engine id (of a path), as a mapping with `@type`."""
        record = self._database.lookup_by_rid(rid)
        return {"@type": record.get_type_name(), **record.to_dict()}

    def _columns(self, query: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
        """The columns of a query that found nothing."""
        plan = next(self._results(f"EXPLAIN {query}", parameters), {})
        return columns_of(str(plan.get("executionPlanAsString", "")))

    def _write(self, work: Callable[[Session], None]) -> None:
        if self._abandoned:
            raise StoreUnavailable(self._abandoned)
        try:
            with self._alone(), translated(self._path), self._clock.stopped():
                arcade_changes.change(work, self._transact)
        except StoreError as error:
            if _HALF_WRITTEN not in str(error):
                raise
            self._abandoned = (
                f"{self._path} cannot be written: is the disk full? Make room, end this program "
                "and do it again: what is half written is put right when the store is next opened"
            )
            raise StoreUnavailable(self._abandoned) from error

    def _alone(self) -> AbstractContextManager[None]:
        """While no program writes that shares the store."""
        return sharing.writing(self._path) if self._port else nullcontext()

    def _transact(self, step: Callable[[arcade_changes.Run], None]) -> None:
        """One transaction, begun again where another process that shares the store came between."""
        self._database.run_in_transaction(lambda: step(self._commanded))

    def _commanded(self, query: str, **parameters: Any) -> list[Row]:
        return list(arcade.rows(self._database.command("opencypher", query, parameters)))

    def _check_version(self, migrating: Told | None) -> None:
        with translated(self._path):
            found = list(self._asked(cypher.VERSION))
        if not found:
            with translated(self._path):
                check_ours(self._database, self._path)
            self.prepare()
        for row in found:
            if migrating and row["version"] < SCHEMA_VERSION:
                self.prepare()
                migrate(row["version"], self._write, migrating)
            else:
                check_version(row["version"], str(self._path))


class _Reader:
    """A `streaming.Reader` over an open database."""

    def __init__(self, database: Any, path: Path, clock: Clock) -> None:
        self._database = database
        self._path = path
        self._clock = clock

    def rows(self, query: str, **parameters: Any) -> Iterator[Row]:
        with translated(self._path):
            self._clock.rest()
            yield from _results(self._database, "opencypher", query, parameters)

    def of_documents(self, type_: str, documents: Sequence[str]) -> Iterator[Row]:
        text = f"SELECT *, {_ENDS} FROM `{type_}` WHERE document IN :documents"
        with translated(self._path):
            self._clock.rest()
            for row in _results(self._database, "sql", text, {"documents": list(documents)}):
                yield {
                    "source": row["source"],
                    "source_labels": row["source_type"].split("~"),
                    "target": row["target"],
                    "target_labels": row["target_type"].split("~"),
                    "properties": {k: v for k, v in row.items() if _is_own(k)},
                }


def _is_own(key: str) -> bool:
    """Is it a property of the relationship, and neither the engine's nor one of its ends?"""
    return key not in _KEPT_APART and not key.startswith("@")


def _results(
    database: Any, language: str, query: str, parameters: Mapping[str, Any]
) -> Iterator[Row]:
    """Rows of a query; the engine refuses writes here."""
    arguments = (dict(parameters),) if parameters else ()
    yield from arcade.rows(database.query(language, query, *arguments))


def _ignore(_: object) -> None:
    """For a lambda that must return nothing."""
