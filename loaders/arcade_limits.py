"""Time and memory of the embedded engine: its clock, its caps, and what it says when they end.

The clock is a setting of the database, read when a statement starts and looked at between steps.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from loaders.guard import ONLY_READS
from loaders.limits import too_large, too_long
from schemas.errors import QueryError
from schemas.stores import Limits

_CAPS = {
    "arcadedb.queryMaxRangeSize": 1_000_000,
    "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
    "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
}
"""A query reads the graph and no file or address; a range is no more than its rows may be."""
_HEAP = "-XX:MaximumHeapSizePercent=25"
_ISOLATE = "ARCADEDB_NATIVE_ISOLATE_ARGS"
_REGEX_SECONDS = 60.0  # the engine's own default is 1, too short for long texts
_CLASS = re.compile(r"\b(?:com\.arcadedb|java)\.[\w.$]+: ")
_FRAME = re.compile(r"^(?:Query|Reading the result set) failed: | \(caused by [^()]*\)$")
_OF_TIME = ("TimeoutException", "command.timeout", "regexTimeout", "regular expression")
_OF_MEMORY = ("OutOfMemoryError", "queryMaxRangeSize", "queryMaxHeap", "heap budget")


def cap_heap() -> None:
    """A quarter of the machine's memory for the engine, unless it is told otherwise.

    To be called before the engine is loaded. A query that fills it fails, and the process lives:
    rows cross as text, so an answer may stand in memory three times.
    """
    given = os.environ.get(_ISOLATE, "")
    if not any(option in given for option in ("-Xmx", "HeapSizePercent", "MaxRAM")):
        os.environ[_ISOLATE] = f"{given} {_HEAP}".strip()


class Clock:
    """The time that the engine gives to a statement; set for questions, stopped for the rest.

    `others` is what it gives to those of another program, which shares the database.
    """

    def __init__(self, database: Any) -> None:
        self._database = database
        self.others: float | None = None
        self._seconds: float | None = -1.0  # what the database was left with
        self._turn = RLock()

    def bound(self) -> None:
        """Set the caps that do not change."""
        for key, value in _CAPS.items():
            self._alter(key, value)
        self.rest()

    def rest(self) -> None:
        """Give each statement from now on what others may take."""
        self.set(self.others)

    def leave(self) -> None:
        """After a question: who shares the database gets his time back.

        A store of this process alone keeps the question's: each change is written to the disk and
        takes longer than a lookup, and the next question mostly has the same. What is to take as
        long as it needs calls `rest` or `stopped` first.
        """
        if self.others is not None:
            self.rest()

    def set(self, seconds: float | None) -> None:
        """Give each statement from now on so many seconds; None for all it needs."""
        with self._turn:
            if seconds != self._seconds:
                self._alter("arcadedb.command.timeout", _milliseconds(seconds or 0))
                self._alter(
                    "arcadedb.command.regexTimeout", _milliseconds(seconds or _REGEX_SECONDS)
                )
                self._seconds = seconds

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """No limit meanwhile; a question of another thread waits with its start."""
        with self._turn:
            self.set(None)
            try:
                yield
            finally:
                self.rest()

    def _alter(self, key: str, value: object) -> None:
        self._database.command("sql", f"ALTER DATABASE `{key}` {value}").close()


def refusal(said: str, limits: Limits) -> QueryError:
    """What the engine has against a query, as ours."""
    if "is not idempotent" in said:
        return QueryError(ONLY_READS)
    if any(words in said for words in _OF_TIME):
        return too_long(limits)
    if any(words in said for words in _OF_MEMORY):
        return too_large(plainly(said))
    return QueryError(f"the embedded store refuses the query: {plainly(said)}")


def plainly(said: str) -> str:
    """What the engine says, without its classes and frames."""
    return _FRAME.sub("", _CLASS.sub("", said))


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000)) if seconds else 0
