"""Many documents into a Cypher engine, lot by lot, each lot in one transaction.

A document is in the store as a whole or not at all, and the journal beside it says what it
contributed: a load that was cut off anywhere is resumed by loading again, and ends as a clean one.
What follows from many documents together (names, Leader marks, who spoke about whom) is computed
once at the end; until then the store says that this is due, and the next such load does it.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import batched
from operator import itemgetter
from typing import Any, Self

from loaders import cypher
from loaders.batches import Batch, Merged
from loaders.judgements import judgements, restore
from loaders.lots import Lot, ahead, lots
from loaders.marks import Others, keep_out, new_load, note_finished, note_loading, others
from loaders.overlapping import GaveUp, Turn
from loaders.parts import Kind, Part
from loaders.removal import contributing, take_back
from loaders.settling import settle_leaders, settle_names, settle_speakers
from loaders.transactions import InTransaction, Row, Session, Touched, chunks, write_edges
from schemas.actors import Entity, Person
from schemas.errors import GraphKitError, StoreLocked, StoreUnavailable
from schemas.graph import Graph
from schemas.identity import is_of
from schemas.provenance import Document
from schemas.stores import LoadReport, Refused

_KNOWN = 100_000  # rows of the registry of which it is kept that they were written
_SPEAKERS = 200  # whose derived relationships are computed in one transaction


def load_all(
    graphs: Iterable[Graph], in_transaction: InTransaction, *, overlapping: bool = False
) -> LoadReport:
    """Replaces the documents of the graphs; the store is settled when it returns.

    `overlapping`: the engine takes a transaction in another thread while it commits one.
    """
    loading = _Overlapping(in_transaction) if overlapping else _Loading(in_transaction)
    with loading:
        for lot in ahead(lots(graphs)):
            loading.take(lot)
    loading.settle()
    return loading.report()


def finish(in_transaction: InTransaction) -> None:
    """Settles the store where a load was cut off before it did.

    One that another program is still at is settled in between, which costs time and does no harm.
    """
    _Loading(in_transaction).settle()


@dataclass(slots=True)
class _Due:
    """What is to be settled at the end: ids of people, entities of the text, speakers, copies."""

    nodes: Touched = field(default_factory=Touched)
    speakers: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)

    def add(self, other: "_Due") -> None:
        """Note what another one notes."""
        for label, ids in other.nodes.nodes.items():
            self.nodes.nodes[label] |= ids
        self.speakers |= other.speakers
        self.copies |= other.copies


@dataclass(slots=True)
class _Known:
    """Rows of the registry that are in the store, by their hashes, unless others changed it."""

    rows: dict[str, int] = field(default_factory=dict)
    others: Others | None = None

    def after(self, others: Others) -> dict[str, int]:
        """What is still there, as far as is known."""
        return self.rows if others == self.others else {}

    def add(self, written: "_Known") -> None:
        """Notes what was written."""
        if written.others != self.others or len(self.rows) > _KNOWN:
            self.rows.clear()
        self.rows |= written.rows
        self.others = written.others


@dataclass(slots=True)
class _Written:
    """What one transaction wrote."""

    report: LoadReport = field(default_factory=lambda: LoadReport(0, 0, 0))
    known: _Known = field(default_factory=_Known)
    due: _Due = field(default_factory=_Due)
    removed: bool = False
    noted: bool = False


class _Loading:
    """A load as it goes on."""

    def __init__(self, in_transaction: InTransaction) -> None:
        self._in_transaction = in_transaction
        self._known = _Known()
        self._due = _Due()
        self._report = LoadReport(0, 0, 0)
        self._refused: list[Refused] = []
        self._load = new_load()
        self._noted = False  # whether a mark of it is in the store
        self.cut_off = self._marks()
        """Marks of loads that did not settle what they wrote: then everything is settled."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is left to do."""

    def take(self, lot: Lot) -> None:
        """Writes a lot; where it cannot be written as a whole, each of its documents alone."""
        self._refused += lot.refused
        if lot.parts:
            self._written(lot, partial(self._write, lot))

    def _written(self, lot: Lot, written: Callable[[], _Written]) -> None:
        """Notes what was written of a lot; where that failed, each of its documents alone."""
        try:
            self._note(written())
        except (StoreUnavailable, StoreLocked):
            raise
        except GraphKitError:
            self._known = _Known()
            for part in lot.parts:
                self._try(part)

    def settle(self) -> None:
        """Computes what follows from all that was written."""
        if not (self.cut_off or self._noted):
            return
        for label in cypher.ENTITY_ENDS:
            for ids in chunks(self._touched(label)):
                self._computed(partial(settle_names, label=label, ids=ids))
        people = Touched()
        people.nodes["Actor"] = self._touched("Actor") | self._due.nodes.nodes["Person"]
        people.nodes["Office"] = self._due.nodes.nodes["Office"]
        self._computed(partial(settle_leaders, touched=people))
        for speakers in batched(sorted(self._speakers()), _SPEAKERS):
            self._computed(partial(settle_speakers, speakers=list(speakers)))
        self._in_transaction(partial(note_finished, load=self._load, found=self.cut_off))

    def report(self) -> LoadReport:
        """What was done."""
        return replace(self._report, refused=tuple(self._refused))

    def _computed(self, work: Callable[[Session], None]) -> None:
        """Has something computed while no other program writes what it is computed from."""

        def alone(session: Session) -> None:
            keep_out(session)
            work(session)

        self._in_transaction(alone)

    def _try(self, part: Part) -> None:
        try:
            self._note(self._write(Lot([part]), merging=True))
        except (StoreUnavailable, StoreLocked):
            raise
        except GraphKitError as error:
            self._in_transaction(self._probe)
            self._noted = True
            self._refused.append(Refused(part.graph.told, str(error), part.graph))
            self._known = _Known()

    def _write(
        self, lot: Lot, *, merging: bool = False, turn: Turn[_Written] | None = None
    ) -> _Written:
        """Writes a lot, or its parts that are not there; in turn with other lots, or alone."""
        done = _Written()

        def work(session: Session) -> None:
            nonlocal done
            tried = done  # and maybe committed, though nobody heard of it
            wait = turn.wait if turn else None
            done = _write(session, lot, self._known, self._load, merging=merging, wait=wait)
            done.due.add(tried.due)
            done.noted |= tried.noted
            if turn:
                turn.stated()

        self._in_transaction(work)
        return done

    def _note(self, done: _Written) -> None:
        self._noted |= done.noted
        if done.removed:
            self._known = _Known()
        elif done.known.others:
            self._known.add(done.known)
        self._due.add(done.due)
        self._report += done.report

    def _probe(self, session: Session) -> None:
        """Raises where it is the store that is at fault, and not a document."""
        note_loading(session, self._load)

    def _marks(self) -> list[str]:
        found: list[Row] = []
        self._in_transaction(lambda session: found.extend(session.run(cypher.LOADING)))
        return [mark for row in found for mark in row["marks"] or ()]

    def _touched(self, label: str) -> set[str]:
        if not self.cut_off:
            return self._due.nodes.nodes[label]
        return self._ids(cypher.ids(label))

    def _speakers(self) -> set[str]:
        if self.cut_off:
            return self._ids(cypher.ids("Actor"))
        found = set(self._due.speakers)
        for ids in chunks(self._due.copies):
            found |= self._ids(cypher.SPEAKERS_IN, ids=ids)
        return found

    def _ids(self, query: str, **parameters: object) -> set[str]:
        found: set[str] = set()
        self._in_transaction(
            lambda session: found.update(row["id"] for row in session.run(query, **parameters))
        )
        return found


class _Overlapping(_Loading):
    """A load of which each lot begins while the one before is being committed."""

    def __init__(self, in_transaction: InTransaction) -> None:
        super().__init__(in_transaction)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="graphkit-writing")
        self._before: Turn[_Written] | None = None

    def __exit__(self, *error: object) -> None:
        """Sees the last lot through, unless there was an error."""
        with self._threads:
            if self._before and not any(error):
                self._finish(self._before)

    def take(self, lot: Lot) -> None:
        """As `_Loading.take`; the lot may still be on its way when it returns."""
        before, self._before = self._before, None
        if before and (before.gave_up or not before.lot.documents.isdisjoint(lot.documents)):
            self._finish(before)
            before = None
        self._refused += lot.refused
        if not lot.parts:
            self._before = before
            return
        turn = Turn(lot, lambda turn: self._write(lot, turn=turn), self._threads)
        try:
            if before:
                self._finish(before)
            turn.allow()
        except BaseException:
            turn.give_up()
            raise
        self._before = turn

    def _finish(self, turn: Turn[_Written]) -> None:
        def written() -> _Written:
            try:
                return turn.result()
            except GaveUp:
                return self._write(turn.lot)

        self._written(turn.lot, written)


def _write(
    session: Session,
    lot: Lot,
    known: _Known,
    load: str,
    *,
    merging: bool,
    wait: Callable[[], None] | None,
) -> _Written:
    """Writes those of a lot's parts that are not there as they are, in an open transaction.

    What a document states is not there, for what it stated before is taken back: it is created,
    which is a third cheaper than to be looked for. With `merging` it is looked for all the same.
    `wait` returns when no other lot of this load is on its way; before, only what belongs to new
    documents alone is written. Other programs are kept out by the note in the store from then on;
    what was read of the documents before is compared with what is there then.
    """
    at_first = others(session, load)
    journal, new, present = _found(session, lot)
    if not new:
        return _Written(LoadReport(0, 0, 0, unchanged=len(lot.parts)))
    is_all_new = not present and all(part.document is not None for part in new)
    early = wait is not None and not merging and is_all_new
    if not early:
        if wait:
            wait()
        before = note_loading(session, load)
        _, new, present = _found(session, lot)
    done = _Written(LoadReport(0, 0, 0, unchanged=len(lot.parts) - len(new)), noted=True)
    judged = judgements(session, present)
    if present:
        touched = take_back(session, present)
        done.removed = True
        done.due.add(_Due(touched, {source for source, _ in touched.pairs}))
    rows = lot.rows_of(new)
    _write_inside(session, rows, merging=merging)
    if wait and early:
        wait()
        before = note_loading(session, load)
        if (at_first.revision, journal) != (before.revision, _journal(session, lot)):
            raise GaveUp
    _write_outside(session, rows, {} if present else known.after(before), merging=merging)
    done.known = _Known(rows.hashes, before)
    restore(session, judged, {row["id"] for n in rows.nodes for row in (*n.own, *n.others)})
    loaded = [{"id": p.document, "digest": p.digest} for p in new if p.document is not None]
    session.run(cypher.NOTE_LOADED, rows=loaded)
    count = len(rows.documents) + sum(map(len, rows.nodes))
    stated = sum(len(edges) for edges in rows.edges if edges.kind[0] not in cypher.DERIVED)
    done.report += LoadReport(len(loaded), count, stated)
    for part in new:
        done.due.add(_due_of(part, merging=merging))
    return done


def _found(session: Session, lot: Lot) -> tuple[dict[str, str], list[Part], list[str]]:
    """The journal of a lot, its parts that are not there as they are, their documents that are."""
    journal = _journal(session, lot)
    new = [p for p in lot.parts if p.document is None or journal.get(p.document) != p.digest]
    return journal, new, contributing(session, [p.document for p in new if p.document])


def _journal(session: Session, lot: Lot) -> dict[str, str]:
    """The digests with which documents of a lot were loaded."""
    ids = [part.document for part in lot.parts if part.document is not None]
    return {row["id"]: row["digest"] for row in session.run(cypher.LOADED, ids=ids)}


def _write_inside(session: Session, rows: Merged, *, merging: bool) -> None:
    """Writes documents; what belongs to one alone too, unless that is to be merged."""
    if rows.documents:
        session.run(cypher.merge_nodes((Document.label,)), rows=rows.documents)
    if merging:
        return
    for nodes in rows.nodes:
        if nodes.inner:
            session.run(cypher.create_nodes(nodes.kind), rows=nodes.inner)
    for edges in rows.edges:
        _create_edges(session, edges.kind, edges.inner)


def _write_outside(
    session: Session, rows: Merged, known: Mapping[str, int], *, merging: bool
) -> None:
    """Writes what other lots may bring along, and the relationships with it."""
    for nodes in rows.nodes:
        if merge := _due_rows(nodes, known, merging=merging):
            session.run(cypher.merge_nodes(nodes.kind), rows=merge)
    if rows.named:
        session.run(cypher.make_nodes(Document.label), rows=rows.named)
    for edges in rows.edges:
        if not merging:
            _create_edges(session, edges.kind, edges.outer)
        merge = _due_rows(edges, known, merging=merging)
        write_edges(session, edges.kind[0], cypher.merge_relationships(*edges.kind), merge)


def _due_rows[K](batch: Batch[K], known: Mapping[str, int], *, merging: bool) -> list[Row]:
    """What of a batch is to be merged."""
    unknown = batch.unknown(known)
    return sorted([*batch.own, *unknown], key=itemgetter("id")) if merging else unknown


def _create_edges(session: Session, kind: Kind, rows: list[list[Any]]) -> None:
    write_edges(session, kind[0], cypher.create_relationships(*kind), rows)


def _due_of(part: Part, *, merging: bool) -> _Due:
    """What others have a say in; with `merging` the store may hold more of who is the part's own.

    About whom its own speak in its own statements is written with it.
    """
    due = _Due()
    for node in part.graph.nodes.values():
        if isinstance(node, Person):
            due.nodes.nodes["Person"].add(node.id)
        if isinstance(node, Entity) and node.origin == "text":
            due.nodes.nodes[cypher.end_label(node)].add(node.id)
    for (type_, *_), rows in part.edges.items():
        if type_ == "SAID":
            ends = ((row["source"], row["target"]) for row in rows.values())
            due.speakers |= {
                speaker
                for speaker, said in ends
                if merging or not (is_of(part.document, speaker) and is_of(part.document, said))
            }
        elif type_ == "COPY_OF":
            due.copies |= {row["source"] for row in rows.values()}
    return due
