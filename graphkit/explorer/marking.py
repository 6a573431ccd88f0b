"""A text cut where something begins or ends.

Cut here and not in the page: JavaScript counts UTF-16, so that offsets shift after an emoji.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graphkit.explorer.answers import Mark, Role, Segment
from graphkit.spans import pieces


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
    inside = (p._replace(start=max(0, p.start), end=min(p.end, len(text))) for p in places)
    parts = pieces(
        len(text),
        (place for place in inside if place.start < place.end),
        [(zone.kind, (zone.start, zone.end)) for zone in zones if zone.start < zone.end],
        span=lambda place: (place.start, place.end),
        layer=_layer,
    )
    for (start, end), live, zone, _ in parts:
        yield Segment(
            text=text[start:end],
            zone=zone,
            marks=tuple(Mark(role=place.role, of=place.of) for place in live),
        )


def _layer(place: Place) -> tuple[int, bool, int, str, str]:
    """Longer marks below shorter ones, contents below sources and cues of the same length."""
    return place.start - place.end, place.role != "content", place.start, place.of, place.role
