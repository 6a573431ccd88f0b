"""A large file of the interchange form in shares, so that several processes may read it at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from loaders.interchange import checked
from schemas.reading import Outlines, read_entries
from schemas.streams import Piece

_BLOCK = 1 << 24  # bytes
_MARK = b"\xef\xbb\xbf"  # of UTF-8, at the beginning of some files


@dataclass(frozen=True, slots=True)
class Share:
    """Whole lines of a file, from one byte to before another."""

    path: Path
    begin: int
    end: int

    def pieces(self, outlines: Outlines) -> Iterator[tuple[int, Piece]]:
        """(number, piece) of each line; GraphError names one that does not stand for itself.

        What the lines so far are about is in `outlines`.
        """
        return checked(read_entries(self._lines(), 1 + self._lines_before()), outlines)

    def _lines(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            file.seek(self.begin)
            left = self.end - self.begin
            while left > 0:
                line = file.readline()
                left -= len(line)
                yield line.decode("utf-8")

    def _lines_before(self) -> int:
        found, left = 0, self.begin
        with self.path.open("rb") as file:
            while left > 0:
                block = file.read(min(_BLOCK, left))
                found += block.count(b"\n")
                left -= len(block)
        return found


def divide(path: Path, parts: int) -> list[Share]:
    """At most so many shares of a file, about equal, in its order; none where it is empty."""
    size = path.stat().st_size
    with path.open("rb") as file:
        borders = [len(_MARK) if file.read(len(_MARK)) == _MARK else 0]
        for part in range(1, parts):
            file.seek(max(borders[-1], size * part // parts))
            file.readline()
            borders.append(file.tell())
    return [Share(path, begin, end) for begin, end in pairwise((*borders, size)) if begin < end]
