"""The interchange form into a store: checked to its last line before any of it is written.

A file of ordinary size is read as a whole. A larger one is walked line by line, twice, so that
memory does not grow with it; each of its lines must then stand for itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

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
        told = set(graph.told)
        return Interchange(
            lambda: (p for p in graph.stream().pieces if not p.document or p.document.id in told),
            empty=not graph.nodes,
        )
    with ExitStack() as stack:
        lines = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
        lines.writelines((head, rest))
        copyfileobj(stream, lines)
        last = _last(lines, name)
        close = stack.pop_all().close
        return Interchange(lambda: _pieces(lines, last), close=close)


class Interchange(Closing):
    """A checked file of the interchange form, to be walked piece by piece."""

    def __init__(
        self,
        pieces: Callable[[], Iterable[Piece]],
        *,
        empty: bool = False,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.empty = empty
        self._pieces = pieces
        self._close = close

    def close(self) -> None:
        """Let go of the lines."""
        self._close()

    def pieces(self) -> Iterator[Piece]:
        """Those that tell of a document or of none, from the first on: each document once."""
        return iter(self._pieces())

    def load_into(self, store: Store) -> LoadReport:
        """Load everything by `load_all`; a document that others merely name is not replaced."""
        return store.load_all(map(Graph.of_piece, self.pieces()))


def _last(lines: IO[str], name: str) -> dict[str, int]:
    """The number of the last line that tells of each document; checks every line.

    Elsewhere in the file a copy may name a document without saying anything of it.
    """
    named: dict[str, int] = {}
    telling: dict[str, int] = {}
    elsewhere: set[str] = set()
    for number, piece in _numbered(lines, name):
        _checked(Graph.of_piece(piece), f"{name}: line {number}")
        stated = {edge.document for edge in piece.relationships if edge.document}
        if piece.document:
            named[piece.document.id] = number
            if piece.document.id in stated:
                telling[piece.document.id] = number
        elsewhere |= stated
        elsewhere |= {edge.target for edge in piece.relationships if edge.type == "COPY_OF"}
    return {
        id_: telling.get(id_, number)
        for id_, number in named.items()
        if id_ in telling or id_ not in elsewhere
    }


def _pieces(lines: IO[str], last: Mapping[str, int]) -> Iterator[Piece]:
    """The pieces of the lines, from the first on, each document by its last line."""
    for number, piece in _numbered(lines):
        if piece.document is None or last.get(piece.document.id) == number:
            yield piece


def _numbered(lines: IO[str], name: str = "") -> Iterator[tuple[int, Piece]]:
    """(number, piece) of the lines, from the first on; an error names the source."""
    lines.seek(0)
    try:
        yield from read_lines(lines)
    except GraphError as error:
        raise type(error)(f"{name}: {error}") from error


def _checked(graph: Graph, where: str) -> Graph:
    try:
        return graph.check()
    except GraphError as error:
        raise type(error)(f"{where}: {error}") from error
