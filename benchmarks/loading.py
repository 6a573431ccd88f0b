"""Loading rates of our loader beside other ways of writing the same graph, in one run.

    python benchmarks/loading.py --output docs/loading.md

A synthetic corpus (`benchmarks/synthetic.py`) is loaded into one real Neo4j (`tools/neo4j`) and
into the embedded store: by our loader, by a bare script that sends the merged graph in UNWIND MERGE
batches of 10,000 rows (the ceiling of the method), and a MERGE a row (small sizes). Each way starts
from an empty, warm database with our constraints. The machine may be shared: rates are compared
within a run only. An item is a node or a relationship of the merged graph, derived ones included,
so that all ways are measured by the same work.
"""

import argparse
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from itertools import batched
from pathlib import Path
from typing import LiteralString

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # what is measured is this tree

from neo4j import Driver, GraphDatabase

from benchmarks.extraction import processor
from benchmarks.synthetic import corpus
from loaders import cypher, open_store
from loaders.lots import edge_rows, node_rows
from schemas.graph import Graph
from schemas.stores import Store
from tools.neo4j.server import RELEASES, Server, running

SIZES = (100, 1_000, 10_000)
_ROW_BY_ROW = 100  # documents at most that are written a MERGE a row
_BATCH = 10_000
_EMPTY: LiteralString = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
_PACKAGES = ("neo4j", "neo4j-rust-ext", "arcadedb")


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES), metavar="DOCUMENTS")
    parser.add_argument("--output", default="-", help="a file; - is standard output")
    given = parser.parse_args(arguments)
    with running(RELEASES["lts"]) as server:
        _warm(server)
        rows = [row for size in given.sizes for row in measured(server, size)]
    text = report(rows)
    if given.output == "-":
        print(text)
    else:
        Path(given.output).write_text(text, encoding="utf-8")


def measured(server: Server, size: int) -> Iterator[Row]:
    """Each way at one size."""
    graphs = list(corpus(size))
    merged = Graph.merge(*graphs)
    items = len(merged.nodes) + len(merged.relationships)

    def row(way: str, write: Callable[[], object]) -> Row:
        begin = time.perf_counter()
        write()
        found = Row(way, size, items, time.perf_counter() - begin)
        print(f"{way}, {size} documents: {found.rate:,.0f} items/s", file=sys.stderr, flush=True)
        return found

    with _neo4j(server) as store:
        yield row("ours", lambda: store.load_all(graphs))
        yield row("ours, again", lambda: store.load_all(graphs))
    with _driver(server) as driver:
        yield row("bare script", lambda: _bare(driver, merged))
    if size <= _ROW_BY_ROW:
        with _driver(server) as driver:
            yield row("a MERGE a row", lambda: _bare(driver, merged, batch=1))
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        yield row("ours, embedded", lambda: store.load_all(graphs))


def _bare(driver: Driver, graph: Graph, *, batch: int = _BATCH) -> None:
    """The merged graph, sent in static statements a label and a type."""
    nodes = {cypher.merge_nodes(labels): rows for labels, rows in node_rows(graph).items()}
    edges = {
        cypher.merge_relationships(*kind): rows
        for kind, rows in edge_rows(graph, graph.relationships.values()).items()
    }
    with driver.session(database="neo4j") as session:
        for query, rows in (*nodes.items(), *edges.items()):
            for some in batched(rows.values(), batch):
                session.run(query, rows=list(some)).consume()  # type: ignore[arg-type]


@contextmanager
def _neo4j(server: Server) -> Iterator[Store]:
    _empty(server)
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.prepare()
        yield store


@contextmanager
def _driver(server: Server) -> Iterator[Driver]:
    """A plain driver on an empty database with our constraints."""
    with _neo4j(server):
        pass
    with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        yield driver


def _empty(server: Server) -> None:
    with (
        GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        session.run(_EMPTY).consume()


def _warm(server: Server) -> None:
    """A cold Java loads at a fifth of its rate."""
    for _ in range(2):
        with _neo4j(server) as store:
            store.load_all(corpus(300, seed=0))
        with _driver(server) as driver:
            _bare(driver, Graph.merge(*corpus(300, seed=0)))


def report(rows: Sequence[Row]) -> str:
    """The table in Markdown, with the command, the day and the machine."""
    command = " ".join(["python", "benchmarks/loading.py", *sys.argv[1:]])
    bare = {row.documents: row.rate for row in rows if row.way == "bare script"}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        "# Loading",
        "",
        f"Written by `{command}`; do not edit.",
        f"{date.today().isoformat()}; {processor()}, {os.cpu_count()} cores, client and server on "
        f"the same; Neo4j {RELEASES['lts'].version}; Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
        + f". Peak memory of the client, graphs held: {peak:,.0f} MB.",
        "",
        "An item is a node or a relationship of the merged graph. The bare script is given that "
        "graph ready made; ours is given documents, checks them, and computes what follows.",
        "",
        "| way | documents | items | seconds | items/s | to bare | ms a document |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {row.way} | {row.documents:,} | {row.items:,} | {row.seconds:.1f} "
            f"| {row.rate:,.0f} | {row.rate / bare[row.documents]:.2f} "
            f"| {1000 * row.seconds / row.documents:.1f} |"
            for row in rows
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
