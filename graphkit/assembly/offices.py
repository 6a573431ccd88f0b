"""DESCRIBED_AS: the offices that the text gives to people, and whether the registry agrees."""

from datetime import date

from graphkit.assembly.parts import Parts
from graphkit.assembly.registry import office_context
from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry
from graphkit.knowledge.tables import Office as OfficeEntry
from graphkit.mentions import OfficeMention
from graphkit.resolution.linking import owner_of
from schemas import relations as r
from schemas.relations import Tense


def add_offices(parts: Parts) -> None:
    """One DESCRIBED_AS for each office beside a name or standing for a person."""
    for mention in parts.analysis.offices:
        person = _person(parts, mention)
        owner = owner_of(mention.of, parts.analysis.sources.resolver.context)
        if person is None:
            continue
        office = parts.registry.office_for(mention.role, owner.id) if owner else None
        if office is not None:
            _describe(parts, person, office, mention)
        elif owner is not None and owner.id in parts.analysis.entities.by_id and mention.person:
            _affiliate(parts, person, owner.id, mention)


def _person(parts: Parts, mention: OfficeMention) -> str | None:
    entities = parts.analysis.entities
    if mention.person is not None:
        found = [d.entity for d in entities.within(*mention.person)]
    else:
        known = entities.at(mention.head)
        found = [known.entity] if known else []
    return next((f for f in found if entities.by_id[f].kind == "person"), None)


def _describe(parts: Parts, person: str, office: OfficeEntry, mention: OfficeMention) -> None:
    nodes, edges = office_context(office, parts.registry)
    for node in nodes:
        parts.add(node)
    for id_, edge in edges.items():
        parts.edges.setdefault(id_, edge)
    consistent, expected = verdict(
        person, office, mention.tense, parts.analysis.published, parts.registry
    )
    parts.edge(
        r.DescribedAs, person, office.id, (mention.start, mention.end), _certainty(parts, mention),
        tense=mention.tense, consistent=consistent, expected=expected,
    )  # fmt: skip


def _affiliate(parts: Parts, person: str, owner: str, mention: OfficeMention) -> None:
    """No office, but an affiliation that the text gives: "Ukrainian political analyst X"."""
    role = parts.registry.role(mention.role)
    kind = "spokesperson" if role and role.kind == "spokesperson" else "other"
    parts.edge(
        r.AffiliatedWith,
        person,
        owner,
        (mention.start, mention.end),
        _certainty(parts, mention),
        kind=kind,
        origin=parts.document,
    )


def _certainty(parts: Parts, mention: OfficeMention) -> float:
    """1 beside a name; for a description that of its person among those who fit."""
    known = parts.analysis.entities.at(mention.head)
    return 1.0 if mention.person or known is None else known.certainty


def verdict(
    person: str, office: OfficeEntry, tense: Tense, on: date | None, registry: Registry
) -> tuple[bool | None, str | None]:
    """(does the registry agree on that day, what it says where it does not).

    Three-valued: None where the registry does not know, or the document has no date.
    """
    if on is None:
        return None, None
    holds = registry.holds(person, office.id, on)
    if holds is None or tense == "future":
        return None, None
    if tense == "present":
        return (True, None) if holds else (False, _expected(office, on, registry))
    if holds:
        return False, f"holds {office.name} on {on.isoformat()}"
    held = any(t.office == office.id for t in registry.terms(person))
    return (True, None) if held else (None, None)


def _expected(office: OfficeEntry, on: date, registry: Registry) -> str | None:
    holders: tuple[Entry, ...] = registry.holders(office.id, on)
    names = " or ".join(h.name for h in holders)
    return f"{office.name} on {on.isoformat()}: {names}" if names else None
