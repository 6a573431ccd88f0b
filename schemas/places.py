"""Where something takes place, or would."""

from typing import ClassVar, Literal

from schemas.actors import Entity

type VenueKind = Literal["city", "building", "region", "other"]
type LocationStatus = Literal["recognised", "administered", "claimed", "disputed"]


class Venue(Entity):
    """A city, building or region; coordinates in degrees (WGS 84) where the registry has them."""

    label: ClassVar[str] = "Venue"

    kind: VenueKind = "other"
    latitude: float | None = None
    longitude: float | None = None
