"""Graphs as text that is written and never read back: CSV tables, GraphML, GEXF, line by line."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from loaders.columns import Kind, node_columns, relationship_columns
from loaders.plain import plain, xml_text
from schemas.base import Node, Relationship, Value
from schemas.streams import Stream

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""

# --- tables ---------------------------------------------------------------------------------------


def node_table(nodes: Iterable[Node], stream: IO[str]) -> None:
    """A CSV table of the nodes, one column a property of the schema."""
    properties = node_columns()
    del properties["id"]
    rows = ({"labels": list(node.labels), **node.properties()} for node in nodes)
    _write_table(stream, ["id", "labels", *properties], rows)


def relationship_table(relationships: Iterable[Relationship], stream: IO[str]) -> None:
    """A CSV table of the relationships, derived ones included."""
    properties = relationship_columns()
    del properties["id"]
    rows = (
        {"type": edge.type, "source": edge.source, "target": edge.target, **edge.properties()}
        for edge in relationships
    )
    _write_table(stream, ["id", "type", "source", "target", *properties], rows)


def _write_table(stream: IO[str], columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    table = csv.writer(stream)
    table.writerow(columns)
    for row in rows:
        table.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: Value | None) -> str:
    """A cell; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    text = _text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


# --- XML ------------------------------------------------------------------------------------------

_GRAPHML: dict[Kind, str] = {"whole": "int", "real": "double", "truth": "boolean"}
_GEXF: dict[Kind, str] = {"whole": "long", "real": "double", "truth": "boolean"}
"""Every other kind is text."""


def graphml(stream: Stream) -> Iterator[str]:
    """The lines of a GraphML file; every key of the schema is declared, whether used or not."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for domain, keys in _keys("label").items():
        for key, kind in keys.items():
            named = f'for="{domain}" attr.name="{key}" attr.type="{_GRAPHML.get(kind, "string")}"'
            yield f'  <key id="{domain}_{key}" {named}/>\n'
    yield '  <graph id="graphkit" edgedefault="directed">\n'
    for node in stream.nodes:
        data = _data("node", {"label": node.label, **_labels(node), **node.properties()})
        yield f"    <node {_attributes(id=node.id)}>{data}</node>\n"
    for edge in stream.relationships:
        data = _data("edge", {"type": edge.type, **edge.properties()})
        ends = _attributes(id=edge.id, source=edge.source, target=edge.target)
        yield f"    <edge {ends}>{data}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def gexf(stream: Stream) -> Iterator[str]:
    """The lines of a GEXF 1.3 file: a node's label is its name, an edge's label and kind its type.

    The label of the schema stands in the attribute `node_label`.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '  <graph mode="static" defaultedgetype="directed">\n'
    for domain, keys in _keys("node_label").items():
        yield f'    <attributes class="{domain}" mode="static">\n'
        for key, kind in keys.items():
            type_ = _GEXF.get(kind, "string")
            yield f'      <attribute id="{domain}_{key}" title="{key}" type="{type_}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for node in stream.nodes:
        values = {"node_label": node.label, **_labels(node), **node.properties()}
        named = _attributes(id=node.id, label=node.name)
        yield f"      <node {named}>{_values('node', values)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for edge in stream.relationships:
        ends = _attributes(id=edge.id, source=edge.source, target=edge.target)
        values = {"type": edge.type, **edge.properties()}
        said = f'label="{edge.type}" kind="{edge.type}"'
        yield f"      <edge {ends} {said}>{_values('edge', values)}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _keys(label: str) -> dict[str, dict[str, Kind]]:
    """What is declared of nodes and of edges; `label` is the key of the schema's label."""
    own: dict[str, Kind] = {label: "text", "labels": "text"}
    return {
        "node": {**own, **node_columns()},
        "edge": {"type": "text", **relationship_columns()},
    }


def _labels(node: Node) -> dict[str, Value]:
    return {"labels": " ".join(node.labels)}


def _data(domain: str, values: Mapping[str, Value]) -> str:
    return "".join(
        f'<data key="{domain}_{key}">{_content(value)}</data>' for key, value in values.items()
    )


def _values(domain: str, values: Mapping[str, Value]) -> str:
    found = "".join(
        f'<attvalue for="{domain}_{key}" value={_quoted(_text(value))}/>'
        for key, value in values.items()
    )
    return f"<attvalues>{found}</attvalues>"


def _attributes(**values: str) -> str:
    return " ".join(f"{key}={_quoted(value)}" for key, value in values.items())


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))


def _content(value: Value) -> str:
    """Text between tags; a bare carriage return would be read as a line feed."""
    return escape(xml_text(_text(value)), {"\r": "&#13;"})


def _text(value: Value) -> str:
    found = plain(value)
    return str(found).lower() if isinstance(found, bool) else str(found)
