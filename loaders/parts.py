"""What each document contributes, as rows. Knows no engine."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import to_json

from loaders import cypher
from loaders.settling import edge_row
from loaders.transactions import Row
from schemas.base import Relationship
from schemas.graph import Graph
from schemas.identity import is_of
from schemas.provenance import Document

type Labels = tuple[str, ...]
type Kind = tuple[str, str, str]  # a relationship's type, and the labels that find its ends
type Grouped[K] = dict[K, dict[str, Row]]  # rows by id


@dataclass(slots=True)
class Part:
    """The rows of one document, or of what belongs to none (`document` is null).

    `digest` is the same for the same contribution, whoever made it and in whatever order. `named`
    are other documents, that it is a copy of; `graph` is what it was made of. Among `edges` is what
    follows from it alone: about whom those spoke whom only this document tells apart.
    """

    document: str | None
    digest: str
    nodes: Grouped[Labels]
    named: dict[str, Row]
    edges: Grouped[Kind]
    graph: Graph

    @property
    def rows(self) -> int:
        """How many nodes and relationships it has."""
        return sum(map(len, (*self.nodes.values(), *self.edges.values())))

    @property
    def size(self) -> int:
        """About how many bytes its texts take."""
        return sum(2 * len(document.text) for document in self.graph.documents)


def parts(graph: Graph) -> list[Part]:
    """A part for each document of a graph, and one for what belongs to none, if there is any."""
    if len(graph.told) == 1:
        return [_part(graph, graph.told[0])]
    return [_part(part, next(iter(part.told), None)) for part in graph.parts()]


def _part(graph: Graph, document: str | None) -> Part:
    """The rows of a graph; a person's label Leader is left to the settling."""
    nodes: Grouped[Labels] = {}
    for labels, rows in node_rows(graph).items():
        lasting = tuple(label for label in labels if label != "Leader")
        nodes.setdefault(lasting, {}).update(rows)
    edges = edge_rows(graph, graph.stated)
    digest = _digest(nodes, edges)
    documents = nodes.get((Document.label,), {})
    named = {id_: documents.pop(id_) for id_ in list(documents) if id_ != document}
    own = (e for e in graph.derived if is_of(document, e.source))
    return Part(document, digest, nodes, named, edges | edge_rows(graph, own), graph)


def node_rows(graph: Graph) -> Grouped[Labels]:
    """Rows of `cypher.merge_nodes` by the nodes' full labels, in the order of their ids."""
    grouped: Grouped[Labels] = {}
    for node in graph.nodes.values():
        row = {"id": node.id, "properties": node.properties()}
        grouped.setdefault(node.labels, {})[node.id] = row
    return grouped


def edge_rows(graph: Graph, edges: Iterable[Relationship]) -> Grouped[Kind]:
    """Rows of `cypher.merge_relationships` by what it is told of their type and ends."""
    nodes = graph.nodes
    grouped: Grouped[Kind] = {}
    for edge in edges:
        row = edge_row(edge)
        source, target = nodes[edge.source], nodes[edge.target]
        kind = (edge.type, cypher.end_label(source), cypher.end_label(target))
        grouped.setdefault(kind, {})[row["id"]] = row
    return grouped


def _digest(nodes: Grouped[Labels], edges: Grouped[Kind]) -> str:
    """Of all rows; a graph's are sorted by id and their properties by field."""
    rows = [
        [kind, list(by_id.values())]
        for grouped in (nodes, edges)
        for kind, by_id in sorted(grouped.items())
    ]
    return hashlib.sha256(canonical(rows)).hexdigest()


def canonical(rows: object) -> bytes:
    """Rows as bytes: equal for equal ones."""
    return to_json(rows)
