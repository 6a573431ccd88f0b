"""Words with their places and features: case shape, quotation state, boundary.

The same words and features as in training (see `models/attribution/MODEL_CARD.md`): to change one
of them is to train anew. Everything is linear in the length of the text and kept in flat arrays,
so that a line of ten million characters is no special case.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

type Span = tuple[int, int]

# Combining marks and invisible joiners (soft hyphen, zero-width characters) stay within their word.
_MARK = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
_CLITIC = r"['’](?:s|re|ve|ll|d|m)\b"
_LETTERS = rf"\w[\w{_MARK}]*"
_WORD = re.compile(
    rf"{_CLITIC}|{_LETTERS}(?:['’](?!(?:s|re|ve|ll|d|m)\b){_LETTERS})*|[^\w\s{_MARK}]",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
# fmt: off
_ABBREVIATIONS = frozenset([
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "rev", "st", "jr", "sr", "lt", "col",
    "sgt", "prof", "hon", "vs", "no", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
    "inc", "co", "corp", "ltd", "fla", "calif",
])
# fmt: on
_OPENING = frozenset("“«„")
_CLOSING = frozenset("”»")
_PLAIN = '"'
_MARKS = _OPENING | _CLOSING | {_PLAIN}
_STOPS = frozenset(".?!…")
_REMEMBERED = 40  # characters: longer "words" are addresses and code, no need to keep them
_AFTER_A_STOP = frozenset("”»\"')’")  # may stand between a full stop and the next sentence

OUTSIDE, INSIDE, OPENS, CLOSES = range(4)  # quotation states
_WITHIN, _SENTENCE, _NEW_PARAGRAPH = range(3)  # boundaries


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: character offsets, feature code, sentence and paragraph numbers.

    The five arrays have one entry a word. `features` are `(shape * 4 + quotation state) * 3 +
    boundary`, 0 to 71. Iterating gives the words themselves.
    """

    text: str
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    features: bytearray = field(default_factory=bytearray)
    sentences: "array[int]" = field(default_factory=lambda: array("q"))
    paragraphs: "array[int]" = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]

    def __iter__(self) -> Iterator[str]:
        return (self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True))


def split_words(text: str, visible: Iterable[Span] | None = None) -> Words:
    """The words of the `visible` spans of `text` (all of it by default).

    Each visible span begins a paragraph, as does each line; what lies outside is as if absent.
    """
    words = Words(text)
    for start, end in [(0, len(text))] if visible is None else visible:
        for paragraph in _PARAGRAPH.finditer(text, start, end):
            _add_paragraph(words, paragraph.start(), paragraph.end())
    return words


def visible_spans(length: int, skip: Sequence[Span]) -> list[Span]:
    """What is left of `length` characters without the `skip` spans, in order."""
    kept, at = [], 0
    for start, end in sorted(skip):
        if start > at:
            kept.append((at, min(start, length)))
        at = max(at, end)
    if at < length:
        kept.append((at, length))
    return [span for span in kept if span[0] < span[1]]


def _add_paragraph(words: Words, start: int, end: int) -> None:
    first = len(words)
    own: list[str] = []
    for found in _WORD.finditer(words.text, start, end):
        words.starts.append(found.start())
        words.ends.append(found.end())
        own.append(found.group())
    if not own:
        return
    paragraph = words.paragraphs[-1] + 1 if first else 0
    sentence = words.sentences[-1] if first else -1
    states = _quotation_states(words, own, first)
    for word, state, boundary in zip(own, states, _boundaries(own), strict=True):
        sentence += boundary != _WITHIN
        words.sentences.append(sentence)
        words.paragraphs.append(paragraph)
        shape = _shape(word) if len(word) <= _REMEMBERED else _shape.__wrapped__(word)
        words.features.append((shape * 4 + state) * 3 + boundary)


@lru_cache(1 << 16)
def _shape(word: str) -> int:
    """0 lower case, 1 capitalised or one letter, 2 capitals, 3 mixed, 4 number, 5 no word."""
    if not word[0].isalnum():
        return 5
    if word[0].isdigit():
        return 4
    if word.islower():
        return 0
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if len(word) == 1 or (word[0].isupper() and word[1:].islower()) else 3


def _boundaries(own: Sequence[str]) -> Iterator[int]:
    """For each word of a paragraph: does it open that or a sentence (by rule of thumb)?"""
    stop = -1  # the last word that is no closing mark
    for i, word in enumerate(own):
        opens = stop >= 0 and own[stop] in _STOPS and _opens_sentence(own, i, stop)
        yield _NEW_PARAGRAPH if i == 0 else _SENTENCE if opens else _WITHIN
        if word not in _AFTER_A_STOP:
            stop = i


def _opens_sentence(own: Sequence[str], i: int, stop: int) -> bool:
    """Does the word open a sentence after that full stop?"""
    word, next_to_it = own[i], stop == i - 1
    if word in {"”", "»", ")", "’"}:
        return False
    if word == _PLAIN and next_to_it:
        return False
    if own[stop] == "." and next_to_it and stop > 0:
        before = own[stop - 1].lower()
        if before in _ABBREVIATIONS or len(before) == 1:
            return False
    return word[0].isupper() or word[0].isdigit() or not word[0].isalnum()


def _quotation_states(words: Words, own: Sequence[str], first: int) -> bytearray:
    """The state of each word of the paragraph, whose words `own` begin at word `first`.

    States are kept within the paragraph, so that one stray mark cannot spoil an article. A closing
    mark without an opening one ends a quotation that began in an earlier paragraph.
    """
    states = bytearray()
    inside = seen = False
    for i, word in enumerate(own, first):
        if word not in _MARKS:
            states.append(INSIDE if inside else OUTSIDE)
            continue
        opens = word in _OPENING or (word == _PLAIN and not inside)
        if not seen and (word in _CLOSING or (word == _PLAIN and _ends_quotation(words, i, first))):
            states[:] = bytes([INSIDE]) * len(states)
            opens = False
        inside, seen = opens, True
        states.append(OPENS if opens else CLOSES)
    return states


def _ends_quotation(words: Words, i: int, first: int) -> bool:
    """Does this plain mark cling to the word before it and not to the one after?"""
    start, end = words.starts[i], words.ends[i]
    alone_after = i == len(words) - 1 or words.text[end].isspace()
    return i > first and alone_after and not words.text[start - 1].isspace()
