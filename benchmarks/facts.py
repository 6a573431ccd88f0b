"""What graphs say, so compactly that 400,000 statements can be held: no store, no Cypher.

Read from `schemas` models one graph after the other; `benchmarks.answers` works questions out of
it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from schemas import relations as r
from schemas.actors import Unnamed
from schemas.base import Node, Relationship
from schemas.events import Event
from schemas.graph import Graph
from schemas.places import Venue
from schemas.proposals import Proposal
from schemas.provenance import Document
from schemas.relations import Stance
from schemas.statements import Statement

EDGES_KEPT = 20
"""Relationships of each type of which the whole is kept, for the question `evidence`."""


class Target(NamedTuple):
    """What a statement is about; `edge` is the relationship's id."""

    edge: str
    target: str
    stance: Stance
    score: float


@dataclass(slots=True)
class Told:
    """A statement with what hangs on it; `start` and `end` hold source, cue and content."""

    id: str
    text: str
    cue: str | None
    kind: str
    class_: str
    act: str
    modality: str
    rule: str
    confidence: float
    day: date | None
    start: int
    end: int
    document: str = ""
    speakers: list[str] = field(default_factory=list)
    about: list[Target] = field(default_factory=list)
    relays: list[tuple[int, str]] = field(default_factory=list)
    platforms: list[str] = field(default_factory=list)
    replies: list[tuple[str, str]] = field(default_factory=list)  # (edge, earlier statement)

    @property
    def counts(self) -> bool:
        """Is it an asserted utterance or attitude?"""
        return self.modality == "asserted" and self.class_ in {"utterance", "attitude"}


@dataclass(slots=True)
class Report:
    """A document; `copy_of` are the documents that it repeats."""

    id: str
    title: str
    url: str | None
    published: date | None
    text: str
    outlets: list[str] = field(default_factory=list)
    copy_of: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)


class Thing(NamedTuple):
    """A proposal or an event: what questions show of it."""

    name: str
    kind: str
    status: str
    day: date | None


@dataclass(slots=True)
class Facts:
    """Everything that the questions ask for, by id; `read` are the documents taken in."""

    read: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)  # label by id
    descriptions: dict[str, str] = field(default_factory=dict)  # of unnamed sources
    reports: dict[str, Report] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    proposals: dict[str, Thing] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)  # proposals and events
    venues: set[str] = field(default_factory=set)
    positions: dict[str, r.Position] = field(default_factory=dict)
    needs: dict[str, r.ConditionalOn] = field(default_factory=dict)
    described: dict[str, r.DescribedAs] = field(default_factory=dict)
    held: dict[str, r.HeldAt] = field(default_factory=dict)
    concepts: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    takers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    located: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    steps: dict[str, Relationship] = field(default_factory=dict)  # on the way to a state
    leaving: defaultdict[str, list[Relationship]] = field(default_factory=lambda: defaultdict(list))
    edges: dict[str, Relationship] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, graphs: Iterable[Graph]) -> Self:
        """What all the graphs say together."""
        facts = cls()
        for graph in graphs:
            facts.add(graph)
        return facts

    def add(self, graph: Graph) -> None:
        """Take in one graph; what is known already stays."""
        for node in graph.nodes.values():
            if node.id not in self.names:
                self._node(node)
        new = set(graph.told) - self.read
        self.read |= new
        for edge in graph.stated:
            if edge.document is None or edge.document in new:
                self._edge(edge)

    def day(self, told: Told) -> date | None:
        """The statement's own day, else its report's."""
        return told.day or self.reports[told.document].published

    def is_copy(self, told: Told) -> bool:
        """Does its report repeat another one?"""
        return bool(self.reports[told.document].copy_of)

    def _node(self, node: Node) -> None:
        self.names[node.id] = node.name
        if node.actor:
            self.actors[node.id] = node.label
        match node:
            case Unnamed():
                self.descriptions[node.id] = node.description
            case Document():
                self.reports[node.id] = Report(
                    node.id, node.title or node.name, node.url, node.published, node.text
                )
            case Statement():
                self.told[node.id] = _told(node)
            case Proposal():
                self.proposals[node.id] = Thing(node.name, node.kind, "proposal", node.date_from)
                self.things[node.id] = self.proposals[node.id]
            case Event():
                self.things[node.id] = Thing(node.name, node.kind, node.status, node.date_from)
            case Venue():
                self.venues.add(node.id)

    def _edge(self, edge: Relationship) -> None:
        self._keep(edge)
        if isinstance(edge, r.ParticipatedIn | r.Proposes | r.Offers | r.Supports):
            self.takers[edge.target].add(edge.source)
        match edge:
            case r.In() | r.Said() | r.About() | r.RelayedBy() | r.PublishedOn() | r.RepliesTo():
                self._on_statement(edge)
            case r.PublishedBy():
                self.reports[edge.source].outlets.append(edge.target)
            case r.CopyOf():
                self.reports[edge.source].copy_of.append(edge.target)
            case r.Position() | r.ConditionalOn() | r.HeldAt():
                self._on_proposal(edge)
            case r.InstanceOf():
                self.concepts[edge.source].add(edge.target)
            case r.LocatedIn():
                self.located[edge.source].add(edge.target)
            case r.Holds() | r.Of() | r.AffiliatedWith() | r.DescribedAs():
                self._on_the_way(edge)

    def _keep(self, edge: Relationship) -> None:
        if edge.start is not None and self.kept[edge.type] < EDGES_KEPT:
            self.edges[edge.id] = edge
            self.kept[edge.type] += 1

    def _on_proposal(self, edge: Relationship) -> None:
        match edge:
            case r.Position():
                self.positions[edge.id] = edge
            case r.ConditionalOn():
                self.needs[edge.id] = edge
            case r.HeldAt():
                self.held[edge.id] = edge

    def _on_statement(self, edge: Relationship) -> None:
        match edge:
            case r.In():
                self.told[edge.source].document = edge.target
                self.reports[edge.target].statements.append(edge.source)
            case r.Said():
                self.told[edge.target].speakers.append(edge.source)
            case r.About():
                target = Target(edge.id, edge.target, edge.stance, edge.score)
                self.told[edge.source].about.append(target)
            case r.RelayedBy():
                self.told[edge.source].relays.append((edge.hop, edge.target))
            case r.PublishedOn():
                self.told[edge.source].platforms.append(edge.target)
            case r.RepliesTo():
                self.told[edge.source].replies.append((edge.id, edge.target))

    def _on_the_way(self, edge: Relationship) -> None:
        if edge.id in self.steps:
            return
        self.steps[edge.id] = edge
        self.leaving[edge.source].append(edge)
        if isinstance(edge, r.DescribedAs):
            self.described[edge.id] = edge


def _told(node: Statement) -> Told:
    return Told(
        id=node.id,
        text=node.text,
        cue=node.cue,
        kind=node.kind,
        class_=node.class_,
        act=node.act,
        modality=node.modality,
        rule=node.rule,
        confidence=node.confidence,
        day=node.date_from,
        start=min(node.starts + node.cue_starts + node.source_starts),
        end=max(node.ends + node.cue_ends + node.source_ends),
    )
