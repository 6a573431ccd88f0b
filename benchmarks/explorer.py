"""The explorer in a real Chromium, over one document and over a large store, in one run.

    python benchmarks/explorer.py --large FOLDER --output docs/explorer-speed.md

`graphkit serve` shows two embedded stores: one with the first document of the synthetic corpus
(`benchmarks/synthetic.py`), and a large one of the same corpus (--large, or made of --documents).
Each repeat starts both servers anew, lets them work out what the page shows first, opens a new page
over each store in turn and uses it as an analyst would. A time is from
the act until nothing is asked any more and the network is laid out (`Seen.settled`), frames of
waiting included; beside it stands the longest answer of the server. The machine may be shared:
ratios are of one run.
"""

import argparse
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from heapq import nlargest
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # what is measured is this tree

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as NotThere

from benchmarks.extraction import processor
from benchmarks.synthetic import corpus, document
from graphkit.explorer.showing import TIES
from loaders import open_store
from schemas.relations import Said
from schemas.statements import Statement
from tests.browsing import WIDE, Seen
from tools.chromium import NoChromium, chromium, serving

ONE, LARGE = "one document", "large"
_MUCH = 5  # times: what the page names
_BUSY = 3.5  # load from which the page says so; browser and servers make 3 themselves
_SECONDS = 120  # of one act at most
_FREQUENT = "talks"  # one of the corpus's 25 words, and so in many statements
_RARE = re.compile(r"resolution \d+")
_DAYS = 15  # to both sides of the first document's day
_LEAST = 5  # milliseconds of the server from which a ratio says something
_FIRST = (
    *("overview", "network", "statements", "matrix", "timeline", "documents", "concepts"),
    "matrix?states=true",
)
_PREPARED_SECONDS = 900
_PACKAGES = ("playwright", "arcadedb", "fastapi", "uvicorn")
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
_MOST_FREQUENT = """fetch('/api/network?top=2').then(r => r.json())
    .then(n => n.actors[0] ? encodeURIComponent(n.actors[0].id) : '')"""
_ASKED = """() => performance.getEntriesByType('resource')
    .filter(e => e.name.includes('/api/'))
    .map(e => [new URL(e.name).pathname, e.responseEnd - e.startTime])"""


@dataclass(slots=True)
class Act:
    """What was measured of one act in one store; seconds of each repeat."""

    seconds: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    slowest: str = ""


type Acts = dict[str, Act]


@dataclass(slots=True)
class Run:
    """A store, what is measured of it, and what it holds."""

    address: str = ""
    prepared: list[float] = field(default_factory=list)
    acts: Acts = field(default_factory=dict)
    statements: int = 0
    reports: int = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures both stores and writes the table."""
    given = _given(arguments)
    loads = [os.getloadavg()[0]]
    with (
        tempfile.TemporaryDirectory() as temporary,
        chromium() as browser,
    ):
        folders = stores(Path(temporary), given)
        runs = {name: Run() for name in folders}
        for repeat in range(given.repetitions):
            with served(folders, runs):
                for run in runs.values():
                    use(browser, run)
                    loads.append(os.getloadavg()[0])
            print(f"{repeat + 1} of {given.repetitions}", file=sys.stderr)
    text = report(runs, given.repetitions, loads)
    if given.output == "-":
        print(text)
    else:
        Path(given.output).write_text(text, encoding="utf-8")


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=Path, help="the folder of an embedded store of the corpus")
    parser.add_argument("--documents", type=int, default=300, help="of the large store, where none")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--output", default="-", help="a file; - is standard output")
    return parser.parse_args(arguments)


def stores(folder: Path, given: argparse.Namespace) -> dict[str, Path]:
    """The folders of both stores."""
    fill(folder / "one", 1)
    large = given.large or folder / "large"
    if not given.large:
        fill(large, given.documents)
    return {ONE: folder / "one", LARGE: large}


@contextmanager
def served(folders: dict[str, Path], runs: dict[str, Run]) -> Iterator[None]:
    """Both stores, each shown by a server of its own that has kept no answers yet."""
    with ExitStack() as servers:
        for name, run in runs.items():
            run.address = servers.enter_context(serving(folders[name]))
            run.prepared.append(prepared(run.address))
        yield


def prepared(address: str) -> float:
    """Seconds until the server has worked out what the page shows first and what that leads to.

    Or some less: it does so from its start on; who asks meanwhile waits for what is at work.
    """

    def asked(path: str) -> Any:
        with urlopen(f"{address.rstrip('/')}/api/{path}", timeout=_PREPARED_SECONDS) as answer:
            return json.load(answer)

    begin = perf_counter()
    for path in _FIRST:
        asked(path)
    network = asked("network")
    for actor in network["actors"]:
        asked(f"actor?{urlencode({'id': actor['id']})}")
        for path in ("statements", "timeline"):
            asked(f"{path}?{urlencode({'speaker': actor['id']})}")
    for tie in nlargest(TIES, network["ties"], key=itemgetter("statements")):
        asked(f"statements?{urlencode({key: tie[key] for key in ('speaker', 'target', 'stance')})}")
    return perf_counter() - begin


def fill(folder: Path, documents: int) -> None:
    """An embedded store of so many documents of the corpus."""
    with open_store(folder) as store:
        store.load_all(corpus(documents))


# --- what an analyst does -------------------------------------------------------------------------


def use(browser: Browser, run: Run) -> None:
    """Opens a new page over a store and does everything once."""
    context = browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]}, reduced_motion="reduce"
    )
    context.set_default_timeout(_SECONDS * 1000)
    seen = Seen(context.new_page(), run.address)
    try:
        _open(seen, run)
        if not run.statements:
            _count(seen, run)
        for name, act in acts(seen):
            _measure(seen, run.acts, name, act)
    finally:
        context.close()


def _open(seen: Seen, run: Run) -> None:
    """The page itself: nothing is in its cache."""
    _measure(seen, run.acts, "open the explorer, until settled", seen.open)
    paint = run.acts.setdefault("open the explorer, until the first paint", Act())
    paint.seconds.append(seen.page.evaluate(_PAINT) / 1000)


def _count(seen: Seen, run: Run) -> None:
    told: dict[str, Any] = seen.page.evaluate("fetch('/api/overview').then(r => r.json())")
    run.statements, run.reports = told["statements"], told["documents"]


def acts(seen: Seen) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each act with its name, in the order in which they are done.

    What is prepared for an act, and not measured, is done before it is given.
    """
    page, first = seen.page, document(0)
    day = first.documents[0].published or date(2020, 1, 1)
    speaker = next(first.nodes[e.source].name for e in first.stated if isinstance(e, Said))

    def click(selector: str) -> None:
        page.locator(selector).first.click()

    def view(name: str) -> None:
        page.get_by_role("navigation").get_by_text(name, exact=True).click()

    def type_(label: str, words: str) -> None:
        page.get_by_role("combobox", name=label).fill(words)
        page.get_by_role("option").first.wait_for()

    def fill_days() -> None:
        page.get_by_label("From").fill((day - timedelta(_DAYS)).isoformat())
        page.get_by_label("Until").fill((day + timedelta(_DAYS)).isoformat())

    yield "nothing (what waiting for it takes)", lambda: None
    page.get_by_text("Ties as a list").click()
    yield "select a tie", partial(click, ".ties li button")
    for name in ("Statements", "Matrix"):
        yield f"view: {name.lower()}", partial(view, name)
    yield "view: matrix of states", page.get_by_role("button", name="States", exact=True).click
    for name in ("Timeline", "Articles"):
        yield f"view: {name.lower()}", partial(view, name)
    yield "view: an article", partial(click, ".reports button.row")
    yield "view: concepts", partial(view, "Concepts")
    yield "view: a concept", partial(click, "a.row")
    yield "search for a name", partial(type_, "Search", speaker)
    yield "view: an actor", partial(page.keyboard.press, "Enter")
    seen.open(view="statements")
    yield "page on", page.get_by_role("button", name="Next").click
    told = (node.text for node in first.nodes.values() if isinstance(node, Statement))
    rare = next(found[0] for text in told if (found := _RARE.search(text)))
    for kind, words in (("", rare), (" that half of the statements have", _FREQUENT)):
        yield f"search for words{kind}", partial(type_, "Search", words)
        option = page.get_by_role("option", name="with “")
        yield f"open what has the words{kind}", option.click
    for name in ("network", "statements", "timeline"):
        seen.open(view=name)
        yield f"filter by days: {name}", fill_days
    often: str = page.evaluate(_MOST_FREQUENT)
    for name in ("network", "statements", "matrix", "timeline"):
        seen.open(view=name)
        yield f"filter by speaker, most frequent: {name}", partial(_go, seen, f"speaker={often}")
    yield "view: an actor, most frequent", partial(_go, seen, f"view=actor&actor={often}")
    seen.open(view="timeline")
    yield "brush", partial(_brush, seen)


def _go(seen: Seen, state: str) -> None:
    """To a state by its address, as a link within the page does it."""
    seen.page.evaluate(
        """state => { const to = new URL(location.href);
            for (const [key, value] of new URLSearchParams(state)) to.searchParams.set(key, value);
            history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }""",
        state,
    )


def _brush(seen: Seen) -> None:
    box = seen.page.locator(".brush .overlay").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    seen.page.mouse.move(box["x"] + 2, y)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + box["width"] / 3, y, steps=5)
    seen.page.mouse.up()


def _measure(seen: Seen, all_acts: Acts, name: str, act: Callable[[], object]) -> None:
    """One act; what cannot be done, as paging on with one page, is not counted."""
    seen.page.evaluate("performance.clearResourceTimings()")
    seen.page.set_default_timeout(2_000 if name == "page on" else _SECONDS * 1000)
    begin = perf_counter()
    try:
        act()
        seen.page.set_default_timeout(_SECONDS * 1000)
        seen.settled()
    except NotThere:
        seen.page.set_default_timeout(_SECONDS * 1000)
        print(f"not done: {name}, {seen.page.url}", file=sys.stderr)
        return
    measured = all_acts.setdefault(name, Act())
    measured.seconds.append(perf_counter() - begin)
    asked = seen.page.evaluate(_ASKED)
    path, milliseconds = max(asked, key=lambda a: a[1], default=("", 0.0))
    measured.server.append(milliseconds / 1000)
    measured.slowest = path.removeprefix("/api/")


# --- the page -------------------------------------------------------------------------------------


def report(runs: dict[str, Run], repetitions: int, loads: Sequence[float]) -> str:
    """The table in Markdown."""
    return "\n".join(_lines(runs, repetitions, loads)) + "\n"


def _lines(runs: dict[str, Run], repetitions: int, loads: Sequence[float]) -> Iterator[str]:
    one, large = runs[ONE], runs[LARGE]
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield "# Speed of the explorer"
    yield ""
    yield f"Written by `python benchmarks/explorer.py {' '.join(sys.argv[1:])}`; do not edit."
    yield f"{datetime.now(UTC):%Y-%m-%d}; {processor()}, {os.cpu_count()} cores, browser and"
    yield f"servers on the same; Python {platform.python_version()}; {packages}."
    yield f"Load of the machine in the last minute: {min(loads):.1f} to {max(loads):.1f}."
    if max(loads) > _BUSY:
        yield f"**The machine was busy with other work (load above {_BUSY}): trust ratios alone.**"
    yield ""
    for name, run in runs.items():
        yield f"- {name}: {run.statements:,} statements, {run.reports:,} reports; what the page"
        yield f"  shows first and leads to was worked out in {median(run.prepared):.1f} s before."
    yield ""
    yield f"Medians of {repetitions} repeats, the stores in turns, in milliseconds. `server` is the"
    yield "longest answer within, as the browser waited for it; `longest` is its name. Each act"
    yield "ends with frames of waiting: the row `nothing` says how long these take. Ratios are"
    yield "of the whole and of the server's part. `most frequent` is the actor of most statements"
    yield "in each store; `filter by days` ends with a wait of 0.4 s for more to be typed. Nothing"
    yield "was asked before in the same repeat but what the server works out by itself: what the"
    yield "page shows first, and the pages, lists and timelines of the actors and ties in it."
    yield ""
    yield "| act | one document | server | large | server | ratio | server's ratio | longest |"
    yield "|---|---|---|---|---|---|---|---|"
    much: list[str] = []
    for name in large.acts:
        line, whole, server = _row(name, one.acts.get(name), large.acts[name])
        yield line
        if max(whole, server) > _MUCH:
            much.append(f"{name} ({whole:.0f}×; the server {server:.0f}×)")
    yield ""
    yield f"More than {_MUCH} times as long in the large store: {', '.join(much) or 'none'}."
    yield _CAUSES


_CAUSES = """
What counts the whole store with no filter is worked out when `graphkit serve` starts, and what is
asked of the thirty actors of most statements; it is kept for as long as the store stays as it is.
What reads much otherwise, each time that it is asked for the first time: days that span much of the
store; a rarer word beside very frequent ones; the list of a frequent actor's statements with
another filter."""


def _row(name: str, one: Act | None, large: Act) -> tuple[str, float, float]:
    """A line, and both of its ratios; zero where there is nothing to compare with."""
    now, server = _milliseconds(large.seconds), _milliseconds(large.server)
    before, asked = (_milliseconds(one.seconds), _milliseconds(one.server)) if one else (0, 0)
    ratio = now / before if before else 0.0
    part = server / asked if asked >= _LEAST else 0.0
    cells = [
        *((f"{before:,.0f}", f"{asked:,.0f}") if one else ("–", "–")),
        *(f"{now:,.0f}", f"{server:,.0f}"),
        *(f"{r:.1f}" if r else "–" for r in (ratio, part)),
    ]
    return f"| {name} | {' | '.join(cells)} | {large.slowest} |", ratio, part


def _milliseconds(seconds: Sequence[float]) -> float:
    return 1000 * median(seconds) if seconds else 0.0


if __name__ == "__main__":
    try:
        main()
    except NoChromium as error:
        sys.exit(str(error))
