"""Documents into a new Neo4j database while its server is down, by `neo4j-admin database import`.

What follows from many documents together (names, Leader marks, who spoke about whom) is counted as
they go by; what it changes is written last. A large file is read in shares by several processes.
"""

import gc
import os
import shutil
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.gathering import Gathering
from loaders.interchange import WHOLE, check_any, named, read_interchange
from loaders.neo4j_import import ARGUMENTS, Counts, drafted_import, write_part, write_tables
from loaders.shares import Share, divide
from schemas.errors import StoreError, StoreUnavailable
from schemas.reading import Outlines
from schemas.streams import Piece

_SHARE = 16_000_000  # bytes that are worth a process
_SAID = 2_000  # characters of what neo4j-admin says at the end


def neo4j_admin(environment: Mapping[str, str] = os.environ) -> Path:
    """The command of $NEO4J_HOME, else of the path; StoreUnavailable where there is none."""
    name = "neo4j-admin.bat" if os.name == "nt" else "neo4j-admin"
    home = environment.get("NEO4J_HOME")
    if home and (command := Path(home) / "bin" / name).is_file():
        return command
    if found := shutil.which(name, path=environment.get("PATH")):
        return Path(found)
    raise StoreUnavailable(
        f"no {name} on this machine: set NEO4J_HOME to the folder of the Neo4j server, or export "
        "the tables with `graphkit export --to graph.neo4j` and import them where it runs"
    )


def import_offline(
    path: Path,
    name: str,
    admin: Path,
    *,
    database: str = "neo4j",
    overwrite: bool = False,
    processes: int | None = None,
) -> Counts:
    """Imports a file of the interchange form into a database that no server has open.

    Gives how many nodes and relationships. Errors call the file `name`: InputError where nothing is
    in it, GraphError where a line is wrong, or tells of statements that stand in another document.
    With `overwrite` what the database holds is lost; without, StoreError where it is there already.
    A large file is read by several `processes`, as many as there are processors unless told. Needs
    as much space for temporary files as the graph takes. OSError where the file cannot be read.
    """
    with path.open("rb"):
        pass  # what goes wrong from here on is told of the tables
    with TemporaryDirectory(prefix="graphkit-import-") as work:
        folder = Path(work) / "graph.neo4j"
        with drafted_import(folder) as draft:
            counts = _write(path, name, draft, processes or _processors())
        check_any(counts.nodes, name)
        options = ["--overwrite-destination"] if overwrite else []
        _run(
            [str(admin), "database", "import", "full", database, *options, f"@{ARGUMENTS}"], folder
        )
    return counts


def _write(path: Path, name: str, folder: Path, processes: int) -> Counts:
    """The tables of a file, read as a whole or in shares."""
    size = path.stat().st_size
    if size > WHOLE:
        return _write_shares(divide(path, min(processes, size // _SHARE)), name, folder)
    with path.open(encoding="utf-8-sig") as stream, read_interchange(stream, name) as read:
        found = Gathering()
        return write_tables(chain(found.own(read.pieces()), found.rest()), folder)


def _write_shares(shares: Sequence[Share], name: str, folder: Path) -> Counts:
    """Each share by a process of its own; then what they tell together."""
    parts = {f"-{number}": share for number, share in enumerate(shares, 1)}
    tell = partial(_tell, name=name, folder=folder)
    try:
        with ProcessPoolExecutor(
            len(shares),
            get_context("spawn"),
            initializer=gc.disable,  # nothing here makes cycles
        ) as pool:
            told = dict(zip(parts, pool.map(tell, parts, shares), strict=True))
            superseded = _outlines(told.values()).superseded()
            again = [part for part, one in told.items() if one.written & superseded]
            given = [parts[part] for part in again]
            skipping = partial(tell, superseded=superseded)
            told |= zip(again, pool.map(skipping, again, given), strict=True)
    except BrokenProcessPool as error:
        raise StoreError(
            f"{name}: a process that read a part of it was ended, perhaps for want of memory: end "
            "other programs, or load it without --offline (a script needs its "
            '`if __name__ == "__main__":`)'
        ) from error
    found = Gathering()
    for one in told.values():
        found.follow(one.found)
    silent = (one.silent[n] for one in told.values() for n in one.silent.keys() - superseded)
    counts = [one.counts for one in told.values()]
    counts.append(write_tables(chain(found.own(silent), found.rest()), folder, [*parts]))
    return Counts(*map(sum, zip(*counts, strict=True)))


@dataclass(slots=True)
class _Told:
    """What a share tells: its own is written, and the rest is to be brought together."""

    outlines: Outlines = field(default_factory=Outlines)
    written: set[int] = field(default_factory=set)
    """The numbers of lines whose own is in the tables."""
    silent: dict[int, Piece] = field(default_factory=dict)
    """Lines that merely name their document: whether they count, others tell."""
    found: Gathering = field(default_factory=Gathering)
    counts: Counts = field(default_factory=Counts)

    def pieces(self, share: Share, superseded: Container[int]) -> Iterator[Piece]:
        for number, piece in share.pieces(self.outlines):
            if not self.outlines.tells(number):
                self.silent[number] = piece
            elif number not in superseded:
                self.written.add(number)
                yield piece


def _tell(
    part: str, share: Share, *, name: str, folder: Path, superseded: Container[int] = ()
) -> _Told:
    """Writes the rows of a share that stand for themselves."""
    told = _Told()
    with named(name):
        told.counts = write_part(told.found.own(told.pieces(share, superseded)), folder, part)
    return told


def _outlines(told: Iterable[_Told]) -> Outlines:
    outlines = Outlines()
    for one in told:
        outlines.follow(one.outlines)
    return outlines


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise StoreUnavailable(f"{command[0]} cannot be run: {error}") from error
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise StoreError(
            f"neo4j-admin could not import: stop the server first, and give --overwrite where the "
            f"database is to be replaced. It says: {said[-_SAID:]}"
        )
