"""Every question of the library, timed and checked on both stores at several sizes.

    python benchmarks/questions.py --cache /tmp/asked --output docs/questions-speed.md

The synthetic corpus (`benchmarks/synthetic.py`) is cut off at so many statements, loaded into the
embedded store, and from there, by a folder for `neo4j-admin database import`, into a real Neo4j
(`tools/neo4j`). Each question is asked with what `benchmarks/draws.py` draws; the first answer to
each is compared with `benchmarks/answers.py`, the next ones are timed, a plain lookup by an index
between them. A time is that of `ask`: names linked, query, rows, source sentences. With --cache
what was loaded is kept for the next run. The machine may be shared: ratios are of one run.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from itertools import cycle, groupby, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # what is measured is this tree

from benchmarks.answers import answer, comparable
from benchmarks.draws import DRAWN, Draw, draws
from benchmarks.extraction import processor
from benchmarks.facts import Facts
from benchmarks.synthetic import document
from graphkit.questions import AskableStore
from loaders import open_export, open_store
from schemas.errors import LimitExceeded
from schemas.graph import Graph
from schemas.stores import Limits, Rows
from tools.neo4j.server import RELEASES, from_maven, importing

type Expected = dict[tuple[Any, ...], Counter[tuple[Any, ...]]]
"""The answers worked out in Python, by question and parameters: once for all stores."""

SIZES = (4_000, 40_000, 400_000)
STORES = ("embedded", "neo4j")
LOOKUP = "MATCH (s:Statement {id: $id}) RETURN s.text"
_LOOKED_UP = 500  # statements that the lookups take in turn
_MOST_SECONDS = 120.0  # of one answer
_LIMITS = Limits(seconds=_MOST_SECONDS, rows=None, characters=None)
_PAGE_CACHE = "2g"  # of the server: the largest corpus fits
_MUCH = 5  # times: growth that the page names
_PACKAGES = ("neo4j", "arcadedb")


@dataclass(slots=True)
class Timed:
    """One way of asking one question in one store of one size; seconds of each answer."""

    question: str
    asked: str
    wide: bool
    rows: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: int = 0
    stopped: bool = False


@dataclass(slots=True)
class Run:
    """A store at a size: what its questions and the lookups between them took."""

    store: str
    statements: int
    documents: int
    day: str
    timed: list[Timed] = field(default_factory=list)
    lookups: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and writes the tables; ends with an error where an answer is wrong."""
    given = _given(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        cache = given.cache or Path(temporary)
        runs: list[Run] = []
        for size in sorted(given.statements):
            for run in measured(cache / str(size), size, given):
                runs.append(run)
                if given.output != "-":  # what is measured is kept, whatever comes next
                    Path(given.output).write_text(report(runs), encoding="utf-8")
    if given.output == "-":
        print(report(runs))
    if wrong := sum(timed.wrong for run in runs for timed in run.timed):
        sys.exit(f"{wrong} answers are not those worked out in Python")


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--stores", nargs="*", default=list(STORES), choices=STORES)
    parser.add_argument("--questions", nargs="*", default=list(DRAWN), choices=list(DRAWN))
    parser.add_argument("--cache", type=Path, help="a folder to keep the loaded stores in")
    parser.add_argument(
        "--kept", action="store_true", help="take what an earlier run left in the cache"
    )
    parser.add_argument("--repetitions", type=int, default=5, help="timings a draw at most")
    parser.add_argument("--seconds", type=float, default=10, help="a way of asking, about")
    parser.add_argument("--output", default="-", help="a file; - is standard output")
    return parser.parse_args(arguments)


# --- corpus and stores ----------------------------------------------------------------------------


def sized(statements: int) -> Iterator[Graph]:
    """Documents of the corpus until they hold so many statements."""
    number = found = 0
    while found < statements:
        graph = document(number)
        yield graph
        number, found = number + 1, found + len(graph.statements)


def load(folder: Path, statements: int) -> None:
    """The corpus in an embedded store and as an import, once."""
    done = folder / "loaded.json"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    with open_store(folder / "embedded") as store:
        store.load_all(sized(statements))
        loaded = time.perf_counter()
        with open_export(folder / "graph.neo4j") as export:
            export.write(store.stream())
    seconds = {"loading": loaded - begin, "exporting": time.perf_counter() - loaded}
    done.write_text(json.dumps(seconds), encoding="utf-8")
    _tell(f"{statements:,} statements: {seconds}")


@contextmanager
def opened(name: str, folder: Path) -> Iterator[AskableStore]:
    """One of the stores with what is in the folder, set up as a load leaves it."""
    if name == "embedded":
        with AskableStore(open_store(folder / "embedded", create=False)) as store:
            store.prepare()  # an index that is newer than the cache
            yield store
        return
    with (
        from_maven(
            RELEASES["lts"], importing(folder / "graph.neo4j"), page_cache=_PAGE_CACHE
        ) as server,
        AskableStore(open_store(server.url, user=server.user, password=server.password)) as store,
    ):
        store.prepare()
        yield store


# --- measuring ------------------------------------------------------------------------------------


def measured(folder: Path, statements: int, given: argparse.Namespace) -> Iterator[Run]:
    """Each store at one size."""
    kept = {name: folder / f"{name}.json" for name in given.stores}
    if given.kept and all(path.exists() for path in kept.values()):
        yield from (_kept(path) for path in kept.values())
        return
    load(folder, statements)
    facts = Facts.of(sized(statements))
    expected: Expected = {}
    for name in given.stores:
        with opened(name, folder) as store:
            run = Run(name, len(facts.told), len(facts.reports), date.today().isoformat())
            ids = cycle(islice(facts.told, _LOOKED_UP))
            for question in given.questions:
                for _, some in groupby(draws(facts, question), key=lambda draw: draw.asked):
                    drawn = list(some)
                    timed = Timed(question, drawn[0].asked, drawn[0].wide)
                    for draw in drawn:
                        _check(store, facts, expected, draw, timed)
                    _time(store, drawn, ids, run, timed, given)
                    run.timed.append(timed)
                    _tell(f"{name} {statements:,} {_line(timed)}")
        kept[name].write_text(json.dumps(asdict(run)), encoding="utf-8")
        yield run


def _kept(path: Path) -> Run:
    """A run as it was written."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Run(**{**found, "timed": [Timed(**timed) for timed in found["timed"]]})


def _time(
    store: AskableStore,
    drawn: Sequence[Draw],
    ids: Iterator[str],
    run: Run,
    timed: Timed,
    given: argparse.Namespace,
) -> None:
    """The draws in turn while there is time, a lookup after each."""
    until = time.perf_counter() + given.seconds
    for draw in [*drawn] * given.repetitions:
        if timed.stopped or (timed.seconds and time.perf_counter() > until):
            break
        begin = time.perf_counter()
        _ask(store, timed.question, draw)
        asked = time.perf_counter()
        store.query(LOOKUP, id=next(ids))
        run.lookups.append(time.perf_counter() - asked)
        timed.seconds.append(asked - begin)


def _check(store: AskableStore, facts: Facts, expected: Expected, draw: Draw, timed: Timed) -> None:
    """The first answer, compared; it also has the engine plan the query."""
    try:
        rows = _ask(store, timed.question, draw)
    except LimitExceeded:
        timed.stopped = True
        return
    timed.rows.append(len(rows))
    key = timed.question, *draw.parameters.items()
    if key not in expected:
        expected[key] = answer(facts, timed.question, **draw.parameters)
    if comparable(rows) != expected[key]:
        timed.wrong += 1
        _tell(f"WRONG: {timed.question} {dict(draw.parameters)}")


def _ask(store: AskableStore, question: str, draw: Draw) -> Rows:
    return store.ask(question, limits=_LIMITS, **draw.parameters)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _line(timed: Timed) -> str:
    if not timed.seconds:
        return f"{timed.question} ({timed.asked}): not within {_MOST_SECONDS:.0f} s"
    return (
        f"{timed.question} ({timed.asked}): {_percentile(timed.seconds, 50):.1f} ms, "
        f"{_percentile(timed.seconds, 95):.1f} ms, {max(timed.rows):,} rows"
    )


def _percentile(seconds: Sequence[float], percent: int) -> float:
    """In milliseconds."""
    if len(seconds) == 1:
        return 1000 * seconds[0]
    return 1000 * quantiles(seconds, n=100, method="inclusive")[percent - 1]


# --- the page -------------------------------------------------------------------------------------


def report(runs: Sequence[Run]) -> str:
    """The tables in Markdown, with the command, the day and the machine."""
    command = " ".join(["python", "benchmarks/questions.py", *sys.argv[1:]])
    lines = [
        "# Speed of questions",
        "",
        f"Written by `{command}`; do not edit.",
        f"{date.today().isoformat()}; {processor()}, {os.cpu_count()} cores, client and server on "
        f"the same; Neo4j {RELEASES['lts'].version}; Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
        + ".",
        "",
        *(
            f"- {run.day}, {run.store}: {run.statements:,} statements, {run.documents:,} reports; "
            f"{sum(map(len, (timed.rows for timed in run.timed)))} answers compared with those "
            f"worked out in Python, {sum(timed.wrong for timed in run.timed)} differ; the plain "
            f"lookup `{LOOKUP}` took {_percentile(run.lookups, 50):.2f} ms "
            f"(p50), {_percentile(run.lookups, 95):.2f} ms (p95)."
            for run in runs
        ),
        "",
        _EXPLAINED,
        "",
    ]
    for store in dict.fromkeys(run.store for run in runs):
        lines += _table(store, [run for run in runs if run.store == store])
    return "\n".join(lines)


_EXPLAINED = """\
A cell has p50 and p95 in milliseconds, and p50 and p95 as multiples of those of the lookup in the
same run. `rows` are those of the smallest and the largest answer in the largest store. **Narrow**
ways of asking are drawn so that about twenty rows answer them at any size: the last column, p50 in
the largest store by p50 in the smallest, is what the size of the store costs. **Wide** ones ask for
the most frequent actor or for everything: they have to read what they count, and grow. A way of
asking is timed in turn over its draws, at least once, until its seconds are over (see the command):
of the slowest there is one timing, and p95 is p50.

What was rewritten after the first runs, in which it read the whole store:

- `who-said-what`, `first-hand-only`, `unattributed`, `replies`, `relayed-statements`,
  `speakers-on-platform`, `state-about-state`, `documents`: start at the speaker, target, outlet or
  platform given, of two at the one with fewer statements, else at the days; `state-about-state`
  follows those DESCRIBED_AS alone that stand in the same report; on the embedded engine a node
  that is null (a parameter, the statement of a position) was looked for among all of its label;
- `who-criticises-whom`, `unnamed-sources`, `wrong-offices`, `talks-by-venue`, `conditions`,
  `positions-on-concept`: start at the node given, else at the days (the last two);
  `said-about-over-time`: at the rarer of the pair;
- `dependencies`: by an index on the actor of CONDITIONAL_ON; `evidence`: by the index on the ids of
  each type, where it tried every relationship.

What still reads much: `conditions` and `positions-on-concept` asked by days alone look through all
positions for those with a day of their own, and all proposals for those that no report is said to
mention, a fraction of what they read before; `state-about-state` for one state reads everything
that its people said, unless both days are given and a month apart at most;
`search-statements` reads every statement that has the words, whoever spoke; `since` without
`until`, or the reverse, reads all. `deadlocks`, the matrix and whatever is asked for everything
read what they count, the matrix and `who-criticises-whom` from derived relationships."""


def _table(store: str, runs: Sequence[Run]) -> Iterable[str]:
    sizes = " | ".join(f"{run.statements:,} statements" for run in runs)
    yield f"## {store}"
    yield ""
    yield f"| question | asked with | | rows | {sizes} | growth |"
    yield "|---|---|---|---|" + "---|" * (len(runs) + 1)
    for timed in runs[-1].timed:
        ways = [_found(run, timed) for run in runs]
        cells = " | ".join(_cell(run, way) for run, way in zip(runs, ways, strict=True))
        growth = _growth(runs, timed)
        rows = f"{min(timed.rows):,}–{max(timed.rows):,}" if timed.rows else ""
        kind = "wide" if timed.wide else "narrow"
        yield (
            f"| `{timed.question}` | {timed.asked} | {kind} | {rows} | {cells} "
            f"| {f'{growth:.1f}' if growth else ''} |"
        )
    yield ""
    yield _summary(
        [(timed, growth) for timed in runs[-1].timed if (growth := _growth(runs, timed))]
    )
    yield ""


def _summary(grown: Sequence[tuple[Timed, float]]) -> str:
    """How much the narrow ways of asking grew, and which of them grew much."""
    narrow = [(timed, growth) for timed, growth in grown if not timed.wide]
    if not narrow:
        return "No narrow way of asking was timed."
    much = [f"`{timed.question}` ({timed.asked})" for timed, growth in narrow if growth > _MUCH]
    return (
        f"Growth of the {len(narrow)} narrow ways: {median(g for _, g in narrow):.1f} in the "
        f"median; more than {_MUCH}: {', '.join(much) or 'none'}."
    )


def _found(run: Run, timed: Timed) -> Timed | None:
    key = timed.question, timed.asked
    return next((way for way in run.timed if (way.question, way.asked) == key), None)


def _cell(run: Run, way: Timed | None) -> str:
    if way is None:
        return ""
    if not way.seconds:
        return f"over {_MOST_SECONDS:.0f} s"
    times = [_percentile(way.seconds, percent) for percent in (50, 95)]
    plain = [_percentile(run.lookups, percent) for percent in (50, 95)]
    ratios = [a / b for a, b in zip(times, plain, strict=True)]
    return f"{times[0]:,.1f}, {times[1]:,.1f} ({ratios[0]:,.0f}×, {ratios[1]:,.0f}×)"


def _growth(runs: Sequence[Run], timed: Timed) -> float | None:
    """p50 in the largest store by p50 in the smallest; null where one of them has none."""
    first, last = _found(runs[0], timed), _found(runs[-1], timed)
    if not first or not last or not first.seconds or not last.seconds:
        return None
    return _percentile(last.seconds, 50) / _percentile(first.seconds, 50)


if __name__ == "__main__":
    main()
