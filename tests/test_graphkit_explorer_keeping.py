"""What the explorer keeps: for one revision of the store, and no longer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest

from graphkit.explorer import daily, showing
from graphkit.explorer.keeping import Keeper
from graphkit.explorer.showing import Drawn, Paged, Shown, Some, Tabled
from graphkit.questions import AskableStore
from loaders import bulk, marks, open_store
from schemas.errors import QueryError
from schemas.stores import QueryableStore, Rows
from tests.loaders_samples import article
from tests.six_reports import six_reports

COUNT = "MATCH (d:Document) RETURN count(d) AS n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AskableStore]:
    with AskableStore(open_store(tmp_path / "store")) as opened:
        opened.load(article(1))
        yield opened


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskableStore]:
    with AskableStore(open_store(tmp_path_factory.mktemp("six") / "store")) as opened:
        opened.load(six_reports())
        yield opened


class Counting:
    """Counts documents, and how often it was asked to."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, store: QueryableStore, plus: int = 0) -> int:
        self.asked += 1
        found: int = store.query(COUNT)[0]["n"]
        return found + plus


def test_an_answer_is_worked_out_once(store: AskableStore) -> None:
    count, keeper = Counting(), Keeper(store)
    assert [keeper.get(count) for _ in range(3)] == [1, 1, 1]
    assert count.asked == 1


def test_other_values_are_another_question(store: AskableStore) -> None:
    count, keeper = Counting(), Keeper(store)
    assert [keeper.get(count, 1), keeper.get(count, 2), keeper.get(count, plus=3)] == [2, 3, 4]


@pytest.mark.parametrize("change", ["load", "load_all", "replace", "remove"])
def test_a_change_makes_it_ask_anew(store: AskableStore, change: str) -> None:
    count, keeper = Counting(), Keeper(store)
    assert keeper.get(count) == 1
    match change:
        case "load" | "replace":
            getattr(store, change)(article(2))
        case "load_all":
            store.load_all([article(2)])
        case "remove":
            store.remove("doc:1")
    assert keeper.get(count) == (0 if change == "remove" else 2)
    assert keeper.get(count) == store.query(COUNT)[0]["n"]
    assert count.asked == 2


def test_nothing_is_kept_while_a_load_is_at_work(store: AskableStore) -> None:
    count, keeper = Counting(), Keeper(store)
    store.store._write(lambda session: marks.note_loading(session, "another"))  # type: ignore[attr-defined]
    assert [keeper.get(count), keeper.get(count)] == [1, 1]
    assert count.asked == 2
    bulk.finish(store.store._write)  # type: ignore[attr-defined]
    assert [keeper.get(count), keeper.get(count)] == [1, 1]
    assert count.asked == 3


def test_what_fails_is_asked_anew(store: AskableStore) -> None:
    asked = []

    def fail(_: QueryableStore) -> int:
        asked.append(1)
        if len(asked) == 1:
            raise QueryError("the first time")
        return 7

    keeper = Keeper(store)
    with pytest.raises(QueryError, match="the first time"):
        keeper.get(fail)
    assert keeper.get(fail) == 7


class Slow:
    """A question that is at work until three have asked it; `error`: what it ends with."""

    def __init__(self, error: QueryError | None = None) -> None:
        self.error, self.asked = error, 0
        self.begun, self.go_on = Event(), Event()

    def __call__(self, _: QueryableStore) -> int:
        self.asked += 1
        self.begun.set()
        assert self.go_on.wait(20)
        if self.error:
            raise self.error
        return 7

    def together(self, keeper: Keeper) -> list[int | str]:
        found: list[int | str] = []

        def ask() -> None:
            try:
                found.append(keeper.get(self))
            except QueryError as error:
                found.append(str(error))

        threads = [Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert self.begun.wait(20)
        sleep(0.5)
        self.go_on.set()
        for thread in threads:
            thread.join(20)
        return found


def test_who_asks_meanwhile_waits_for_the_same_answer(store: AskableStore) -> None:
    slow = Slow()
    assert slow.together(Keeper(store)) == [7, 7, 7]
    assert slow.asked == 1


def test_who_asks_meanwhile_gets_the_same_error(store: AskableStore) -> None:
    slow, keeper = Slow(QueryError("too much")), Keeper(store)
    assert slow.together(keeper) == ["too much"] * 3
    assert slow.asked == 1
    assert keeper.known(slow) is None


def test_what_nothing_is_given_for_stays(store: AskableStore) -> None:
    count, keeper = Counting(), Keeper(store)
    keeper.get(count)
    for number in range(1100):
        keeper.get(count, number)
    assert keeper.known(count) == 1
    assert len(keeper._answers) == 1_000


def test_a_node_that_goes_away_meanwhile_stops_nothing(
    store: AskableStore, caplog: pytest.LogCaptureFixture
) -> None:
    class Forgetful(AskableStore):
        def query(self, cypher: str, /, **given: object) -> object:  # type: ignore[override]
            gone = "n.name AS name, labels(n) AS labels" in cypher and "$ids" in cypher
            return () if gone else store.query(cypher, **given)  # type: ignore[arg-type]

    shown = Shown(Forgetful(store.store))
    shown.prepare(Event())
    assert "not worked out beforehand" in caplog.text
    assert shown._keeper.known(daily.pairs) is not None


class Noting(AskableStore):
    """Notes what is asked."""

    def __init__(self, store: AskableStore) -> None:
        super().__init__(store.store)
        self.asked: list[str] = []

    def query(self, cypher: str, /, **given: Any) -> Rows:  # type: ignore[override]
        self.asked.append(cypher)
        return super().query(cypher, **given)


def test_what_is_prepared_is_what_the_page_asks_for(store: AskableStore) -> None:
    noting = Noting(store)
    shown, asked = Shown(noting), noting.asked
    shown.prepare(Event())
    asked.clear()
    shown.overview()
    shown.network(Drawn())
    shown.matrix(Tabled())
    shown.matrix(Tabled(states=True))
    shown.documents(Some())
    shown.concepts()
    assert asked == []
    shown.matrix(Tabled(states=True, top=15, stance=["negative"]))
    shown.timeline(Drawn())
    assert not any("[:SAID]" in text for text in asked)
    told = shown.statements(Paged()).statements
    assert not any("SKIP" in text for text in asked)
    assert told


def test_what_the_network_leads_to_is_prepared(store: AskableStore) -> None:
    noting = Noting(store)
    shown, asked = Shown(noting), noting.asked
    shown.prepare(Event())
    network = shown.network(Drawn())
    actor, tie = network.actors[-1], network.ties[0]
    asked.clear()
    assert shown.actor(actor.id).actor == actor
    assert asked == []
    shown.timeline(Drawn(speaker=actor.id))
    shown.statements(Paged(speaker=actor.id))
    between = {"speaker": tie.speaker, "target": tie.target, "stance": [tie.stance]}
    assert shown.statements(Paged.model_validate(between)).total == tie.statements
    assert not any("[:SAID]->(s" in text or "SKIP" in text for text in asked)


DAYS = (
    {"since": "2025-05-11"},
    {"until": "2025-05-20"},
    {"since": "2025-05-11", "until": "2025-06-02"},
    {"since": "2025-05-11", "stance": ["negative", "neutral"]},
    {"since": "2025-05-11", "speaker": "person:donald-trump"},
    {"since": "2025-05-11", "target": "state:UKR"},
    {"since": "1990-01-01", "until": "1990-12-31"},
    {"since": "2025-05-01", "words": "brave"},
)


@pytest.mark.parametrize("given", DAYS, ids=str)
def test_days_summed_are_days_asked_for(reports: AskableStore, given: dict[str, object]) -> None:
    asked, prepared = Shown(reports), Shown(reports)
    prepared.prepare(Event())
    assert prepared._keeper.known(daily.pairs) is not None
    assert prepared._keeper.known(daily.speakers) is not None
    for top in (2, 30):
        for view, values in (
            ("network", Drawn(top=top, **given)),
            ("matrix", Tabled(top=top, **given)),
            ("timeline", Drawn(top=top, **given)),
        ):
            assert getattr(prepared, view)(values) == getattr(asked, view)(values)
    assert bool(asked.network(Drawn(**given)).ties) == (given.get("since") != "1990-01-01")


def test_it_is_prepared_again_after_a_change(store: AskableStore) -> None:
    stopped, shown = Event(), Shown(store)
    thread = Thread(target=shown.keep_prepared, args=(stopped,))
    thread.start()
    try:
        for change in (lambda: None, lambda: store.load(article(2))):
            change()
            assert _within(20, lambda: shown._keeper.known(daily.pairs) is not None)
    finally:
        stopped.set()
        thread.join(20)
    assert not thread.is_alive()


def test_a_load_that_was_cut_off_is_told_of(
    store: AskableStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(showing, "_LOOKED_AFTER", 0.01)
    store.store._write(lambda session: marks.note_loading(session, "another"))  # type: ignore[attr-defined]
    stopped, shown = Event(), Shown(store)
    thread = Thread(target=shown.keep_prepared, args=(stopped,))
    thread.start()
    try:
        assert _within(20, lambda: "run it again" in caplog.text)
    finally:
        stopped.set()
        thread.join(20)


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        if holds():
            return True
        sleep(0.1)
    return False


def test_a_stop_ends_the_preparing(store: AskableStore) -> None:
    stopped = Event()
    stopped.set()
    shown = Shown(store)
    shown.prepare(stopped)
    assert not shown._keeper._answers
    assert not shown._keeper._lasting
