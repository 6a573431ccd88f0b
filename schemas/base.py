"""What every node and every relationship is made of."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from schemas.identity import relationship_id

type Value = str | int | float | bool | date | list[str] | list[int]
type DatePrecision = Literal["day", "week", "month", "year", "open"]


NOT_STORED = frozenset({"leader", "source", "target"})
"""Fields that are no properties: a label, and the ends."""
_ID = "_id"


class Model(BaseModel):
    """Frozen, and closed: an unknown field is an error, never a silent extra."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Timed(Model):
    """A span of days with the words it comes from; null where the text gives none."""

    date_from: date | None = None
    date_to: date | None = None
    date_precision: DatePrecision | None = None
    date_text: str | None = None


class Node(Model):
    """A thing with an identity. `labels` are what a store writes, `Actor` first for actors."""

    label: ClassVar[str]
    actor: ClassVar[bool] = False

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label of the node, in the order of the contract."""
        return ("Actor", self.label) if self.actor else (self.label,)

    def properties(self) -> dict[str, Value]:
        """The stored properties, `id` included, nulls left out, tuples as lists."""
        return _stored(self, {})


class Relationship(Model):
    """An edge. Extracted ones carry `document` and the characters that they rest on."""

    type: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ("document", "start", "end")

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)
    document: str | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    confidence: float | None = Field(default=None, ge=0, le=1)

    @property
    def id(self) -> str:
        """Type, source, target and the type's key fields, digested: every store merges on it.

        Kept from the first time on; a name with a low line is no field to pydantic.
        """
        known: str | None = self.__dict__.get(_ID)
        if known is None:
            key = [self.__dict__[name] for name in self.key]
            known = self.__dict__[_ID] = relationship_id(self.type, self.source, self.target, *key)
        return known

    def properties(self) -> dict[str, Value]:
        """The stored properties, `id` included, endpoints and nulls left out."""
        return _stored(self, {"id": self.id})

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with an id of its own."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop(_ID, None)
        return copy


def _stored(model: Model, stored: dict[str, Value]) -> dict[str, Value]:
    """The values given, and those of the fields as every store takes them.

    Keys are the contract's names (`class`).
    """
    given = model.__dict__
    for name, key in _keys(type(model)):
        if (value := given[name]) is not None:
            stored[key] = list(value) if value.__class__ is tuple else value
    return stored


@cache
def _keys(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The name of each field that is stored, and its name in a store."""
    return tuple(
        (name, field.alias or name)
        for name, field in model.model_fields.items()
        if name not in NOT_STORED
    )
