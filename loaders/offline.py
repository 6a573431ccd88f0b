"""Documents into a new Neo4j database while its server is down, by `neo4j-admin database import`.

What follows from many documents together (names, Leader marks, who spoke about whom) is counted as
they go by; what it changes is written last.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.following import Following, is_shared
from loaders.neo4j_import import ARGUMENTS, write_import
from schemas.base import Node, Relationship
from schemas.catalog import RELATIONSHIPS
from schemas.errors import StoreError, StoreUnavailable
from schemas.provenance import Document
from schemas.streams import Piece

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
    pieces: Iterable[Piece], admin: Path, *, database: str = "neo4j", overwrite: bool = False
) -> tuple[int, int]:
    """Imports documents into a database that no server has open: how many nodes, relationships.

    Each piece tells of another document, and of statements that stand in it: GraphError otherwise.
    With `overwrite` what the database holds is lost;
    without, StoreError where it is there already. Needs as much space for temporary files as the
    graph takes.
    """
    once = _Once()
    with TemporaryDirectory(prefix="graphkit-import-") as work:
        folder = Path(work) / "graph.neo4j"
        write_import(once.items(pieces), folder)
        options = ["--overwrite-destination"] if overwrite else []
        _run(
            [str(admin), "database", "import", "full", database, *options, f"@{ARGUMENTS}"], folder
        )
    return once.nodes, once.relationships


class _Once:
    """Each node and relationship of the pieces once, counted as it is given."""

    def __init__(self) -> None:
        self.nodes = 0
        self.relationships = 0
        self._seen: set[str] = set()  # ids of what many pieces may bring along
        self._named: dict[str, Document] = {}  # originals of which no piece has told so far
        self._following = Following()
        self._waiting: list[Node] = []  # for what follows from all documents

    def items(self, pieces: Iterable[Piece]) -> Iterator[Node | Relationship]:
        """Shared nodes as all make them, a document as its own piece has it, what is derived."""
        for item in self._items(pieces):
            if isinstance(item, Node):
                self.nodes += 1
            else:
                self.relationships += 1
            yield item

    def _items(self, pieces: Iterable[Piece]) -> Iterator[Node | Relationship]:
        for piece in pieces:
            for node in self._nodes(piece):
                if is_shared(node, piece):
                    self._waiting.append(node)
                else:
                    yield node
            given = (e for e in piece.relationships if RELATIONSHIPS[e.type].layer != "derived")
            stated = sorted(given, key=attrgetter("id"))
            for edge in stated:
                if edge.document is not None or not self._is_known(edge.id):
                    yield edge
            yield from self._following.add(piece, stated)
        yield from self._named.values()
        yield from map(self._following.settled, self._waiting)
        yield from self._following.derived()

    def _nodes(self, piece: Piece) -> Iterator[Node]:
        for node in piece.nodes.values():
            if not isinstance(node, Document):
                if not self._is_known(node.id):
                    yield node
            elif piece.document and node.id == piece.document.id:
                self._seen.add(node.id)
                self._named.pop(node.id, None)
                yield node
            elif node.id not in self._seen:
                self._named[node.id] = node

    def _is_known(self, id_: str) -> bool:
        """Whether it was there before; it is from now on."""
        known = id_ in self._seen
        self._seen.add(id_)
        return known


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise StoreError(
            f"neo4j-admin could not import: stop the server first, and give --overwrite where the "
            f"database is to be replaced. It says: {said[-_SAID:]}"
        )
