"""Every node label and relationship type, once.

Constraints, JSON Schema, exports and docs are derived from these two tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from schemas import relations as r
from schemas.actors import MediaOutlet, Office, Organization, Person, State, Unnamed
from schemas.base import Node, Relationship
from schemas.errors import SchemaError
from schemas.events import Event, Occurrence
from schemas.places import Venue
from schemas.proposals import Concept, Proposal
from schemas.provenance import Document
from schemas.statements import Statement

SCHEMA_VERSION = 2
"""Of a store; raised with a step in `loaders.migrations`."""

type Layer = Literal["extracted", "registry", "derived"]

NODES: dict[str, type[Node]] = {
    model.label: model
    for model in (
        Person,
        State,
        Organization,
        MediaOutlet,
        Unnamed,
        Office,
        Venue,
        Proposal,
        Concept,
        Event,
        Occurrence,
        Statement,
        Document,
    )
}

EXTRA_LABELS: tuple[str, ...] = ("Actor", "Leader")

ACTORS: tuple[str, ...] = tuple(label for label, model in NODES.items() if model.actor)
ENTITIES: tuple[str, ...] = (*ACTORS, "Venue")
CONTENT: tuple[str, ...] = ("Proposal", "Event")


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """One row of the contract: the model, what it may join, and which layer makes it."""

    model: type[Relationship]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    layer: Layer = "extracted"

    @property
    def type(self) -> str:
        """The relationship type as Cypher spells it."""
        return self.model.type


_POSITIONS = (r.Proposes, r.Supports, r.Rejects, r.Demands, r.Conditions, r.Offers)
_STATEMENT, _DOCUMENT, _PROPOSAL = ("Statement",), ("Document",), ("Proposal",)

RELATIONSHIPS: dict[str, RelationshipType] = {
    row.type: row
    for row in (
        RelationshipType(r.Said, ACTORS, _STATEMENT),
        RelationshipType(r.About, _STATEMENT, (*ENTITIES, *CONTENT, "Statement")),
        RelationshipType(r.AddressedTo, _STATEMENT, ACTORS),
        RelationshipType(r.OnBehalfOf, _STATEMENT, ACTORS),
        RelationshipType(r.RelayedBy, _STATEMENT, ACTORS),
        RelationshipType(r.PublishedOn, _STATEMENT, ("MediaOutlet",)),
        RelationshipType(r.SaidAt, _STATEMENT, ("Event", "Venue")),
        RelationshipType(r.RepliesTo, _STATEMENT, _STATEMENT),
        RelationshipType(r.In, _STATEMENT, _DOCUMENT),
        *(RelationshipType(model, ACTORS, _PROPOSAL) for model in _POSITIONS),
        RelationshipType(r.ConditionalOn, _PROPOSAL, _PROPOSAL),
        RelationshipType(r.Concerns, CONTENT, (*ACTORS, "Proposal")),
        RelationshipType(r.ParticipatedIn, ACTORS, ("Event",)),
        RelationshipType(r.HeldAt, CONTENT, ("Venue",)),
        RelationshipType(r.DescribedAs, ("Person",), ("Office",)),
        RelationshipType(r.Includes, ("Unnamed",), ACTORS),
        RelationshipType(r.MentionedIn, (*ENTITIES, *CONTENT), _DOCUMENT),
        RelationshipType(r.PublishedBy, _DOCUMENT, ("MediaOutlet",)),
        RelationshipType(r.BasedOn, _DOCUMENT, ("MediaOutlet",)),
        RelationshipType(r.CopyOf, _DOCUMENT, _DOCUMENT),
        RelationshipType(r.Holds, ("Person",), ("Office",), "registry"),
        RelationshipType(r.Of, ("Office",), ("State", "Organization"), "registry"),
        RelationshipType(r.AffiliatedWith, ACTORS, ACTORS, "registry"),
        RelationshipType(r.LocatedIn, ("Venue",), ("State",), "registry"),
        RelationshipType(r.InstanceOf, CONTENT, ("Concept", "Occurrence")),
        RelationshipType(r.SpokeAbout, ACTORS, ACTORS, "derived"),
        RelationshipType(r.Praises, ACTORS, ACTORS, "derived"),
        RelationshipType(r.Criticises, ACTORS, ACTORS, "derived"),
        RelationshipType(r.Mentions, ACTORS, ACTORS, "derived"),
    )
}

DERIVED: frozenset[str] = frozenset(t for t, row in RELATIONSHIPS.items() if row.layer == "derived")
"""Types of the relationships that follow from the others, which are those that are stated."""


def node_model(labels: Iterable[str]) -> type[Node]:
    """The model of a node with these labels, in any order; SchemaError where none is known."""
    return _node_model(tuple(labels))


@cache
def _node_model(labels: tuple[str, ...]) -> type[Node]:
    unknown = set(labels) - NODES.keys() - set(EXTRA_LABELS)
    own = [NODES[label] for label in labels if label in NODES]
    if unknown or len(own) != 1:
        raise SchemaError(
            f"labels {sorted(labels)} are not a node of the schema; known: {', '.join(NODES)} "
            f"(and {', '.join(EXTRA_LABELS)} beside them)"
        )
    return own[0]


def relationship_type(type_: str) -> RelationshipType:
    """The catalog's row for a type; SchemaError where none is known."""
    try:
        return RELATIONSHIPS[type_]
    except KeyError:
        raise SchemaError(
            f"relationship type {type_!r} is not in the schema; known: {', '.join(RELATIONSHIPS)}"
        ) from None
