"""A file of the interchange form, read once: a large one in shares, by several processes.

What follows from many documents together (names, Leader marks, who spoke about whom) is counted as
they go by; what it changes comes last.
"""

import gc
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from loaders.gathering import Gathering, check_alone
from loaders.interchange import WHOLE, decoded, named, read_interchange, readable
from loaders.shares import Share, divide
from schemas.base import Node, Relationship
from schemas.errors import StoreError
from schemas.reading import Outlines
from schemas.streams import Counts, Piece

_SHARE = 16_000_000  # bytes that are worth a process
_MOST = 32  # processes; Windows waits for no more than 61

type Items = Iterable[Node | Relationship]

type WritePart = Callable[[Items, Path, str], Counts]
"""Writes items into a folder, as the part of this name; another process can import it."""


class Told(NamedTuple):
    """What is still to be written when a file was read; what the parts have by their names."""

    rest: Items
    parts: Sequence[str]
    counts: Counts


def read_once(
    path: Path, name: str, folder: Path, write: WritePart, processes: int | None = None
) -> Told:
    """Reads a file that errors call `name`; each node and relationship is given or written once.

    A small one is all in `rest`. Of a large one each process writes what a share of it alone tells:
    as many `processes` as there are processors, unless told. InputError where the file cannot be
    read; GraphError names a line that is wrong, or that tells of another document than its own.
    """
    if _is_large(path, name):
        parts = min(processes or _processors(), path.stat().st_size // _SHARE, _MOST)
        return _in_shares(divide(path, parts), name, folder, write)
    with (
        readable(name),
        named(name),
        path.open(encoding="utf-8-sig") as stream,
        read_interchange(stream, name) as read,
    ):
        pieces = list(read.pieces())
        for piece in pieces:
            check_alone(piece)
    found = Gathering()
    return Told(chain(found.own(pieces), found.rest()), (), Counts())


def _is_large(path: Path, name: str) -> bool:
    """Is it so large that `read_interchange` would go line by line?"""
    with readable(name), path.open(encoding="utf-8-sig") as stream:
        return path.stat().st_size > WHOLE < len(stream.read(WHOLE + 1))


def _in_shares(shares: Sequence[Share], name: str, folder: Path, write: WritePart) -> Told:
    """Each share by a process of its own; then what they tell together."""
    parts = {f"-{number}": share for number, share in enumerate(shares, 1)}

    def told_of(some: Mapping[str, Share], superseded: Container[int] = ()) -> dict[str, _Reader]:
        tell = partial(_tell, name=name, folder=folder, write=write, superseded=superseded)
        return dict(zip(some, pool.map(tell, some, some.values()), strict=True))

    try:
        with ProcessPoolExecutor(
            len(shares),
            get_context("spawn"),
            initializer=gc.disable,  # nothing here makes cycles
        ) as pool:
            told = told_of(parts)
            superseded = _outlines(told.values()).superseded()
            again = [part for part, one in told.items() if one.outlines.telling & superseded]
            told |= told_of({part: parts[part] for part in again}, superseded)
    except BrokenProcessPool as error:
        raise StoreError(
            f"{name}: a process that read a part of it was ended, perhaps for want of memory: end "
            "other programs, or load it without --offline (a script needs its "
            '`if __name__ == "__main__":`)'
        ) from error
    found = Gathering()
    for one in told.values():
        found.follow(one.found)
    silent = (
        one.silent[number]
        for one in told.values()
        for number in sorted(one.silent.keys() - superseded)
    )
    counts = sum((one.counts for one in told.values()), Counts())
    return Told(chain(found.own(silent), found.rest()), list(parts), counts)


@dataclass(slots=True)
class _Reader:
    """What a share tells: its own is written, and the rest is to be brought together."""

    outlines: Outlines = field(default_factory=Outlines)
    silent: dict[int, Piece] = field(default_factory=dict)
    """Lines that merely name their document: whether they count, others tell."""
    found: Gathering = field(default_factory=Gathering)
    counts: Counts = field(default_factory=Counts)

    def pieces(self, share: Share, superseded: Container[int]) -> Iterator[Piece]:
        for number, piece in share.pieces(self.outlines):
            with named(f"line {number}"):
                check_alone(piece)
            if piece.document and not piece.tells:
                self.silent[number] = piece
            elif number not in superseded:
                yield piece


def _tell(
    part: str,
    share: Share,
    *,
    name: str,
    folder: Path,
    write: WritePart,
    superseded: Container[int],
) -> _Reader:
    """Writes the rows of a share that stand for themselves."""
    told = _Reader()
    with named(name), decoded(name):
        told.counts = write(told.found.own(told.pieces(share, superseded)), folder, part)
    return told


def _outlines(told: Iterable[_Reader]) -> Outlines:
    outlines = Outlines()
    for one in told:
        outlines.follow(one.outlines)
    return outlines


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
