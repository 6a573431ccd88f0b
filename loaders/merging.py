"""How a graph is merged into a Cypher engine and read back: one algorithm, two engines."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import batched

from loaders import bulk, cypher, marks, removal
from loaders.judgements import judgements, restore
from loaders.parts import Grouped, Kind, Labels, edge_rows, node_rows
from loaders.settling import settle
from loaders.transactions import InTransaction, Row, Session, Touched, write_edges
from schemas.catalog import NODES
from schemas.errors import StoreError
from schemas.graph import Graph
from schemas.provenance import Document
from schemas.reading import read_node, read_relationship
from schemas.stores import LoadReport

ATOMIC_ROWS = 50_000
"""Up to so many nodes and relationships a load is one transaction; above it, one a batch."""


def load(graph: Graph, in_transaction: InTransaction) -> LoadReport:
    """Merge a graph: one transaction where it is small, else one a batch.

    GraphError before anything is written where the graph breaks its contract. What an earlier load
    left unsettled is settled first, as by `replace` and `remove`.
    """
    graph.check()
    bulk.finish(in_transaction)
    if _is_small(graph):
        in_transaction(partial(_merge_alone, graph=graph))
        return _report(graph)
    own = marks.new_load()

    def noted(work: Callable[[Session], None]) -> None:
        def batch(session: Session) -> None:
            marks.note_loading(session, own)
            marks.note_changed(session)
            _forget_loaded(session, graph)  # another load may have noted them meanwhile
            work(session)

        in_transaction(batch)

    for labels, rows in _nodes(graph):
        noted(partial(_write_nodes, labels=labels, rows=rows, graph=graph))
    for kind, rows in _relationships(graph):
        noted(partial(_write_edges, kind=kind, rows=rows))
    noted(partial(settle, touched=touched_by(graph)))
    in_transaction(partial(marks.note_finished, load=own))
    return _report(graph)


def replace(graph: Graph, in_transaction: InTransaction) -> LoadReport:
    """Put the graph's documents in place of what they told: at once where small, else in lots."""
    graph.check()
    if _is_small(graph):
        bulk.finish(in_transaction)
        in_transaction(partial(_exchange, graph=graph))
        return _report(graph)
    for refused in bulk.load_all(graph.parts(), in_transaction).refused:
        raise StoreError(refused.reason)
    return _report(graph)


def remove(document: str, in_transaction: InTransaction) -> None:
    """Take back what one document contributes; StoreMissing when it is not there."""
    bulk.finish(in_transaction)
    in_transaction(partial(_remove, document=document))


def _is_small(graph: Graph) -> bool:
    """Does a load of this graph fit one transaction?"""
    return len(graph.nodes) + len(graph.relationships) <= ATOMIC_ROWS


def _merge(session: Session, graph: Graph) -> None:
    """Write a graph and what follows from it, in one open transaction."""
    _forget_loaded(session, graph)
    for labels, rows in _nodes(graph):
        _write_nodes(session, labels, rows, graph)
    for kind, rows in _relationships(graph):
        _write_edges(session, kind, rows)
    settle(session, touched_by(graph))


def _merge_alone(session: Session, graph: Graph) -> None:
    marks.note_changed(session)
    _merge(session, graph)


def _exchange(session: Session, graph: Graph) -> None:
    marks.note_changed(session)
    there = removal.contributing(session, graph.told)
    judged = judgements(session, there)
    settle(session, removal.take_back(session, there))
    _merge(session, graph)
    restore(session, judged, graph.nodes)


def _remove(session: Session, document: str) -> None:
    marks.note_changed(session)
    removal.remove(session, document)


def _forget_loaded(session: Session, graph: Graph) -> None:
    """The documents will hold more than what the journal says that they were loaded with."""
    if graph.told:
        session.run(cypher.FORGET_LOADED, ids=list(graph.told))


def touched_by(graph: Graph) -> Touched:
    """What loading this graph may alter beside what it writes."""
    touched = Touched()
    for node in graph.nodes.values():
        touched.nodes[cypher.end_label(node)].add(node.id)
    return touched


def read(run: Callable[[str], Iterable[Row]]) -> Graph:
    """Everything of the schema that the engine holds; what is derived, `Graph` computes."""
    nodes = [
        read_node(row["labels"], row["properties"])
        for label in NODES
        for row in run(cypher.nodes(label))
    ]
    edges = [
        read_relationship(type_, row["source"], row["target"], row["properties"])
        for type_ in cypher.STATED
        for row in run(cypher.relationships(type_))
    ]
    return Graph(nodes, sorted(edges, key=lambda edge: edge.id))


def _report(graph: Graph) -> LoadReport:
    return LoadReport(len(graph.documents), len(graph.nodes), len(graph.relationships))


def _nodes(graph: Graph) -> Iterator[tuple[Labels, list[Row]]]:
    """Rows by the nodes' full labels, sorted by id, at most `BATCH_ROWS` together."""
    yield from _batches(node_rows(graph))


def _relationships(graph: Graph) -> Iterator[tuple[Kind, list[Row]]]:
    """Rows by type and endpoint labels, in batches."""
    yield from _batches(edge_rows(graph, graph.stated))


def _batches[K: (Labels, Kind)](grouped: Grouped[K]) -> Iterator[tuple[K, list[Row]]]:
    for kind, by_id in grouped.items():
        for batch in batched(by_id.values(), cypher.BATCH_ROWS):
            yield kind, list(batch)


def _write_nodes(session: Session, labels: Labels, rows: list[Row], graph: Graph) -> None:
    """Write nodes; one that is there keeps its Leader label, or lack of it, until the settling.

    So does a document all its properties where the graph merely names it.
    """
    if labels == (Document.label,):
        told = set(graph.told)
        named = [row for row in rows if row["id"] not in told]
        _write(session, cypher.make_nodes(Document.label), named)
        rows = [row for row in rows if row["id"] in told]
    lasting = tuple(label for label in labels if label != "Leader")
    if lasting != labels:
        there = _there(session, cypher.PEOPLE, [row["id"] for row in rows])
        _write(session, cypher.merge_nodes(labels), [r for r in rows if r["id"] not in there])
        rows = [row for row in rows if row["id"] in there]
    _write(session, cypher.merge_nodes(lasting), rows)


def _there(session: Session, query: str, ids: list[str]) -> set[str]:
    return {row["id"] for row in session.run(query, ids=ids)}


def _write_edges(session: Session, kind: Kind, rows: list[Row]) -> None:
    write_edges(session, kind[0], cypher.merge_relationships(*kind), rows)


def _write(session: Session, query: str, rows: list[Row]) -> None:
    if rows:
        session.run(query, rows=rows)
