"""What a store notes of its changes: loads that are not finished, and a revision after each.

All is noted in one node. A transaction that changes the graph begins with its note: others that do
wait there until it is through, so that nobody reads what is to be computed from while it changes.
"""

import secrets
from collections.abc import Iterable, Sequence

from loaders import cypher
from loaders.transactions import Row, Session


def new_load() -> str:
    """A name of its own for a load, with which its marks begin."""
    return f"{_unique()}:"


def note_loading(session: Session, load: str) -> None:
    """Note that what follows from what this transaction writes is still to be computed.

    Each transaction of a load puts a new mark in place of the load's last one. Another program that
    computes what was due takes away the marks that it had found before, and never one of what was
    written since.
    """
    session.run(cypher.NOTE_LOADING, load=load, mark=f"{load}{_unique()}")


def note_finished(session: Session, load: str, found: Sequence[str] = ()) -> None:
    """Note that it is computed, for this load and the marks found before it began."""
    session.run(cypher.NOTE_FINISHED, load=load, marks=list(found), revision=new_revision())


def new_revision() -> str:
    """A text that no revision of a store was before."""
    return _unique()


def note_changed(session: Session) -> None:
    """Note that what this transaction changes is not in the journal of loads."""
    session.run(cypher.NOTE_CHANGED, revision=new_revision())


def revision(rows: Iterable[Row]) -> str | None:
    """What `cypher.REVISION` says: empty before the first change, null while a load is at work."""
    for row in rows:
        return None if row["marks"] else row["revision"] or ""
    return ""


def _unique() -> str:
    return secrets.token_hex(8)
