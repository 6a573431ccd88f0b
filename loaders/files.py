"""Files as stores: JSON Lines both ways; GraphML and CSV are written and never read."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from loaders import formats
from loaders.closing import Closing
from schemas.errors import ExportOnly, GraphError, StoreError, StoreMissing
from schemas.graph import Graph
from schemas.stores import LoadReport, Refused


class _FileStore(Closing):
    """What file stores share: a path, and nothing that needs closing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def prepare(self) -> None:
        """Nothing: folders are made when something is written."""

    def close(self) -> None:
        """Nothing is held open."""


class JsonLinesStore(_FileStore):
    """The interchange form in a file, a document a line; each change writes the file anew.

    With `create=False` a missing file is StoreMissing.
    """

    def __init__(self, path: Path, *, folder: bool = False, create: bool = True) -> None:
        super().__init__(path)
        if not create and not path.exists():
            raise StoreMissing(f"no file {path}")

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; the file is exchanged as a whole, so a failure leaves the old one."""
        graph.check()
        self._write(Graph.merge(self.read(), graph))
        return _report(graph)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs in one exchange; all are held in memory."""
        return _all(graphs, self.replace)

    def read(self) -> Graph:
        """The graph of the file, empty where there is none; GraphError names a wrong line."""
        try:
            return read_graph(self._path.read_text(encoding="utf-8-sig"), str(self._path))
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


def read_graph(text: str, name: str) -> Graph:
    """The graph of JSON Lines, or of one object over many lines; GraphError names the source."""
    try:
        return Graph.from_jsonl(_lines(text))
    except GraphError as error:
        raise type(error)(f"{name}: {error}") from error


def _lines(text: str) -> Iterable[str]:
    """The text's lines; one line where the whole is one JSON object, as `extract` indents it."""
    try:
        json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        with suppress(ValueError, RecursionError):  # what is wrong is said where it is read
            return [json.dumps(json.loads(text))]
    return text.split("\n")


class Export(_FileStore):
    """A picture of what was loaded through this object; what stood there before is exchanged."""

    def __init__(self, path: Path, write: Callable[[Graph], None]) -> None:
        super().__init__(path)
        self._write = write
        self._graph = Graph()

    def load(self, graph: Graph) -> LoadReport:
        """Write everything that was loaded through this object so far."""
        graph.check()
        return self._exported(Graph.merge(self._graph, graph), graph)

    def replace(self, graph: Graph) -> LoadReport:
        """As `load`, after taking back the graph's documents."""
        graph.check()
        return self._exported(Graph.merge(_without(self._graph, graph), graph), graph)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """As `replace`, of all of them together."""
        return _all(graphs, self.replace)

    def read(self) -> Graph:
        """ExportOnly."""
        raise self._export_only()

    def remove(self, document: str) -> None:
        """ExportOnly."""
        raise self._export_only()

    def _exported(self, merged: Graph, offered: Graph) -> LoadReport:
        self._write(merged)
        self._graph = merged
        return _report(offered)

    def _export_only(self) -> ExportOnly:
        return ExportOnly(
            f"{self._path} is a format that is written and never read: keep the graph in a .jsonl "
            "file, a folder (embedded store) or Neo4j, and export from there"
        )


def jsonl_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """JSON Lines that stand for themselves: what the file held before is not merged in."""

    def write(graph: Graph) -> None:
        with _exchanged(path) as stream:
            graph.to_jsonl(stream)

    return Export(path, write)


def graphml_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """GraphML for Gephi, yEd, Cytoscape and NetworkX; lists are JSON text, dates ISO text."""

    def write(graph: Graph) -> None:
        with _exchanged(path) as stream:
            stream.writelines(formats.graphml(graph))

    return Export(path, write)


def csv_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """Two tables: x.nodes.csv and x.relationships.csv; for a folder nodes.csv and the other in it.

    Cells that a spreadsheet would take for a formula get an apostrophe before them.
    """
    inside = folder or path.is_dir()
    nodes = path / "nodes.csv" if inside else path.with_suffix(".nodes.csv")
    edges = path / "relationships.csv" if inside else path.with_suffix(".relationships.csv")

    def write(graph: Graph) -> None:
        with _exchanged(nodes) as stream:
            formats.node_table(graph, stream)
        with _exchanged(edges) as stream:
            formats.relationship_table(graph, stream)

    return Export(path, write)


def _without(held: Graph, graph: Graph) -> Graph:
    there = {edge.document for edge in held.stated}
    for document in graph.told:
        if document in there:
            held = held.without(document)
    return held


def _all(graphs: Iterable[Graph], replace: Callable[[Graph], LoadReport]) -> LoadReport:
    """The graphs that are sound, replaced together; the others are reported.

    A document that comes twice is replaced twice: the later graph has the last word.
    """
    sound: list[Graph] = []
    refused: list[Refused] = []
    reports: list[LoadReport] = []
    seen: set[str] = set()
    for graph in graphs:
        try:
            graph.check()
        except GraphError as error:
            refused.append(Refused(graph.told, str(error), graph))
            continue
        if not seen.isdisjoint(graph.told):
            reports.append(replace(Graph.merge(*sound)))
            sound, seen = [], set()
        sound.append(graph)
        seen.update(document.id for document in graph.documents)
    reports.append(replace(Graph.merge(*sound)))
    return LoadReport(
        sum(report.documents for report in reports),
        sum(report.nodes for report in reports),
        sum(report.relationships for report in reports),
        refused=tuple(refused),
    )


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
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
