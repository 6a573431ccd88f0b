"""What a store notes of its changes: loads that are not finished, and a revision after each.

All is noted in one node, the store's record. Who has written there keeps others from doing so until
its transaction is through: in Neo4j they wait, in ArcadeDB who comes second begins again. So a
transaction notes before it reads what it computes from, or what others may bring along too.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from loaders import cypher
from loaders.transactions import Row, Session
from schemas.errors import StoreError


class Others(NamedTuple):
    """What a store notes of what others than one load did; another after each change of theirs."""

    revision: str | None
    marks: frozenset[str]


def new_load() -> str:
    """A name of its own for a load, with which its marks begin."""
    return f"{_unique()}:"


def note_loading(session: Session, load: str) -> Others:
    """Note that what follows from what this transaction writes is still to be computed.

    Each transaction of a load puts a new mark in place of the load's last one. Another program that
    computes what was due takes away the marks that it had found before, and never one of what was
    written since. What is returned stays as it is for as long as the transaction lasts.
    """
    return _others(_note(session, cypher.NOTE_LOADING, load=load, mark=f"{load}{_unique()}"), load)


def note_finished(session: Session, load: str, found: Sequence[str] = ()) -> None:
    """Note that it is computed, for this load and the marks found before it began."""
    revision = new_revision()
    _note(session, cypher.NOTE_FINISHED, load=load, marks=list(found), revision=revision)


def new_revision() -> str:
    """A text that no revision of a store was before."""
    return _unique()


def note_changed(session: Session) -> None:
    """Note that what this transaction changes is not in the journal of loads."""
    _note(session, cypher.NOTE_CHANGED, revision=new_revision())


def keep_out(session: Session) -> None:
    """Keep others from changing the graph, and note nothing."""
    _note(session, cypher.NOTE_NOTHING)


def others(session: Session, load: str) -> Others:
    """What others did so far."""
    return _others(session.run(cypher.REVISION), load)


def revision(rows: Iterable[Row]) -> str | None:
    """What `cypher.REVISION` says: empty before the first change, null while a load is at work."""
    for row in rows:
        return None if row["marks"] else row["revision"] or ""
    return ""


def _others(rows: Iterable[Row], load: str) -> Others:
    for row in rows:
        marks = frozenset(mark for mark in row["marks"] or () if not mark.startswith(load))
        return Others(row["revision"], marks)
    return Others(None, frozenset())


def _note(session: Session, query: str, **values: object) -> list[Row]:
    if rows := session.run(query, **values):
        return rows
    raise StoreError(
        "the store's own record (:GraphKit) is gone, so that nothing can be noted: somebody "
        "emptied the database; open the store again"
    )


def _unique() -> str:
    return secrets.token_hex(8)
