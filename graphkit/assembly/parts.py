"""What is being put together: nodes and edges of one document, each with its evidence."""

from functools import cached_property
from typing import Any

from graphkit.assembly.registry import context_of, node_of
from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry
from graphkit.mentions import Span
from graphkit.resolution.analysis import Analysis
from graphkit.spans import SpanIndex
from schemas.base import Node, Relationship


class Parts:
    """Collects nodes and relationships by id; entities that take part are noted in `used`."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Relationship] = {}
        self.used: set[str] = set()

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.analysis.document.id

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.analysis.document.text

    @property
    def registry(self) -> Registry:
        """The registry that the document was read with."""
        return self.analysis.registry

    @cached_property
    def contents(self) -> SpanIndex:
        """Where the contents of the statements lie, numbered as in `analysis.told`."""
        return SpanIndex(told.mention.content for told in self.analysis.told)

    def add(self, node: Node) -> str:
        """Its id, with the node added unless there is one of that id."""
        self.nodes.setdefault(node.id, node)
        return node.id

    def entry(self, entry: Entry) -> str:
        """Its id, with the registry's node and context added."""
        if entry.id not in self.nodes:
            self.add(node_of(entry))
            nodes, edges = context_of(entry, self.registry)
            for node in nodes:
                self.add(node)
            for id_, edge in edges.items():
                self.edges.setdefault(id_, edge)
        return entry.id

    def edge(
        self,
        model: type[Relationship],
        source: str,
        target: str,
        span: Span | None,
        confidence: float | None,
        **properties: Any,
    ) -> None:
        """An extracted relationship that rests on these characters; its ends are used."""
        entities = self.analysis.entities.by_id
        self.used.update(id_ for id_ in (source, target) if id_ in entities)
        start, end = span if span is not None else (None, None)
        edge = model(
            source=source, target=target, document=self.document, start=start, end=end,
            confidence=None if confidence is None else round(confidence, 4), **properties,
        )  # fmt: skip
        self.edges.setdefault(edge.id, edge)
