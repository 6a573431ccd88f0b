"""A corpus of any size with our schema, seeded and skewed like news, for benchmarks.

A few actors speak and are spoken of most of the time (Zipf), statements a document follow those of
the sample dossier, and what the registry knows comes along with each document, as extraction gives
it. Nothing in it is true.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import get_args

from schemas import relations as r
from schemas.actors import MediaOutlet, Office, Organization, Person, State, Unnamed
from schemas.base import Node, Relationship
from schemas.events import Event, EventKind
from schemas.graph import Graph
from schemas.identity import concept_id, statement_id
from schemas.places import Venue
from schemas.proposals import Concept, Proposal, ProposalKind
from schemas.provenance import Document
from schemas.statements import Act, Statement

STATES, PEOPLE, BODIES, VENUES, OUTLETS = 190, 4_000, 800, 600, 300
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 3_650
_STATEMENTS = (6, 18)  # a document
_SKEW = 1.1  # exponent of Zipf's law
_ACTS: tuple[Act, ...] = get_args(Act.__value__)
_KINDS: tuple[ProposalKind, ...] = get_args(ProposalKind.__value__)
_EVENTS: tuple[EventKind, ...] = get_args(EventKind.__value__)
_STANCES: tuple[r.Stance, ...] = ("neutral", "neutral", "neutral", "negative", "positive")
_POSITIONS: tuple[type[r.Position], ...] = (
    *(r.Demands, r.Demands, r.Proposes, r.Supports, r.Rejects, r.Offers),
)
_WORDS = (
    *("talks", "truce", "border", "grain", "envoy", "summit", "treaty", "aid", "accord", "aims"),
    *("sanctions", "inspection", "mission", "corridor", "ceasefire", "deadline", "mandate"),
    *("reform", "monitors", "prisoners", "exchange", "pledge", "council", "draft", "airspace"),
)


def corpus(documents: int, seed: int = 1) -> Iterator[Graph]:
    """The graph of each document, in turn; the same for a seed, whatever the number before it."""
    for number in range(documents):
        yield document(number, seed)


def document(number: int, seed: int = 1) -> Graph:
    """The graph of one document."""
    return _Writing(number, random.Random(f"{seed}/{number}")).graph()


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate((n + 1) ** -_SKEW for n in range(count)))


class _Writing:
    """One document as it grows: text first, then what rests on it."""

    def __init__(self, number: int, rnd: random.Random) -> None:
        self._rnd, self._id = rnd, f"https://news.example/{number}"
        self._nodes: dict[str, Node] = {}
        self._edges: dict[str, Relationship] = {}
        self._text: list[str] = []
        self._length = 0
        self._mentions: dict[str, list[tuple[int, int, str]]] = {}
        self._day = _FIRST_DAY + timedelta(rnd.randrange(_DAYS))

    def graph(self) -> Graph:
        """Everything, checked."""
        outlet = self._one_of(MediaOutlet, OUTLETS)
        statements = [self._statement() for _ in range(self._rnd.randint(*_STATEMENTS))]
        for _ in range(self._rnd.randint(1, 5)):
            self._proposal(statements)
        for _ in range(self._rnd.randint(1, 4)):
            self._event()
        text = "".join(self._text)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        title = " ".join(self._rnd.choices(_WORDS, k=6)).capitalize()
        self._nodes[self._id] = Document(
            id=self._id, name=title, title=title, url=self._id, language="en",
            published=self._day, sha256=sha256, text=text, zone_kinds=("body",), zone_starts=(0,),
            zone_ends=(len(text),),
        )  # fmt: skip
        self._edge(r.PublishedBy, self._id, outlet.id, None)
        for id_, found in self._mentions.items():
            starts, ends, surfaces = zip(*found, strict=True)
            self._edge(
                r.MentionedIn, id_, self._id, found[0][:2],
                starts=starts, ends=ends, surfaces=surfaces, count=len(found),
            )  # fmt: skip
        return Graph(self._nodes.values(), self._edges.values()).check()

    # --- what it tells ---

    def _statement(self) -> Statement:
        speaker, start = self._speaker()
        cue = self._write(" said ")
        content = self._write(" ".join(self._rnd.choices(_WORDS, k=self._rnd.randint(6, 30))))
        said = "".join(self._text)[content[0] : content[1]]
        confidence = round(self._rnd.betavariate(8, 1), 4)
        statement = Statement(
            id=statement_id(self._id, speaker.name, said, len(self._nodes)),
            name=said[:79], text=said, starts=(content[0],), ends=(content[1],), cue="said",
            cue_starts=(cue[0] + 1,), cue_ends=(cue[1] - 1,), source_starts=(start[0],),
            source_ends=(start[1],), kind=self._rnd.choice(("direct", "indirect", "mixed")),
            act=self._rnd.choice(_ACTS), rule="synthetic", confidence=confidence,
        )  # fmt: skip
        self._nodes[statement.id] = statement
        where = (start[0], cue[1] - 1)
        self._edge(r.In, statement.id, self._id, content)
        self._edge(r.Said, speaker.id, statement.id, where, confidence)
        for _ in range(self._rnd.choice((0, 1, 1, 2, 2))):
            self._write(" of ")
            target, there = self._named(self._actor())
            self._edge(
                r.About, statement.id, target.id, there, confidence,
                stance=self._rnd.choice(_STANCES), score=0.0,
            )  # fmt: skip
        if self._rnd.random() < 0.1:
            self._write(" to ")
            target, there = self._named(self._actor())
            self._edge(r.AddressedTo, statement.id, target.id, there, confidence)
        if self._rnd.random() < 0.1:
            self._write(" according to ")
            target, there = self._named(self._one_of(MediaOutlet, OUTLETS))
            self._edge(r.RelayedBy, statement.id, target.id, there, confidence, hop=1)
        self._write(".\n")
        return statement

    def _proposal(self, statements: Sequence[Statement]) -> None:
        kind = self._rnd.choice(_KINDS)
        where = self._write(" ".join(self._rnd.choices(_WORDS, k=3)))
        proposal = Proposal(
            id=f"proposal:{kind}:{where[0]}@{self._id}", name=f"{kind} {where[0]}", kind=kind
        )
        self._nodes[proposal.id] = proposal
        parties = [self._actor() for _ in range(2)]
        concept = Concept(id=concept_id(kind, [p.id for p in parties]), name=kind, kind=kind)
        self._nodes[concept.id] = concept
        self._mentions.setdefault(proposal.id, []).append((*where, kind))
        self._edge(r.InstanceOf, proposal.id, concept.id, None)
        for party in parties:
            self._edge(r.Concerns, proposal.id, party.id, where)
        self._edge(
            self._rnd.choice(_POSITIONS), self._actor().id, proposal.id, where, 0.8,
            statement=self._rnd.choice(statements).id,
        )  # fmt: skip
        self._write(".\n")

    def _event(self) -> None:
        kind = self._rnd.choice(_EVENTS)
        where = self._write(" ".join(self._rnd.choices(_WORDS, k=2)))
        event = Event(
            id=f"event:{kind}:{where[0]}@{self._id}", name=kind, kind=kind, date_from=self._day,
            date_to=self._day, date_precision="day", date_text="that day",
        )  # fmt: skip
        self._nodes[event.id] = event
        self._mentions.setdefault(event.id, []).append((*where, kind))
        for _ in range(2):
            self._edge(r.ParticipatedIn, self._actor().id, event.id, where)
        self._edge(r.HeldAt, event.id, self._one_of(Venue, VENUES).id, where)
        self._write(".\n")

    # --- who and what there is ---

    def _speaker(self) -> tuple[Node, tuple[int, int]]:
        if self._rnd.random() > 0.15:
            return self._named(self._actor())
        at = self._length
        unnamed = Unnamed(
            id=f"unnamed:official-{at}@{self._id}", name="an official", description="an official"
        )
        self._nodes[unnamed.id] = unnamed
        return unnamed, self._write("An official")

    def _actor(self) -> Node:
        kind, count = self._rnd.choice(
            ((Person, PEOPLE), (Person, PEOPLE), (State, STATES), (Organization, BODIES))
        )
        return self._one_of(kind, count)

    def _one_of(self, kind: type[Node], count: int) -> Node:
        number = self._rnd.choices(range(count), cum_weights=_weights(count))[0]
        nodes, edges = _known(kind, number)
        self._nodes |= {node.id: node for node in nodes}
        self._edges |= {edge.id: edge for edge in edges}
        return nodes[0]

    def _named(self, node: Node) -> tuple[Node, tuple[int, int]]:
        where = self._write(node.name)
        self._mentions.setdefault(node.id, []).append((*where, node.name))
        return node, where

    def _write(self, words: str) -> tuple[int, int]:
        start = self._length
        self._text.append(words)
        self._length += len(words)
        return start, self._length

    def _edge(
        self,
        model: type[Relationship],
        source: str,
        target: str,
        where: tuple[int, int] | None,
        confidence: float | None = 1.0,
        **properties: object,
    ) -> None:
        start, end = where or (None, None)
        edge = model.model_validate(
            {
                **{"source": source, "target": target, "document": self._id},
                **{"start": start, "end": end, "confidence": confidence, **properties},
            }
        )
        self._edges.setdefault(edge.id, edge)


@cache
def _known(kind: type[Node], number: int) -> tuple[tuple[Node, ...], tuple[Relationship, ...]]:
    """A node of the registry with what the registry says of it."""
    name = f"{kind.__name__} {number}"
    id_ = f"{kind.__name__.lower()}:synthetic-{number}"
    if kind in {State, Organization, MediaOutlet}:
        return (kind.model_validate({"id": id_, "name": name, "origin": "registry"}),), ()
    state, _ = _known(State, number % STATES)
    if kind is Venue:
        venue = Venue(id=id_, name=name, origin="registry")
        return (venue, *state), (r.LocatedIn(source=id_, target=state[0].id),)
    person = Person(id=id_, name=name, origin="registry")
    office_kind = "minister" if number % 3 == 0 else "other"
    office = Office(id=f"office:synthetic-{number}", name=f"Office {number}", kind=office_kind)
    return (person, office, *state), (
        r.Holds(source=id_, target=office.id, valid_from="2014"),
        r.Of(source=office.id, target=state[0].id),
        r.AffiliatedWith(source=id_, target=state[0].id, kind="government", valid_from="2014"),
    )
