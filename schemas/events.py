"""What happened or may happen between actors."""

from typing import ClassVar, Literal

from schemas.base import Node, Timed

type EventKind = Literal[
    "talks",
    "summit",
    "call",
    "visit",
    "attack",
    "agreement",
    "sanctions",
    "appointment",
    "vote",
    "hearing",
    "military_exercise",
    "announcement",
    "aid",
    "protest",
    "other",
]
type EventStatus = Literal[
    "occurred", "claimed", "planned", "proposed", "hypothetical", "cancelled"
]
type EventOutcome = Literal["succeeded", "failed", "collapsed", "open"]


class Event(Node, Timed):
    """What one document tells of an event; `claimed` where only a source says that it happened."""

    label: ClassVar[str] = "Event"

    kind: EventKind = "other"
    status: EventStatus = "occurred"
    outcome: EventOutcome | None = None


class Occurrence(Node, Timed):
    """The same event across documents: kind, parties and day agree."""

    label: ClassVar[str] = "Occurrence"

    kind: EventKind = "other"
