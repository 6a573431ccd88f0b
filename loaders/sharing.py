"""How another program of the same user finds the port that the holder of a folder offers.

The holder keeps a folder of its own inside the store's, open to its user alone, with the address
and a password made for this run. Only who holds the store puts files there or clears them away, so
what a killed holder left is cleared by the next; until then readers see that it is stale. Whoever
writes to the store locks a file in there meanwhile; the system takes the lock from who is killed.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from schemas.errors import StoreLocked, StoreUnavailable

_FOLDER = "graphkit-share"
_FILE = "address.json"
_LOCK = "writing.lock"
_LOOK = 0.01  # seconds between two looks whether it is free
_PATIENCE = 300.0  # seconds: a transaction takes one, or some


@dataclass(frozen=True, slots=True)
class Offer:
    """Where a held store answers, and to whom."""

    port: int
    database: str
    pid: int
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """The address for the driver."""
        return f"bolt://127.0.0.1:{self.port}"


def new_password() -> str:
    """A password for one run."""
    return secrets.token_urlsafe(32)


def make_room(store: Path) -> Path:
    """An empty folder for the port of a store that this process holds; OSError where none can."""
    clear(store)
    room = store / _FOLDER
    room.mkdir(mode=0o700)
    return room


def publish(store: Path, offer: Offer) -> None:
    """Let others find the offer: a file that appears whole, readable by this user alone."""
    draft, file = store / _FOLDER / f"{_FILE}.part", store / _FOLDER / _FILE
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(offer), stream)
    draft.replace(file)


@contextmanager
def writing(store: Path) -> Iterator[None]:
    """Keeps other programs that share a store from writing; waits for who does, in turns.

    In the engine nobody waits: who comes second fails at the end of a transaction and begins again,
    or finds what it was about to make there already. StoreLocked where another program writes for
    minutes without a pause, StoreUnavailable where the lock cannot be had at all.
    """
    lock = FileLock(store / _FOLDER / _LOCK, mode=0o600)
    if not _acquired(lock):  # the holder has ended, and its port will not answer
        yield
        return
    try:
        yield
    finally:
        lock.release()
        time.sleep(2 * _LOOK)  # for who waits


def _acquired(lock: FileLock) -> bool:
    """False where there is no room for a lock any more."""
    file = Path(lock.lock_file)
    if not file.parent.is_dir():
        return False
    try:
        lock.acquire(timeout=_PATIENCE, poll_interval=_LOOK)
    except Timeout:
        raise StoreLocked(
            f"another program has been writing to {file.parents[1]} for {_PATIENCE:.0f} seconds: "
            "is one stopped in the middle? End it, or try again later"
        ) from None
    except OSError as error:
        if not file.parent.is_dir():
            return False
        raise StoreUnavailable(f"{file} cannot be locked for writing: {error}") from error
    return True


def withdraw(store: Path) -> None:
    """Take the address away, the first thing that a holder does when it closes."""
    (store / _FOLDER / _FILE).unlink(missing_ok=True)


def clear(store: Path) -> None:
    """Take all away that this or an earlier holder put there; for the holder alone.

    What cannot go does no harm: it is seen to be stale.
    """
    with suppress(OSError):
        shutil.rmtree(store / _FOLDER)


def offered(store: Path) -> Offer | None:
    """What the holder of a store offers to this process; none where the file is stale or strange.

    This process's own offer does not count: two stores in one program would close under each other.
    """
    file = store / _FOLDER / _FILE
    try:
        with file.open(encoding="utf-8") as stream:
            if not _is_ours(stream.fileno()):
                return None
            offer = Offer(**json.load(stream))
    except (OSError, ValueError, TypeError):
        return None
    return offer if offer.pid != os.getpid() and _lives(offer.pid) else None


def _is_ours(handle: int) -> bool:
    """Written by this user, and by no other: nobody else may send us to a port of theirs."""
    if os.name != "posix":
        return True
    status = os.fstat(handle)
    return status.st_uid == os.geteuid() and not status.st_mode & 0o077


def _lives(pid: int) -> bool:
    """Is there such a process? Where asking would harm it (Windows), the port will tell."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OverflowError, PermissionError):
        return False
    return True
