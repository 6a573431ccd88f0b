"""Loading rates of our loader beside other ways of writing the same graph, in one run.

    python benchmarks/loading.py --rivals ENVIRONMENT/bin/python --output docs/loading.md

A synthetic corpus (`benchmarks/synthetic.py`) is loaded into one real Neo4j (`tools/neo4j`) and
into the embedded store. Ours is given documents, checks them, and computes what follows. Every
other way is given the merged graph ready made, derived relationships included:

- bare script: UNWIND MERGE in batches of 10,000 rows, the ceiling of the method;
- a MERGE a row (small sizes);
- neo4j-graphrag and langchain-neo4j (`benchmarks/rivals.py`, where `--rivals` names an interpreter
  that has them) given the merged graph and our constraints, which a user of theirs would not have;
  and up to 1,000 documents as they come: without our constraints, given what ours is given, a
  document after the other and nothing derived; langchain-neo4j also a document each with them
  (neo4j-graphrag makes what documents share once for each, which they forbid);
- neo4j-admin: the offline import of tables that are written already, one a label and one a type,
  as Neo4j's manual has it, also followed by our constraints and indexes in the started server; and
  of the two tables that `graphkit export --to x.neo4j` writes. Ours, offline, writes those two from
  a file of `graphkit extract`, what follows from all documents too, imports them, and makes the
  constraints and indexes; the start is not counted;
- ArcadeDB's own bulk API, `GraphBatch`, into types that are there and without a constraint, also
  followed by our constraints and indexes. Ours, offline and embedded, makes all of the store by it
  from a file of `graphkit extract`.

Each way starts from an empty, warm database with our constraints. The machine may be shared: rates
are compared within a run only, each the median of its repeats, which take turns; in every other one
the bare script goes before ours. What is compared with what stands in a table of its own: where one
of two makes constraints and indexes and the other does not, both comparisons are there. An item is
a node or a relationship of the merged graph. Memory is the peak of a process of its own that makes
the documents as it loads them.
"""

import argparse
import csv
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import batched
from pathlib import Path
from statistics import median
from typing import Any, Literal, LiteralString

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # what is measured is this tree

from neo4j import Driver, GraphDatabase, Session

from benchmarks.extraction import processor
from benchmarks.synthetic import corpus
from loaders import arcade, build_store, cypher, open_export, open_store
from loaders.arcade_folders import make_indexes, make_types
from loaders.neo4j_import import ARGUMENTS
from loaders.offline import import_offline
from loaders.parts import edge_rows, node_rows
from schemas.base import Value
from schemas.graph import Graph, json_lines
from schemas.stores import Store
from tools.neo4j.server import RELEASES, Server, from_maven, importing, running

SIZES = (100, 1_000, 10_000)
_RELEASE = RELEASES["apoc"]  # other loaders need APOC, which is in Maven for this one
_REPEATED = 1_000  # documents at most that are loaded `--repeats` times
_ROW_BY_ROW = 100  # documents at most that are written a MERGE a row
_DOCUMENT_BY_DOCUMENT = 1_000  # documents at most that rivals are given one after the other
_RIVALS = ("neo4j-graphrag", "langchain-neo4j")
_MAKES_DOUBLES = "neo4j-graphrag"  # where it is given a document after the other
_AS_IT_COMES = "as it comes"
_ONCE = f"langchain-neo4j, {_AS_IT_COMES}"  # looks through all nodes for each: takes minutes
_BATCH = 10_000
_WARMING = 600  # documents, several times: after that a load of 1,000 gets no faster
_CEILING = "bare script"
_BULK = "GraphBatch"
_IMPORT = "neo4j-admin"
_COMPARED = (
    ("ours", _CEILING),
    *(("ours", f"{name}{how}") for name in _RIVALS for how in (f", {_AS_IT_COMES}", "")),
    ("ours", "langchain-neo4j, a document each"),
    ("ours, offline", _IMPORT),
    ("ours, offline", f"{_IMPORT}, then our constraints"),
    ("ours, embedded", f"{_CEILING}, embedded"),
    ("ours, offline, embedded", _BULK),
    ("ours, offline, embedded", f"{_BULK}, then our constraints"),
)
_EMPTY: tuple[LiteralString, ...] = (  # relationships first: a frequent actor has too many for one
    "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS",
)
_PACKAGES = ("neo4j", "neo4j-rust-ext", "arcadedb")
_MEMORY = """
import re, sys
from benchmarks.synthetic import corpus
from loaders import open_store
address, documents, *login = sys.argv[1:]
with open_store(address, **dict(zip(("user", "password"), login))) as store:
    store.load_all(corpus(int(documents)))
with open("/proc/self/status") as status:  # getrusage counts what the parent had, too
    print(int(re.search(r"VmHWM:\\s*([0-9]+)", status.read())[1]) // 1024)
"""

type Write = Callable[[], float]
"""Starts from an empty database and writes; the seconds of the writing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way at one size: seconds of writing, of generating apart."""

    way: str
    documents: int
    items: int
    seconds: float

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / self.seconds


@dataclass(frozen=True, slots=True)
class Memory:
    """The peak of a process, in MB, and how many seconds it took."""

    peak: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Corpus:
    """The same documents in the forms that the ways are given."""

    graphs: list[Graph]
    merged: Graph
    server: Server
    folder: Path

    @property
    def items(self) -> int:
        """Nodes and relationships of the merged graph."""
        return len(self.merged.nodes) + len(self.merged.relationships)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES), metavar="DOCUMENTS")
    parser.add_argument(
        "--larger",
        type=int,
        nargs="*",
        default=[],
        metavar="DOCUMENTS",
        help="sizes of which ours alone is loaded, into Neo4j: memory and seconds",
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rivals", metavar="PYTHON", help="has what benchmarks/rivals.txt names")
    parser.add_argument("--output", default="-", help="a file; - is standard output")
    given = parser.parse_args(arguments)
    with running(_RELEASE) as server:
        _warm(server)
        rows = [
            row
            for size in given.sizes
            for row in measured(server, size, given.repeats, given.rivals)
        ]
        memory = {size: _memory(server, size) for size in given.sizes}
        memory |= {size: (_client(server, size), None) for size in given.larger}
    text = report(rows, memory)
    if given.output == "-":
        print(text)
    else:
        Path(given.output).write_text(text, encoding="utf-8")


def measured(server: Server, size: int, repeats: int, rivals: str | None) -> Iterator[Row]:
    """Each way at one size."""
    graphs = list(corpus(size))
    with tempfile.TemporaryDirectory() as folder:
        given = Corpus(graphs, Graph.merge(*graphs), server, Path(folder))
        gc.collect()
        gc.freeze()  # the corpus is nobody's to look through for garbage while others are timed
        ways = _ways(given, size, rivals)
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(repeats if size <= _REPEATED else 1):
            for way in sorted(ways, key=_CEILING.__ne__) if turn % 2 else ways:
                if turn and way == _ONCE:
                    continue
                seconds[way].append(ways[way]())
                rate = given.items / seconds[way][-1]
                print(f"{way}, {size} documents: {rate:,.0f}/s", file=sys.stderr, flush=True)
        for way, taken in seconds.items():
            yield Row(way, size, given.items, median(taken))


def _ways(given: Corpus, size: int, rivals: str | None) -> dict[str, Write]:
    ways: dict[str, Write] = {
        "ours": partial(_ours, given),
        "ours, again": partial(_again, given),
        _CEILING: partial(_bare, given, _BATCH),
    }
    if size <= _ROW_BY_ROW:
        ways["a MERGE a row"] = partial(_bare, given, 1)
    for name in _RIVALS if rivals else ():
        write = partial(_rival, given, name=name, python=rivals)
        ways[name] = partial(write, [given.merged])
        if size <= _DOCUMENT_BY_DOCUMENT:
            ways[f"{name}, {_AS_IT_COMES}"] = partial(write, given.graphs, constraints=False)
            if name != _MAKES_DOUBLES:
                ways[f"{name}, a document each"] = partial(write, given.graphs)
    ways[_IMPORT] = partial(_admin, given, tables="a label and a type")
    ways[f"{_IMPORT}, our two tables"] = partial(_admin, given, tables="ours")
    ways[f"{_IMPORT}, then our constraints"] = partial(
        _admin, given, tables="a label and a type", after=_constraints
    )
    ways["ours, offline"] = partial(_offline, given)
    ways["ours, embedded"] = partial(_embedded, given)
    ways["bare script, embedded"] = partial(_bare_embedded, given)
    ways[_BULK] = partial(_graph_batch, given)
    ways[f"{_BULK}, then our constraints"] = partial(_graph_batch, given, after=make_indexes)
    ways["ours, offline, embedded"] = partial(_offline_embedded, given)
    return ways


def timed(work: Callable[[], object]) -> float:
    """The seconds that it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


# --- Neo4j, online --------------------------------------------------------------------------------


def _ours(given: Corpus) -> float:
    with _neo4j(given.server) as store:
        return timed(lambda: store.load_all(given.graphs))


def _again(given: Corpus) -> float:
    """Into what `_ours` has left."""
    with _opened(given.server) as store:
        return timed(lambda: store.load_all(given.graphs))


def _bare(given: Corpus, batch: int) -> float:
    with _driver(given.server) as driver:
        return timed(lambda: _send(driver, given.merged, batch))


def _send(driver: Driver, graph: Graph, batch: int) -> None:
    """The merged graph, sent in static statements a label and a type."""
    with driver.session(database="neo4j") as session:
        for query, rows in _statements(graph):
            for some in batched(rows, batch):
                session.run(query, rows=list(some)).consume()  # type: ignore[arg-type]


def _statements(graph: Graph) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    for labels, nodes in node_rows(graph).items():
        yield cypher.merge_nodes(labels), nodes.values()
    for kind, edges in edge_rows(graph, graph.relationships.values()).items():
        yield cypher.merge_relationships(*kind), edges.values()


def _rival(
    given: Corpus, graphs: Sequence[Graph], *, name: str, python: str, constraints: bool = True
) -> float:
    with _neo4j(given.server):
        pass
    if not constraints:
        _drop_constraints(given.server)
    script = Path(__file__).with_name("rivals.py")
    server = given.server
    told = {"url": server.url, "user": server.user, "password": server.password}
    done = subprocess.run(
        [python, str(script), name],
        input=json.dumps({**told, "parts": [_told(graph) for graph in graphs]}),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    print(f"{name} {found['version']} left {found}", file=sys.stderr, flush=True)
    return float(found["seconds"])


def _told(graph: Graph) -> dict[str, list[dict[str, object]]]:
    """A graph without our classes; days as text."""

    def plain(properties: dict[str, Value]) -> dict[str, object]:
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in properties.items()
        }

    nodes: list[dict[str, object]] = [
        {"id": node.id, "label": node.label, "properties": plain(node.properties())}
        for node in graph.nodes.values()
    ]
    edges: list[dict[str, object]] = [
        {
            **{"source": edge.source, "target": edge.target, "type": edge.type},
            "properties": plain(edge.properties()),
        }
        for edge in graph.relationships.values()
    ]
    return {"nodes": nodes, "relationships": edges}


# --- Neo4j, offline -------------------------------------------------------------------------------


def _constraints(store: Store) -> None:
    """And the indexes."""
    store.prepare()


def _admin(
    given: Corpus,
    tables: Literal["a label and a type", "ours"],
    after: Callable[[Store], object] | None = None,
) -> float:
    folder = given.folder / "graph.neo4j"
    if not folder.exists():
        with open_export(folder) as export:
            export.load(given.merged)
        _split(folder, given.folder / "split.neo4j")
    return _before_a_start(
        importing(folder if tables == "ours" else folder.with_stem("split")), after
    )


def _split(folder: Path, into: Path) -> None:
    """The same import of a table a label and a type, each with the columns that it fills."""
    into.mkdir()
    given = (folder / ARGUMENTS).read_text(encoding="utf-8").splitlines()
    arguments = [line for line in given if ".csv" not in line]
    csv.field_size_limit(sys.maxsize)
    for what, kind in (("nodes", ":LABEL"), ("relationships", ":TYPE")):
        tables: defaultdict[str, list[list[str]]] = defaultdict(list)
        with (folder / f"{what}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        for row in rows:
            tables[row[header.index(kind)]].append(row)
        for number, table in enumerate(tables.values()):
            own = [at for at in range(len(header)) if any(row[at] for row in table)]
            name = f"{what}-{number}.csv"
            arguments.append(f"--{what}=./{name}")
            with (into / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerows([row[at] for at in own] for row in (header, *table))
    (into / ARGUMENTS).write_text("\n".join((*arguments, "")), encoding="utf-8")


def _offline(given: Corpus) -> float:
    """`graphkit load --offline --start`, but for the start."""
    file = _extracted(given)
    return _before_a_start(lambda admin: import_offline(file, file.name, admin), _constraints)


def _extracted(given: Corpus) -> Path:
    """The documents as `graphkit extract` prints them."""
    file = given.folder / "graph.jsonl"
    if not file.exists():
        pieces = (piece for graph in given.graphs for piece in graph.stream().pieces)
        file.write_text("".join(f"{line}\n" for line in json_lines(pieces)), encoding="utf-8")
    return file


def _before_a_start(
    work: Callable[[Path], object], after: Callable[[Store], object] | None = None
) -> float:
    """The seconds of some work on a server at rest, and of what is done in it when it is up."""
    seconds = 0.0

    def before(admin: Path) -> None:
        nonlocal seconds
        seconds += timed(lambda: work(admin))

    with from_maven(_RELEASE, before) as server:
        if after:
            with _opened(server) as store:
                seconds += timed(lambda: after(store))
    return seconds


# --- embedded -------------------------------------------------------------------------------------


def _embedded(given: Corpus) -> float:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        return timed(lambda: store.load_all(given.graphs))


def _bare_embedded(given: Corpus) -> float:
    with _prepared() as database:

        def send() -> None:
            for query, rows in _statements(given.merged):
                for some in batched(rows, _BATCH):
                    with database.transaction():
                        database.command("opencypher", query, {"rows": list(some)}).close()

        return timed(send)


def _offline_embedded(given: Corpus) -> float:
    """`graphkit load --offline` into a folder."""
    file = _extracted(given)
    with tempfile.TemporaryDirectory() as folder:
        return timed(lambda: build_store(file, file.name, Path(folder) / "store"))


def _graph_batch(given: Corpus, after: Callable[[Any], object] | None = None) -> float:
    """Vertices of a type for each set of labels, then edges between their record ids."""
    nodes, edges = node_rows(given.merged), edge_rows(given.merged, _all_edges(given.merged))
    with tempfile.TemporaryDirectory() as folder:
        database = arcade.create_database(Path(folder) / "store")
        make_types(database)

        def send() -> None:
            records: dict[str, str] = {}
            with database.graph_batch() as batch:
                for labels, by_id in nodes.items():
                    rows = [row["properties"] for row in by_id.values()]
                    records |= zip(
                        by_id, batch.create_vertices("~".join(sorted(labels)), rows), strict=True
                    )
                for (type_, *_), found in edges.items():
                    batch.new_edges(
                        [records[row["source"]] for row in found.values()],
                        type_,
                        [records[row["target"]] for row in found.values()],
                        [row["properties"] for row in found.values()],
                    )
            if after:
                after(database)

        with closing(database):
            return timed(send)


def _all_edges(graph: Graph) -> Iterable[Any]:
    return graph.relationships.values()


@contextmanager
def _prepared() -> Iterator[Any]:
    """An embedded store with our types and constraints, as the engine's own database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        with open_store(path) as store:
            store.prepare()
        database = arcade.open_database(path)
        try:
            yield database
        finally:
            database.close()


def _memory(server: Server, documents: int) -> tuple[Memory, Memory]:
    """Of a process that makes documents and loads them: into Neo4j, and embedded."""
    client = _client(server, documents)
    with tempfile.TemporaryDirectory() as folder:
        return client, _peak(str(Path(folder) / "store"), str(documents))


def _client(server: Server, documents: int) -> Memory:
    with _neo4j(server):
        pass
    return _peak(server.url, str(documents), server.user, server.password)


def _peak(*given: str) -> Memory:
    root = Path(__file__).resolve().parents[1]
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, *given],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    return Memory(int(done.stdout), time.perf_counter() - begin)


@contextmanager
def _neo4j(server: Server) -> Iterator[Store]:
    """An empty database with our constraints."""
    _empty(server)
    with _opened(server) as store:
        store.prepare()
        yield store


@contextmanager
def _opened(server: Server) -> Iterator[Store]:
    with open_store(server.url, user=server.user, password=server.password) as store:
        yield store


@contextmanager
def _driver(server: Server) -> Iterator[Driver]:
    """A plain driver on an empty database with our constraints."""
    with _neo4j(server):
        pass
    with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        yield driver


@contextmanager
def _session(server: Server) -> Iterator[Session]:
    with (
        GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        yield session


def _empty(server: Server) -> None:
    with _session(server) as session:
        for query in _EMPTY:
            session.run(query).consume()


def _drop_constraints(server: Server) -> None:
    """Until the next store is prepared."""
    with _session(server) as session:
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT `{name}`").consume()  # type: ignore[arg-type]


def _warm(server: Server) -> None:
    """A cold Java loads at a fifth of its rate."""
    documents = list(corpus(_WARMING, seed=0))
    merged = Graph.merge(*documents)
    for _ in range(3):
        with _neo4j(server) as store:
            store.load_all(documents)
        with _driver(server) as driver:
            _send(driver, merged, _BATCH)


def report(rows: Sequence[Row], memory: dict[int, tuple[Memory, Memory | None]]) -> str:
    """What was measured in Markdown, with the command, the day and the machine."""
    command = " ".join(["python", "benchmarks/loading.py", *sys.argv[1:]])
    lines = [
        "# Loading",
        "",
        f"Written by `{command}`; do not edit.",
        f"{date.today().isoformat()}; {processor()}, {os.cpu_count()} cores, client and server on "
        f"the same; Neo4j {_RELEASE.version}; Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
        + f". Load average of the machine at the end: {os.getloadavg()[1]:.1f}.",
        "",
        *(_rates(rows) if rows else ()),
        "Peak memory of a process that makes the documents as it loads them, and its seconds:",
        "",
        "| documents | client of Neo4j, MB | s | embedded, the engine included, MB | s |",
        "|---|---|---|---|---|",
        *(
            f"| {size:,} | {_peak_of(client)} | {_peak_of(own)} |"
            for size, (client, own) in memory.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _rates(rows: Sequence[Row]) -> Iterator[str]:
    """The ways one by one, then one by another."""
    yield from (
        "An item is a node or a relationship of the merged graph, derived ones included. Ours is "
        "given documents, checks them, and computes what follows; all other ways are given the "
        "merged graph ready made and our constraints. As it comes: a document after the other, "
        "without our constraints, nothing derived.",
        "",
        "| way | documents | items | seconds | items/s | ms a document |",
        "|---|---|---|---|---|---|",
    )
    for row in rows:
        yield (
            f"| {row.way} | {row.documents:,} | {row.items:,} | {row.seconds:.1f} "
            f"| {row.rate:,.0f} | {1000 * row.seconds / row.documents:.1f} |"
        )
    yield from (
        "",
        "How often as fast, by the number of documents. The bare script is the ceiling of the "
        "method. neo4j-admin and GraphBatch make no constraint and no index, ours, offline, makes "
        "them all: so it is compared with them alone, and with them and our constraints.",
        "",
        *_comparison(rows),
        "",
    )


def _peak_of(memory: Memory | None) -> str:
    return f"{memory.peak:,} | {memory.seconds:,.0f}" if memory else " | "


def _comparison(rows: Sequence[Row]) -> Iterator[str]:
    """A table of rates by rates, a column for each size."""
    rates = {(row.way, row.documents): row.rate for row in rows}
    sizes = sorted({row.documents for row in rows})
    yield f"| this | to that | {' | '.join(f'{size:,}' for size in sizes)} |"
    yield "|---" * (2 + len(sizes)) + "|"
    for this, that in _COMPARED:
        found = [(rates.get((this, size)), rates.get((that, size))) for size in sizes]
        if any(both for _, both in found):
            ratios = (f"{one / other:.2f}" if one and other else "" for one, other in found)
            yield f"| {this} | {that} | {' | '.join(ratios)} |"


if __name__ == "__main__":
    main()
