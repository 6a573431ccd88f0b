"""Attributions in characters, and which of them lies in whose content."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from graphkit.attribution.words import Span
from graphkit.spans import SpanIndex, touch

_SAME = 0.8  # Dice of two contents that say the same


@dataclass(frozen=True, slots=True)
class Calibration:
    """A score's worth: a logistic curve over its log odds (Platt 1999), fitted to held-out text."""

    slope: float = 1.0
    intercept: float = 0.0

    def confidence(self, score: float) -> float:
        """The probability that source and cue are right, 0 to 1."""
        inside = min(max(score, 1e-6), 1 - 1e-6)
        return 1 / (1 + exp(-(self.slope * log(inside / (1 - inside)) + self.intercept)))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source said, by a cue, some content: half-open character spans into the text given.

    `source` is empty where the text names none. `validity`: the network's belief that this cue is
    one; `score`: validity times the mean probability of content and of source; `confidence`: what
    the score is worth, the share of such attributions whose source and cue are right. `depth`:
    0 outermost, 1 within another's content, and so on; `parent`: the index, in the list returned,
    of the attribution whose content holds this one.
    """

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    validity: float
    confidence: float
    depth: int = 0
    parent: int | None = None

    @property
    def place(self) -> int:
        """Where the cue begins."""
        return self.cue[0][0]

    @property
    def extent(self) -> int:
        """How many characters the content has."""
        return sum(end - start for start, end in self.content)

    def holds(self, other: "Attribution") -> bool:
        """Does the other's cue begin in this one's content?"""
        return any(start <= other.place < end for start, end in self.content)

    def crosses(self, other: "Attribution") -> bool:
        """Do the two cues share a character?"""
        return touch(self.cue, other.cue)


def distinct(found: Sequence[Attribution]) -> list[Attribution]:
    """Without those that say again, by another cue, what a surer one says of the same source."""
    ranked = sorted(found, key=lambda one: -one.validity)
    contents = SpanIndex(one.content for one in ranked)
    kept: set[int] = set()
    for n, one in enumerate(ranked):
        near = {k for start, end in one.content for k in contents.near(start, end)}
        if not any(_says_again(one, ranked[k]) for k in near & kept):
            kept.add(n)
    return sorted((ranked[n] for n in sorted(kept)), key=lambda one: one.place)


def outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Those whose cue lies in no other's content; of two that hold each other, the surer one."""
    held = set()
    for holder, inner in _holdings(found):
        mutual = found[inner].holds(found[holder])
        surer = (found[inner].validity, holder) > (found[holder].validity, inner)
        if not (mutual and surer):
            held.add(inner)
    return [one for i, one in enumerate(found) if i not in held]


def with_parents(found: Sequence[Attribution]) -> list[Attribution]:
    """The same, sorted by place, each with the smallest content that holds it as its parent.

    A parent's content is longer than its child's, so that two which hold each other make no ring.
    """
    ordered = sorted(found, key=lambda one: (one.place, -one.extent))
    parents: dict[int, int] = {}
    for holder, inner in _holdings(ordered):
        known = parents.get(inner)
        closer = known is None or ordered[holder].extent < ordered[known].extent
        if closer and ordered[holder].extent > ordered[inner].extent:
            parents[inner] = holder
    depths: dict[int, int] = {}
    for i in sorted(range(len(ordered)), key=lambda i: -ordered[i].extent):
        depths[i] = depths[parents[i]] + 1 if i in parents else 0
    return [replace(one, depth=depths[i], parent=parents.get(i)) for i, one in enumerate(ordered)]


def _says_again(one: Attribution, other: Attribution) -> bool:
    if one.source != other.source or one.content[-1][1] <= other.content[0][0]:
        return False
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one.content for c, d in other.content)
    return 2 * shared >= _SAME * (one.extent + other.extent)


def _holdings(found: Sequence[Attribution]) -> Iterator[tuple[int, int]]:
    """Each (holder, inner): the inner one's cue begins in the holder's content."""
    ranked = sorted(range(len(found)), key=lambda i: found[i].place)
    places = [found[i].place for i in ranked]
    for holder, one in enumerate(found):
        for start, end in one.content:
            for inner in ranked[bisect_left(places, start) : bisect_left(places, end)]:
                if inner != holder:
                    yield holder, inner
