"""Reads a text and gives its attributions: who said what, as character spans, nested ones too."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Protocol

import numpy as np
from spacy.tokens import Doc

from graphkit.attribution.decoding import (
    Found,
    Judged,
    Validity,
    assemble,
    cue_candidates,
    decode_roles,
    softmax,
)
from graphkit.attribution.nesting import Attribution, Calibration, distinct, outermost, with_parents
from graphkit.attribution.network import SHIPPED, CueLabels, Limits, Network, Reals, RoleLabels
from graphkit.attribution.syntax import Syntax, align
from graphkit.attribution.vocabulary import Vocabulary
from graphkit.attribution.windows import (
    Integers,
    encode,
    encode_cues,
    split_pieces,
    windows,
)
from graphkit.attribution.words import Span, Words, split_words, visible_spans
from graphkit.clauses import text_of
from graphkit.spans import SpanIndex

UNCALIBRATED = Calibration()
_TOGETHER = 8  # windows whose labels are decoded at once


class Networks(Protocol):
    """Two networks, exported or in training: cues of a window, then the roles of each cue."""

    identity: str
    vocabulary: Vocabulary
    limits: Limits
    calibration: Calibration

    def cues(self, window: dict[str, Integers]) -> CueLabels:
        """Labels the words of one window."""
        ...

    def roles(self, states: Reals, cues: dict[str, Integers]) -> RoleLabels:
        """Labels the window's words for each cue."""
        ...


class AttributionReader:
    """Finds attributions with the trained networks. Keeps nothing of the texts it reads."""

    def __init__(self, network: Networks) -> None:
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
        doc: Doc,
        *,
        skip: Sequence[Span] = (),
        nested: bool = True,
        limits: Limits | None = None,
    ) -> list[Attribution]:
        """The attributions of a text, sorted by the place of their cue.

        `doc`: the text with tags and dependencies; one that is not parsed is read less well.
        `skip`: spans that are no part of the article; they are read as if absent, and end a
        paragraph. `nested`: also what is reported within a content; otherwise the outermost only.
        `limits`: how sure the networks must be, by default those of the weights.
        """
        return self.read_all([(doc, skip)], nested=nested, limits=limits)[0]

    def read_all(
        self,
        docs: Iterable[tuple[Doc, Sequence[Span]]],
        *,
        nested: bool = True,
        limits: Limits | None = None,
    ) -> list[list[Attribution]]:
        """`read` of each of some texts and what is to be skipped in it; a little faster."""
        limits = limits or self._network.limits
        seen = []
        for doc, skip in docs:
            text = text_of(doc)
            visible = visible_spans(len(text), skip)
            words = split_words(text, visible)
            seen.append((words, align(words, doc), [end for _, end in visible]))
        every = self.candidates([(words, syntax) for words, syntax, _ in seen], limits.cue)
        return [
            select(words, found, ends, limits, self._network.calibration, nested=nested)
            for (words, _, ends), found in zip(seen, every, strict=True)
        ]

    def candidates(self, texts: Sequence[tuple[Words, Syntax]], least: float) -> list[list[Found]]:
        """Of each text every cue whose words are likelier than `least` to be in one, with roles."""
        found: list[list[Found]] = [[] for _ in texts]
        judged = (
            (number, *window)
            for number, text in enumerate(texts)
            for window in self._judged(*text, least)
        )
        for some in batched(judged, _TOGETHER):
            roles = decode_roles([labelled for _, _, labelled, _ in some])
            for (number, offset, labelled, validities), decoded in zip(some, roles, strict=True):
                words = texts[number][0]
                for cue, (labels, probability), validity in zip(
                    labelled.cues, decoded, validities, strict=True
                ):
                    one = assemble(words, offset, cue, labels, probability, validity)
                    if one:
                        found[number].append(one)
        return found

    def _judged(
        self, words: Words, syntax: Syntax, least: float
    ) -> Iterator[tuple[int, Judged, list[Validity]]]:
        """Of each window with a cue: its first word, the cues with their roles and validities."""
        pieces = split_pieces(words, self._network.vocabulary)
        for window in windows(words, pieces):
            shown = encode(words, pieces, window, self._network.vocabulary, syntax)
            states, cue = self._network.cues(shown)
            cues = cue_candidates(softmax(cue), least)
            if cues:
                said = self._network.roles(states, encode_cues(words, window, cues, syntax))
                validities = [Validity(*row) for row in (1 / (1 + np.exp(-said.validity))).tolist()]
                yield window.start, Judged(cues, said.roles, said.edges), validities


def select(
    words: Words,
    found: Sequence[Found],
    ends: list[int],
    limits: Limits,
    calibration: Calibration = UNCALIBRATED,
    *,
    nested: bool,
) -> list[Attribution]:
    """The attributions among the candidates of which the networks are sure enough.

    `ends`: where the visible parts of the text end.
    """

    def sure(one: Found, validity: float, least: float, score: float) -> bool:
        return validity >= least and validity * one.certainty >= score

    def told(one: Found, validity: float) -> Attribution:
        return _in_characters(words, one, ends, validity, calibration)

    chosen = outermost(distinct([
        told(one, one.validity.outermost) for one in found
        if sure(one, one.validity.outermost, limits.validity, limits.score)
    ]))  # fmt: skip
    if not nested:
        return with_parents(chosen)
    places = SpanIndex((*one.content, *one.cue) for one in chosen)
    for one in found:
        if not sure(one, one.validity.any, limits.nested_validity, limits.nested_score):
            continue
        inner = told(one, one.validity.any)
        near = {n for start, end in inner.cue for n in places.near(start, end)}
        held = any(chosen[n].holds(inner) for n in near)
        if held and not any(chosen[n].crosses(inner) for n in near):
            places.add((*inner.content, *inner.cue))
            chosen.append(inner)
    return with_parents(chosen)


def _in_characters(
    words: Words, found: Found, ends: list[int], validity: float, calibration: Calibration
) -> Attribution:
    def characters(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(part for span in spans for part in _visible_parts(words, span, ends))

    return Attribution(
        cue=characters([found.cue]),
        source=characters(found.source),
        content=characters(found.content),
        score=validity * found.certainty,
        validity=validity,
        confidence=calibration.confidence(validity * found.certainty),
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
