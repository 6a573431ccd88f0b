"""Spans of characters by place, so that nobody asks every span of an article about every other."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

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


def _stretches(start: int, end: int) -> range:
    return range(start // _STRETCH, end // _STRETCH + 1)
