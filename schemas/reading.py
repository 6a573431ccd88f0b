"""The interchange form, and what stores give back, read as nodes and relationships."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from pydantic import ValidationError

from schemas.base import Node, Relationship
from schemas.catalog import node_model, relationship_type
from schemas.errors import GraphError, SchemaError
from schemas.provenance import Document
from schemas.streams import Piece

_KEPT = 100_000  # shared nodes, and relationships of the registry, kept while lines are read


def read_entries(lines: Iterable[str], first: int = 1) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, JSON object) of each line that is not blank; GraphError names one that is none.

    Lines are counted from `first`.
    """
    for number, line in enumerate(lines, first):
        if line.strip():
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise _no_graph(number, error) from error
            if not isinstance(entry, dict):
                raise _no_graph(number, TypeError(f"a line is an object, not {entry!r:.40}"))
            yield number, entry


def read_lines(lines: Iterable[str]) -> list[Piece]:
    """The pieces of the interchange form; GraphError names the line that is wrong.

    Of several lines that tell of one document the last counts.
    """
    outlines, reading = Outlines(), Reading()
    found: dict[int, Piece] = {}
    for number, entry in read_entries(lines):
        outlines.add(number, entry)
        found[number] = reading.piece(number, entry)
    repeated = outlines.repeated()
    return [piece for number, piece in found.items() if number not in repeated]


class Outlines:
    """What lines are about, from their JSON alone: which of them tells of which article.

    Several may tell of one: the last counts. Elsewhere a copy may name it without saying anything.
    """

    def __init__(self) -> None:
        self._documents: dict[int, str] = {}  # of each line that has one
        self.telling: set[int] = set()
        """Lines with a relationship that rests on their document."""
        self._elsewhere: set[str] = set()  # what lines tell of, or are copies of

    def add(self, number: int, entry: dict[str, Any]) -> None:
        """One more line, its number above those before; GraphError where it is none of ours."""
        try:
            edges = entry["relationships"]
            told = {edge["properties"].get("document") for edge in edges} - {None}
            copied = {edge["target"] for edge in edges if edge["type"] == "COPY_OF"}
            document = entry["document"]["id"] if entry["document"] else None
            if not isinstance(document, str | None):
                raise TypeError(f"the id of a document is text, not {document!r:.40}")
            self._elsewhere |= told | copied
        except (KeyError, TypeError, AttributeError) as error:
            raise _no_graph(number, error) from error
        if document is not None:
            self._documents[number] = document
            if document in told:
                self.telling.add(number)

    def follow(self, other: "Outlines") -> None:
        """The lines that come after these."""
        self._documents |= other._documents
        self.telling |= other.telling
        self._elsewhere |= other._elsewhere

    def repeated(self) -> frozenset[int]:
        """The lines that tell of an article of which a later line tells."""
        return frozenset(self.telling - self._last(self.telling))

    def superseded(self) -> frozenset[int]:
        """The lines whose article another line tells of later, or tells of at all."""
        named = (n for n, id_ in self._documents.items() if id_ not in self._elsewhere)
        return frozenset(self._documents.keys() - self._last(self.telling) - self._last(named))

    def _last(self, lines: Iterable[int]) -> set[int]:
        """Of these lines the last one of each article."""
        return set({self._documents[number]: number for number in sorted(lines)}.values())


def _no_graph(number: int, error: Exception) -> GraphError:
    return GraphError(f"line {number} is not a graph in our interchange form: {error!r}")


class Reading:
    """Entries of the interchange form as pieces; what is shared is read again only when it differs.

    Most of what an article brings along are actors and what the registry says of them, which other
    articles brought along before it.
    """

    def __init__(self) -> None:
        self._nodes: dict[str, tuple[dict[str, Any], Node]] = {}
        self._edges: dict[str, tuple[dict[str, Any], Relationship]] = {}

    def piece(self, number: int, entry: dict[str, Any]) -> Piece:
        """What one line tells; GraphError names the line where it is wrong."""
        try:
            return self._piece(entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _no_graph(number, error) from error
        except SchemaError as error:
            raise SchemaError(f"line {number}: {error}") from error

    def _piece(self, entry: dict[str, Any]) -> Piece:
        for known in (self._nodes, self._edges):
            if len(known) > _KEPT:
                known.clear()
        found = [self._node(given) for given in entry["nodes"]]
        document = None
        if entry["document"]:
            document = cast(Document, read_node(["Document"], entry["document"]))
            found.append(document)
        edges = [self._relationship(given) for given in entry["relationships"]]
        return Piece(document, {node.id: node for node in found}, edges)

    def _node(self, given: dict[str, Any]) -> Node:
        id_ = given["id"]
        if (known := self._nodes.get(id_)) and known[0] == given:
            return known[1]
        node = read_node(given["labels"], {"id": id_, **given["properties"]})
        if "@" not in node.id:
            self._nodes[node.id] = given, node
        return node

    def _relationship(self, given: dict[str, Any]) -> Relationship:
        id_ = given.get("id")
        if id_ is not None and (known := self._edges.get(id_)) and known[0] == given:
            return known[1]
        edge = read_relationship(
            given["type"], given["source"], given["target"], given["properties"]
        )
        if edge.document is None and id_ is not None:
            self._edges[id_] = given, edge
        return edge


def read_node(labels: list[str], properties: Mapping[str, Any]) -> Node:
    """A node from its labels and stored properties; SchemaError names what is unknown."""
    model = node_model(labels)
    extra = {"leader": True} if "Leader" in labels else {}
    return _validated(
        model, {**properties, **extra}, lambda: f"{model.label} {properties.get('id')!r}"
    )


def read_relationship(
    type_: str, source: str, target: str, properties: Mapping[str, Any]
) -> Relationship:
    """A relationship from its type, endpoints and stored properties (`id` is computed anew)."""
    model = relationship_type(type_).model
    values = {**properties, "source": source, "target": target}
    values.pop("id", None)
    return _validated(model, values, lambda: f"{type_} {source!r} → {target!r}")


def _validated[M: (Node, Relationship)](
    model: type[M], values: dict[str, Any], what: Callable[[], str]
) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SchemaError(f"{what()}: property {where!r}: {first['msg']}") from error
