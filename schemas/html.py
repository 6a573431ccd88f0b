"""Statements as a notebook shows them: the article's words, escaped, with the evidence marked."""

from collections.abc import Iterable
from html import escape

from schemas.statements import Statement

AROUND = 60  # characters of the article before and after a statement


def highlighted(text: str, statement: Statement) -> str:
    """The article around a statement: content in <mark>, cue in <b>, source in <u>."""
    marks = [
        *_spans("mark", statement.starts, statement.ends),
        *_spans("b", statement.cue_starts, statement.cue_ends),
        *_spans("u", statement.source_starts, statement.source_ends),
    ]
    first = max(0, min(start for start, _, _ in marks) - AROUND)
    last = min(len(text), max(end for _, end, _ in marks) + AROUND)
    pieces, at = ["…" if first else ""], first
    for start, end, tag in sorted(marks):
        start = max(start, at)
        if start < end:
            pieces += [escape(text[at:start]), f"<{tag}>{escape(text[start:end])}</{tag}>"]
            at = end
    return "".join(pieces) + escape(text[at:last]) + ("…" if last < len(text) else "")


def _spans(tag: str, starts: Iterable[int], ends: Iterable[int]) -> Iterable[tuple[int, int, str]]:
    return ((start, end, tag) for start, end in zip(starts, ends, strict=True))
