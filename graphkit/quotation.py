"""Quotation marks: which characters stand between them."""

import re

from graphkit.mentions import Span

QUOTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|‘[^’]{12,}(?:’(?!\w)|$)|(?<!\w)'[^']{12,}'(?!\w)"
)
"""One quotation of a paragraph; one left open runs to its end. Single marks need twelve characters,
since an apostrophe looks the same."""


def quoted_spans(text: str, start: int, end: int) -> list[Span]:
    """The quotations of the paragraphs that these characters touch, as characters of the text."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    spans = []
    for line in re.finditer(r"[^\n]+", text[first:last]):
        at = first + line.start()
        spans += [(at + m.start(), at + m.end()) for m in QUOTED.finditer(line.group())]
    return spans
