"""The interchange form into a store: checked to its last line before any of it is written.

A file of ordinary size is read as a whole. A larger one is walked line by line, so that memory does
not grow with it, and each of its lines must then stand for itself: once to check it and to see
which line tells of which document, once to load it.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

from loaders.closing import Closing
from loaders.files import read_graph
from schemas.errors import GraphError, InputError
from schemas.graph import Graph, check_piece
from schemas.reading import Outlines, Reading, read_entries
from schemas.stores import LoadReport, Store
from schemas.streams import Piece

WHOLE = 32_000_000
"""Characters up to which a file is read as a whole: some thousand articles."""


def read_interchange(stream: IO[str], name: str) -> "Interchange":
    """What a stream holds, read and checked; GraphError names the source, and the wrong line.

    InputError where nothing is in it.
    """
    head = stream.read(WHOLE)
    rest = stream.read(1)
    if not rest:
        graph = read_graph(head, name)
        with named(name):
            graph.check()
        check_any(graph.nodes, name)
        told = set(graph.told)
        return Interchange(
            lambda: (p for p in graph.stream().pieces if not p.document or p.document.id in told)
        )
    with ExitStack() as stack:
        lines = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
        lines.writelines((head, rest))
        copyfileobj(stream, lines)
        superseded = _superseded(lines, name)
        close = stack.pop_all().close
        return Interchange(lambda: _pieces(lines, name, superseded), close)


class Interchange(Closing):
    """A checked file of the interchange form, to be walked piece by piece."""

    def __init__(
        self, pieces: Callable[[], Iterable[Piece]], close: Callable[[], None] = lambda: None
    ) -> None:
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


def _superseded(lines: IO[str], name: str) -> frozenset[int]:
    """Checks all lines: the numbers of those whose document another one tells of."""
    outlines = Outlines()
    with named(name):
        nodes = sum(len(piece.nodes) for _, piece in checked(_entries(lines), outlines))
    check_any(nodes, name)
    return outlines.superseded()


def _pieces(lines: IO[str], name: str, superseded: Container[int]) -> Iterator[Piece]:
    """The pieces of the lines, from the first on, each document by its last line."""
    reading = Reading()
    with named(name):
        for number, entry in _entries(lines):
            if number not in superseded:
                yield reading.piece(number, entry)


def _entries(lines: IO[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, object) of the lines, from the first on."""
    lines.seek(0)
    return read_entries(lines)


def checked(
    entries: Iterable[tuple[int, dict[str, Any]]], outlines: Outlines
) -> Iterator[tuple[int, Piece]]:
    """(number, piece) of each line; GraphError names one that does not stand for itself.

    What the lines so far are about is in `outlines`.
    """
    reading = Reading()
    for number, entry in entries:
        outlines.add(number, entry)
        piece = reading.piece(number, entry)
        with named(f"line {number}"):
            check_piece(piece)
        yield number, piece


@contextmanager
def readable(name: str) -> Iterator[None]:
    """InputError where something cannot be read, or is no text."""
    try:
        with decoded(name):
            yield
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}). Check the path.") from error


@contextmanager
def decoded(name: str) -> Iterator[None]:
    """InputError where something is no text."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not UTF-8 text. Give a graph that `graphkit extract` printed."
        ) from error


def check_any(nodes: object, name: str) -> None:
    """InputError where there are no nodes."""
    if not nodes:
        raise InputError(f"{name}: is empty. Give a graph that `graphkit extract` printed.")


@contextmanager
def named(what: str) -> Iterator[None]:
    """Errors name where it was read."""
    try:
        yield
    except GraphError as error:
        raise type(error)(f"{what}: {error}") from error
