"""A gold folder: who said what about whom, scored by the script beside it."""

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.evaluation.scripts import load_script
from graphkit.pipeline import Pipeline
from graphkit.reading import read_file
from schemas.errors import InputError
from schemas.graph import Graph


@dataclass(frozen=True, slots=True)
class GoldScores:
    """The scorer's rows ([precision, recall, F1] in percent), accuracies and counts."""

    articles: tuple[str, ...]
    rows: dict[str, list[float]]
    accuracies: dict[str, float | None]
    counts: dict[str, int]

    def f1(self, row: str) -> float:
        """F1 of a row, in percent."""
        return self.rows[row][2]


def score_gold(folder: Path, scorer_file: Path, pipeline: Pipeline) -> GoldScores:
    """Extracts `text/ID.txt` for every `gold/ID.json` of the folder and scores the graphs.

    Raises InputError where the folder is not laid out so, or the scorer is not one.
    """
    scorer = load_script(scorer_file, "load", "from_interchange", "score")
    golds = sorted((folder / "gold").glob("*.json"))
    if not golds:
        raise InputError(f"no gold/*.json in {folder}: not a gold folder")
    pairs = []
    for path in golds:
        text_file = folder / "text" / f"{path.stem}.txt"
        reading = read_file(text_file)
        text = text_file.read_text(encoding="utf-8")
        predicted = scorer.from_interchange(interchange(pipeline.graph(reading)), text)
        pairs.append((scorer.load(path, text), predicted))
    with contextlib.redirect_stdout(io.StringIO()):
        result: dict[str, Any] = scorer.score(pairs)
    counts = result.pop("counts")
    return GoldScores(
        articles=tuple(path.stem for path in golds),
        rows={name: value for name, value in result.items() if isinstance(value, list)},
        accuracies={name: value for name, value in result.items() if not isinstance(value, list)},
        counts=counts,
    )


def interchange(graph: Graph) -> dict[str, Any]:
    """The graph of one document as the interchange form's object."""
    entry: dict[str, Any] = json.loads(next(graph.json_lines()))
    return entry
