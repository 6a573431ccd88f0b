"""Quality floors: what `graphkit evaluate` reached, less a little for other processors.

They are raised with every gain and never lowered silently; docs/quality.md has the figures.
"""

from pathlib import Path

import pytest

from graphkit.attribution import Attribution
from graphkit.evaluation.gold import GoldScores, score_gold
from graphkit.evaluation.polnear import Prediction, predict, score, spans
from graphkit.evaluation.report import evaluate
from graphkit.language import parse_text
from graphkit.pipeline import Pipeline
from graphkit.training.corpus import read_corpus
from graphkit.training.selection import is_right
from schemas.errors import InputError

PIPELINE = Pipeline()

GOLD_FLOORS = {
    "statement found": 85.5,
    "who said what": 84.0,
    "who said what about whom": 71.0,
    "who said what about whom or what": 57.0,
    "who said what (names)": 84.0,
    "who said what about whom (names)": 73.0,
    "relay": 68.0,
    "position (actor, relation, proposal)": 53.0,
    "position (actor, relation)": 68.0,
    "event (kind, evidence)": 66.0,
    "event participant": 47.0,
}
ACCURACY_FLOORS = {
    "speaker accuracy on found statements": 96.0,
    "stance accuracy on matched targets": 77.0,
    "kind accuracy": 96.5,
    "modality accuracy": 98.0,
    "attitude accuracy": 97.0,
}
POLNEAR_FLOORS = {
    ("all", "full_overlap"): 0.83,
    ("all", "full_good"): 0.71,
    ("all", "content_exact_np"): 0.675,
    ("all", "cue_indep"): 0.845,
    ("direct", "full_good"): 0.88,
    ("indirect", "full_good"): 0.645,
    ("src_no", "full_good"): 0.38,
}
FAST_FLOORS = {("all", "full_overlap"): 0.775, ("all", "full_good"): 0.65}
SURE, RIGHT = 0.8, 0.93  # of so sure statements so many have the right source and cue

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scores(shared: Path) -> GoldScores:
    return score_gold(shared / "gold", shared / "gold" / "score.py", PIPELINE)


@pytest.mark.parametrize(("row", "floor"), GOLD_FLOORS.items())
def test_gold_rows(scores: GoldScores, row: str, floor: float) -> None:
    assert scores.f1(row) >= floor


@pytest.mark.parametrize(("row", "floor"), ACCURACY_FLOORS.items())
def test_gold_accuracies(scores: GoldScores, row: str, floor: float) -> None:
    assert (scores.accuracies[row] or 0.0) >= floor


def test_no_actor_has_two_nodes(scores: GoldScores) -> None:
    assert scores.counts["duplicate_actor_nodes"] == 0


@pytest.fixture(scope="module")
def dev(shared: Path) -> dict[str, list[Attribution]]:
    folder = shared / "data" / "polnear" / "dev"
    return {
        article.name: PIPELINE.reader.read(parse_text(article.text), nested=False)
        for article in read_corpus(folder)
    }


def test_polnear_dev(shared: Path, dev: dict[str, list[Attribution]]) -> None:
    corpus = shared / "data" / "polnear"
    found = [
        Prediction(id=name, attributions=[spans(one) for one in some]) for name, some in dev.items()
    ]
    scores = score(corpus / "dev", corpus / "score_attribution.py", found)
    reached = {key: scores.scores[key].f1 for key in POLNEAR_FLOORS}
    assert all(reached[key] >= floor for key, floor in POLNEAR_FLOORS.items()), reached


def test_polnear_dev_with_the_small_model(shared: Path) -> None:
    corpus, reader = shared / "data" / "polnear", Pipeline(fast=True).reader
    scores = score(corpus / "dev", corpus / "score_attribution.py", predict(corpus / "dev", reader))
    reached = {key: scores.scores[key].f1 for key in FAST_FLOORS}
    assert all(reached[key] >= floor for key, floor in FAST_FLOORS.items()), reached


def test_sure_statements_are_right(shared: Path, dev: dict[str, list[Attribution]]) -> None:
    sure = [
        is_right(one, article.annotations)
        for article in read_corpus(shared / "data" / "polnear" / "dev")
        for one in dev[article.name]
        if one.confidence >= SURE
    ]
    assert len(sure) > 1_000
    assert sum(sure) / len(sure) >= RIGHT


def test_the_report_names_what_was_measured(shared: Path) -> None:
    report = evaluate(shared / "gold", shared / "gold" / "score.py", PIPELINE)
    assert "| who said what about whom |" in report
    assert "duplicate actor nodes 0" in report


def test_a_folder_that_is_no_gold_is_named(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a gold folder"):
        score_gold(tmp_path, shared / "gold" / "score.py", PIPELINE)
    with pytest.raises(InputError, match="no scorer"):
        score_gold(shared / "gold", tmp_path / "none.py", PIPELINE)
    (tmp_path / "other.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not the scorer"):
        score_gold(shared / "gold", tmp_path / "other.py", PIPELINE)
