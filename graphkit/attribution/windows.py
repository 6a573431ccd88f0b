"""Windows of whole paragraphs over the words of a text, and what the networks want to see of them.

Lengths are counted in word pieces. A window never cuts a paragraph that fits into it; a longer
paragraph is cut at the starts of sentences, a longer sentence anywhere.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from graphkit.attribution.syntax import Syntax
from graphkit.attribution.words import Span, Words

type Integers = npt.NDArray[np.int64]

# Pieces of a window. On held-out articles longer windows, and windows that share 20 or 40 pieces
# with their neighbours, were no better and up to a fifth slower (docs/ablations.md).
WINDOW = 128
_SPARE = 8  # room for the marks between paragraphs
_FAR = 13  # distances beyond 4 words are coded on a logarithmic scale up to this code


class PieceVocabulary(Protocol):
    """Turns a word into the ids of its pieces."""

    begin: int
    separator: int
    mask: int

    def pieces(self, word: str) -> tuple[int, ...]:
        """The ids of the word's pieces, at least one."""
        ...


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of all words: those of word `i` are `ids[offsets[i]:offsets[i + 1]]`."""

    ids: "array[int]"
    offsets: "array[int]"

    def length(self, start: int, end: int) -> int:
        """How many pieces the words from `start` to `end` have."""
        return self.offsets[end] - self.offsets[start]


class Window(NamedTuple):
    """The words `start` to `end` of a text. Windows follow upon each other without a gap."""

    start: int
    end: int


def split_pieces(words: Words, vocabulary: PieceVocabulary) -> Pieces:
    """The pieces of each word."""
    pieces = Pieces(array("i"), array("q", [0]))
    for word in words:
        pieces.ids.extend(vocabulary.pieces(word))
        pieces.offsets.append(len(pieces.ids))
    return pieces


def windows(
    words: Words, pieces: Pieces, *, size: int = WINDOW, first: int | None = None
) -> Iterator[Window]:
    """Windows of at most `size` pieces, marks included; the first one of at most `first`."""
    start, length, room = 0, 1, first or size
    end = 0
    for unit_start, unit_end, unit_length in units(words, pieces, size - _SPARE):
        if unit_start > start and length + unit_length > room:
            yield Window(start, unit_start)
            start, length, room = unit_start, 1, size
        length, end = length + unit_length, unit_end
    if end > start:
        yield Window(start, end)


type Unit = tuple[int, int, int]  # first word, one past the last word, length in pieces


def units(words: Words, pieces: Pieces, limit: int) -> Iterator[Unit]:
    """Paragraphs, the long ones in parts, with the length of the mark that ends them."""
    paragraphs, sentences = words.paragraphs, words.sentences
    start, count = 0, len(words)
    while start < count:
        end = min(count, bisect_left(pieces.offsets, pieces.offsets[start] + limit + 1) - 1)
        end = bisect_left(paragraphs, paragraphs[start] + 1, start, end)
        cut = end < count and paragraphs[end] == paragraphs[start]
        if cut and sentences[end] != sentences[start]:
            end = bisect_left(sentences, sentences[end], start, end + 1)
        yield start, end, pieces.length(start, end) + 1
        start = end


def encode(
    words: Words,
    pieces: Pieces,
    window: Window,
    vocabulary: PieceVocabulary,
    syntax: Syntax,
) -> dict[str, Integers]:
    """The first network's input for one window: arrays of shape (1, pieces) or (1, words).

    `ids`: pieces with a separator between paragraphs; `feat`, `relation`, `tag`: the codes of each
    piece's word; `first`: for each word the index of its first piece.
    """
    ids, owner, first = [vocabulary.begin], [-1], []
    for i in range(window.start, window.end):
        if i > window.start and words.paragraphs[i] != words.paragraphs[i - 1]:
            ids.append(vocabulary.separator)
            owner.append(-1)
        first.append(len(ids))
        ids.extend(pieces.ids[pieces.offsets[i] : pieces.offsets[i + 1]])
        owner.extend([i - window.start] * pieces.length(i, i + 1))
    ids.append(vocabulary.separator)
    owner.append(-1)
    place = np.array(owner, np.int64)

    def spread(codes: bytearray) -> Integers:
        """The code of each piece's word; 0 for the marks between."""
        known = np.frombuffer(codes, np.uint8)[window.start : window.end]
        return np.where(place < 0, 0, known[place]).astype(np.int64)[None]

    return {
        "ids": np.array([ids], np.int64),
        "feat": spread(words.features),
        "relation": spread(syntax.relations),
        "tag": spread(syntax.tags),
        "first": np.array([first], np.int64),
    }


def encode_cues(
    words: Words, window: Window, cues: list[Span], syntax: Syntax
) -> dict[str, Integers]:
    """The second network's input for the cues of a window, given as words of it.

    `a`, `b`: first and last word of each cue within the window; `dist`, `sent`, `para`, `branch`:
    arrays of shape (cues, words) that code each word's place relative to the cue.
    """
    start, end = np.array(cues, np.int64).T
    place = np.arange(window.end - window.start)[None]
    begin, beyond = start[:, None], end[:, None]
    distance = np.where(place < begin, place - begin, np.maximum(place - beyond + 1, 0))
    sentences = np.array(words.sentences[window.start : window.end], np.int64)
    paragraphs = np.array(words.paragraphs[window.start : window.end], np.int64)
    branches = [
        syntax.branches((a + window.start, b + window.start), window.start, window.end)
        for a, b in cues
    ]
    return {
        "a": start,
        "b": end - 1,
        "dist": _distance_codes(distance),
        "sent": np.clip(sentences - sentences[start][:, None], -3, 3) + 3,
        "para": np.clip(paragraphs - paragraphs[start][:, None], -2, 2) + 2,
        "branch": np.stack(branches),
    }


def _distance_codes(distance: Integers) -> Integers:
    size = np.abs(distance)
    logarithmic = np.floor(2 * np.log2(np.maximum(size, 1) / 4.0)).astype(np.int64)
    code = np.where(size <= 4, size, np.minimum(4 + logarithmic, _FAR))
    return _FAR + np.sign(distance) * code
