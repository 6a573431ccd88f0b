"""Who can speak or act."""

from typing import ClassVar, Literal

from schemas.base import Node

type OrganizationKind = Literal[
    "government_body", "igo", "ngo", "party", "armed_group", "company", "court", "other"
]
type MediaKind = Literal["outlet", "platform"]
type OfficeKind = Literal[
    "head_of_state",
    "head_of_government",
    "minister",
    "envoy",
    "spokesperson",
    "leader_of_organization",
    "other",
]
type Origin = Literal["registry", "text"]

LEADING_OFFICES: frozenset[str] = frozenset(
    {"head_of_state", "head_of_government", "minister", "leader_of_organization"}
)
"""Office kinds whose holder, by registry or by text, is labelled `Leader`."""


class Entity(Node):
    """A node that documents share.

    With `origin` = registry its properties come from the registry; with `origin` = text name and
    aliases are a function of the MENTIONED_IN relationships present (`schemas.derivation`).
    """

    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    origin: Origin = "text"


class Person(Entity):
    """A named human. `leader` is the label Leader and is derived, never stored as a property."""

    label: ClassVar[str] = "Person"
    actor: ClassVar[bool] = True

    leader: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Actor, Person, and Leader where an office makes one."""
        return ("Actor", "Person", "Leader") if self.leader else ("Actor", "Person")


class State(Entity):
    """A country as an actor; its capital used as one resolves here."""

    label: ClassVar[str] = "State"
    actor: ClassVar[bool] = True

    iso3: str | None = None


class Organization(Entity):
    """A named body."""

    label: ClassVar[str] = "Organization"
    actor: ClassVar[bool] = True

    kind: OrganizationKind = "other"


class MediaOutlet(Entity):
    """A newspaper, agency, broadcaster, or a platform where things are said."""

    label: ClassVar[str] = "MediaOutlet"
    actor: ClassVar[bool] = True

    kind: MediaKind = "outlet"


class Unnamed(Node):
    """A source that the text does not name ("one diplomat"); one per document."""

    label: ClassVar[str] = "Unnamed"
    actor: ClassVar[bool] = True

    description: str
    plural: bool = False


class Office(Node):
    """A post: "President of Russia"."""

    label: ClassVar[str] = "Office"

    kind: OfficeKind = "other"
