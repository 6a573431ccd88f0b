"""Quality floors: what `graphkit evaluate` reached, less a little for other processors.

They are raised with every gain and never lowered silently; docs/quality.md has the figures.
"""

from pathlib import Path

import pytest

from graphkit.evaluation.gold import GoldScores, score_gold
from graphkit.evaluation.polnear import predict, score
from graphkit.evaluation.report import evaluate
from graphkit.pipeline import Pipeline
from schemas.errors import InputError

PIPELINE = Pipeline()

GOLD_FLOORS = {
    "statement found": 85.0,
    "who said what": 82.0,
    "who said what about whom": 60.5,
    "who said what about whom or what": 49.0,
    "who said what (names)": 82.0,
    "who said what about whom (names)": 61.0,
    "relay": 65.0,
    "position (actor, relation, proposal)": 47.0,
    "position (actor, relation)": 68.0,
    "event (kind, evidence)": 66.0,
    "event participant": 42.0,
}
ACCURACY_FLOORS = {
    "speaker accuracy on found statements": 92.0,
    "stance accuracy on matched targets": 73.5,
    "kind accuracy": 98.0,
    "modality accuracy": 98.0,
    "attitude accuracy": 96.0,
}
POLNEAR_FLOORS = {
    "full_overlap": 0.81,
    "full_good": 0.67,
    "content_exact_np": 0.63,
    "cue_indep": 0.83,
}

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


def test_polnear_dev(shared: Path) -> None:
    corpus = shared / "data" / "polnear"
    found = predict(corpus / "dev", PIPELINE.reader)
    scores = score(corpus / "dev", corpus / "score_attribution.py", found)
    for measure, floor in POLNEAR_FLOORS.items():
        assert scores.scores["all", measure].f1 >= floor


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
