"""Graphs as text that is written and never read back: GraphML and CSV tables, line by line."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from schemas.base import Model, Node
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.graph import Graph

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""


def node_table(graph: Graph, stream: IO[str]) -> None:
    """A CSV table of the nodes, one column a property of the schema."""
    columns = ["id", "labels", *_kinds(NODES.values(), "id", "leader")]
    rows = ({"labels": list(node.labels), **node.properties()} for node in graph.nodes.values())
    _write_table(stream, columns, rows)


def relationship_table(graph: Graph, stream: IO[str]) -> None:
    """A CSV table of the relationships, derived ones included."""
    models = [row.model for row in RELATIONSHIPS.values()]
    columns = ["id", "type", "source", "target", *_kinds(models, "source", "target")]
    rows = (
        {"type": edge.type, "source": edge.source, "target": edge.target, **edge.properties()}
        for edge in graph.relationships.values()
    )
    _write_table(stream, columns, rows)


def graphml(graph: Graph) -> Iterator[str]:
    """The lines of a GraphML file; every key of the schema is declared, whether used or not."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    models = [row.model for row in RELATIONSHIPS.values()]
    kinds = {
        "node": {"label": "string", "labels": "string", **_kinds(NODES.values(), "leader")},
        "edge": {"id": "string", "type": "string", **_kinds(models, "source", "target")},
    }
    for domain, keys in kinds.items():
        for key, kind in keys.items():
            named = f'for="{domain}" attr.name="{key}" attr.type="{kind}"'
            yield f'  <key id="{domain}_{key}" {named}/>\n'
    yield '  <graph id="graphkit" edgedefault="directed">\n'
    for node in graph.nodes.values():
        yield f"    <node id={_attribute(node.id)}>{_data('node', _node(node))}</node>\n"
    for edge in graph.relationships.values():
        ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
        data = _data("edge", {"type": edge.type, **edge.properties()})
        yield f"    <edge id={_attribute(edge.id)} {ends}>{data}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _node(node: Node) -> dict[str, Any]:
    return {"label": node.label, "labels": " ".join(node.labels), **node.properties()}


def _data(domain: str, values: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{domain}_{key}">{escape(_xml(_text(value)))}</data>'
        for key, value in values.items()
    )


def _attribute(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    """Text without the characters that XML 1.0 forbids, each replaced by U+FFFD."""
    return "".join(c if _allowed(ord(c)) else "\ufffd" for c in text)


def _allowed(point: int) -> bool:
    return (
        point in {0x9, 0xA, 0xD}
        or 0x20 <= point <= 0xD7FF
        or 0xE000 <= point <= 0xFFFD
        or point > 0xFFFF
    )


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _kinds(models: Iterable[type[Model]], *but: str) -> dict[str, str]:
    """Property names of models, in order, with GraphML's types."""
    kinds: dict[str, str] = {}
    for model in models:
        for name, field in model.model_fields.items():
            if name not in but:
                kinds[field.alias or name] = _KINDS.get(str(field.annotation), "string")
    return kinds


_KINDS: dict[str, str] = {
    str(annotation): kind
    for kind, plain in (("int", int), ("double", float), ("boolean", bool))
    for annotation in (plain, plain | None)
}


def _write_table(stream: IO[str], columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    table = csv.writer(stream)
    table.writerow(columns)
    for row in rows:
        table.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: Any) -> str:
    """A cell; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    text = _text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
