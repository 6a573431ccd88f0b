"""Files as stores: JSON Lines both ways; GraphML and CSV are written and never read."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from loaders import formats
from schemas.errors import ExportOnly, StoreError, StoreMissing
from schemas.graph import Graph
from schemas.stores import LoadReport


class FileStore(ABC):
    """What file stores share: a path, and nothing that needs closing."""

    def __init__(self, path: Path, *, folder: bool = False, create: bool = True) -> None:
        self._path = path
        self._as_folder = folder
        if not create and not path.exists():
            raise StoreMissing(f"no file {path}")

    def prepare(self) -> None:
        """Nothing: folders are made when something is written."""

    @abstractmethod
    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph into the file."""

    @abstractmethod
    def read(self) -> Graph:
        """Everything in the file."""

    @abstractmethod
    def remove(self, document: str) -> None:
        """Take back one document's contribution."""

    @abstractmethod
    def replace(self, graph: Graph) -> LoadReport:
        """Remove the graph's documents where present, then load it."""

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class JsonLinesStore(FileStore):
    """The interchange form in a file, a document a line; each change writes the file anew."""

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; the file is exchanged as a whole, so a failure leaves the old one."""
        graph.check()
        self._write(Graph.merge(self.read(), graph))
        return _report(graph)

    def read(self) -> Graph:
        """The graph of the file, empty where there is none; GraphError names a wrong line."""
        try:
            with self._path.open(encoding="utf-8") as stream:
                return Graph.from_jsonl(stream)
        except FileNotFoundError:
            return Graph()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self._path} cannot be read as JSON Lines: {error}") from error

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        graph = self.read()
        if document not in {d.id for d in graph.documents}:
            raise StoreMissing(f"no document {document!r} in {self._path}")
        self._write(graph.without(document))

    def replace(self, graph: Graph) -> LoadReport:
        """Remove the graph's documents where present, then load it, in one exchange."""
        graph.check()
        self._write(Graph.merge(_without(self.read(), graph), graph))
        return _report(graph)

    def _write(self, graph: Graph) -> None:
        with _exchanged(self._path) as stream:
            graph.to_jsonl(stream)


class _Export(FileStore):
    """A picture of what was loaded through this object; an older file is exchanged."""

    def __init__(self, path: Path, *, folder: bool = False, create: bool = True) -> None:
        super().__init__(path, folder=folder, create=True)
        self._graph = Graph()

    def load(self, graph: Graph) -> LoadReport:
        """Write everything that was loaded through this object so far."""
        graph.check()
        return self._exported(Graph.merge(self._graph, graph), graph)

    def replace(self, graph: Graph) -> LoadReport:
        """As `load`, after taking back the graph's documents."""
        graph.check()
        return self._exported(Graph.merge(_without(self._graph, graph), graph), graph)

    def read(self) -> Graph:
        """ExportOnly."""
        raise self._export_only()

    def remove(self, document: str) -> None:
        """ExportOnly."""
        raise self._export_only()

    @abstractmethod
    def write(self, graph: Graph) -> None:
        """Write the file or files."""

    def _exported(self, merged: Graph, offered: Graph) -> LoadReport:
        self.write(merged)
        self._graph = merged
        return _report(offered)

    def _export_only(self) -> ExportOnly:
        return ExportOnly(
            f"{self._path} is a format that is written and never read: keep the graph in a .jsonl "
            "file, a folder (embedded store) or Neo4j, and export from there"
        )


class GraphmlExport(_Export):
    """GraphML for Gephi, yEd, Cytoscape and NetworkX; lists are JSON text, dates ISO text."""

    def write(self, graph: Graph) -> None:
        """One file, derived relationships included."""
        with _exchanged(self._path) as stream:
            stream.writelines(formats.graphml(graph))


class CsvExport(_Export):
    """`x.csv` makes x.nodes.csv and x.relationships.csv; a folder gets nodes.csv and the other."""

    def write(self, graph: Graph) -> None:
        """Two tables; cells that a spreadsheet would take for a formula get an apostrophe."""
        if self._as_folder or self._path.is_dir():
            nodes, edges = self._path / "nodes.csv", self._path / "relationships.csv"
        else:
            nodes = self._path.with_suffix(".nodes.csv")
            edges = self._path.with_suffix(".relationships.csv")
        with _exchanged(nodes) as stream:
            formats.node_table(graph, stream)
        with _exchanged(edges) as stream:
            formats.relationship_table(graph, stream)


def _without(held: Graph, graph: Graph) -> Graph:
    for document in graph.documents:
        if document.id in held.nodes:
            held = held.without(document.id)
    return held


def _report(graph: Graph) -> LoadReport:
    return LoadReport(len(graph.documents), len(graph.nodes), len(graph.relationships))


@contextmanager
def _exchanged(path: Path) -> Iterator[IO[str]]:
    """A stream to a file beside `path` that takes its place at the end, or goes on an error."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except (OSError, UnicodeEncodeError) as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
