"""Files as stores: JSON Lines both ways; every other form is written and never read."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path

from loaders import formats
from loaders.closing import Closing
from loaders.exchange import drafted, exchanged
from loaders.fingerprint import fingerprint_of
from loaders.neo4j_import import write_import
from schemas.errors import ExportOnly, GraphError, StoreError, StoreMissing, StoreUnavailable
from schemas.graph import Graph, json_lines
from schemas.stores import Fingerprint, LoadReport, Refused
from schemas.streams import Piece, Stream


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

    def fingerprint(self) -> Fingerprint:
        """The content as one number; the file is read as a whole."""
        return fingerprint_of(self.read())

    def stream(self) -> Stream:
        """The graph of the file, which is read as a whole, piece by piece."""
        return self.read().stream()

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return self._holding(document).piece_of(document)

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        self._write(self._holding(document).without(document))

    def _holding(self, document: str) -> Graph:
        graph = self.read()
        if document not in {d.id for d in graph.documents}:
            raise StoreMissing(f"no document {document!r} in {self._path}")
        return graph

    def replace(self, graph: Graph) -> LoadReport:
        """Put the graph's documents in place of what they told before, in one exchange."""
        graph.check()
        self._write(self.read().replaced(graph))
        return _report(graph)

    def _write(self, graph: Graph) -> None:
        with exchanged(self._path) as stream:
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

    def __init__(self, path: Path, write: Callable[[Stream], None]) -> None:
        super().__init__(path)
        self._write = write
        self._graph = Graph()

    def write(self, stream: Stream) -> None:
        """Write a graph as it comes, without holding it; what was loaded before is not in it."""
        self._write(stream)

    def load(self, graph: Graph) -> LoadReport:
        """Write everything that was loaded through this object so far."""
        graph.check()
        return self._exported(Graph.merge(self._graph, graph), graph)

    def replace(self, graph: Graph) -> LoadReport:
        """As `load`, the graph's documents in place of what they told before."""
        graph.check()
        return self._exported(self._graph.replaced(graph), graph)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """As `replace`, of all of them together."""
        return _all(graphs, self.replace)

    def read(self) -> Graph:
        """ExportOnly."""
        raise self._export_only()

    def fingerprint(self) -> Fingerprint:
        """ExportOnly."""
        raise self._export_only()

    def stream(self) -> Stream:
        """ExportOnly."""
        raise self._export_only()

    def piece(self, document: str) -> Piece:
        """ExportOnly."""
        raise self._export_only()

    def remove(self, document: str) -> None:
        """ExportOnly."""
        raise self._export_only()

    def _exported(self, merged: Graph, offered: Graph) -> LoadReport:
        self._write(merged.stream())
        self._graph = merged
        return _report(offered)

    def _export_only(self) -> ExportOnly:
        return ExportOnly(
            f"{self._path} is a format that is written and never read: keep the graph in a .jsonl "
            "file, a folder (embedded store) or Neo4j, and export from there"
        )


def jsonl_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """JSON Lines that stand for themselves: what the file held before is not merged in."""
    return _text_export(path, lambda stream: (f"{line}\n" for line in json_lines(stream.pieces)))


def graphml_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """GraphML for Gephi, yEd, Cytoscape and NetworkX; lists are JSON text, dates ISO text."""
    return _text_export(path, formats.graphml)


def gexf_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """GEXF for Gephi, which shows the names; lists are JSON text, dates ISO text."""
    return _text_export(path, formats.gexf)


def csv_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """Two tables: x.nodes.csv and x.relationships.csv; for a folder nodes.csv and the other in it.

    Cells that a spreadsheet would take for a formula get an apostrophe before them.
    """

    def write(stream: Stream) -> None:
        with exchanged(beside(path, "nodes", folder=folder)) as file:
            formats.node_table(stream.nodes, file)
        with exchanged(beside(path, "relationships", folder=folder)) as file:
            formats.relationship_table(stream.relationships, file)

    return Export(path, write)


def neo4j_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """A folder for `neo4j-admin database import`: see `loaders.neo4j_import`."""
    return Export(
        path, lambda stream: write_import(chain(stream.nodes, stream.relationships), path)
    )


def parquet_export(path: Path, *, folder: bool = False, create: bool = True) -> Export:
    """Three tables: x.nodes.parquet, x.relationships.parquet, x.statements.parquet.

    For a folder nodes.parquet and so on in it. StoreUnavailable without pyarrow.
    """
    try:
        from loaders import parquet_files
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            f"Parquet needs {error.name!r}, which is not installed: "
            'pip install "diplomatic-graphkit[parquet]"'
        ) from error

    def write(stream: Stream) -> None:
        for name, write_table in parquet_files.TABLES.items():
            with drafted(beside(path, name, folder=folder)) as draft:
                write_table(stream, draft)

    return Export(path, write)


def _text_export(path: Path, lines: Callable[[Stream], Iterable[str]]) -> Export:
    def write(stream: Stream) -> None:
        with exchanged(path) as file:
            file.writelines(lines(stream))

    return Export(path, write)


def beside(path: Path, name: str, *, folder: bool) -> Path:
    """x.nodes.csv for x.csv and "nodes"; nodes.csv in it for a folder, or what shall be one."""
    if folder or path.is_dir():
        return path / f"{name}{path.suffix}"
    return path.with_suffix(f".{name}{path.suffix}")


def _all(graphs: Iterable[Graph], replace: Callable[[Graph], LoadReport]) -> LoadReport:
    """The graphs that are sound, replaced together; the others are reported.

    A document that comes twice is replaced twice: the later graph has the last word.
    """
    sound: list[Graph] = []
    report = LoadReport(0, 0, 0)
    seen: set[str] = set()
    for graph in graphs:
        try:
            graph.check()
        except GraphError as error:
            report += LoadReport(0, 0, 0, refused=(Refused(graph.told, str(error), graph),))
            continue
        if not seen.isdisjoint(graph.told):
            report += replace(Graph.merge(*sound))
            sound, seen = [], set()
        sound.append(graph)
        seen.update(document.id for document in graph.documents)
    return report + replace(Graph.merge(*sound))


def _report(graph: Graph) -> LoadReport:
    return LoadReport(len(graph.documents), len(graph.nodes), len(graph.relationships))
