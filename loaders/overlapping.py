"""A lot in a thread of its own, so that it may begin while the one before it is being committed.

A commit takes a quarter of a lot's time (measured on Neo4j 5.26.18), in which the server would do
more. Only what no other lot can touch is written meanwhile; whoever wants more waits until the one
before is through, so that lots follow on each other as if each had been alone.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from loaders.lots import Lot

_PATIENCE = 10.0
"""Seconds that a lot holds its locks while it waits; another program may be waiting for them."""


class GaveUp(Exception):
    """The lot before took too long or failed, or another program wrote the same documents.

    Nothing of this one was written.
    """


class Turn[T]:
    """One lot on its way.

    What writes it calls `wait` before it touches what others may touch, and `stated` when all but
    the commit is done.
    """

    def __init__(
        self, lot: Lot, write: "Callable[[Turn[T]], T]", threads: ThreadPoolExecutor
    ) -> None:
        self.lot = lot
        self._allowed = Event()
        self._given_up = False
        self._stated = Event()
        self._done = threads.submit(write, self)
        self._done.add_done_callback(lambda _: self._stated.set())

    def wait(self) -> None:
        """Wait until it is the only one; GaveUp where that takes long."""
        if not self._allowed.wait(_PATIENCE) or self._given_up:
            raise GaveUp

    def stated(self) -> None:
        """Note that the next one may begin; a write that is tried again notes it again."""
        self._stated.set()

    def allow(self) -> None:
        """Let it be the only one; returns as soon as the next one may begin."""
        self._allowed.set()
        self._stated.wait()

    def give_up(self) -> None:
        """Have it leave everything as it is, if it still waits."""
        self._given_up = True
        self._allowed.set()

    @property
    def gave_up(self) -> bool:
        """Whether it is to be written anew."""
        return self._done.done() and isinstance(self._done.exception(), GaveUp)

    def result(self) -> T:
        """What it returned or raised; GaveUp where it is to be written anew."""
        return self._done.result()
