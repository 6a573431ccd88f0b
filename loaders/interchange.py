"""The interchange form into a store: checked to its last line before any of it is written.

A file of ordinary size is read as a whole and exchanged in one step. A larger one is walked line by
line, twice, so that memory does not grow with it; each of its lines must then stand for itself.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import batched
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from loaders.closing import Closing
from loaders.files import read_graph
from schemas.base import Node, Relationship
from schemas.errors import GraphError
from schemas.graph import Graph, read_lines
from schemas.stores import LoadReport, Store
from schemas.streams import Piece

_WHOLE = 32_000_000
"""Characters up to which a file is read as a whole: some thousand articles."""
_ITEMS = 20_000
"""Nodes and relationships that are loaded together."""
_DOCUMENTS = 500
"""Documents that are taken back together."""


def read_interchange(stream: IO[str], name: str) -> "Interchange":
    """What a stream holds, read and checked; GraphError names the source, and the wrong line."""
    head = stream.read(_WHOLE)
    rest = stream.read(1)
    if not rest:
        return Interchange(_checked(read_graph(head, name), name))
    with ExitStack() as stack:
        lines = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
        lines.writelines((head, rest))
        copyfileobj(stream, lines)
        for number, piece in _named(_pieces(lines), name):
            _checked(Graph.of_piece(piece), f"{name}: line {number}")
        return Interchange(None, lines, stack.pop_all().close)


class Interchange(Closing):
    """A checked file of the interchange form: as a graph, or as lines that are kept aside."""

    def __init__(
        self,
        graph: Graph | None,
        lines: IO[str] | None = None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.graph = graph
        self._lines = lines
        self._close = close

    def close(self) -> None:
        """Let go of the lines."""
        self._close()

    def pieces(self) -> Iterator[Piece]:
        """Document after document, from the first on."""
        if self._lines is None:
            yield from (self.graph or Graph()).stream().pieces
        else:
            yield from (piece for _, piece in _pieces(self._lines))

    def load_into(self, store: Store) -> LoadReport:
        """Load everything; documents that are there already are replaced.

        Lines are loaded some thousand items at a time: what was loaded before one step fails stays,
        and loading again completes it. Their report counts a shared node once a step.
        """
        if self._lines is None:
            return store.replace(self.graph or Graph())
        found = (piece.document for _, piece in _pieces(self._lines) if piece.document)
        for documents in batched(found, _DOCUMENTS):
            store.replace(Graph(documents))  # all before the first load: a copy names its original
        report = LoadReport(0, 0, 0)
        for graph in _grouped(piece for _, piece in _pieces(self._lines)):
            report += store.load(graph)
        return report


def _pieces(lines: IO[str]) -> Iterator[tuple[int, Piece]]:
    """(number, piece) of the lines, from the first on."""
    lines.seek(0)
    yield from read_lines(lines)


def _checked(graph: Graph, where: str) -> Graph:
    try:
        return graph.check()
    except GraphError as error:
        raise type(error)(f"{where}: {error}") from error


def _named(pieces: Iterable[tuple[int, Piece]], name: str) -> Iterator[tuple[int, Piece]]:
    try:
        yield from pieces
    except GraphError as error:
        raise type(error)(f"{name}: {error}") from error


def _grouped(pieces: Iterable[Piece]) -> Iterator[Graph]:
    """Graphs of some `_ITEMS` nodes and relationships."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Relationship] = {}
    for piece in pieces:
        nodes |= piece.nodes
        edges |= {edge.id: edge for edge in piece.relationships}
        if len(nodes) + len(edges) >= _ITEMS:
            yield Graph(nodes.values(), edges.values())
            nodes, edges = {}, {}
    if nodes:
        yield Graph(nodes.values(), edges.values())
