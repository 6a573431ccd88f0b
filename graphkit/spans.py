"""Spans of characters by place, so that nobody asks every span of an article about every other."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from graphkit.mentions import Span

_STRETCH = 512  # characters: about three sentences; any size gives the same answers


def touch(some: Iterable[Span], others: Sequence[Span]) -> bool:
    """Does a span of the one share a character with a span of the other?"""
    return any(a < d and c < b for a, b in some for c, d in others)


class SpanIndex:
    """Numbers (of mentions, say) by the stretches of text that their spans touch."""

    def __init__(self, owners: Iterable[Sequence[Span]] = ()) -> None:
        self._touching: defaultdict[int, list[int]] = defaultdict(list)
        self._count = 0
        for spans in owners:
            self.add(spans)

    def add(self, spans: Sequence[Span]) -> int:
        """The number of these spans: how many were added before them."""
        number = self._count
        self._count += 1
        for stretch in {s for span in spans for s in _stretches(*span)}:
            self._touching[stretch].append(number)
        return number

    def near(self, start: int, end: int) -> list[int]:
        """The numbers, rising, of all whose spans may touch these characters, and of few others."""
        stretches = _stretches(start, end)
        if len(stretches) == 1:
            return self._touching.get(stretches[0], [])
        return sorted({n for s in stretches for n in self._touching.get(s, ())})


class Zones:
    """Spans that are asked often whether they share a character with others."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def touch(self, span: Span) -> bool:
        """Does any of the zones share a character with the span?"""
        before = bisect_left(self._starts, span[1])
        return before > 0 and self._reach[before - 1] > span[0]


class Piece[M](NamedTuple):
    """Characters that are marked alike; marks from the outermost to the innermost."""

    span: Span
    marks: list[M]
    zone: str | None
    opens_zone: bool


def pieces[M](
    length: int,
    marks: Iterable[M],
    zones: Iterable[tuple[str, Span]],
    *,
    span: Callable[[M], Span],
    layer: Callable[[M], Any],
) -> Iterator[Piece[M]]:
    """A text of this length as a whole, cut wherever a mark or a zone (kind, span) begins or ends.

    `layer` sorts the marks of a piece, the outermost first. Marks and zones are not empty; marks
    do not reach beyond the text.
    """
    opening: defaultdict[int, list[M]] = defaultdict(list)
    kinds = {start: (kind, end) for kind, (start, end) in zones}
    edges = {0, length}
    edges.update(edge for start, (_, end) in kinds.items() for edge in (start, end))
    for mark in marks:
        opening[span(mark)[0]].append(mark)
        edges.update(span(mark))
    live: list[M] = []
    zone, until = None, 0
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= length)):
        live = sorted([m for m in live if span(m)[1] > start] + opening[start], key=layer)
        zone, until = kinds.get(start, (zone if start < until else None, until))
        yield Piece((start, end), live, zone, start in kinds)


def _stretches(start: int, end: int) -> range:
    return range(start // _STRETCH, end // _STRETCH + 1)
