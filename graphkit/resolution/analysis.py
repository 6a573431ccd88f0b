"""All that is known of one document before it becomes a graph."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from graphkit.knowledge.registry import Registry
from graphkit.mentions import (
    AttributionMention,
    ConditionMention,
    OfficeMention,
    PositionMention,
    Span,
)
from graphkit.reading.results import Reading
from graphkit.resolution.concepts import EventGroup, ProposalGroup
from graphkit.resolution.entities import Entities
from graphkit.resolution.sources import Sources
from graphkit.resolution.statements import Told
from schemas.provenance import Document


@dataclass(frozen=True, slots=True)
class Analysis:
    """One document, read, parsed and resolved; assembly adds nothing to it but form."""

    reading: Reading
    doc: Doc
    registry: Registry
    entities: Entities
    sources: Sources
    attributions: Sequence[AttributionMention]
    told: Sequence[Told]
    offices: Sequence[OfficeMention]
    proposals: Sequence[ProposalGroup]
    positions: Sequence[PositionMention]
    conditions: Sequence[ConditionMention]
    events: Sequence[EventGroup]
    skip: Sequence[Span]

    @property
    def document(self) -> Document:
        """The article."""
        return self.reading.document

    @property
    def published(self) -> date | None:
        """The article's day, where it is known."""
        return self.reading.document.published
