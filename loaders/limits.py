"""What a query may take: counted while its rows stream, and timed where an engine is not to stop.

Both engines have a clock of their own, which looks at steps (a row matched, unwound, sorted) and
never into an expression: a list comprehension within another one runs on until it is through. So a
question is asked in a thread of its own; when its time is over, the caller goes on without it.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any

from loaders.transactions import Row
from schemas.errors import LimitExceeded
from schemas.stores import Limits

_GRACE = 2.0  # seconds in which an engine may notice its own clock, before it is left alone
_LEFT_ALONE = 8  # questions that may run on; each keeps a core of its engine busy
_OTHER_VALUES = 10  # characters that a number, a date or a truth value counts as


class Questions:
    """Asks in threads of their own, and keeps those that ran over their time in mind."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left: list[Thread] = []

    def ask[T](self, work: Callable[[], T], limits: Limits) -> T:
        """What `work` returns or raises; LimitExceeded when its time is over, or without any hope.

        Work that ran over its time is let go: it ends by itself, and nobody learns what it found.
        """
        self._check_hope()
        answer: Future[T] = Future()
        thread = Thread(target=_answering, args=(work, answer), daemon=True)
        thread.start()
        try:
            return answer.result(None if limits.seconds is None else limits.seconds + _GRACE)
        except TimeoutError as error:
            if answer.done():
                raise
            with self._lock:
                self._left.append(thread)
            raise too_long(limits) from error

    def _check_hope(self) -> None:
        with self._lock:
            self._left = [thread for thread in self._left if thread.is_alive()]
            if len(self._left) >= _LEFT_ALONE:
                raise LimitExceeded(
                    f"the store still works on {len(self._left)} queries that ran over their time "
                    "and cannot be stopped: wait, or start this program anew"
                )


def counted(rows: Iterable[Row], limits: Limits) -> Iterator[Row]:
    """The rows as they come; LimitExceeded at the first one, character or second too many."""
    until = None if limits.seconds is None else time.monotonic() + limits.seconds
    characters = 0
    for number, row in enumerate(rows, start=1):
        if limits.rows is not None and number > limits.rows:
            raise LimitExceeded(
                f"the query gives more than {limits.rows:,} rows: add LIMIT, count or group them "
                "in the query, or allow more (limits=Limits(rows=...))"
            )
        characters += _size(row)
        if limits.characters is not None and characters > limits.characters:
            raise LimitExceeded(
                f"the answer is larger than {limits.characters:,} characters: return properties "
                "instead of whole nodes, add LIMIT, or allow more (limits=Limits(characters=...))"
            )
        if until is not None and time.monotonic() > until:
            raise too_long(limits)
        yield row


def too_long(limits: Limits) -> LimitExceeded:
    """The error for a query whose time is over."""
    allowed = "the store allows" if limits.seconds is None else f"{limits.seconds:g} seconds"
    return LimitExceeded(
        f"the query takes longer than {allowed}: start it at a rarer node, bound "
        "its paths ([*1..4]), unwind lists instead of nesting them, or allow more time (--timeout, "
        "limits=Limits(seconds=...))"
    )


def too_large(said: str) -> LimitExceeded:
    """The error for a query that needs more memory than the engine gives, in its own words."""
    return LimitExceeded(
        "the query needs more memory than the store gives to one: collect, sort and multiply less, "
        f"or ask in parts ({said})"
    )


def _answering[T](work: Callable[[], T], answer: Future[T]) -> None:
    try:
        answer.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where the answer is awaited
        answer.set_exception(error)


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) + _size(item) for key, item in value.items())
    if isinstance(value, list):
        return sum(map(_size, value))
    return _OTHER_VALUES
