"""A text as paragraphs with offsets: one a line, or a block of lines where they are wrapped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from graphkit.reading.signs import LONGEST_SIGN

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*_]{0,3}\Z|[.!?…]\s*\[\d+\]\Z")
_INNER_END = re.compile(r"[\w”’\"')][.!?]+[\"'”’)]{0,2}\s+[\"'“‘(]?[A-Z]")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_BULLET = re.compile(r"[-–•*·▪●‣◦]\s+\S")
_OPENERS = "\"'“‘«([<"
_WRAP_WIDTH = 35  # characters; a shorter line was not broken by a margin
_WRAPPED_SHARE = 0.3  # of neighbouring lines, the second goes on in lower case


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Half-open offsets into the text, white space and heading marks outside.

    `words` holds its first 500 characters with white space folded; `gap` says that a blank line
    (or the start of the text) goes before it.
    """

    start: int
    end: int
    words: str
    ending: str
    gap: bool
    heading: bool = False

    @property
    def short(self) -> bool:
        """Short enough to be anything but prose."""
        return self.end - self.start <= LONGEST_SIGN

    @property
    def count(self) -> int:
        """How many words (of the first 500 characters)."""
        return len(self.words.split())

    @property
    def is_sentence(self) -> bool:
        """It ends as a sentence ends."""
        return _SENTENCE_END.search(self.ending) is not None

    @property
    def is_prose(self) -> bool:
        """It reads like a paragraph of an article."""
        return self.count >= (12 if self.is_sentence or self.ending.endswith(":") else 26)

    @property
    def is_bullet(self) -> bool:
        """An item of a list."""
        return _BULLET.match(self.words) is not None

    @property
    def is_headline(self) -> bool:
        """It could stand over an article or a section: short, one sentence, no full stop.

        A final full stop is forgiven where every long word has a capital.
        """
        if self.heading:
            return self.short
        if self.count > 25 or not self.short or self.ending[-1] in ":," or self.is_bullet:
            return False
        if not self.is_sentence:
            return not self.words[0].islower()
        single = _INNER_END.search(self.words) is None
        asks = self.ending.rstrip("\"'”’)")[-1:] in "?!" and self.count <= 12
        return single and (asks or self.is_title_case)

    @property
    def is_title_case(self) -> bool:
        """At least four words, the long ones all but one with a capital."""
        long = [word for word in re.findall(r"[^\W\d_]+", self.words) if len(word) > 4]
        capital = sum(word[0].isupper() for word in long)
        return len(long) >= 2 and self.count >= 4 and capital >= max(2, 0.8 * len(long))

    @property
    def is_label(self) -> bool:
        """A headline without a full stop that opens without a quotation mark."""
        return self.is_headline and not self.is_sentence and self.words[0] not in _OPENERS


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order, none blank."""
    lines = list(_lines(text))
    wrapped = _is_wrapped(text, lines)
    blocks: list[list[Paragraph]] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, wrapped=wrapped):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [_joined(text, block) for block in blocks]


def _lines(text: str) -> Iterator[Paragraph]:
    last, gap = 0, True
    for match in _LINE.finditer(text):
        line = match[0]
        breaks = sum(1 for _ in _BREAK.finditer(text, last, match.start()))
        gap, last = gap or breaks > 1, match.end()
        stripped = line.strip()
        if not stripped:
            gap = True
            continue
        start = match.start() + len(line) - len(line.lstrip())
        mark = _HEADING_MARK.match(stripped[:8])
        inner = mark.end() if mark and len(stripped) > mark.end() else 0
        end = start + len(stripped)
        yield _paragraph(text, start + inner, end, gap, heading=inner > 0)
        gap = False


def _paragraph(text: str, start: int, end: int, gap: bool, *, heading: bool = False) -> Paragraph:
    words = " ".join(text[start : min(end, start + LONGEST_SIGN)].split())
    ending = text[max(start, end - 20) : end]
    return Paragraph(start, end, words, ending, gap, heading)


def _is_wrapped(text: str, lines: list[Paragraph]) -> bool:
    """Do lines break inside sentences? Then a paragraph is a block between blank lines."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap]
    if not pairs:
        return False
    broken = sum(not a.is_sentence and text[b.start].islower() for a, b in pairs)
    return broken >= _WRAPPED_SHARE * len(pairs)


def _goes_on(block: list[Paragraph], line: Paragraph, *, wrapped: bool) -> bool:
    """Does a line continue the paragraph above it, as the words or the wrapped page tell?"""
    before = block[-1]
    if line.gap or before.heading or line.heading or line.is_bullet:
        return False
    wide = before.end - before.start >= _WRAP_WIDTH
    lower = line.words[0].islower() and not before.is_sentence
    return (lower and (wrapped or wide or len(block) > 1)) or (wrapped and wide)


def _joined(text: str, block: list[Paragraph]) -> Paragraph:
    first = block[0]
    if len(block) == 1:
        return first
    return _paragraph(text, first.start, block[-1].end, first.gap)
