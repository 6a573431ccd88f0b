"""Reads a text and gives its attributions: who said what, as character spans, nested ones too."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graphkit.attribution.decoding import Found, assemble, cue_candidates, decode_roles, softmax
from graphkit.attribution.nesting import Attribution, outermost, with_parents
from graphkit.attribution.network import SHIPPED, Network
from graphkit.attribution.windows import Pieces, Window, encode, encode_cues, split_pieces, windows
from graphkit.attribution.words import Span, Words, split_words, visible_spans

# Chosen on 42 held-out PolNeAR train articles. There the least score of 0.4 gives 79.3 full overlap
# and 64.7 full good for 78.6 and 64.1 without; one attribution in fifty is lost.
THRESHOLD = 0.6  # validity
CUE_THRESHOLD = 0.3
LEAST_SCORE = 0.4
DEPTH = 2  # how often what was found in a content is read again
_SHORTEST = 20  # characters of a content that is worth reading again
_QUOTATION_MARKS = "“”„«»\"‘’' "


@dataclass(frozen=True, slots=True)
class _Limits:
    validity: float
    cue: float
    score: float


class AttributionReader:
    """Finds attributions with the trained networks. Keeps nothing of the texts it reads."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> "AttributionReader":
        """A reader with the shipped weights, or those of `folder`.

        Raises `ModelError` when a file is missing or damaged.
        """
        return cls(Network(folder or SHIPPED, threads=threads))

    @property
    def identity(self) -> str:
        """Name and version of the weights."""
        return self._network.identity

    def read(
        self,
        text: str,
        *,
        skip: Sequence[Span] = (),
        nested: bool = True,
        threshold: float = THRESHOLD,
        cue_threshold: float = CUE_THRESHOLD,
        least_score: float = LEAST_SCORE,
    ) -> list[Attribution]:
        """The attributions of a text, sorted by the place of their cue.

        `skip`: spans that are no part of the article; they are read as if absent, and end a
        paragraph. `nested`: also what is reported within a content, found by reading each content
        again as a text of its own; otherwise the outermost only. `threshold`: least validity;
        `cue_threshold`: least probability of each word of a cue; `least_score`: least score.
        """
        limits = _Limits(threshold, cue_threshold, least_score)
        found = self._read_visible(text, visible_spans(len(text), skip), limits)
        if not nested:
            return with_parents(outermost(found))
        fresh = found
        for _ in range(DEPTH):
            fresh = self._read_again(text, fresh, found, limits)
            found = found + fresh
        return with_parents(found)

    def _read_again(
        self,
        text: str,
        fresh: list[Attribution],
        found: list[Attribution],
        limits: _Limits,
    ) -> list[Attribution]:
        """What the contents of `fresh` report themselves, where no cue of `found` is."""
        taken = {i for one in found for start, end in one.cue for i in range(start, end)}
        new = []
        for start, end in (span for one in fresh for span in one.content):
            if end - start < _SHORTEST:
                continue
            # Within its own quotation marks all of it would count as quoted.
            start = end - len(text[start:end].lstrip(_QUOTATION_MARKS))
            for inner in outermost(self._read_visible(text, [(start, end)], limits)):
                cue = {i for start, end in inner.cue for i in range(start, end)}
                if taken.isdisjoint(cue):
                    taken |= cue
                    new.append(inner)
        return new

    def _read_visible(self, text: str, visible: list[Span], limits: _Limits) -> list[Attribution]:
        words = split_words(text, visible)
        pieces = split_pieces(words, self._network)
        ends = [end for _, end in visible]
        return [
            _in_characters(words, found, ends)
            for window in windows(words, pieces)
            for found in self._read_window(words, pieces, window, limits)
        ]

    def _read_window(
        self, words: Words, pieces: Pieces, window: Window, limits: _Limits
    ) -> Iterator[Found]:
        offset = window.start
        states, cue = self._network.cues(encode(words, pieces, window, self._network))
        own = range(window.own_start - offset, window.own_end - offset)
        cues = [span for span in cue_candidates(softmax(cue), limits.cue) if span[0] in own]
        if not cues:
            return
        roles, logits = self._network.roles(states, encode_cues(words, window, cues))
        decoded = decode_roles(roles, cues)
        validities = (1 / (1 + np.exp(-logits))).tolist()
        for cue_span, (labels, probability), validity in zip(
            cues, decoded, validities, strict=True
        ):
            if validity >= limits.validity:
                found = assemble(words, offset, cue_span, labels, probability, validity)
                if found and found.score >= limits.score:
                    yield found


def _in_characters(words: Words, found: Found, ends: list[int]) -> Attribution:
    def characters(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(part for span in spans for part in _visible_parts(words, span, ends))

    return Attribution(
        cue=characters([found.cue]),
        source=characters(found.source),
        content=characters(found.content),
        score=found.score,
        validity=found.validity,
    )


def _visible_parts(words: Words, span: Span, ends: list[int]) -> Iterator[Span]:
    """The characters of a span of words, cut where something hidden lies between two words."""
    start, last = words.starts[span[0]], span[1] - 1
    end = words.ends[last]
    for hidden in ends[bisect_left(ends, words.ends[span[0]]) : bisect_left(ends, end)]:
        after = bisect_left(words.starts, hidden, span[0], last + 1)
        if start < words.starts[after]:
            yield start, words.ends[after - 1]
            start = words.starts[after]
    yield start, end
