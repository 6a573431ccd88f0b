"""From the networks' labels to spans of words: cue candidates and their roles."""

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
_SURE_OF_SECOND_SOURCE = 0.8
_EVEN = 0.5


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
    for start, end in _runs(inside > threshold):
        cuts = [start, *(start + 1 + np.flatnonzero(begins[start : end - 1])).tolist(), end]
        yield from pairwise(cuts)


def decode_roles(logits: Array, cues: Sequence[Span]) -> Iterator[tuple[Labels, Array]]:
    """For each cue the label of each word of the window (the cue's own: none) and their
    probabilities. `logits` is (cues, words, 3)."""
    probability = softmax(logits)
    scores = np.log(np.maximum(probability, 1e-30))
    for k, (start, end) in enumerate(cues):
        scores[k, start:end] = (0, -1e3, -1e3)
    return zip(_best_labels(scores, SWITCH_PRICE), probability, strict=True)


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


def _best_labels(scores: Array, price: float) -> npt.NDArray[np.int8]:
    """Viterbi over (cues, words, labels) where each change of label costs `price` nats."""
    count, length, kinds = scores.shape
    back = np.zeros((length, count, kinds), np.int8)
    value, row = scores[:, 0].copy(), np.arange(count)
    for t in range(1, length):
        best = value.argmax(1)
        change = (value[row, best] - price)[:, None]
        back[t] = np.where(value >= change, np.arange(kinds)[None], best[:, None])
        value = np.maximum(value, change) + scores[:, t]
    labels = np.empty((count, length), np.int8)
    labels[:, -1] = value.argmax(1)
    for t in range(length - 1, 0, -1):
        labels[:, t - 1] = back[t, row, labels[:, t]]
    return labels


def _runs(mask: npt.NDArray[np.bool_]) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _content(words: Words, offset: int, labels: Labels, cue: Span) -> list[Span]:
    """Content runs that hold a word; those parted by unlabelled punctuation alone are joined."""
    joined: list[Span] = []
    for start, end in _runs(labels == CONTENT):
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
    for start, end in _runs(labels == SOURCE):
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
