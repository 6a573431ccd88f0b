"""What reading gives: the document, and what was found about where it comes from."""

from dataclasses import dataclass
from typing import Literal

from schemas.provenance import Document

type PublishedEvidence = Literal[
    "argument", "meta", "json-ld", "byline", "dateline", "text", "none"
]


@dataclass(frozen=True, slots=True)
class BasedOn:
    """An outlet that a notice of the article names as its source; offsets in `Document.text`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One input, read: the document, its outlet as far as the page tells, and its sources.

    `outlet` holds the words found, `outlet_span` their (start, end) in `document.text`; the span
    is None when the words come from a page's metadata. `host` is the host of the canonical URL.
    `published_evidence` says what `document.published` rests on.
    """

    document: Document
    outlet: str | None
    outlet_span: tuple[int, int] | None
    host: str | None
    based_on: tuple[BasedOn, ...]
    published_evidence: PublishedEvidence
