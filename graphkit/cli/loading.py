"""Graphs into the store of a command: copies marked, what the store refuses set aside."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphkit.cli.batch import STANDARD_INPUT, succeeded
from graphkit.cli.output import message

if TYPE_CHECKING:
    from graphkit.pipeline import Outcome
    from schemas.graph import Graph
    from schemas.provenance import Document
    from schemas.stores import QueryableStore, Refused, Store


def load_all(
    store: "Store", found: Iterable["Outcome"], total: int, rejected: Path
) -> list["Outcome"]:
    """Load every graph, replacing documents that are there; the failed come back.

    Near copies among the articles get their COPY_OF, so that they are counted once. What the store
    refuses goes to the file `rejected`.
    """
    from graphkit.pipeline import Outcome
    from schemas.errors import StoreError

    failed: list[Outcome] = []
    documents: list[Document] = []
    came_from: dict[str, Path] = {}

    def graphs() -> Iterator["Graph"]:
        for path, graph in succeeded(found, total, failed):
            came_from.update(dict.fromkeys(graph.told, path))
            documents.extend(graph.documents)
            yield graph

    report = store.load_all(graphs())
    for refused in report.refused:
        path = next((came_from[d] for d in refused.documents if d in came_from), STANDARD_INPUT)
        failed.append(Outcome(path, None, StoreError(refused.reason)))
    set_aside(report.refused, rejected)
    if documents:
        _mark_copies(store, documents)
    return failed


def set_aside(refused: Sequence["Refused"], path: Path) -> None:
    """Write what a store refused to a file, and say so; no file where nothing was refused."""
    from loaders.rejected import write_rejected

    if refused:
        write_rejected(refused, path)
        message(
            "[bold red]refused:[/] {}, with the reasons in {}: mend and load that file",
            len(refused),
            path,
        )


def _mark_copies(store: "Store", documents: Sequence["Document"]) -> None:
    """COPY_OF for what repeats another article, and no longer for what a new text is no copy of."""
    from graphkit.copies import copies
    from schemas.graph import Graph

    found = copies([*_stored(store), *documents])
    for copy, ids in _copies_of(store, [document.id for document in documents]).items():
        if outdated := ids - found.relationships.keys():
            store.replace(Graph.of_piece(store.piece(copy)).without_copies(outdated))
    store.load(found)


def _copies_of(store: "Store", originals: list[str]) -> dict[str, set[str]]:
    """Documents that were found to repeat these, each with the ids of its COPY_OF."""
    from schemas.stores import UNLIMITED

    if asked := _queryable(store):
        rows = asked.query(
            "MATCH (c:Document)-[r:COPY_OF]->(d:Document) "
            "WHERE d.id IN $originals AND r.confidence IS NOT NULL RETURN c.id AS copy, r.id AS id",
            limits=UNLIMITED,
            originals=originals,
        )
        pairs = [(row["copy"], row["id"]) for row in rows]
    else:
        there = [e for e in store.read().stated if e.type == "COPY_OF" and e.target in originals]
        pairs = [(edge.source, edge.id) for edge in there if edge.confidence is not None]
    found: dict[str, set[str]] = {}
    for copy, id_ in pairs:
        found.setdefault(copy, set()).add(id_)
    return found


def _stored(store: "Store") -> list["Document"]:
    """The documents that the store holds, so that copies are found across runs."""
    from schemas.provenance import Document
    from schemas.reading import read_node
    from schemas.stores import UNLIMITED

    if not (asked := _queryable(store)):
        return list(store.read().documents)
    rows = asked.query(
        "MATCH (d:Document) RETURN properties(d) AS document ORDER BY d.id", limits=UNLIMITED
    )
    nodes = (read_node([Document.label], row["document"]) for row in rows)
    return [node for node in nodes if isinstance(node, Document)]


def _queryable(store: "Store") -> "QueryableStore | None":
    """The store where it answers Cypher, which a file does not."""
    from graphkit.questions import AskableStore
    from schemas.stores import QueryableStore

    own = store.store if isinstance(store, AskableStore) else store
    return own if isinstance(own, QueryableStore) else None
