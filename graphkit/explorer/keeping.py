"""Answers over the whole store, worked out once for each revision of it.

Cypher counts, and takes as long as there is much to count; so its answer is kept for as long as the
store stays as it is.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Concatenate

from schemas.stores import QueryableStore

_MOST = 256

type _Key = tuple[object, str, str]


class Keeper:
    """Keeps the newest answers, each with the revision of the store that it is of."""

    def __init__(self, store: QueryableStore) -> None:
        self._store = store
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()
        self._lock = Lock()

    def get[**P, T](
        self, ask: Callable[Concatenate[QueryableStore, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        """What `ask` returns for the store, or returned since the store last changed.

        What is given tells answers apart by its `repr`. Who asks while another is at the same
        question waits for that answer. While a load is at work nothing is kept. Raises what `ask`
        does; then it is asked anew the next time.
        """
        revision = self._store.revision()
        if revision is None:
            return ask(self._store, *given, **named)
        answer = self._answer((ask, repr(given), repr(named)))
        with answer.lock:
            if answer.revision != revision:
                answer.value = ask(self._store, *given, **named)
                answer.revision = revision
            value: T = answer.value
        return value

    def has(self, ask: Callable[[QueryableStore], object]) -> bool:
        """Whether what `ask` returns is known, so that nobody has to wait for it."""
        answer = self._answers.get((ask, repr(()), repr({})))
        return answer is not None and answer.revision == self._store.revision() is not None

    def _answer(self, key: _Key) -> "_Answer":
        with self._lock:
            answer = self._answers.setdefault(key, _Answer())
            self._answers.move_to_end(key)
            if len(self._answers) > _MOST:
                self._answers.popitem(last=False)
            return answer


class _Answer:
    """One answer; `revision` is null until there is one."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.revision: str | None = None
        self.value: Any = None
