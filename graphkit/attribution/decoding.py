"""From the networks' labels to spans of words: cue candidates and their roles."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graphkit.attribution.words import Span, Words

type Array = npt.NDArray[np.float32]
type Labels = npt.NDArray[np.int8]

NONE, SOURCE, CONTENT = range(3)
SWITCH_PRICE = 0.5  # of a label change, in nats; 0 to 1 gives the same F1, 0.5 avoids crumbs
EDGE_WEIGHT = 0.6  # of edges beside words; without them full good F1 loses a point: ablations.md
_SUREST_EDGE = 6.0
_NEVER = -1e3
_SURE_OF_SECOND_SOURCE = 0.8
_EVEN = 0.5
_RUN = tuple(re.compile(b"[" + bytes([label]) + b"]+") for label in (NONE, SOURCE, CONTENT))


class Validity(NamedTuple):
    """The belief that a cue is one: of an attribution that no other holds; of any at all."""

    outermost: float
    any: float


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in words of the text: half-open spans.

    `certainty`: the mean probability of the content's words times that of the source's.
    """

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    validity: Validity
    certainty: float


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


def cue_candidates(probability: Array, threshold: float) -> list[Span]:
    """Runs of words likelier than `threshold` to be in a cue, cut where a new cue begins.

    `probability` is (words, 2, 3): for cues of outermost attributions and of any, the label
    outside, beginning, inside. Runs of the first come first; none overlaps another. The second was
    taught little of what contents report, and there a word must be likelier in a cue than not.
    """
    found: list[Span] = []
    for reading, least in enumerate((threshold, max(threshold, _EVEN))):
        for span in _cue_runs(probability[:, reading], least):
            if all(span[1] <= start or end <= span[0] for start, end in found):
                found.append(span)
    return found


def _cue_runs(probability: Array, threshold: float) -> Iterator[Span]:
    inside = 1 - probability[:, 0]
    begins = (probability[1:, 1] > probability[1:, 2]) & (probability[1:, 1] > 0.5 * inside[:-1])
    for start, end in _runs((inside > threshold).view(np.int8), int(True)):
        cuts = [start, *(start + 1 + np.flatnonzero(begins[start : end - 1])).tolist(), end]
        yield from pairwise(cuts)


class Judged(NamedTuple):
    """The cues of one window with what the network says of its words.

    `roles`: (cues, words, 3), logits of none, source, content; `edges`: (cues, words, 4), logits:
    does a source begin or end with the word, does a content.
    """

    cues: Sequence[Span]
    roles: Array
    edges: Array


def decode_roles(windows: Sequence[Judged]) -> Iterator[Iterator[tuple[Labels, Array]]]:
    """For each window, for each of its cues: labels of the words, and their probabilities.

    The labels are the best path (Viterbi 1967) of labels and edges; the cue's own words have none.
    Windows are decoded together for speed; no window's result depends on the others.
    """
    count = sum(len(one.cues) for one in windows)
    length = max((one.roles.shape[1] for one in windows), default=0)
    scores = np.full((count, length, 3), _NEVER, np.float32)
    scores[:, :, NONE] = 0
    edges = np.zeros((count, length, 4), np.float32)
    at, probabilities = 0, []
    for one in windows:
        rows, width = range(at, at + len(one.cues)), one.roles.shape[1]
        probability = softmax(one.roles)
        probabilities.append(probability)
        scores[at : rows.stop, :width] = np.log(np.maximum(probability, 1e-30))
        edges[at : rows.stop, :width] = np.clip(one.edges, -_SUREST_EDGE, _SUREST_EDGE)
        for row, (start, end) in zip(rows, one.cues, strict=True):
            scores[row, start:end] = (0, _NEVER, _NEVER)
        at = rows.stop
    labels = _best_labels(scores, _changes(edges)) if count else scores[:, :, 0]
    at = 0
    for one, probability in zip(windows, probabilities, strict=True):
        rows, width = range(at, at + len(one.cues)), one.roles.shape[1]
        yield zip(labels[at : rows.stop, :width], probability, strict=True)
        at = rows.stop


def assemble(
    words: Words, offset: int, cue: Span, labels: Labels, probability: Array, validity: Validity
) -> Found | None:
    """The attribution that the labels of a window (which begins at word `offset`) describe.

    None without a content.
    """
    content = _content(words, offset, labels, cue)
    if not content:
        return None
    source = _likely(_source(words, offset, labels, cue), probability)
    p_content = _mean(probability[:, CONTENT], content)
    p_source = _mean(probability[:, SOURCE], source) if source else 1 - probability[:, SOURCE].max()
    return Found(
        cue=(offset + cue[0], offset + cue[1]),
        source=_moved(source, offset),
        content=_moved(content, offset),
        validity=validity,
        certainty=p_content * float(p_source),
    )


def _changes(edges: Array) -> Array:
    """What it is worth to change from label i before word t to j at it: (words + 1, cues, 3, 3).

    Beyond both ends every label is none.
    """
    count, length = edges.shape[:2]
    begins = np.zeros((length + 1, count, 3), np.float32)
    ends = np.zeros((length + 1, count, 3), np.float32)
    for role, begin, end in ((SOURCE, 0, 1), (CONTENT, 2, 3)):
        begins[:-1, :, role] = EDGE_WEIGHT * edges[:, :, begin].T
        ends[1:, :, role] = EDGE_WEIGHT * edges[:, :, end].T
    worth = ends[:, :, :, None] + begins[:, :, None, :] - SWITCH_PRICE
    for kind in (NONE, SOURCE, CONTENT):
        worth[:, :, kind, kind] = 0
    return np.asarray(worth, np.float32)


def _best_labels(scores: Array, changes: Array) -> Labels:
    """Viterbi over (cues, words, labels); see `_changes` for the price of a change."""
    count, length, kinds = scores.shape
    back = np.zeros((length, count, kinds), np.int8)
    value = scores[:, 0] + changes[0, :, NONE]
    for t in range(1, length):
        paths = value[:, :, None] + changes[t]
        back[t] = paths.argmax(1)
        value = paths.max(1) + scores[:, t]
    labels, row = np.empty((count, length), np.int8), np.arange(count)
    labels[:, -1] = (value + changes[length, :, :, NONE]).argmax(1)
    for t in range(length - 1, 0, -1):
        labels[:, t - 1] = back[t, row, labels[:, t]]
    return labels


def _runs(labels: npt.NDArray[np.int8], label: int) -> list[Span]:
    """Where words of that label stand side by side; among bytes, which is ten times as fast."""
    return [run.span() for run in _RUN[label].finditer(labels.tobytes())]


def _content(words: Words, offset: int, labels: Labels, cue: Span) -> list[Span]:
    """Content runs that hold a word; those parted by unlabelled punctuation alone are joined."""
    joined: list[Span] = []
    for start, end in _runs(labels, CONTENT):
        gap = range(joined[-1][1], start) if joined else range(0)
        if joined and all(
            labels[i] == NONE and not cue[0] <= i < cue[1] and not _is_word(words, offset + i)
            for i in gap
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [
        (start, end)
        for start, end in joined
        if any(_is_word(words, offset + i) for i in range(start, end))
    ]


def _source(words: Words, offset: int, labels: Labels, cue: Span) -> list[Span]:
    """Source runs; none crosses a line break: of one that does, the part on the cue's side."""
    found = []
    for start, end in _runs(labels, SOURCE):
        paragraphs = words.paragraphs[offset + start : offset + end]
        if start < cue[0]:
            start += bisect_left(paragraphs, paragraphs[-1])
        else:
            end = start + bisect_left(paragraphs, paragraphs[0] + 1)
        found.append((start, end))
    return found


def _likely(spans: list[Span], probability: Array) -> list[Span]:
    """The source run with the most weight, and further ones only where the network is sure."""
    if len(spans) < 2:
        return spans
    weights = [probability[start:end, SOURCE] for start, end in spans]
    top = max(range(len(spans)), key=lambda i: float(weights[i].sum()))
    return [
        span
        for i, span in enumerate(spans)
        if i == top or float(weights[i].mean()) > _SURE_OF_SECOND_SOURCE
    ]


def _mean(probability: Array, spans: list[Span]) -> float:
    return float(np.concatenate([probability[start:end] for start, end in spans]).mean())


def _moved(spans: list[Span], offset: int) -> tuple[Span, ...]:
    return tuple((start + offset, end + offset) for start, end in spans)


def _is_word(words: Words, index: int) -> bool:
    return words[index][0].isalnum()
