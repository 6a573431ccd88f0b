"""The quality report: figures, the command, the day and the machine."""

import os
import platform
from datetime import date
from pathlib import Path

from graphkit.evaluation.gold import GoldScores, score_gold
from graphkit.evaluation.polnear import MEASURES, PolnearScores, predict, score
from graphkit.pipeline import Pipeline


def evaluate(gold: Path, scorer: Path, pipeline: Pipeline, polnear: Path | None = None) -> str:
    """The report in Markdown. `polnear`: a folder with dev/ and score_attribution.py."""
    lines = [
        "# Quality",
        "",
        "Written by `graphkit evaluate --gold DIR --scorer FILE [--polnear DIR]`; do not edit.",
        f"{date.today().isoformat()}; {machine()}; model {pipeline.model}.",
        "",
        *_gold_lines(score_gold(gold, scorer, pipeline)),
    ]
    if polnear is not None:
        part = polnear / "dev"
        scores = score(
            part, polnear / "score_attribution.py", predict(part, pipeline.reader, pipeline.model)
        )
        lines += ["", *_polnear_lines(scores)]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Processor, cores and Python of this machine, without its name."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _gold_lines(scores: GoldScores) -> list[str]:
    rows = [f"| {name} | {p} | {r} | **{f}** |" for name, (p, r, f) in scores.rows.items()]
    return [
        f"## Who said what about whom: {len(scores.articles)} articles annotated by hand",
        "",
        "Entities are matched one to one: a second node for the same actor costs. Percent.",
        "Rules read on the articles that they are scored on make such figures optimistic.",
        "",
        "| | P | R | F1 |",
        "|---|---|---|---|",
        *rows,
        "",
        "| accuracy | % |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in scores.accuracies.items()),
        "",
        "Counts: "
        + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in scores.counts.items())
        + ".",
    ]


def _polnear_lines(scores: PolnearScores) -> list[str]:
    rows = [
        f"| {kind} | {measure} | "
        + " | ".join(f"{100 * x:.1f}" for x in (s.precision, s.recall, s.f1))
        + " |"
        for (kind, measure), s in scores.scores.items()
        if measure in MEASURES
    ]
    return [
        f"## Attribution: PolNeAR dev, {scores.articles} articles",
        "",
        f"{scores.gold} annotated, {scores.predicted} predicted, outermost only. Percent.",
        "",
        "| kind | measure | P | R | F1 |",
        "|---|---|---|---|---|",
        *rows,
    ]
