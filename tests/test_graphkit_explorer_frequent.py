"""Very frequent words: how many statements hold them, as the engines count them."""

from itertools import combinations
from threading import Event

import pytest

from graphkit.explorer import frequent, reports
from graphkit.explorer.filters import Filters
from graphkit.explorer.frequent import Frequent
from graphkit.explorer.showing import Paged, Shown
from graphkit.questions import AskableStore


def test_they_are_counted_as_the_engine_counts_them(
    twelve: AskableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequent, "VERY_MANY", 20)
    found = frequent.frequent(twelve)
    words = ["Talks", "resolution", "THE", "ceasefire", "border"]
    asked = [*words, *(" ".join(pair) for pair in combinations(words, 2)), "talks, Talks - talks"]
    wanted = [Filters(words=one, everything=both) for one in asked for both in (True, False)]
    counted = [found.count(filters) for filters in wanted]
    assert len(set(counted)) > 4
    for filters, number in zip(wanted, counted, strict=True):
        if number is not None:
            assert number == reports.counted(twelve, filters)
        elif " " not in (filters.words or "") and filters.everything:
            assert reports.counted(twelve, filters) < 20


@pytest.mark.parametrize("everything", [True, False])
def test_the_page_tells_the_same_number_once_they_are_known(
    twelve: AskableStore, monkeypatch: pytest.MonkeyPatch, everything: bool
) -> None:
    monkeypatch.setattr(frequent, "VERY_MANY", 20)
    asked = Paged(words="talks", everything=everything)
    before = Shown(twelve)
    searched, listed = before.search("talks"), before.statements(asked)
    after = Shown(twelve)
    after.prepare(Event())
    monkeypatch.setattr(reports, "counted", None)  # whoever asks the engine fails
    assert (after.search("talks"), after.statements(asked)) == (searched, listed)
    with pytest.raises(TypeError):
        after.search("nowhere")


TEXTS = ("Peace, peace.", "No Peace!", "O’Neill’s peace of 1,000 days", "war", "İzmir wants peace")
HALF = [(text, number % 2 == 0) for number, text in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("words", "number", "counting"),
    [
        ("peace", 4, 3),
        ("PEACE", 4, 3),
        ("war", None, None),
        ("peace war", None, None),
        ("", None, None),
        ("...", None, None),
    ],
)
def test_words_are_the_index_s_own(words: str, number: int | None, counting: int | None) -> None:
    found = Frequent(HALF, 2)
    assert found.count(Filters(words=words, everything=True)) == number
    assert found.count(Filters(words=words)) == counting


@pytest.mark.parametrize(
    ("words", "number"),
    [("wants peace", 1), ("izmir", 1), ("O’Neill’s 1,000", 1), ("war peace", 0)],
)
def test_all_of_them_must_be_there(words: str, number: int) -> None:
    wanted = Filters(words=words, everything=True)
    assert Frequent(HALF, 1).count(wanted) == number
    assert Frequent((), 1).count(wanted) is None
