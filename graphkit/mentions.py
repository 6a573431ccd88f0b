"""What extractors return, before identity: characters of the text and what they may be.

Offsets are code points into `Document.text`, half open; `head` is a token index of the `Doc`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.base import DatePrecision
from schemas.events import EventKind, EventOutcome, EventStatus
from schemas.proposals import ProposalKind
from schemas.relations import Role, Tense
from schemas.statements import Act, Modality, StatementClass, StatementKind

type Span = tuple[int, int]
type ActorKind = Literal[
    "person", "state", "organization", "outlet", "platform", "venue", "unknown"
]
type PositionType = Literal["PROPOSES", "SUPPORTS", "REJECTS", "DEMANDS", "CONDITIONS", "OFFERS"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """A proper name, or a national adjective, with what the registry and the parser say of it.

    `entries` are registry ids that the surface may denote, in the registry's order.
    """

    start: int
    end: int
    head: int
    surface: str
    kind: ActorKind
    entries: tuple[str, ...] = ()
    adjective: bool = False
    locative: bool = False


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """An office beside a name ("Turkish President X") or a description of its own.

    `person` is the name's characters; null for a description ("the former U.S. president").
    `of` are the characters of the body or state named ("Turkish"); null where it is left out.
    """

    start: int
    end: int
    head: int
    role: str
    tense: Tense
    person: Span | None = None
    of: Span | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day or a span of days, resolved against the document's date, as precise as the words."""

    start: int
    end: int
    text: str
    date_from: date | None
    date_to: date | None
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class ProposalMention:
    """A noun phrase (or gerund phrase) for something put forward; `anaphoric`: "these talks"."""

    start: int
    end: int
    head: int
    kind: ProposalKind
    proper: bool = False
    anaphoric: bool = False


@dataclass(frozen=True, slots=True)
class PositionMention:
    """An actor's relation to a proposal; `actor` null = whoever says the statement around it.

    `trigger`: the word that tells of it, where one does.
    """

    start: int
    end: int
    relation: PositionType
    proposal: ProposalMention
    actor: Span | None = None
    condition: Span | None = None
    rule: str = ""
    trigger: Span | None = None


@dataclass(frozen=True, slots=True)
class ConditionMention:
    """The first proposal needs the second ("no talks without a ceasefire")."""

    start: int
    end: int
    dependent: ProposalMention
    needed: ProposalMention
    actor: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Characters of a noun phrase that takes part in an event."""

    span: Span
    role: Role = "party"


@dataclass(frozen=True, slots=True)
class EventMention:
    """A trigger with its clause (`start`–`end` = evidence) and who takes part, where and when."""

    start: int
    end: int
    head: int
    kind: EventKind
    name: str
    status: EventStatus
    participants: tuple[Participant, ...] = ()
    venue: Span | None = None
    outcome: EventOutcome | None = None
    date: DateMention | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class AttributionMention:
    """Who says what, in characters; `parent`: index of the attribution whose content holds it.

    `polarity` is what the cue itself says of its object, in [-1, 1] ("condemned" = -1). `relay`:
    who passed it on, where the sentence names one besides the source.
    """

    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: StatementKind
    class_: StatementClass
    act: Act
    modality: Modality
    polarity: float
    confidence: float
    rule: str
    parent: int | None = None
    addressee: tuple[Span, ...] = ()
    platform: Span | None = None
    place: Span | None = None
    relay: tuple[Span, ...] = ()
