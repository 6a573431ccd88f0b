"""A corpus of any size with our schema, seeded and skewed like news, for benchmarks.

A few actors speak and are spoken of most of the time (Zipf), statements a document follow those of
the sample dossier, and what the registry knows comes along with each document, as extraction gives
it. Every question of the library finds something in it: some documents are copies of the one
before, some statements have no source, answer others or stand on a platform, and each two hundred
documents have a dispute in which one side's talks need the other's ceasefire. Nothing in it is
true.
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
from schemas.statements import Act, Modality, Statement, StatementClass

STATES, PEOPLE, BODIES, VENUES, OUTLETS = 190, 4_000, 800, 600, 300
PLATFORMS, RESOLUTIONS = 6, 3_000
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 3_650
_STATEMENTS = (6, 18)  # a document
_DISPUTE = 200  # documents in a row, some of which tell of the same dispute
_COPIES, _UNDATED, _DISPUTED = 0.05, 0.02, 0.1  # of all documents
_SKEW = 1.1  # exponent of Zipf's law
_ACTS: tuple[Act, ...] = get_args(Act.__value__)
_KINDS: tuple[ProposalKind, ...] = get_args(ProposalKind.__value__)
_EVENTS: tuple[EventKind, ...] = get_args(EventKind.__value__)
_STANCES: tuple[r.Stance, ...] = ("neutral", "neutral", "neutral", "negative", "positive")
_POSITIONS: tuple[type[r.Position], ...] = (
    *(r.Demands, r.Demands, r.Proposes, r.Supports, r.Rejects, r.Offers, r.Conditions),
)
_CLASSES: tuple[StatementClass, ...] = (
    *("utterance", "utterance", "utterance", "attitude", "decree", "evidence"),
)
_MODALITIES: tuple[Modality, ...] = ("asserted",) * 8 + ("denied", "hypothetical")
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
    """The graph of one document; a copy brings its original along, without what that tells."""
    writing = _writing(number, number, seed)
    if not _is_copy(number, seed):
        return writing.graph()
    return _writing(number, number - 1, seed).graph(copied=_writing(number - 1, number - 1, seed))


def _is_copy(number: int, seed: int) -> bool:
    """Does it repeat the one before, which is none itself?"""

    def drawn(number: int) -> bool:
        return number > 0 and random.Random(f"{seed}/{number}/copy").random() < _COPIES

    return drawn(number) and not drawn(number - 1)


def _writing(number: int, told_as: int, seed: int) -> "_Writing":
    """A document that says what the one of another number does."""
    return _Writing(number, told_as // _DISPUTE, random.Random(f"{seed}/{told_as}"))


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate((n + 1) ** -_SKEW for n in range(count)))


class _Writing:
    """One document as it grows: text first, then what rests on it."""

    def __init__(self, number: int, dispute: int, rnd: random.Random) -> None:
        self._rnd, self._id = rnd, f"https://news.example/{number}"
        self._dispute = dispute
        self._nodes: dict[str, Node] = {}
        self._edges: dict[str, Relationship] = {}
        self._text: list[str] = []
        self._length = 0
        self._mentions: dict[str, list[tuple[int, int, str]]] = {}
        self._day = _FIRST_DAY + timedelta(rnd.randrange(_DAYS))

    def graph(self, copied: "_Writing | None" = None) -> Graph:
        """Everything, checked; with what it copies."""
        outlet = self._one_of(MediaOutlet, OUTLETS)
        statements: list[Statement] = []
        for _ in range(self._rnd.randint(*_STATEMENTS)):
            statements.append(self._statement(statements))
        for _ in range(self._rnd.randint(1, 5)):
            self._proposal(statements)
        for _ in range(self._rnd.randint(1, 4)):
            self._event()
        if self._rnd.random() < _DISPUTED:
            self._dependency(self._rnd.choice(statements))
        self._described()
        self._own_node()
        self._edge(r.PublishedBy, self._id, outlet.id, None)
        if copied:
            original = copied.graph().documents[0]
            self._nodes[original.id] = original
            self._edge(r.CopyOf, self._id, original.id, None)
        for id_, found in self._mentions.items():
            starts, ends, surfaces = zip(*found, strict=True)
            self._edge(
                r.MentionedIn, id_, self._id, found[0][:2],
                starts=starts, ends=ends, surfaces=surfaces, count=len(found),
            )  # fmt: skip
        return Graph(self._nodes.values(), self._edges.values()).check()

    def _own_node(self) -> None:
        text = "".join(self._text)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        title = " ".join(self._rnd.choices(_WORDS, k=6)).capitalize()
        self._nodes[self._id] = Document(
            id=self._id, name=title, title=title, url=self._id, language="en",
            published=None if self._rnd.random() < _UNDATED else self._day, sha256=sha256,
            text=text, zone_kinds=("body",), zone_starts=(0,), zone_ends=(len(text),),
        )  # fmt: skip

    # --- what it tells ---

    def _statement(self, before: Sequence[Statement]) -> Statement:
        speaker, start = self._speaker()
        cue = self._write(" said " if speaker else "It is said ")
        content = self._write(" ".join(self._content()))
        said = "".join(self._text)[content[0] : content[1]]
        confidence = round(self._rnd.betavariate(8, 1), 4)
        day = self._day - timedelta(self._rnd.randrange(30)) if self._rnd.random() < 0.2 else None
        source = speaker.name if speaker else ""
        statement = Statement.model_validate(
            {
                "id": statement_id(self._id, source, said, len(self._nodes)),
                "name": said[:79], "text": said, "starts": (content[0],), "ends": (content[1],),
                "cue": "said", "cue_starts": (cue[1] - 5,), "cue_ends": (cue[1] - 1,),
                "source_starts": (start[0],) if speaker else (),
                "source_ends": (start[1],) if speaker else (),
                "kind": self._rnd.choice(("direct", "indirect", "mixed")),
                "class": self._rnd.choice(_CLASSES), "modality": self._rnd.choice(_MODALITIES),
                "act": self._rnd.choice(_ACTS), "rule": "synthetic", "confidence": confidence,
                "date_from": day, "date_to": day, "date_precision": "day" if day else None,
            }
        )  # fmt: skip
        self._nodes[statement.id] = statement
        where = (start[0], cue[1] - 1)
        self._edge(r.In, statement.id, self._id, content)
        if speaker:
            self._edge(r.Said, speaker.id, statement.id, where, confidence)
        for _ in range(self._rnd.choice((0, 1, 1, 2, 2))):
            self._write(" of ")
            target, there = self._named(self._actor())
            self._edge(
                r.About, statement.id, target.id, there, confidence,
                stance=self._rnd.choice(_STANCES), score=0.0,
            )  # fmt: skip
        self._circumstances(statement, confidence, where)
        if before and self._rnd.random() < 0.08:
            earlier = self._rnd.choice(before)
            self._edge(r.RepliesTo, statement.id, earlier.id, where, confidence)
        self._write(".\n")
        return statement

    def _content(self) -> list[str]:
        words = self._rnd.choices(_WORDS, k=self._rnd.randint(6, 30))
        if self._rnd.random() < 0.1:
            words += ["under", "resolution", str(1 + self._drawn(RESOLUTIONS))]
        return words

    def _circumstances(
        self, statement: Statement, confidence: float, where: tuple[int, int]
    ) -> None:
        """To whom, through whom and where it was said."""
        if self._rnd.random() < 0.1:
            self._write(" to ")
            target, there = self._named(self._actor())
            self._edge(r.AddressedTo, statement.id, target.id, there, confidence)
        if self._rnd.random() < 0.1:
            self._write(" according to ")
            target, there = self._named(self._one_of(MediaOutlet, OUTLETS))
            self._edge(r.RelayedBy, statement.id, target.id, there, confidence, hop=1)
            if self._rnd.random() < 0.3:
                self._write(" citing ")
                target, there = self._named(self._actor())
                self._edge(r.RelayedBy, statement.id, target.id, there, confidence, hop=2)
        if self._rnd.random() < 0.04:
            number = self._drawn(PLATFORMS)
            platform = MediaOutlet(
                id=f"outlet:platform-{number}", name=f"Platform {number}", kind="platform",
                origin="registry",
            )  # fmt: skip
            self._nodes[platform.id] = platform
            self._edge(r.PublishedOn, statement.id, platform.id, where, confidence)

    def _proposal(self, statements: Sequence[Statement]) -> None:
        kind = self._rnd.choice(_KINDS)
        proposal, where = self._put_forward(kind, [self._actor() for _ in range(2)])
        model = self._rnd.choice(_POSITIONS)
        words = {"condition": f"only with {self._rnd.choice(_WORDS)}"}
        self._edge(
            model, self._actor().id, proposal.id, where, 0.8,
            statement=self._rnd.choice(statements).id,
            **(words if model is r.Conditions else {}),
        )  # fmt: skip
        self._write(".\n")

    def _dependency(self, statement: Statement) -> None:
        """One side of the dispute needs first what the other side wants last."""
        parties: list[Node] = [self._known(State, (self._dispute + k) % STATES) for k in (0, 1)]
        side = self._rnd.randrange(2)
        kinds: tuple[ProposalKind, ...] = ("talks", "ceasefire")
        first, where = self._put_forward(kinds[side], parties)
        self._write(" without ")
        second, _ = self._put_forward(kinds[1 - side], parties)
        self._edge(
            r.ConditionalOn, first.id, second.id, where, 0.8, actor=parties[side].id,
            statement=statement.id,
        )  # fmt: skip
        self._write(".\n")

    def _put_forward(
        self, kind: ProposalKind, parties: Sequence[Node]
    ) -> tuple[Proposal, tuple[int, int]]:
        where = self._write(" ".join(self._rnd.choices(_WORDS, k=3)))
        proposal = Proposal(
            id=f"proposal:{kind}:{where[0]}@{self._id}", name=f"{kind} {where[0]}", kind=kind
        )
        self._nodes[proposal.id] = proposal
        concept = Concept(id=concept_id(kind, [p.id for p in parties]), name=kind, kind=kind)
        self._nodes[concept.id] = concept
        self._mentions.setdefault(proposal.id, []).append((*where, kind))
        self._edge(r.InstanceOf, proposal.id, concept.id, None)
        for party in parties:
            self._edge(r.Concerns, proposal.id, party.id, where)
        return proposal, where

    def _described(self) -> None:
        """Somebody with an office, in one of four cases that of somebody else."""
        if self._rnd.random() > 0.2:
            return
        number = self._drawn(PEOPLE)
        person, there = self._named(self._known(Person, number))
        wrong = self._rnd.random() < 0.25
        holder = self._known(Person, (number + wrong) % PEOPLE)
        self._edge(
            r.DescribedAs, person.id, f"office:synthetic-{(number + wrong) % PEOPLE}", there, 0.9,
            consistent=not wrong, expected=holder.name if wrong else None,
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

    def _speaker(self) -> tuple[Node | None, tuple[int, int]]:
        chance = self._rnd.random()
        if chance < 0.05:
            return None, (self._length, self._length)
        if chance > 0.2:
            return self._named(self._actor())
        at = self._length
        unnamed = Unnamed(
            id=f"unnamed:official-{at}@{self._id}", name="an official", description="an official"
        )
        self._nodes[unnamed.id] = unnamed
        where = self._write("An official")
        if self._rnd.random() < 0.5:
            body = self._one_of(State, STATES)
            self._edge(
                r.AffiliatedWith, unnamed.id, body.id, where, kind="government", origin=self._id
            )
        return unnamed, where

    def _actor(self) -> Node:
        kind, count = self._rnd.choice(
            ((Person, PEOPLE), (Person, PEOPLE), (State, STATES), (Organization, BODIES))
        )
        return self._one_of(kind, count)

    def _one_of(self, kind: type[Node], count: int) -> Node:
        return self._known(kind, self._drawn(count))

    def _drawn(self, count: int) -> int:
        return self._rnd.choices(range(count), cum_weights=_weights(count))[0]

    def _known(self, kind: type[Node], number: int) -> Node:
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
    if issubclass(kind, State | Organization | MediaOutlet):
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
