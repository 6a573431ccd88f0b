"""What a store notes of its changes: loads that are not finished, and a revision after each."""

import secrets
from collections.abc import Iterable, Sequence

from loaders import cypher
from loaders.transactions import Row, Session


def new_mark() -> str:
    """A name of its own for a load in the store's note of unfinished ones, or for a revision."""
    return secrets.token_hex(8)


def note_loading(session: Session, mark: str) -> None:
    """Note that what follows from what is written is still to be computed."""
    session.run(cypher.NOTE_LOADING, mark=mark)


def note_finished(session: Session, marks: Sequence[str]) -> None:
    """Note that it is computed."""
    session.run(cypher.NOTE_FINISHED, marks=list(marks), revision=new_mark())


def note_changed(session: Session) -> None:
    """Note that a change is through; the last thing that it does, for all wait at this node."""
    session.run(cypher.NOTE_CHANGED, revision=new_mark())


def revision(rows: Iterable[Row]) -> str | None:
    """What `cypher.REVISION` says: empty before the first change, null while a load is at work."""
    for row in rows:
        return None if row["marks"] else row["revision"] or ""
    return ""
