"""How a Cypher engine is read piece by piece: one algorithm, two engines.

What is kept in mind is the registry's part of the store and the ids of its documents.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, Protocol, cast

from loaders import cypher
from loaders.transactions import Row
from schemas.base import Node, Relationship
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.errors import StoreMissing
from schemas.graph import leaving, registry_context
from schemas.provenance import Document
from schemas.reading import read_node, read_relationship
from schemas.streams import Piece, Stream

type Ends = defaultdict[str, set[str]]

_AT_ONCE = 50
"""Documents whose relationships are asked for together: an article has some hundred."""


class Reader(Protocol):
    """What an engine gives to the streaming: rows one by one, never a list of all."""

    def rows(self, query: str, **parameters: Any) -> Iterable[Row]:
        """The rows of a query that only reads."""
        ...

    def of_documents(self, type_: str, documents: Sequence[str]) -> Iterable[Row]:
        """The rows of `cypher.of_documents`."""
        ...


def stream(reader: Reader) -> Stream:
    """Everything of the schema that the engine holds, derived relationships as it holds them."""
    return Stream(_nodes(reader), _relationships(reader), _pieces(reader))


def piece(reader: Reader, document: str) -> Piece:
    """What one document contributes; StoreMissing when it is not there."""
    if not list(reader.rows(cypher.PRESENT, ids=[document])):
        raise StoreMissing(f"no document {document!r} in the store")
    return next(_pieces_of(reader, _registry(reader), [document]))


def _nodes(reader: Reader) -> Iterator[Node]:
    for label in NODES:
        yield from _read_nodes(reader.rows(cypher.nodes(label)))


def _relationships(reader: Reader) -> Iterator[Relationship]:
    for type_ in RELATIONSHIPS:
        for row in reader.rows(cypher.relationships(type_)):
            yield _read_relationship(type_, row)


def _pieces(reader: Reader) -> Iterator[Piece]:
    registry = _registry(reader)
    held: set[str] = set()
    ids = sorted(row["id"] for row in reader.rows(cypher.ids("Document")))
    for documents in batched(ids, _AT_ONCE):
        for piece in _pieces_of(reader, registry, documents):
            for edge in piece.relationships:
                if edge.document is None:
                    held |= {edge.id, edge.source, edge.target}
            yield piece
    if rest := _rest(reader, registry, held):
        yield rest


@dataclass(frozen=True)
class _Registry:
    """What the registry says in a store."""

    edges: list[Relationship]
    nodes: dict[str, Node] = field(repr=False)
    leaving: Mapping[str, list[Relationship]] = field(repr=False)


def _registry(reader: Reader) -> _Registry:
    edges: list[Relationship] = []
    ends: Ends = defaultdict(set)
    for type_ in cypher.REGISTRY:
        for row in reader.rows(cypher.of_registry(type_)):
            edges.append(_read_relationship(type_, row))
            _note(ends, row)
    edges.sort(key=lambda edge: edge.id)
    return _Registry(edges, _found(reader, ends), leaving(edges))


def _pieces_of(reader: Reader, registry: _Registry, documents: Sequence[str]) -> Iterator[Piece]:
    """The pieces of some documents, by one query a relationship type and one a label."""
    own: defaultdict[str | None, list[Relationship]] = defaultdict(list)
    ends: Ends = defaultdict(set, {"Document": set(documents)})
    for type_ in cypher.STATED:
        for row in reader.of_documents(type_, documents):
            edge = _read_relationship(type_, row)
            own[edge.document].append(edge)
            _note(ends, row)
    found = _found(reader, ends)
    for id_ in documents:
        edges = sorted(own[id_], key=lambda edge: edge.id)
        nodes = {end: found[end] for edge in edges for end in (edge.source, edge.target)}
        nodes[id_] = found[id_]
        context = registry_context(nodes, registry.leaving)
        nodes |= {edge.target: registry.nodes[edge.target] for edge in context}
        yield Piece(cast(Document, found[id_]), nodes, [*edges, *context])


def _rest(reader: Reader, registry: _Registry, held: set[str]) -> Piece | None:
    """What stood in no piece: nodes that no document speaks of, what the registry says of them."""
    nodes = {
        node.id: node
        for label in NODES
        if label != "Document"
        for node in _read_nodes(reader.rows(cypher.bare(label)))
        if node.id not in held
    }
    edges = [edge for edge in registry.edges if edge.id not in held]
    nodes |= {end: registry.nodes[end] for edge in edges for end in (edge.source, edge.target)}
    return Piece(None, nodes, edges) if nodes else None


def _note(ends: Ends, row: Row) -> None:
    for end in ("source", "target"):
        ends[cypher.end_of(row[f"{end}_labels"])].add(row[end])


def _found(reader: Reader, ends: Ends) -> dict[str, Node]:
    """Nodes by id, asked for by the labels that find them."""
    return {
        node.id: node
        for label, ids in ends.items()
        for node in _read_nodes(reader.rows(cypher.nodes_of(label), ids=sorted(ids)))
    }


def _read_nodes(rows: Iterable[Row]) -> Iterator[Node]:
    for row in rows:
        yield read_node(row["labels"], row["properties"])


def _read_relationship(type_: str, row: Row) -> Relationship:
    return read_relationship(type_, row["source"], row["target"], row["properties"])
