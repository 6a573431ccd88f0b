"""PolNeAR: the attribution reader over a part of the corpus, scored by the corpus's own scorer.

The scorer is a script given by its path; it needs scipy. A part is a folder with `text/*.txt` and
`attributions/*.ann`. The corpus keeps outermost attributions only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypedDict

from graphkit.attribution import Attribution, AttributionReader
from graphkit.attribution.words import Span
from graphkit.evaluation.scripts import load_script
from graphkit.language import DEFAULT_MODEL, parse_text
from schemas.errors import InputError

MEASURES = ("full_overlap", "full_good", "content_exact_np", "cue_indep")
KINDS = ("direct", "mixed", "indirect", "src_no")


class Spans(TypedDict):
    """One attribution as the scorer wants it: lists of (start, end)."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class Prediction(TypedDict):
    """The attributions of one article; `id` is the name of its text file without `.txt`."""

    id: str
    attributions: list[Spans]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class PolnearScores:
    """Scores by (kind, measure): kind `all`, `direct`, `mixed`, `indirect` or
    `src_no` (without a source).

    `full_overlap`: source, cue and content overlap; `full_good`: cue overlaps, the source's words
    are the same, content Dice at least 0.8; `content_exact_np`: the content's words are the same;
    `cue_indep`: cues alone (kind `all` only).
    """

    articles: int
    gold: int
    predicted: int
    scores: dict[tuple[str, str], Score]


def predict(
    folder: Path, reader: AttributionReader, model: str = DEFAULT_MODEL
) -> list[Prediction]:
    """The reader's outermost attributions of each article of a part, in order of their names.

    `model`: the spaCy pipeline that parses them. Raises `InputError` where the folder holds no
    `text/*.txt`.
    """
    paths = sorted((folder / "text").glob("*.txt"))
    if not paths:
        raise InputError(f"No articles in {folder / 'text'}: not a part of PolNeAR.")
    return [predict_article(path, reader, model) for path in paths]


def predict_article(
    path: Path, reader: AttributionReader, model: str = DEFAULT_MODEL
) -> Prediction:
    """The reader's outermost attributions of one text file."""
    text = path.read_bytes().decode("utf-8")  # line ends as they are: offsets count them
    found = reader.read(parse_text(text, model), nested=False)
    return {"id": path.stem, "attributions": [spans(one) for one in found]}


class CorpusScorer:
    """The corpus's own scorer with the annotations of a part."""

    def __init__(self, folder: Path, scorer_file: Path) -> None:
        """Raises `InputError` where the folder or the scorer is not what it should be."""
        self._folder = folder
        self._scorer = load_script(scorer_file, "load_gold", "score", "norm_spans")
        self._gold = _load_gold(self._scorer, folder)

    def score(self, predictions: Sequence[Prediction]) -> PolnearScores:
        """Scores predictions; only the articles predicted count.

        Raises `InputError` for an article that the part does not have.
        """
        found = {
            line["id"]: [
                {role: self._scorer.norm_spans(spans) for role, spans in one.items()}
                for one in line["attributions"]
            ]
            for line in predictions
        }
        unknown = sorted(found.keys() - self._gold.keys())
        if unknown:
            raise InputError(f"{self._folder} has no article {', '.join(unknown)}.")
        result = self._scorer.score({name: self._gold[name] for name in found}, found)
        return PolnearScores(
            articles=result["n_articles"],
            gold=result["n_gold"],
            predicted=result["n_pred"],
            scores={
                (kind, measure): Score(row["P"], row["R"], row["F1"])
                for kind in ("all", *KINDS)
                for measure in MEASURES
                if (row := result[kind].get(measure)) is not None
            },
        )


def score(folder: Path, scorer_file: Path, predictions: Sequence[Prediction]) -> PolnearScores:
    """Scores predictions against the annotations of a part; only the articles predicted count.

    Raises `InputError` where the folder, the scorer or an article is not what it should be.
    """
    return CorpusScorer(folder, scorer_file).score(predictions)


def spans(attribution: Attribution) -> Spans:
    """An attribution as the scorer wants it."""
    return {
        "source": list(attribution.source),
        "cue": list(attribution.cue),
        "content": list(attribution.content),
    }


def _load_gold(scorer: ModuleType, folder: Path) -> dict[str, Any]:
    try:
        gold, _, _ = scorer.load_gold(str(folder))
    except (SystemExit, OSError) as error:
        raise InputError(f"{folder} is not a part of PolNeAR: {error}.") from error
    return dict(gold)
