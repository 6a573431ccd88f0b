"""The catalog for others: JSON Schema of the interchange form, and a reference in Markdown."""

import inspect
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal, TypeAliasType, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from schemas.base import Model, Node, Relationship
from schemas.catalog import (
    ACTORS,
    NODES,
    RELATIONSHIPS,
    SCHEMA_VERSION,
    Layer,
    RelationshipType,
)
from schemas.provenance import Document

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_COMMON = frozenset({"source", "target", "document", "start", "end", "confidence"})
_TIME = ("date_from", "date_to", "date_precision", "date_text")
_LAYERS: dict[Layer, str] = {
    "extracted": "Extracted from documents",
    "registry": "From the registry",
    "derived": "Derived from the others",
}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of the interchange form."""
    definitions: dict[str, Any] = {}
    nodes = [_node_schema(model, definitions) for model in NODES.values()]
    edges = [_edge_schema(row, definitions) for row in RELATIONSHIPS.values()]
    document = _definition("OwnDocument", Document, definitions)
    return {
        "$schema": _DIALECT,
        "title": "GraphKit interchange",
        "description": f"One document's graph; schema version {SCHEMA_VERSION}.",
        "type": "object",
        "properties": {
            "document": {"anyOf": [document, {"type": "null"}]},
            "nodes": {"type": "array", "items": {"oneOf": nodes}},
            "relationships": {"type": "array", "items": {"oneOf": edges}},
            "reason": {"type": "string", "description": "Why a store refused it."},
        },
        "required": ["document", "nodes", "relationships"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def markdown() -> str:
    """The reference page: every label and type with its properties."""
    return "\n".join(_page()).rstrip() + "\n"


def _definition(
    name: str, model: type[Model], definitions: dict[str, Any], *but: str
) -> dict[str, str]:
    """A reference to a model's fields without some, defined once under a name."""
    if name not in definitions:
        schema = TypeAdapter(model).json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        for field in but:
            schema["properties"].pop(field)
        schema["required"] = [f for f in schema.get("required", ()) if f not in but]
        definitions[name] = schema
    return {"$ref": f"#/$defs/{name}"}


def _node_schema(model: type[Node], definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "labels": {
                "type": "array",
                "items": {"type": "string"},
                "contains": {"const": model.label},
            },
            "properties": _definition(model.__name__, model, definitions, "id", *_unstored(model)),
        },
        "required": ["id", "labels", "properties"],
        "additionalProperties": False,
    }


def _edge_schema(row: RelationshipType, definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "type": {"const": row.type},
            "source": {"type": "string", "minLength": 1},
            "target": {"type": "string", "minLength": 1},
            "properties": _definition(
                row.model.__name__, row.model, definitions, "source", "target"
            ),
        },
        "required": ["type", "source", "target", "properties"],
        "additionalProperties": False,
    }


def _unstored(model: type[Node]) -> tuple[str, ...]:
    """Fields that are labels in a store and in the interchange form: `Person.leader`."""
    return ("leader",) if "leader" in model.model_fields else ()


def _page() -> Iterator[str]:
    yield "# Schema"
    yield ""
    yield (
        f"Schema version {SCHEMA_VERSION}. Written by `graphkit schema --format markdown` from "
        "`schemas/`; do not edit."
    )
    yield ""
    yield (
        "Offsets are Unicode code points, half open, into `Document.text`. *Time* stands for "
        "`date_from`, `date_to` (dates), `date_precision` and `date_text` (the words)."
    )
    yield ""
    yield "## Nodes"
    yield ""
    yield (
        f"Every node has `id` and `name`. {', '.join(f'`{label}`' for label in ACTORS)} carry the "
        "label `Actor` too; a person who by registry or text holds a leading office, `Leader`."
    )
    yield ""
    for model in NODES.values():
        yield from _section(model.label, model, ("id", "name", *_unstored(model)))
    yield "## Relationships"
    yield ""
    yield (
        "Every relationship has `id`; every extracted one `document`, `start`, `end` (its "
        "evidence) and `confidence`. `Actor` stands for every label that carries it."
    )
    yield ""
    for layer, title in _LAYERS.items():
        yield from _relationships(layer, title)


def _relationships(layer: Layer, title: str) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield "| type | from | to | what it says | properties |"
    yield "|---|---|---|---|---|"
    for row in RELATIONSHIPS.values():
        if row.layer == layer:
            properties = ", ".join(_properties(row.model, _COMMON)) or "–"
            yield (
                f"| `{row.type}` | {_listed(row.sources)} | {_listed(row.targets)} "
                f"| {_summary(row.model)} | {properties} |"
            )
    yield ""


def _section(title: str, model: type[Node], but: Iterable[str]) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield _summary(model)
    yield ""
    properties = list(_properties(model, frozenset(but)))
    yield f"Properties: {', '.join(properties)}." if properties else "No further properties."
    yield ""


def _properties(model: type[Node] | type[Relationship], but: frozenset[str]) -> Iterator[str]:
    timed = set(_TIME) <= model.model_fields.keys()
    for name, field in model.model_fields.items():
        if name not in but and not (timed and name in _TIME):
            yield f"`{field.alias or name}` ({_type_name(field)})"
    if timed:
        yield "*time*"


def _type_name(field: FieldInfo) -> str:
    """A field's type in words: "text", "date", "list of number", or its closed set."""
    return " or ".join(dict.fromkeys(_words(field.annotation)))


def _words(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, TypeAliasType):
        yield from _words(annotation.__value__)
    elif get_origin(annotation) is Literal:
        yield ", ".join(str(value) for value in get_args(annotation))
    elif get_origin(annotation) is tuple:
        yield f"list of {' or '.join(_words(get_args(annotation)[0]))}"
    elif get_args(annotation):
        for part in get_args(annotation):
            yield from _words(part)
    elif annotation is not type(None):
        yield _PLAIN.get(annotation, str(annotation))


_PLAIN: dict[Any, str] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "true or false",
    date: "date",
}


def _summary(model: type[Model]) -> str:
    """The first paragraph of a model's docstring, on one line, safe in a table."""
    text = inspect.cleandoc(model.__doc__ or "").split("\n\n")[0]
    return " ".join(text.split()).replace("|", "\\|")


def _listed(labels: Iterable[str]) -> str:
    named = list(labels)
    if set(ACTORS) <= set(named):
        named = ["Actor", *(label for label in named if label not in ACTORS)]
    return ", ".join(f"`{label}`" for label in named)
