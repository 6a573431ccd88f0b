"""The relationships of the contract.

Extracted ones carry `document` and evidence; those of the registry carry `origin` and no document;
derived ones are computed from the others (`schemas.derivation`).
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Relationship, Timed
from schemas.places import LocationStatus

type Stance = Literal["positive", "neutral", "negative"]
type Role = Literal["party", "host", "mediator", "speaker", "target"]
type Tense = Literal["present", "former", "future"]
type AffiliationKind = Literal[
    "government", "member", "spokesperson", "employee", "part_of", "other"
]


# --- statements ---------------------------------------------------------------------------------


class Said(Relationship):
    """Actor → Statement; an attribution without a source has none."""

    type: ClassVar[str] = "SAID"


class About(Relationship):
    """Statement → what its content is about, with the speaker's stance towards it."""

    type: ClassVar[str] = "ABOUT"

    stance: Stance = "neutral"
    score: float = Field(default=0.0, ge=-1, le=1)


class AddressedTo(Relationship):
    """Statement → Actor: "told lawmakers"."""

    type: ClassVar[str] = "ADDRESSED_TO"


class OnBehalfOf(Relationship):
    """Statement → Actor: a spokesperson speaks for a ministry."""

    type: ClassVar[str] = "ON_BEHALF_OF"


class RelayedBy(Relationship):
    """Statement → Actor who passed it on; `hop` 1 has it from the source itself."""

    type: ClassVar[str] = "RELAYED_BY"

    hop: int = Field(default=1, ge=1)


class PublishedOn(Relationship):
    """Statement → platform: Truth Social, Telegram."""

    type: ClassVar[str] = "PUBLISHED_ON"


class SaidAt(Relationship):
    """Statement → Event or Venue: a briefing, a city."""

    type: ClassVar[str] = "SAID_AT"


class RepliesTo(Relationship):
    """Statement → the statement that it answers."""

    type: ClassVar[str] = "REPLIES_TO"


class In(Relationship):
    """Statement → its Document."""

    type: ClassVar[str] = "IN"


# --- positions ----------------------------------------------------------------------------------


class Position(Relationship, Timed):
    """Actor → Proposal; `statement` is null only where the article narrates the position."""

    key: ClassVar[tuple[str, ...]] = ("document", "start", "end", "statement")

    statement: str | None = None


class Proposes(Position):
    """Puts it forward."""

    type: ClassVar[str] = "PROPOSES"


class Supports(Position):
    """Accepts or backs it."""

    type: ClassVar[str] = "SUPPORTS"


class Rejects(Position):
    """Refuses it."""

    type: ClassVar[str] = "REJECTS"


class Demands(Position):
    """Asks others for it."""

    type: ClassVar[str] = "DEMANDS"


class Conditions(Position):
    """Makes it depend on something; `condition` has the words."""

    type: ClassVar[str] = "CONDITIONS"

    condition: str | None = None


class Offers(Position):
    """Offers it, or to host or mediate it."""

    type: ClassVar[str] = "OFFERS"


class ConditionalOn(Relationship):
    """Proposal → Proposal: for `actor` the first needs the second ("no talks without a truce")."""

    type: ClassVar[str] = "CONDITIONAL_ON"
    key: ClassVar[tuple[str, ...]] = ("document", "start", "end", "actor", "statement")

    actor: str | None = None
    statement: str | None = None


class Concerns(Relationship):
    """Proposal → Actor that it concerns; Event → Proposal that it is about."""

    type: ClassVar[str] = "CONCERNS"


# --- events -------------------------------------------------------------------------------------


class ParticipatedIn(Relationship):
    """Actor → Event; `statement` where only a source says so."""

    type: ClassVar[str] = "PARTICIPATED_IN"

    role: Role = "party"
    statement: str | None = None


class HeldAt(Relationship):
    """Event or Proposal → Venue."""

    type: ClassVar[str] = "HELD_AT"

    statement: str | None = None


# --- what a document says of an entity ------------------------------------------------------------


class DescribedAs(Relationship):
    """Person → Office as the text says.

    `consistent`: does the registry agree on the document's date; null = it does not know.
    `expected`: what the registry says instead.
    """

    type: ClassVar[str] = "DESCRIBED_AS"

    tense: Tense = "present"
    consistent: bool | None = None
    expected: str | None = None


class Includes(Relationship):
    """Unnamed → Actor: "European leaders, including Macron"."""

    type: ClassVar[str] = "INCLUDES"


class MentionedIn(Relationship):
    """Entity, Proposal or Event → Document: where and in which words.

    `starts`, `ends` and `surfaces` run in parallel, in the order of the text.
    """

    type: ClassVar[str] = "MENTIONED_IN"
    key: ClassVar[tuple[str, ...]] = ("document",)

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    surfaces: tuple[str, ...]
    count: int = Field(ge=1)
    description: str | None = None


class PublishedBy(Relationship):
    """Document → the outlet that published it."""

    type: ClassVar[str] = "PUBLISHED_BY"


class BasedOn(Relationship):
    """Document → the outlet whose reporting it rests on, as its notice says."""

    type: ClassVar[str] = "BASED_ON"


class CopyOf(Relationship):
    """Document → the document that it repeats."""

    type: ClassVar[str] = "COPY_OF"


# --- the registry -------------------------------------------------------------------------------


class Holds(Relationship):
    """Person → Office; a null end is an open term. Dates as the origin gives them ("2014-06")."""

    type: ClassVar[str] = "HOLDS"
    key: ClassVar[tuple[str, ...]] = ("document", "valid_from")

    valid_from: str | None = None
    valid_to: str | None = None
    origin: str = "registry"


class Of(Relationship):
    """Office → the State or Organization that it belongs to."""

    type: ClassVar[str] = "OF"


class AffiliatedWith(Relationship):
    """Actor → the body it belongs to; `origin` = registry, or the document's id."""

    type: ClassVar[str] = "AFFILIATED_WITH"
    key: ClassVar[tuple[str, ...]] = ("document", "start", "end", "kind", "valid_from")

    kind: AffiliationKind = "other"
    valid_from: str | None = None
    valid_to: str | None = None
    origin: str = "registry"


class LocatedIn(Relationship):
    """Venue → State, with the status of the claim."""

    type: ClassVar[str] = "LOCATED_IN"
    key: ClassVar[tuple[str, ...]] = ("document", "status")

    status: LocationStatus = "recognised"


# --- derived ------------------------------------------------------------------------------------


class InstanceOf(Relationship):
    """Proposal → Concept; Event → Occurrence. `origin` = key, or judgement."""

    type: ClassVar[str] = "INSTANCE_OF"

    origin: Literal["key", "judgement"] = "key"


class SpokeAbout(Relationship):
    """Actor → Actor: asserted utterances and attitudes, copies counted once.

    `first` and `last` are dates of the statements, else of the documents.
    """

    type: ClassVar[str] = "SPOKE_ABOUT"
    key: ClassVar[tuple[str, ...]] = ()

    statements: int = Field(ge=1)
    positive: int = Field(default=0, ge=0)
    neutral: int = Field(default=0, ge=0)
    negative: int = Field(default=0, ge=0)
    first: date | None = None
    last: date | None = None


class StanceEdge(Relationship):
    """Actor → Actor: the statements of one stance, for tools that colour by type."""

    key: ClassVar[tuple[str, ...]] = ()

    statements: int = Field(ge=1)
    first: date | None = None
    last: date | None = None


class Praises(StanceEdge):
    """The positive ones of SPOKE_ABOUT."""

    type: ClassVar[str] = "PRAISES"


class Criticises(StanceEdge):
    """The negative ones of SPOKE_ABOUT."""

    type: ClassVar[str] = "CRITICISES"


class Mentions(StanceEdge):
    """The neutral ones of SPOKE_ABOUT."""

    type: ClassVar[str] = "MENTIONS"
