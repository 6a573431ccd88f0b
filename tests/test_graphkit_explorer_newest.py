"""Words that very many statements have: the newest of them, as the whole list has them."""

import pytest

from graphkit.explorer import frequent, newest, reports
from graphkit.explorer.filters import Filters
from graphkit.explorer.showing import Paged, Shown
from graphkit.questions import AskableStore

WORD = "talks"


@pytest.mark.parametrize("everything", [True, False])
def test_the_newest_with_some_words_are_those_of_the_list(
    twelve: AskableStore, everything: bool
) -> None:
    wanted = Filters(words=WORD, everything=everything)
    listed = reports.listing(twelve, wanted)
    last = newest.last_day(twelve)
    assert listed.total > 20
    for count in (1, 5, listed.total):
        assert newest.newest(twelve, wanted, last, count) == listed.ids[:count]
    assert newest.newest(twelve, wanted, last, listed.total + 1) is None
    assert newest.newest(twelve, wanted, None, 1) is None


def test_very_many_are_listed_alike(twelve: AskableStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Paged(words=WORD, everything=True)
    before = Shown(twelve).statements(asked)
    assert before.total > 20
    monkeypatch.setattr(reports, "_AHEAD", 6)
    for most in (0, 20_000):
        monkeypatch.setattr(frequent, "VERY_MANY", most)
        assert Shown(twelve).statements(asked) == before
