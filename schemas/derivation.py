"""What follows from the relationships present: names of shared entities, who spoke about whom.

Stores compute the same in their own language; these functions are the oracle.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, cast

from schemas.actors import LEADING_OFFICES, Entity, Office, Person
from schemas.base import Node, Relationship
from schemas.identity import slug
from schemas.provenance import Document
from schemas.relations import (
    About,
    CopyOf,
    Criticises,
    DescribedAs,
    Holds,
    In,
    MentionedIn,
    Mentions,
    Praises,
    Said,
    SpokeAbout,
    Stance,
    StanceEdge,
)
from schemas.statements import Statement

type Pair = tuple[str, str]

STANCE_EDGES: dict[Stance, type[StanceEdge]] = {
    "positive": Praises,
    "negative": Criticises,
    "neutral": Mentions,
}
_IN_OFFICE = (Holds, DescribedAs)
COUNTED_CLASSES: frozenset[str] = frozenset({"utterance", "attitude"})


def named(entity: Entity, surfaces: Counter[str]) -> Entity:
    """The entity with its name and aliases as the mentions present make them.

    An entity of the registry keeps its own. Else the name is the most frequent surface among those
    that spell the id (so that a short name never wins), then the longest, then alphabetical.
    """
    if entity.origin == "registry" or not surfaces:
        return entity
    spelling = {s: n for s, n in surfaces.items() if slug(s) == _slug_of(entity.id)} or dict(
        surfaces
    )
    name = min(spelling, key=lambda s: (-spelling[s], -len(s), s))
    aliases = tuple(sorted(set(surfaces) - {name}))
    return entity.model_copy(update={"name": name, "aliases": aliases})


def surfaces_of(mentions: Iterable[MentionedIn]) -> Counter[str]:
    """How often each surface occurs over all mentions of one entity."""
    return Counter(surface for mention in mentions for surface in mention.surfaces)


def settled(nodes: Mapping[str, Node], relationships: Iterable[Relationship]) -> dict[str, Node]:
    """The nodes with derived names, aliases and the Leader mark."""
    mentions: defaultdict[str, list[MentionedIn]] = defaultdict(list)
    leaders: set[str] = set()
    for edge in relationships:
        if isinstance(edge, MentionedIn):
            mentions[edge.source].append(edge)
        elif isinstance(edge, _IN_OFFICE):
            office = nodes.get(edge.target)
            if isinstance(office, Office) and office.kind in LEADING_OFFICES:
                leaders.add(edge.source)
    return {
        id_: _settled(node, mentions.get(id_, []), id_ in leaders) for id_, node in nodes.items()
    }


def _settled(node: Node, mentions: list[MentionedIn], leads: bool) -> Node:
    if isinstance(node, Entity):
        node = named(node, surfaces_of(mentions))
    if isinstance(node, Person) and node.leader != leads:
        node = node.model_copy(update={"leader": leads})
    return node


class Utterance(NamedTuple):
    """A statement that counts, of one speaker about one actor; its day, else the document's."""

    speaker: str
    target: str
    statement: str
    stance: Stance
    day: date | None
    document: str


def spoken(nodes: Mapping[str, Node], relationships: Iterable[Relationship]) -> list[Relationship]:
    """SPOKE_ABOUT and its three stances: asserted utterances and attitudes, copies counted once."""
    pairs: defaultdict[Pair, list[Utterance]] = defaultdict(list)
    for utterance in utterances(nodes, relationships):
        pairs[utterance.speaker, utterance.target].append(utterance)
    return [edge for pair, found in pairs.items() for edge in _pair_edges(pair, found)]


def utterances(
    nodes: Mapping[str, Node], relationships: Iterable[Relationship]
) -> Iterator[Utterance]:
    """What SPOKE_ABOUT counts, one a speaker, target and statement.

    A statement that is about the same target twice has the stance of its last ABOUT.
    """
    edges = list(relationships)
    counted = _counted(nodes, edges)
    speakers: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if isinstance(edge, Said) and edge.target in counted:
            speakers[edge.target].append(edge.source)
    found: dict[tuple[str, str, str], Stance] = {}
    for edge in edges:
        target = nodes.get(edge.target)
        if isinstance(edge, About) and target is not None and target.actor:
            for speaker in speakers.get(edge.source, ()):
                found[speaker, edge.target, edge.source] = edge.stance
    for (speaker, about, statement), stance in found.items():
        day, document = counted[statement]
        yield Utterance(speaker, about, statement, stance, day, document)


def copied(nodes: Mapping[str, Node], relationships: Iterable[Relationship]) -> set[str]:
    """Ids of documents that repeat another one that is there."""
    return {e.source for e in relationships if isinstance(e, CopyOf) and e.target in nodes}


def _counted(
    nodes: Mapping[str, Node], edges: list[Relationship]
) -> dict[str, tuple[date | None, str]]:
    """The statements that count, each with its day (its own, else the document's) and document."""
    copies = copied(nodes, edges)
    found: dict[str, tuple[date | None, str]] = {}
    for edge in edges:
        statement = nodes.get(edge.source)
        if (
            not isinstance(edge, In)
            or not isinstance(statement, Statement)
            or edge.target in copies
        ):
            continue
        if statement.modality == "asserted" and statement.class_ in COUNTED_CLASSES:
            document = cast(Document | None, nodes.get(edge.target))
            day = statement.date_from or (document.published if document else None)
            found[statement.id] = day, edge.target
    return found


def _pair_edges(pair: Pair, found: list[Utterance]) -> list[Relationship]:
    source, target = pair
    counts = Counter(utterance.stance for utterance in found)
    first, last = _extent(utterance.day for utterance in found)
    edges: list[Relationship] = [
        SpokeAbout(
            source=source,
            target=target,
            statements=len(found),
            positive=counts["positive"],
            neutral=counts["neutral"],
            negative=counts["negative"],
            first=first,
            last=last,
        )
    ]
    for stance, model in STANCE_EDGES.items():
        first, last = _extent(u.day for u in found if u.stance == stance)
        if counts[stance]:
            edges.append(
                model(
                    source=source, target=target, statements=counts[stance], first=first, last=last
                )
            )
    return edges


def _extent(days: Iterable[date | None]) -> tuple[date | None, date | None]:
    known = sorted(day for day in days if day is not None)
    return (known[0], known[-1]) if known else (None, None)


def _slug_of(id_: str) -> str:
    return id_.partition(":")[2].partition("@")[0]
