"""Quotation marks: which characters stand between them, and how far a content is quoted."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from graphkit.mentions import Span
from schemas.statements import StatementKind

CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’"}
"""Marks that open a quotation, each with the one that closes it."""

_BRITISH = r"(?:[^’\n]|(?<=\w)’(?=\w))"  # between ‘ and ’; an apostrophe looks like the latter
QUOTED = re.compile(
    r"“[^”“]*”|“[^”“\"]*\"|“[^”]*(?:”|$)"  # closed; closed by a plain mark; left open
    r"|\"(?:[^\"“”]|“[^”]*”)*(?:[\"”]|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)"
    rf"|‘{_BRITISH}+’(?!\w)|^‘{_BRITISH}{{12,}}$"
    r"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w)){12,}'(?!\w)"
)
"""One quotation of a paragraph. A double mark left open runs to its end, a curly single one only
where it opens the paragraph; a plain mark may close a curly one, and the other way round. Straight
single marks need twelve characters, since an apostrophe looks the same."""
_INTRODUCES = re.compile(r"that,?\s+(?=[“\"«„‘'])", re.I)  # said that “…”
_CLOSED_FIRST = re.compile(r"[^“”\"«»„]*[”»]")


def quoted_spans(text: str, start: int, end: int) -> list[Span]:
    """The quotations of the paragraphs that these characters touch, as characters of the text."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    spans: list[Span] = []
    while first < last:
        stop = text.find("\n", first, last)
        stop = last if stop < 0 else stop
        spans.extend(_of_paragraph(text, first, stop))
        first = stop + 1
    return spans


def kind_of(
    text: str, content: Sequence[Span], cue: Sequence[Span] = (), *, own: bool = False
) -> StatementKind:
    """Direct: every word of the content between quotation marks; indirect: none; mixed: some.

    Marks are matched within their paragraph, in or around the content. Words that the cue quotes
    are the speaker's too: "voiced “regret” over the raid" is mixed. A quotation that holds the cue
    as well is somebody else's, and only marks inside it count: “Locals told me it fell” is
    indirect for the locals. `own`: unless he who says it all speaks for himself or his own body.
    """
    quoted = [q for a, b in content for q in quoted_spans(text, a, b)]
    if cue and not own:
        last = max((b for _, b in content), default=0)
        quoted = [q for outer in quoted for q in _without_cue(text, outer, cue, last)]
    words = [
        a + w.start()
        for a, b in content
        for w in re.finditer(r"\w+", text[a:b])
        if not _INTRODUCES.match(text, a + w.start())
    ]
    inside = sum(any(a <= place < b for a, b in quoted) for place in words)
    within_cue = any(_covers(span, q) for span in cue for q in quoted_spans(text, *span))
    if inside == len(words) and inside:
        return "direct"
    return "mixed" if inside or within_cue else "indirect"


@lru_cache(64)
def _of_paragraph(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The quotations of one paragraph; one that only closes goes on from the paragraph before.

    Remembered: every statement of a paragraph asks for them, and an article may be one paragraph.
    """
    closed = _CLOSED_FIRST.match(text, start, end)
    spans: list[Span] = []
    if closed is not None and _left_open(text, start):
        spans.append((start, closed.end()))
        start = closed.end()
    spans.extend(
        (start + found.start(), start + found.end()) for found in QUOTED.finditer(text[start:end])
    )
    return tuple(spans)


def _left_open(text: str, start: int) -> bool:
    """Does the paragraph before this one open a quotation that it does not close?"""
    paragraph = ""
    while start > 0 and not paragraph:
        end = text.rfind("\n", 0, start)
        end = max(end, 0)
        begin = text.rfind("\n", 0, end) + 1
        paragraph, start = text[begin:end].strip(), begin
    return any(max(paragraph.rfind(m) for m in opening) > paragraph.rfind(closing)
               for opening, closing in (("“„", "”"), ("«", "»")))  # fmt: skip


def _without_cue(text: str, outer: Span, cue: Sequence[Span], last: int) -> Iterator[Span]:
    """The quotation, or where it holds the cue too, the quotations inside it.

    One that lacks its closing mark ends with the content, if the cue follows that.
    """
    unclosed = text[outer[1] - 1] not in "”\"»’“'" and last <= cue[0][0]
    if unclosed or not any(outer[0] < start and end < outer[1] for start, end in cue):
        yield outer
        return
    first = outer[0] + 1
    for found in QUOTED.finditer(text[first : outer[1]]):
        yield first + found.start(), first + found.end()


def _covers(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
