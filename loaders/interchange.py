"""The interchange form into a store: checked to its last line before any of it is written.

A file of ordinary size is read as a whole. A larger one is walked line by line, so that memory does
not grow with it, and each of its lines must then stand for itself: once to check it and to see
which line tells of which document, once to load it. Who writes nothing before the last line has
come may have both at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

from loaders.closing import Closing
from loaders.files import read_graph
from schemas.errors import GraphError
from schemas.graph import Graph, check_piece
from schemas.reading import Reading, outline, read_entries
from schemas.stores import LoadReport, Store
from schemas.streams import Piece

_WHOLE = 32_000_000
"""Characters up to which a file is read as a whole: some thousand articles."""


def read_interchange(stream: IO[str], name: str, *, ahead: bool = True) -> "Interchange":
    """What a stream holds, read and checked; GraphError names the source, and the wrong line.

    Unless all is to be checked `ahead`, some of it is checked when its piece comes.
    """
    head = stream.read(_WHOLE)
    rest = stream.read(1)
    if not rest:
        graph = read_graph(head, name)
        with _named(name):
            graph.check()
        told = set(graph.told)
        return Interchange(
            lambda: (p for p in graph.stream().pieces if not p.document or p.document.id in told),
            empty=not graph.nodes,
        )
    with ExitStack() as stack:
        lines = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
        lines.writelines((head, rest))
        copyfileobj(stream, lines)
        last = _last(lines, name, check=ahead)
        close = stack.pop_all().close
        return Interchange(lambda: _pieces(lines, name, last, check=not ahead), close=close)


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


def _last(lines: IO[str], name: str, *, check: bool) -> dict[str, int]:
    """The number of the last line that tells of each document; reads and checks them, or not.

    Elsewhere in the file a copy may name a document without saying anything of it.
    """
    named: dict[str, int] = {}
    telling: dict[str, int] = {}
    elsewhere: set[str] = set()
    reading = Reading()
    with _named(name):
        for number, entry in _entries(lines):
            line = outline(number, entry)
            if check:
                _checked(number, reading.piece(number, entry))
            if line.document:
                named[line.document] = number
                if line.document in line.told:
                    telling[line.document] = number
            elsewhere |= line.told | line.copied
    return {
        id_: telling.get(id_, number)
        for id_, number in named.items()
        if id_ in telling or id_ not in elsewhere
    }


def _pieces(lines: IO[str], name: str, last: Mapping[str, int], *, check: bool) -> Iterator[Piece]:
    """The pieces of the lines, from the first on, each document by its last line."""
    reading = Reading()
    with _named(name):
        for number, entry in _entries(lines):
            piece = reading.piece(number, entry)
            if check:
                _checked(number, piece)
            if piece.document is None or last.get(piece.document.id) == number:
                yield piece


def _entries(lines: IO[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, object) of the lines, from the first on."""
    lines.seek(0)
    return read_entries(lines)


def _checked(number: int, piece: Piece) -> None:
    with _named(f"line {number}"):
        check_piece(piece)


@contextmanager
def _named(what: str) -> Iterator[None]:
    """Errors name where it was read."""
    try:
        yield
    except GraphError as error:
        raise type(error)(f"{what}: {error}") from error
