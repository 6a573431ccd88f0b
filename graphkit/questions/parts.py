"""The part of a store that the answer to a question stands for, or that lies around an actor.

Made for exports: what is chosen is held in memory, the rest is never read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched, chain
from typing import Any

from graphkit.questions.library import ask
from graphkit.questions.linker import link
from schemas.base import Node, Relationship
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.provenance import Document
from schemas.reading import read_node, read_relationship
from schemas.stores import QueryableStore
from schemas.streams import Piece, Stream

_AT_ONCE = 1_000  # ids a query
_ENDS = ("Actor", *(label for label, model in NODES.items() if not model.actor))
"""Labels that reach every node once."""
_NODES = """
UNWIND $ids AS id MATCH (n:{label} {{id: id}})
RETURN labels(n) AS labels, properties(n) AS properties
"""
_NAMED = """
MATCH (a)-[r:{type}]->(b) WHERE r.id IN $ids
RETURN a.id AS source, b.id AS target
"""
_OF_STATEMENTS = """
UNWIND $ids AS id MATCH (:Statement {id: id})-[r:SAID|ABOUT|IN|RELAYED_BY]-(n)
RETURN DISTINCT n.id AS id
"""
_BETWEEN = """
UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) WHERE b.id IN $all
RETURN type(r) AS type, a.id AS source, b.id AS target, properties(r) AS properties
"""
_AROUND = "MATCH (:Actor {id: $id})--(n) RETURN DISTINCT n.id AS id"


def part_of_answer(store: QueryableStore, name: str, /, **parameters: Any) -> Stream:
    """Every node and the ends of every relationship that the rows name, and all between them.

    A statement brings who said it and who passed it on, what it is about, and its document. Raises
    what `ask` does.
    """
    rows = ask(store, name, **parameters)
    return _part(store, {text for row in rows for value in row.values() for text in _texts(value)})


def part_around(store: QueryableStore, actor: str) -> Stream:
    """An actor, given by name or id, with everything next to it, and all between those.

    Statements bring what they do in `part_of_answer`. QuestionError for a name that means nobody,
    or several.
    """
    id_ = link(store, actor, "actor")
    return _part(store, {id_, *(row["id"] for row in store.query(_AROUND, id=id_))})


def _part(store: QueryableStore, ids: set[str]) -> Stream:
    ids = ids | _ends_of_relationships(store, ids)
    nodes = _nodes(store, ids)
    statements = [id_ for id_, node in nodes.items() if node.label == "Statement"]
    beside = {row["id"] for row in _asked(store, _OF_STATEMENTS, statements)}
    nodes |= _nodes(store, beside - nodes.keys())
    edges = {edge.id: edge for edge in _between(store, nodes)}
    nodes = dict(sorted(nodes.items()))
    edges = dict(sorted(edges.items()))
    return Stream(nodes.values(), edges.values(), _pieces(nodes, edges.values()))


def _texts(value: Any) -> Iterator[str]:
    """The texts of a cell: only ids find something."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(_texts(item) for item in value)


def _ends_of_relationships(store: QueryableStore, ids: Iterable[str]) -> set[str]:
    """The ends of the relationships among these ids, whose type stands before the colon."""
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_type[id_.partition(":")[0].upper()].append(id_)
    return {
        row[end]
        for type_ in by_type.keys() & RELATIONSHIPS.keys()
        for row in _asked(store, _NAMED.format(type=type_), by_type[type_])
        for end in ("source", "target")
    }


def _nodes(store: QueryableStore, ids: Iterable[str]) -> dict[str, Node]:
    wanted = sorted(ids)
    found = (
        read_node(row["labels"], row["properties"])
        for label in _ENDS
        for row in _asked(store, _NODES.format(label=label), wanted)
    )
    return {node.id: node for node in found}


def _between(store: QueryableStore, nodes: Mapping[str, Node]) -> Iterator[Relationship]:
    by_label: defaultdict[str, list[str]] = defaultdict(list)
    for id_, node in nodes.items():
        by_label["Actor" if node.actor else node.label].append(id_)
    for label, ids in by_label.items():
        for row in _asked(store, _BETWEEN.format(label=label), ids, all=list(nodes)):
            yield read_relationship(row["type"], row["source"], row["target"], row["properties"])


def _asked(
    store: QueryableStore, query: str, ids: Iterable[str], **parameters: Any
) -> Iterator[Mapping[str, Any]]:
    for some in batched(ids, _AT_ONCE):
        yield from store.query(query, ids=list(some), **parameters)


def _pieces(nodes: Mapping[str, Node], edges: Iterable[Relationship]) -> Iterator[Piece]:
    own: defaultdict[str, list[Relationship]] = defaultdict(list)
    for edge in edges:
        if edge.document is not None:
            own[edge.document].append(edge)
    for document in nodes.values():
        if isinstance(document, Document):
            ends = {end for edge in own[document.id] for end in (edge.source, edge.target)}
            found = {end: nodes[end] for end in sorted(ends)} | {document.id: document}
            yield Piece(document, found, own[document.id])
