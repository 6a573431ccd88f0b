"""The interchange form into a store: checked to its last line before any of it is written.

A file of ordinary size is read as a whole. A larger one is walked line by line, twice, so that
memory does not grow with it; each of its lines must then stand for itself.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from loaders.closing import Closing
from loaders.files import read_graph
from schemas.errors import GraphError
from schemas.graph import Graph, read_lines
from schemas.stores import LoadReport, Store
from schemas.streams import Piece

_WHOLE = 32_000_000
"""Characters up to which a file is read as a whole: some thousand articles."""


def read_interchange(stream: IO[str], name: str) -> "Interchange":
    """What a stream holds, read and checked; GraphError names the source, and the wrong line."""
    head = stream.read(_WHOLE)
    rest = stream.read(1)
    if not rest:
        graph = _checked(read_graph(head, name), name)
        told = _Told(set(graph.told), set())
        return Interchange(lambda: graph.stream().pieces, told, empty=not graph.nodes)
    with ExitStack() as stack:
        lines = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
        lines.writelines((head, rest))
        copyfileobj(stream, lines)
        told = _told(lines, name)
        close = stack.pop_all().close
        return Interchange(lambda: (piece for _, piece in _pieces(lines)), told, close=close)


class _Told(NamedTuple):
    """Documents that a file tells of, as `Graph.told`; and those of which some line says something.

    Elsewhere in the file a copy may name these without saying anything of them.
    """

    documents: set[str]
    lines: set[str]

    def has(self, piece: Piece) -> bool:
        """Does this piece tell of its document, or of what belongs to none?"""
        if piece.document is None:
            return True
        id_ = piece.document.id
        if any(edge.document == id_ for edge in piece.relationships):
            return True
        return id_ in self.documents and id_ not in self.lines


class Interchange(Closing):
    """A checked file of the interchange form, to be walked piece by piece."""

    def __init__(
        self,
        pieces: Callable[[], Iterable[Piece]],
        told: _Told,
        *,
        empty: bool = False,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.empty = empty
        self._pieces = pieces
        self._told = told
        self._close = close

    def close(self) -> None:
        """Let go of the lines."""
        self._close()

    def pieces(self) -> Iterator[Piece]:
        """Those that tell of a document, or of none, from the first on."""
        return filter(self._told.has, self._pieces())

    def load_into(self, store: Store) -> LoadReport:
        """Load everything by `load_all`; a document that others merely name is not replaced."""
        return store.load_all(map(Graph.of_piece, self.pieces()))


def _told(lines: IO[str], name: str) -> _Told:
    """What the lines tell of; checks every line."""
    documents: set[str] = set()
    telling: set[str] = set()
    copied: set[str] = set()
    for number, piece in _named(_pieces(lines), name):
        _checked(Graph.of_piece(piece), f"{name}: line {number}")
        documents |= {piece.document.id} if piece.document else set()
        telling |= {edge.document for edge in piece.relationships if edge.document}
        copied |= {edge.target for edge in piece.relationships if edge.type == "COPY_OF"}
    return _Told({id_ for id_ in documents if id_ in telling or id_ not in copied}, telling)


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
