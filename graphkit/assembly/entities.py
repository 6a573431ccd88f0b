"""The entities that take part, and where the document names them."""

from graphkit.assembly.parts import Parts
from graphkit.knowledge.lexicons import words
from graphkit.resolution.entities import Entity, merged_spans
from schemas import relations as r
from schemas.actors import MediaOutlet, Organization, Person, State, Unnamed
from schemas.base import Node
from schemas.places import Venue
from schemas.relations import AffiliationKind

GOVERNING = frozenset(
    {"ministry", "government", "army", "military", "parliament", "embassy", "cabinet", "police",
     "navy", "senate", "congress", "presidency", "department", "forces", "intelligence",
     "administration", "committee"}
)  # fmt: skip


def add_entities(parts: Parts) -> None:
    """Nodes of all named entities and of those that a statement, position or event uses.

    An unnamed source that nothing rests on is left out.
    """
    for entity in list(parts.analysis.entities):
        if entity.kind == "unnamed" and entity.id not in parts.used:
            continue
        if entity.id not in parts.used and not entity.spans:
            continue
        _add(parts, entity)


def _add(parts: Parts, entity: Entity) -> None:
    if entity.entry is not None:
        parts.entry(entity.entry)
    else:
        parts.add(_node(entity))
    spans = merged_spans(entity.spans)
    if spans:
        starts, ends = zip(*spans, strict=True)
        parts.edge(
            r.MentionedIn, entity.id, parts.document, spans[0], 1.0, starts=starts, ends=ends,
            surfaces=tuple(parts.text[a:b] for a, b in spans),
            count=len(spans) + len(set(entity.pronouns)),
        )  # fmt: skip
    for target, span in entity.affiliations:
        owner = parts.analysis.entities.by_id.get(target)
        if owner is not None and target != entity.id:
            if owner.entry is not None:
                parts.entry(owner.entry)
            kind = _affiliation(entity)
            parts.edge(
                r.AffiliatedWith, entity.id, target, span, 1.0, kind=kind, origin=parts.document
            )


def _affiliation(entity: Entity) -> AffiliationKind:
    """Officials serve their government ("a Turkish official"); an analyst is only from there."""
    if entity.kind == "organization":
        return "part_of"
    slug = entity.id.partition(":")[2].partition("@")[0]
    return "government" if words("people", "serving") & set(slug.split("-")) else "other"


def _node(entity: Entity) -> Node:
    """The node of an entity that the registry does not know."""
    match entity.kind:
        case "person":
            return Person(id=entity.id, name=entity.name)
        case "state":
            return State(id=entity.id, name=entity.name)
        case "organization":
            kind = (
                "government_body"
                if GOVERNING & set(entity.id.partition(":")[2].split("-"))
                else "other"
            )
            return Organization(id=entity.id, name=entity.name, kind=kind)
        case "outlet" | "platform":
            return MediaOutlet(id=entity.id, name=entity.name, kind=entity.kind)
        case "venue":
            return Venue(id=entity.id, name=entity.name)
        case "unnamed":
            return Unnamed(
                id=entity.id, name=entity.name, description=entity.name, plural=entity.plural
            )
