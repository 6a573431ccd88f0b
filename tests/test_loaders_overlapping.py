"""Turns of lots, without a store: who may begin when, and who gives up."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from loaders import overlapping
from loaders.lots import Lot
from loaders.overlapping import GaveUp, Turn

_SECONDS = 20.0  # that anything may take here


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as found:
        yield found


def turn_of(work: Callable[[Turn[str]], str], threads: ThreadPoolExecutor) -> Turn[str]:
    return Turn(Lot(), work, threads)


def test_the_next_begins_while_one_is_committed_and_waits_for_its_end(
    threads: ThreadPoolExecutor,
) -> None:
    committing, begun = Event(), Event()
    seen: list[str] = []

    def first(turn: Turn[str]) -> str:
        turn.wait()
        turn.stated()
        assert begun.wait(_SECONDS)
        assert committing.wait(_SECONDS)
        seen.append("first is through")
        return "one"

    def second(turn: Turn[str]) -> str:
        begun.set()
        turn.wait()
        seen.append("second is alone")
        return "two"

    one = turn_of(first, threads)
    one.allow()
    two = turn_of(second, threads)
    assert begun.wait(_SECONDS)
    assert not seen
    committing.set()
    assert one.result() == "one"
    two.allow()
    assert two.result() == "two"
    assert seen == ["first is through", "second is alone"]


def test_who_fails_keeps_nobody_waiting(threads: ThreadPoolExecutor) -> None:
    def fails(_: Turn[str]) -> str:
        raise ValueError("the store says no")

    turn = turn_of(fails, threads)
    turn.allow()
    with pytest.raises(ValueError, match="says no"):
        turn.result()
    assert not turn.gave_up


def test_who_waits_in_vain_gives_up(
    threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlapping, "_PATIENCE", 0.01)
    turn = turn_of(waiting, threads)
    with pytest.raises(GaveUp):
        turn.result()
    assert turn.gave_up


def test_who_is_told_to_give_up_does(threads: ThreadPoolExecutor) -> None:
    turn = turn_of(waiting, threads)
    turn.give_up()
    with pytest.raises(GaveUp):
        turn.result()


def waiting(turn: Turn[str]) -> str:
    turn.wait()
    return "alone"
