"""What every node and every relationship is made of."""

from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.identity import relationship_id

type Value = str | int | float | bool | date | list[str] | list[int]
type DatePrecision = Literal["day", "week", "month", "year", "open"]


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
        return _stored(self, leave_out=frozenset({"leader"}))


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
        """Type, source, target and the type's key fields, digested: every store merges on it."""
        return relationship_id(
            self.type, self.source, self.target, *[getattr(self, k) for k in self.key]
        )

    def properties(self) -> dict[str, Value]:
        """The stored properties, `id` included, endpoints and nulls left out."""
        return {"id": self.id, **_stored(self, leave_out=frozenset({"source", "target"}))}


def _stored(model: Model, *, leave_out: frozenset[str]) -> dict[str, Value]:
    """Field values as every store takes them; keys are the contract's names (`class`)."""
    given = model.__dict__
    stored: dict[str, Value] = {}
    for name, key in _keys(type(model)):
        value: Any = given[name]
        if value is not None and name not in leave_out:
            stored[key] = list(value) if isinstance(value, tuple) else value
    return stored


@cache
def _keys(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Each field's name, and its name in a store."""
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())
