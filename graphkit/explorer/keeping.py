"""Answers over the whole store, worked out once for each revision of it.

Cypher counts, and takes as long as there is much to count; so its answer is kept for as long as the
store stays as it is.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Concatenate, NamedTuple

from schemas.stores import QueryableStore

_MOST = 1_000

type _Key = tuple[object, str, str]


class Keeper:
    """Keeps answers, each with the revision of the store that it is of.

    Those that nothing is given for are few and stay; of the others the newest do.
    """

    def __init__(self, store: QueryableStore) -> None:
        self._store = store
        self._answers: OrderedDict[_Key, _Attempt] = OrderedDict()
        self._lasting: dict[object, _Attempt] = {}
        self._lock = Lock()

    def get[**P, T](
        self, ask: Callable[Concatenate[QueryableStore, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        """What `ask` returns for the store, or returned since the store last changed.

        What is given tells answers apart by its `repr`. Who asks while another is at the same
        question gets that answer, or that error. An error is not kept, and while a load is at work
        nothing is. Raises what `ask` does.
        """
        revision = self._store.revision()
        key = (ask, repr(given), repr(named)) if given or named else None
        with self._lock:
            known = self._find(ask, key)
            if known is not None and known.revision == revision:
                attempt, mine = known, False
            else:
                attempt, mine = _Attempt(revision, Future()), True
                self._note(ask, key, attempt)
        if mine:
            try:
                attempt.answer.set_result(ask(self._store, *given, **named))
            except BaseException as error:
                attempt.answer.set_exception(error)
                raise
            finally:
                if revision is None or attempt.answer.exception() is not None:
                    self._forget(ask, key, attempt)
        value: T = attempt.answer.result()
        return value

    def known[T](self, ask: Callable[[QueryableStore], T]) -> T | None:
        """What `ask` returns, where that is known already; nobody waits for it."""
        revision = self._store.revision()
        with self._lock:
            attempt = self._lasting.get(ask)
        if attempt is None or revision is None or attempt.revision != revision:
            return None
        done = attempt.answer.done() and attempt.answer.exception() is None
        value: T | None = attempt.answer.result() if done else None
        return value

    def _find(self, ask: object, key: _Key | None) -> "_Attempt | None":
        if key is None:
            return self._lasting.get(ask)
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def _note(self, ask: object, key: _Key | None, attempt: "_Attempt") -> None:
        if key is None:
            self._lasting[ask] = attempt
            return
        self._answers[key] = attempt
        self._answers.move_to_end(key)
        if len(self._answers) > _MOST:
            self._answers.popitem(last=False)

    def _forget(self, ask: object, key: _Key | None, attempt: "_Attempt") -> None:
        with self._lock:
            if self._find(ask, key) is attempt:
                if key is None:
                    del self._lasting[ask]
                else:
                    del self._answers[key]


class _Attempt(NamedTuple):
    """One answer, there or awaited, and the revision that the store had when it was asked for."""

    revision: str | None
    answer: Future[Any]
