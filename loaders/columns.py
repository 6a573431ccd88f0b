"""The schema's properties as typed columns, from which every table and XML key is made."""

from collections.abc import Iterable
from datetime import date
from types import UnionType
from typing import Any, Literal, TypeAliasType, get_args, get_origin

from schemas.base import NOT_STORED, Model
from schemas.catalog import NODES, RELATIONSHIPS

type Kind = Literal["text", "whole", "real", "truth", "day", "texts", "wholes"]

_PLAIN: dict[Any, Kind] = {str: "text", int: "whole", float: "real", bool: "truth", date: "day"}
_LISTS: dict[Kind, Kind] = {"text": "texts", "whole": "wholes"}


def node_columns() -> dict[str, Kind]:
    """Every property that some node has, by its name in the store."""
    return columns(NODES.values())


def relationship_columns() -> dict[str, Kind]:
    """`id` and every property that some relationship has, by its name in the store."""
    return {"id": "text", **columns(row.model for row in RELATIONSHIPS.values())}


def columns(models: Iterable[type[Model]]) -> dict[str, Kind]:
    """Property names of models with what they hold, in the order of the contract."""
    return {
        field.alias or name: _kind(field.annotation)
        for model in models
        for name, field in model.model_fields.items()
        if name not in NOT_STORED
    }


def _kind(annotation: Any) -> Kind:
    if isinstance(annotation, TypeAliasType):
        return _kind(annotation.__value__)
    match get_origin(annotation), get_args(annotation):
        case (origin, (first, *_)) if origin is tuple:
            return _LISTS[_kind(first)]
        case (origin, (first, *_)) if origin is UnionType:
            return _kind(first)
        case (origin, _) if origin is Literal:
            return "text"
        case _:
            return _PLAIN[annotation]
