"""Words that very many statements have: the newest of them, as the whole list has them."""

from collections.abc import Iterator

import pytest

from benchmarks.synthetic import corpus
from graphkit.explorer import frequent, newest, reports
from graphkit.explorer.filters import Filters
from graphkit.explorer.showing import Paged, Shown
from graphkit.questions import AskableStore
from tests.opening import new_store

WORD = "talks"


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("neo4j-lts", marks=pytest.mark.neo4j)]
)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    with AskableStore(new_store(request, tmp_path_factory.mktemp("newest"))) as store:
        store.load_all(corpus(12))
        yield store


@pytest.mark.parametrize("everything", [True, False])
def test_the_newest_with_some_words_are_those_of_the_list(
    store: AskableStore, everything: bool
) -> None:
    wanted = Filters(words=WORD, everything=everything)
    listed = reports.listing(store, wanted)
    last = newest.last_day(store)
    assert listed.total > 20
    for count in (1, 5, listed.total):
        assert newest.newest(store, wanted, last, count) == listed.ids[:count]
    assert newest.newest(store, wanted, last, listed.total + 1) is None
    assert newest.newest(store, wanted, None, 1) is None


def test_very_many_are_listed_alike(store: AskableStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Paged(words=WORD, everything=True)
    before = Shown(store).statements(asked)
    assert before.total > 20
    monkeypatch.setattr(reports, "_AHEAD", 6)
    for most in (0, 20_000):
        monkeypatch.setattr(frequent, "VERY_MANY", most)
        assert Shown(store).statements(asked) == before
