"""A text cut where something begins or ends.

Cut here and not in the page: JavaScript counts UTF-16, so that offsets shift after an emoji.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graphkit.explorer.answers import Mark, Role, Segment


class Place(NamedTuple):
    """Characters, half open, that play a role for a statement or position."""

    start: int
    end: int
    role: Role
    of: str


class Zone(NamedTuple):
    """Characters of one kind: title, caption, body, …"""

    start: int
    end: int
    kind: str


def cut(text: str, places: Iterable[Place], zones: Sequence[Zone]) -> Iterator[Segment]:
    """The whole text in pieces; what reaches beyond it is cut there, what is empty left out."""
    opening: defaultdict[int, list[Place]] = defaultdict(list)
    edges = {0, len(text)}
    for place in places:
        start, end = max(0, place.start), min(place.end, len(text))
        if start < end:
            opening[start].append(place._replace(start=start, end=end))
            edges |= {start, end}
    kinds: dict[int, Zone] = {zone.start: zone for zone in zones if zone.start < zone.end}
    edges |= {edge for zone in kinds.values() for edge in zone[:2] if 0 <= edge <= len(text)}
    live: list[Place] = []
    zone: Zone | None = None
    for start, end in pairwise(sorted(edges)):
        live = sorted([p for p in live if p.end > start] + opening[start], key=_layer)
        zone = kinds.get(start, zone if zone and start < zone.end else None)
        yield Segment(
            text=text[start:end],
            zone=zone.kind if zone else None,
            marks=tuple(Mark(role=place.role, of=place.of) for place in live),
        )


def _layer(place: Place) -> tuple[int, bool, int, str, str]:
    """Longer marks below shorter ones, contents below sources and cues of the same length."""
    return place.start - place.end, place.role != "content", place.start, place.of, place.role
