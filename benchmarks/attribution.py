"""What each choice in reading attributions is worth: figures and time on held-out train articles.

    python benchmarks/attribution.py --corpus ../shared/data/polnear --output docs/ablations.md

The articles are those that the training held out; PolNeAR dev is not looked at. Every variant reads
the same parsed articles with the same limits. Time is the processor's, on one thread, as a ratio to
the first variant of the same run.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"  # before numpy is imported
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # what is measured is this tree

if TYPE_CHECKING:
    from graphkit.attribution.network import Network
    from graphkit.evaluation.polnear import CorpusScorer, PolnearScores
    from graphkit.training.corpus import Article
    from graphkit.training.examples import Prepared

MEASURES = ("full_overlap", "full_good", "content_exact_np")


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of reading: what it is called, what it changes, and with which weights."""

    name: str
    changed: Callable[[], object]
    fast: bool = False
    parsed: bool = True


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures every variant and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of PolNeAR")
    parser.add_argument("--articles", type=int, help="how many of the held-out; all")
    parser.add_argument("--output", default="-", help="a file; - is standard output")
    given = parser.parse_args(arguments)
    text = report(given.corpus, given.articles)
    if given.output == "-":
        print(text)
    else:
        Path(given.output).write_text(text, encoding="utf-8")


def variants() -> list[Variant]:
    """The design as it is, and each choice taken back."""

    def nothing() -> None: ...

    return [
        Variant("as it is", nothing),
        *(
            Variant(f"windows of {size} pieces", partial(_set_window, size))
            for size in (96, 192, 256)
        ),
        *(
            Variant(f"edges weigh {weight:g}", partial(_set_decoding, "EDGE_WEIGHT", weight))
            for weight in (0.0, 0.3, 1.0)
        ),
        Variant("no price of a change", partial(_set_decoding, "SWITCH_PRICE", 0.0)),
        Variant("without the parse", nothing, parsed=False),
        Variant("small model", nothing, fast=True),
    ]


def report(corpus: Path, count: int | None) -> str:
    """The table in Markdown, with the command, the day and the machine."""
    from graphkit.attribution.network import FAST, SHIPPED, Network
    from graphkit.evaluation.polnear import CorpusScorer
    from graphkit.evaluation.report import machine

    networks = {fast: Network(FAST if fast else SHIPPED) for fast in (False, True)}
    articles = prepared(corpus, count, networks[False])
    scorer = CorpusScorer(corpus / "train", corpus / "score_attribution.py")
    measured(variants()[0], articles[:1], networks[False], scorer)  # everything is loaded
    rows, first = [], 0.0
    for variant in variants():
        with _as_before(), _changed(variant):
            begin = time.process_time()
            scores = measured(variant, articles, networks[variant.fast], scorer)
            spent = time.process_time() - begin
        first = first or spent
        figures = " | ".join(f"{100 * scores.scores['all', m].f1:.1f}" for m in MEASURES)
        rows.append(f"| {variant.name} | {figures} | {spent / first:.2f} |")
    command = " ".join(["python", "benchmarks/attribution.py", *sys.argv[1:]])
    return "\n".join([
        "# What the choices are worth",
        "",
        f"Written by `{command}`; do not edit.",
        f"{date.today().isoformat()}; {machine()}.",
        "",
        f"{len(articles)} articles of PolNeAR train that the training held out; outermost "
        "attributions, F1 in percent. Time: of reading parsed articles, on one thread.",
        "",
        "| variant | full overlap | full good | content exact | time |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ])  # fmt: skip


def prepared(
    corpus: Path, count: int | None, network: "Network"
) -> "list[tuple[Article, Prepared]]":
    """The held-out articles, parsed and cut into pieces."""
    from graphkit.language import parse_text
    from graphkit.training.corpus import HELD_OUT, held_out, read_corpus
    from graphkit.training.examples import prepare

    _, kept = held_out(read_corpus(corpus / "train"), HELD_OUT)
    return [
        (article, prepare(article, parse_text(article.text), network.vocabulary))
        for article in kept[:count]
    ]


def measured(
    variant: Variant,
    articles: "Sequence[tuple[Article, Prepared]]",
    network: "Network",
    scorer: "CorpusScorer",
) -> "PolnearScores":
    """The scores of a variant within the limits of its weights."""
    from graphkit.attribution.syntax import no_syntax
    from graphkit.training.selection import candidates, scored

    shown = articles
    if not variant.parsed:
        shown = [(a, replace(ready, syntax=no_syntax(ready.words))) for a, ready in articles]
    return scored(candidates(network, shown), network.limits, scorer)


@contextmanager
def _changed(variant: Variant) -> Iterator[None]:
    variant.changed()
    yield


@contextmanager
def _as_before() -> Iterator[None]:
    """What a variant changes is put back."""
    from graphkit.attribution import decoding, reader

    kept = (reader.windows, decoding.EDGE_WEIGHT, decoding.SWITCH_PRICE)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        reader.windows, decoding.EDGE_WEIGHT, decoding.SWITCH_PRICE = kept  # type: ignore[attr-defined]


def _set_window(size: int) -> None:
    from graphkit.attribution import reader, windows

    reader.windows = partial(windows.windows, size=size)  # type: ignore[attr-defined]


def _set_decoding(name: str, value: float) -> None:
    from graphkit.attribution import decoding

    setattr(decoding, name, value)


if __name__ == "__main__":
    main()
