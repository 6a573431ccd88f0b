"""Where everything comes from: the document, its zones, and the characters of evidence."""

from datetime import date
from typing import ClassVar, Literal, NamedTuple

from schemas.base import Node

type ZoneKind = Literal[
    "title", "byline", "dateline", "caption", "body", "teaser", "navigation", "notice"
]

READ_ZONES: frozenset[ZoneKind] = frozenset({"title", "caption", "body"})
"""Zones that statements are extracted from; of the others only a notice is used (BASED_ON)."""


class Evidence(NamedTuple):
    """Characters of a document, half open, in Unicode code points."""

    start: int
    end: int


class Document(Node):
    """One article. `text` is the input unchanged; zones label it and never delete."""

    label: ClassVar[str] = "Document"

    title: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    published: date | None = None
    section: str | None = None
    type: str | None = None
    sha256: str
    text: str
    zone_kinds: tuple[ZoneKind, ...] = ()
    zone_starts: tuple[int, ...] = ()
    zone_ends: tuple[int, ...] = ()

    def zones(self) -> list[tuple[ZoneKind, Evidence]]:
        """(kind, characters) in the order of the text."""
        spans = zip(self.zone_starts, self.zone_ends, strict=True)
        return [(k, Evidence(*s)) for k, s in zip(self.zone_kinds, spans, strict=True)]
