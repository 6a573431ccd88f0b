"""Choices made on held-out articles: how sure the networks must be, and what their score is worth.

Scored by the corpus's own scorer, on articles that the training has not seen. Articles that are
only reported on (PolNeAR dev) are never looked at here.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from graphkit.attribution.decoding import Found
from graphkit.attribution.nesting import Attribution, Calibration
from graphkit.attribution.network import Limits
from graphkit.attribution.reader import AttributionReader, Networks, select
from graphkit.attribution.words import Words
from graphkit.evaluation.polnear import CorpusScorer, PolnearScores, Prediction, spans
from graphkit.evaluation.standoff import Annotation
from graphkit.spans import touch
from graphkit.training.corpus import Article
from graphkit.training.examples import Prepared

_CUE = 0.5  # 0.2 to 0.4 find more cues and gain nothing: full good F1 69.6 to 70.2 against 70.9
_VALIDITIES = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
_SCORES = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
_TIE = 0.002  # of full good F1, 0 to 1
_NESTED = (0.8, 0.7)  # stricter: invented nesting is denser than the real one; a false alarm within
# a content looks like somebody's words. Compared on the hand-annotated articles, where .6 to .85
# differ by two points
_STEPS = 25  # of Newton's method

type Candidates = Mapping[str, tuple[Words, Sequence[Found]]]


def candidates(network: Networks, articles: Iterable[tuple[Article, Prepared]]) -> Candidates:
    """All that the networks think possible, for each article by name."""
    reader = AttributionReader(network)
    known = [(article.name, ready.words, ready.syntax) for article, ready in articles]
    found = reader.candidates([(words, syntax) for _, words, syntax in known], _CUE)
    return {name: (words, some) for (name, words, _), some in zip(known, found, strict=True)}


def scored(found: Candidates, limits: Limits, scorer: CorpusScorer) -> PolnearScores:
    """The scores of the outermost attributions within some limits."""
    return scorer.score([
        Prediction(id=name, attributions=[spans(one) for one in _chosen(words, some, limits)])
        for name, (words, some) in found.items()
    ])  # fmt: skip


def choose_limits(found: Candidates, scorer: CorpusScorer) -> Limits:
    """The limits with the highest full good F1; of near ties the strictest.

    A false alarm costs an analyst more than a miss. Nested attributions have fixed, stricter
    limits: the corpus leaves them out.
    """
    tried = [
        (scored(found, limits, scorer), limits)
        for limits in (Limits(_CUE, *pair, *_NESTED) for pair in product(_VALIDITIES, _SCORES))
    ]
    least = max(_worth(scores) for scores, _ in tried) - _TIE
    good = (one for one in tried if _worth(one[0]) >= least)
    return max(good, key=lambda one: one[0].scores["all", "full_good"].precision)[1]


def calibrate(
    found: Candidates, limits: Limits, articles: Sequence[tuple[Article, Prepared]]
) -> Calibration:
    """From score to probability that source and cue are right (Platt 1999), by Newton's method.

    A standard error lower than the fit: who reads a confidence is served worse by too much than by
    too little. A score counts as it is where nothing was found.
    """
    rows, right = [], []
    for article, _ in articles:
        words, some = found[article.name]
        for one in _chosen(words, some, limits):
            rows.append((_logit(one.score), 1.0))
            right.append(float(is_right(one, article.annotations)))
    if not rows:
        return Calibration()
    x, y = np.array(rows), np.array(right)
    weights, curvature, typical = np.array([1.0, 0.0]), np.eye(2), x.mean(0)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = x.T @ (x * (p * (1 - p))[:, None]) + 1e-6 * np.eye(2)
        weights += np.linalg.solve(curvature, x.T @ (y - p))
    weights[1] -= np.sqrt(typical @ np.linalg.solve(curvature, typical))
    return Calibration(slope=round(float(weights[0]), 4), intercept=round(float(weights[1]), 4))


def is_right(one: Attribution, annotations: Iterable[Annotation]) -> bool:
    """Does an annotation share a character of the cue and of the source, or lack one as well?"""
    return any(
        touch(one.cue, gold.cue)
        and (touch(one.source, gold.source) or not (one.source or gold.source))
        for gold in annotations
    )


def _chosen(words: Words, found: Sequence[Found], limits: Limits) -> list[Attribution]:
    return select(words, found, [len(words.text)], limits, nested=False)


def _worth(scores: PolnearScores) -> float:
    return scores.scores["all", "full_good"].f1


def _logit(probability: float) -> float:
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(inside / (1 - inside)))
