"""Documents into a new Neo4j database while its server is down, by `neo4j-admin database import`.

What follows from many documents together (names, Leader marks, who spoke about whom) is not in the
tables: the imported database says that it is due, and the first load computes it.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.neo4j_import import ARGUMENTS, write_import
from schemas.base import Node, Relationship
from schemas.errors import StoreError, StoreUnavailable
from schemas.provenance import Document
from schemas.streams import Piece, Stream

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
    pieces: Callable[[], Iterable[Piece]],
    admin: Path,
    *,
    database: str = "neo4j",
    overwrite: bool = False,
) -> tuple[int, int]:
    """Imports documents into a database that no server has open: how many nodes, relationships.

    `pieces` is called three times, each tells of its document; of one that comes twice the last is
    taken. With `overwrite` what the database holds is lost; without, StoreError where it is there
    already. Needs as much space for temporary files as the graph takes.
    """
    counted = _Counted(pieces)
    with TemporaryDirectory(prefix="graphkit-import-") as work:
        folder = Path(work) / "graph.neo4j"
        write_import(Stream(counted.nodes(), counted.relationships(), ()), folder, due=True)
        options = ["--overwrite-destination"] if overwrite else []
        _run(
            [str(admin), "database", "import", "full", database, *options, f"@{ARGUMENTS}"], folder
        )
    return counted.found


class _Counted:
    """Each node and relationship of the pieces once, counted as it is written."""

    def __init__(self, pieces: Callable[[], Iterable[Piece]]) -> None:
        self._pieces = pieces
        self._last: dict[str, int] = {}
        for number, piece in enumerate(pieces()):
            if piece.document:
                self._last[piece.document.id] = number
        self._count = [0, 0]

    @property
    def found(self) -> tuple[int, int]:
        """How many nodes and relationships were written."""
        return self._count[0], self._count[1]

    def nodes(self) -> Iterator[Node]:
        """Shared nodes as they come first, a document as its own piece has it."""
        shared: set[str] = set()
        originals: dict[str, Document] = {}
        for piece in self._current():
            for node in piece.nodes.values():
                if isinstance(node, Document):
                    if node != piece.document:
                        originals[node.id] = node
                        continue
                elif node.id in shared:
                    continue
                else:
                    shared.add(node.id)
                self._count[0] += 1
                yield node
        for id_, document in originals.items():
            if id_ not in self._last:
                self._count[0] += 1
                yield document

    def relationships(self) -> Iterator[Relationship]:
        """Each once: what no document states comes with many."""
        shared: set[str] = set()
        for piece in self._current():
            for edge in piece.relationships:
                if edge.document is None:
                    if edge.id in shared:
                        continue
                    shared.add(edge.id)
                self._count[1] += 1
                yield edge

    def _current(self) -> Iterator[Piece]:
        for number, piece in enumerate(self._pieces()):
            if piece.document is None or self._last[piece.document.id] == number:
                yield piece


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise StoreError(
            f"neo4j-admin could not import: stop the server first, and give --overwrite where the "
            f"database is to be replaced. It says: {said[-_SAID:]}"
        )
