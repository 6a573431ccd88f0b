"""What follows from the relationships present: names of shared entities, who spoke about whom.

Stores compute the same in their own language; these functions are the oracle.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, Self, cast

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
COUNTED: frozenset[str] = frozenset({MentionedIn.type, *(model.type for model in _IN_OFFICE)})
"""Types of the relationships by which `Standing` knows how entities are called and who leads."""
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


class Standing:
    """How entities are called and who leads, counted relationship by relationship."""

    def __init__(self) -> None:
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._leaders: set[str] = set()

    def add(self, nodes: Mapping[str, Node], edge: Relationship) -> None:
        """Count what a relationship says of its source; `nodes` has its target."""
        if isinstance(edge, MentionedIn):
            self._surfaces[edge.source].update(edge.surfaces)
        elif isinstance(edge, _IN_OFFICE):
            office = nodes.get(edge.target)
            if isinstance(office, Office) and office.kind in LEADING_OFFICES:
                self._leaders.add(edge.source)

    def follow(self, other: Self) -> None:
        """With what was counted elsewhere."""
        for id_, surfaces in other._surfaces.items():
            self._surfaces[id_].update(surfaces)
        self._leaders |= other._leaders

    def settled(self, node: Node) -> Node:
        """The node as what was counted calls and marks it."""
        if isinstance(node, Entity):
            node = named(node, self._surfaces.get(node.id, Counter()))
        leading = node.id in self._leaders
        if isinstance(node, Person) and node.leader != leading:
            node = node.model_copy(update={"leader": leading})
        return node


def settled(nodes: Mapping[str, Node], relationships: Iterable[Relationship]) -> dict[str, Node]:
    """The nodes with derived names, aliases and the Leader mark."""
    standing = Standing()
    for edge in relationships:
        standing.add(nodes, edge)
    return {id_: standing.settled(node) for id_, node in nodes.items()}


class Utterance(NamedTuple):
    """A statement that counts, of one speaker about one actor; its day, else the document's."""

    speaker: str
    target: str
    statement: str
    stance: Stance
    day: date | None
    document: str


class Talk:
    """How often one actor spoke about another, by stance, and on which day first and last."""

    __slots__ = ("_counts", "_days")

    def __init__(self) -> None:
        self._counts: Counter[Stance] = Counter()
        self._days: dict[Stance, tuple[date, date]] = {}

    def add(self, stance: Stance, day: date | None) -> None:
        """One more statement that counts."""
        self._counts[stance] += 1
        if day is not None:
            self._extend(stance, day, day)

    def follow(self, other: Self) -> None:
        """With the statements of another count."""
        self._counts.update(other._counts)
        for stance, (first, last) in other._days.items():
            self._extend(stance, first, last)

    def edges(self, source: str, target: str) -> Iterator[Relationship]:
        """SPOKE_ABOUT and its stances, between these two."""
        first, last = _extent(self._days.values())
        yield SpokeAbout(
            source=source,
            target=target,
            statements=self._counts.total(),
            positive=self._counts["positive"],
            neutral=self._counts["neutral"],
            negative=self._counts["negative"],
            first=first,
            last=last,
        )
        for stance, model in STANCE_EDGES.items():
            if count := self._counts[stance]:
                first, last = self._days.get(stance, (None, None))
                yield model(source=source, target=target, statements=count, first=first, last=last)

    def _extend(self, stance: Stance, first: date, last: date) -> None:
        known = self._days.get(stance, (first, last))
        self._days[stance] = min(first, known[0]), max(last, known[1])


def spoken(nodes: Mapping[str, Node], relationships: Iterable[Relationship]) -> list[Relationship]:
    """SPOKE_ABOUT and its three stances: asserted utterances and attitudes, copies counted once."""
    pairs: defaultdict[Pair, Talk] = defaultdict(Talk)
    for utterance in utterances(nodes, relationships):
        pairs[utterance.speaker, utterance.target].add(utterance.stance, utterance.day)
    return [edge for pair, talk in pairs.items() for edge in talk.edges(*pair)]


def utterances(
    nodes: Mapping[str, Node], relationships: Iterable[Relationship]
) -> Iterator[Utterance]:
    """What SPOKE_ABOUT counts, one a speaker, target and statement.

    A statement that is about the same target twice has the stance of its last ABOUT.
    """
    by_type: defaultdict[str, list[Any]] = defaultdict(list)
    for edge in relationships:
        by_type[edge.type].append(edge)
    counted = _counted(nodes, by_type[In.type], copied(nodes, by_type[CopyOf.type]))
    speakers: defaultdict[str, list[str]] = defaultdict(list)
    for said in by_type[Said.type]:
        if said.target in counted:
            speakers[said.target].append(said.source)
    found: dict[tuple[str, str, str], Stance] = {}
    for about in by_type[About.type]:
        target = nodes.get(about.target)
        if target is not None and target.actor:
            for speaker in speakers.get(about.source, ()):
                found[speaker, about.target, about.source] = about.stance
    for (speaker, spoken_of, statement), stance in found.items():
        day, document = counted[statement]
        yield Utterance(speaker, spoken_of, statement, stance, day, document)


def copied(nodes: Mapping[str, Node], relationships: Iterable[Relationship]) -> set[str]:
    """Ids of documents that repeat another one that is there."""
    return {e.source for e in relationships if isinstance(e, CopyOf) and e.target in nodes}


def _counted(
    nodes: Mapping[str, Node], ins: Iterable[In], copies: Container[str]
) -> dict[str, tuple[date | None, str]]:
    """The statements that count, each with its day (its own, else the document's) and document."""
    found: dict[str, tuple[date | None, str]] = {}
    for edge in ins:
        statement = nodes.get(edge.source)
        if not isinstance(statement, Statement) or edge.target in copies:
            continue
        if statement.modality == "asserted" and statement.class_ in COUNTED_CLASSES:
            document = cast(Document | None, nodes.get(edge.target))
            day = statement.date_from or (document.published if document else None)
            found[statement.id] = day, edge.target
    return found


def _extent(spans: Iterable[tuple[date, date]]) -> tuple[date | None, date | None]:
    known = list(spans)
    if not known:
        return None, None
    return min(first for first, _ in known), max(last for _, last in known)


def _slug_of(id_: str) -> str:
    return id_.partition(":")[2].partition("@")[0]
