"""A typed graph: merge by id, take a document back, check endpoints and evidence, JSON Lines."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from html import escape
from typing import IO, Any, Self

from schemas.base import Node, Relationship
from schemas.catalog import DERIVED, RELATIONSHIPS
from schemas.derivation import settled, spoken
from schemas.errors import GraphError
from schemas.html import highlighted
from schemas.provenance import Document
from schemas.reading import read_lines
from schemas.relations import InstanceOf
from schemas.statements import Statement
from schemas.streams import Piece, Stream


class Graph:
    """Nodes and relationships by id; never changed after it is made.

    Shared entities' names and the derived relationships are a function of the rest and are computed
    here, so `Graph.merge(a, b)` is the same in any order and twice is once.
    """

    def __init__(
        self, nodes: Iterable[Node] = (), relationships: Iterable[Relationship] = ()
    ) -> None:
        given = {e.id: e for e in relationships if e.type not in DERIVED}
        stated = dict(sorted(given.items()))
        found = {node.id: node for node in nodes}
        self.nodes: Mapping[str, Node] = dict(sorted(settled(found, stated.values()).items()))
        for edge in spoken(self.nodes, stated.values()):
            stated[edge.id] = edge
        self.relationships: Mapping[str, Relationship] = dict(sorted(stated.items()))

    @classmethod
    def merge(cls, *graphs: "Graph") -> "Graph":
        """One graph with everything; equal ids are one node, one relationship.

        A document is as a graph has it that tells of it, not one that merely names it.
        """
        nodes: list[Node] = [d for graph in reversed(graphs) for d in graph.documents]
        for graph in graphs:
            named = {d.id for d in graph.documents} - set(graph.told)
            nodes += [node for id_, node in graph.nodes.items() if id_ not in named]
        return cls(nodes, [edge for graph in graphs for edge in graph.relationships.values()])

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles, by id."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Document))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The ids of the articles that it tells of: not of one that another is merely a copy of."""
        telling = {edge.document for edge in self.stated}
        copied = {edge.target for edge in self.stated if edge.type == "COPY_OF"}
        return tuple(d.id for d in self.documents if d.id in telling or d.id not in copied)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The attributions, by id."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Statement))

    @cached_property
    def stated(self) -> tuple[Relationship, ...]:
        """The relationships without the derived ones."""
        return tuple(e for e in self.relationships.values() if e.type not in DERIVED)

    @property
    def derived(self) -> tuple[Relationship, ...]:
        """The relationships that follow from the others."""
        return tuple(e for e in self.relationships.values() if e.type in DERIVED)

    @cached_property
    def _by_document(self) -> defaultdict[str | None, list[Relationship]]:
        """The stated relationships of each document; under None those of the registry."""
        found: defaultdict[str | None, list[Relationship]] = defaultdict(list)
        for edge in self.stated:
            found[edge.document].append(edge)
        return found

    @cached_property
    def _registry(self) -> defaultdict[str, list[Relationship]]:
        """The registry's relationships by the node that they leave."""
        return leaving(self._by_document[None])

    def document(self, id_: str) -> Document:
        """One article; GraphError names those that are there."""
        node = self.nodes.get(id_)
        if not isinstance(node, Document):
            known = ", ".join(d.id for d in self.documents[:10]) or "none"
            raise GraphError(f"no document {id_!r} in this graph; there: {known}")
        return node

    def without(self, document: str) -> "Graph":
        """The graph after taking back a document: the oracle for every store.

        Its Document and all relationships that carry it go; nodes that no document supports any
        more (see `supported`) go with their registry relationships.
        """
        self.document(document)
        edges = [e for e in self.stated if document not in {e.document, e.source, e.target}]
        return self._left({k: node for k, node in self.nodes.items() if k != document}, edges)

    def replaced(self, graph: "Graph") -> "Graph":
        """This graph with another one's documents in place of what they told before.

        The oracle for replacing. What other documents tell stays: a copy of one that is replaced
        stays its copy. A document that the other graph merely names stays as it is. So does what
        people decided of a proposal or event that the other graph has too.
        """
        told = set(graph.told)
        judged = [e for e in self.stated if _is_judged(e) and e.source in graph.nodes]
        others = [e for e in self.stated if e.document not in told]
        return Graph.merge(self._left(self.nodes, [*judged, *others]), graph, Graph((), judged))

    def without_copies(self, copies: Container[str]) -> "Graph":
        """The graph without these COPY_OF, by id, and without the originals that nothing names."""
        edges = [edge for edge in self.stated if edge.id not in copies]
        named = {edge.target for edge in edges if edge.type == "COPY_OF"} | set(self.told)
        nodes = [n for n in self.nodes.values() if not isinstance(n, Document) or n.id in named]
        return Graph(nodes, edges)

    def _left(self, nodes: Mapping[str, Node], edges: list[Relationship]) -> "Graph":
        """Of these nodes and stated relationships of the graph, without what lost its support."""
        bare = nodes.keys() - supported(self.nodes, self.stated)
        kept = supported(nodes, edges) | bare
        return Graph(
            [nodes[id_] for id_ in kept],
            [e for e in edges if e.source in kept and e.target in kept],
        )

    def part_of(self, document: str) -> "Graph":
        """What one document contributes, with the registry's context of its entities."""
        return Graph.of_piece(self.piece_of(document))

    @classmethod
    def of_piece(cls, piece: Piece) -> Self:
        """The graph of one piece, names and derived relationships as it alone gives them."""
        return cls(piece.nodes.values(), piece.relationships)

    def piece_of(self, document: str) -> Piece:
        """What one document contributes, as a stream gives it."""
        own = self._by_document[document]
        nodes = {id_: self.nodes[id_] for e in own for id_ in (e.source, e.target)}
        nodes[document] = article = self.document(document)
        context = registry_context(nodes.keys(), self._registry)
        for edge in context:
            nodes[edge.target] = self.nodes[edge.target]
        return Piece(article, nodes, [*own, *context])

    def parts(self) -> Iterator["Graph"]:
        """What each document tells as a graph of its own, then what belongs to none."""
        for piece in self._pieces():
            if piece.document is None or piece.document.id in self.told:
                yield Graph.of_piece(piece)

    def stream(self) -> Stream:
        """The graph as what an export reads."""
        return Stream(self.nodes.values(), self.relationships.values(), self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        held: set[str] = set()
        for document in self.documents:
            piece = self.piece_of(document.id)
            held |= piece.nodes.keys() | {edge.id for edge in piece.relationships}
            yield piece
        edges = [edge for edge in self.stated if edge.id not in held]
        ends = {id_ for edge in edges for id_ in (edge.source, edge.target)}
        rest = {k: node for k, node in self.nodes.items() if k not in held or k in ends}
        if rest:
            yield Piece(None, rest, edges)

    def check(self) -> Self:
        """The graph itself; GraphError lists broken endpoints, types and evidence (at most ten)."""
        _check(self.nodes, self.stated)
        return self

    def to_jsonl(self, stream: IO[str]) -> None:
        """One JSON object a document and line, derived relationships left out."""
        for line in self.json_lines():
            stream.write(line + "\n")

    def json_lines(self) -> Iterator[str]:
        """The lines of the interchange form; what belongs to no document stands in a last line."""
        return json_lines(self._pieces())

    @classmethod
    def from_jsonl(cls, lines: Iterable[str]) -> "Graph":
        """The graph of an interchange file; GraphError names the line that is wrong.

        A document is as the last line has it that tells of it.
        """
        pieces = read_lines(lines)
        nodes = [node for piece in pieces for node in piece.nodes.values()]
        nodes += [piece.document for piece in pieces if piece.document and piece.tells]
        return cls(nodes, [edge for piece in pieces for edge in piece.relationships])

    def __len__(self) -> int:
        return len(self.nodes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Graph):
            return NotImplemented
        return self.nodes == other.nodes and self.relationships == other.relationships

    def __hash__(self) -> int:
        return hash((tuple(self.nodes), tuple(self.relationships)))

    def __repr__(self) -> str:
        sizes = len(self.documents), len(self.nodes), len(self.relationships)
        return "Graph({} documents, {} nodes, {} relationships)".format(*sizes)

    def _repr_html_(self) -> str:
        speakers: defaultdict[str, list[str]] = defaultdict(list)
        texts: dict[str, str] = {}
        for edge in self.stated:
            if edge.type == "SAID":
                speakers[edge.target].append(self.nodes[edge.source].name)
            elif edge.type == "IN":
                texts[edge.source] = self.document(edge.target).text
        rows = "".join(
            f"<tr><td>{escape(', '.join(speakers[s.id]))}</td><td>{_shown(s, texts)}</td></tr>"
            for s in self.statements[:SHOWN]
        )
        return f"<p>{escape(repr(self))}</p><table><tbody>{rows}</tbody></table>"


SHOWN = 50  # statements of a graph in a notebook


def _shown(statement: Statement, texts: Mapping[str, str]) -> str:
    text = texts.get(statement.id)
    return statement._repr_html_() if text is None else highlighted(text, statement)


def _is_judged(edge: Relationship) -> bool:
    return isinstance(edge, InstanceOf) and edge.origin == "judgement"


def supported(nodes: Mapping[str, Node], edges: Iterable[Relationship]) -> set[str]:
    """Ids of nodes with an extracted relationship, and what the registry says around them."""
    registry: list[Relationship] = []
    kept = {id_ for id_, node in nodes.items() if isinstance(node, Document)}
    for edge in edges:
        if edge.document is None:
            registry.append(edge)
        else:
            kept |= {edge.source, edge.target}
    return kept | {edge.target for edge in registry_context(kept, leaving(registry))}


def json_lines(pieces: Iterable[Piece]) -> Iterator[str]:
    """The interchange form of a graph that comes piece by piece, a line a piece."""
    for piece in pieces:
        yield json_line(piece.document, Graph.of_piece(piece))


def json_line(document: Document | None, part: Graph, **beside: str) -> str:
    """A graph as one line of the interchange form, with what stands beside it there."""
    own = document.model_dump(mode="json", by_alias=True, exclude_none=True) if document else None
    return json.dumps(
        {
            **beside,
            "document": own,
            "nodes": [
                {"id": n.id, "labels": list(n.labels), "properties": _plain(n.properties(), "id")}
                for n in part.nodes.values()
                if document is None or n.id != document.id
            ],
            "relationships": [
                {
                    "id": e.id,
                    "type": e.type,
                    "source": e.source,
                    "target": e.target,
                    "properties": _plain(e.properties(), "id"),
                }
                for e in part.stated
            ],
        },
        ensure_ascii=False,
    )


def leaving(edges: Iterable[Relationship]) -> defaultdict[str, list[Relationship]]:
    """Relationships by the node that they leave."""
    found: defaultdict[str, list[Relationship]] = defaultdict(list)
    for edge in edges:
        found[edge.source].append(edge)
    return found


def registry_context(
    ids: Iterable[str], leaving: Mapping[str, list[Relationship]]
) -> list[Relationship]:
    """The registry's relationships reachable from these nodes, along their direction."""
    reached, todo, context = set(ids), list(ids), []
    while todo:
        for edge in leaving.get(todo.pop(), ()):
            context.append(edge)
            if edge.target not in reached:
                reached.add(edge.target)
                todo.append(edge.target)
    return context


def check_piece(piece: Piece) -> None:
    """As `Graph.check`, without making a graph of it."""
    stated = (e for e in piece.relationships if e.type not in DERIVED)
    _check(piece.nodes, stated)


def _check(nodes: Mapping[str, Node], stated: Iterable[Relationship]) -> None:
    problems = list(_problems(nodes, stated))
    if problems:
        more = f" … and {len(problems) - 10} more" if len(problems) > 10 else ""
        raise GraphError("the graph breaks its contract: " + "; ".join(problems[:10]) + more)


def _problems(nodes: Mapping[str, Node], stated: Iterable[Relationship]) -> Iterator[str]:
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for edge in stated:
        if edge.type == "IN":
            reports[edge.source].add(edge.target)
        row = RELATIONSHIPS[edge.type]
        for id_, allowed in ((edge.source, row.sources), (edge.target, row.targets)):
            node = nodes.get(id_)
            if node is None:
                yield f"{edge.type} has no node {id_!r}"
            elif node.label not in allowed:
                yield f"{edge.type} may not join {node.label} {id_!r}"
        if row.layer == "extracted" and edge.document is None:
            yield f"{edge.type} {edge.source!r} → {edge.target!r} names no document"
        elif edge.document is not None:
            yield from _evidence_problems(nodes, edge)
    for node in nodes.values():
        if isinstance(node, Statement):
            yield from _statement_problems(node, len(reports[node.id]))


def _statement_problems(statement: Statement, reports: int) -> Iterator[str]:
    if not statement.starts or len(statement.starts) != len(statement.ends):
        yield f"{statement.id!r} has no content spans"
    if reports > 1:  # none: it stands in another piece, and something here replies to it
        yield f"{statement.id!r} stands in {reports} documents"


NO_EVIDENCE: frozenset[str] = frozenset({"PUBLISHED_BY", "COPY_OF", "INSTANCE_OF"})
"""May rest on the page's metadata, on a whole document or on a key instead of characters."""


def _evidence_problems(nodes: Mapping[str, Node], edge: Relationship) -> Iterator[str]:
    document = nodes.get(edge.document or "")
    if not isinstance(document, Document):
        yield f"{edge.type} {edge.source!r} names a document that is not there: {edge.document!r}"
    elif edge.start is None or edge.end is None:
        if edge.type not in NO_EVIDENCE:
            yield f"{edge.type} {edge.source!r} → {edge.target!r} has no evidence"
    elif not 0 <= edge.start < edge.end <= len(document.text):
        yield f"{edge.type} {edge.source!r} has evidence out of range: {edge.start}–{edge.end}"


def _plain(properties: dict[str, Any], *but: str) -> dict[str, Any]:
    return {
        k: v.isoformat() if hasattr(v, "isoformat") else v
        for k, v in properties.items()
        if k not in but
    }
