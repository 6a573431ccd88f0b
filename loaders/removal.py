"""How a document is taken back from a Cypher engine; `Graph.without` is the oracle."""

from collections import defaultdict
from collections.abc import Sequence

from loaders import cypher
from loaders.settling import pairs_of, settle
from loaders.transactions import Session, Touched, by_label
from schemas.errors import StoreMissing

type Leaving = defaultdict[str, set[str]]


def remove(session: Session, document: str) -> None:
    """Take back a document in an open transaction; StoreMissing when it is not there."""
    if not session.run(cypher.PRESENT, ids=[document]):
        raise StoreMissing(f"no document {document!r} in the store")
    settle(session, take_back(session, [document], themselves=True))


def contributing(session: Session, documents: Sequence[str]) -> list[str]:
    """Those of the documents that contribute something, not merely what another is a copy of."""
    present = [row["id"] for row in session.run(cypher.PRESENT, ids=list(documents))]
    return [id_ for id_ in present if session.contribution([id_])]


def take_back(session: Session, documents: Sequence[str], *, themselves: bool = False) -> Touched:
    """Delete what documents contribute; without `themselves` their copies still name them.

    What it returns is still to be settled.
    """
    ids = list(documents)
    touched = _contribution(session, ids)
    session.forget(ids)
    changed = set(ids)
    if themselves:
        # a copy loses its tie with the original, so that it is no longer there as it was loaded
        changed |= {row["id"] for row in session.run(cypher.COPIES, ids=ids)}
        session.run(cypher.delete_nodes("Document"), ids=ids)
    session.run(cypher.FORGET_LOADED, ids=sorted(changed))
    _drop_unsupported(session, touched)
    return touched


def _contribution(session: Session, documents: list[str]) -> Touched:
    """Nodes at the ends of what goes, and the pairs that its statements count for."""
    touched = Touched()
    for row in session.contribution(documents):
        touched.add(row["id"], row["labels"])
    for row in session.run(cypher.NEIGHBOURS, ids=documents):
        touched.add(row["id"], row["labels"])
    for query in (cypher.STATEMENTS_IN, cypher.STATEMENTS_IN_COPIES):
        touched.nodes["Statement"] |= {row["id"] for row in session.run(query, ids=documents)}
    touched.pairs |= pairs_of(session, touched.nodes["Statement"])
    touched.nodes["Document"] -= set(documents)
    return touched


def _drop_unsupported(session: Session, touched: Touched) -> None:
    """Delete what nothing supports any more: no document, and no registry from something kept."""
    labels = {id_: label for label, ids in touched.nodes.items() for id_ in ids}
    leaving = _context(session, labels)
    bare = {
        row["id"]
        for label, ids in by_label(labels, labels.keys() - touched.nodes["Document"])
        for row in session.run(cypher.unsupported(label), ids=ids)
    }
    kept = _reached((labels.keys() - bare) | _held_from_outside(session, labels, bare), leaving)
    for label, ids in by_label(labels, labels.keys() - kept):
        session.run(cypher.delete_nodes(label), ids=ids)
        touched.nodes[label] -= set(ids)


def _context(session: Session, labels: dict[str, str]) -> Leaving:
    """The registry's relationships from these nodes on; adds the nodes that they reach."""
    leaving: Leaving = defaultdict(set)
    todo = set(labels)
    while todo:
        found: set[str] = set()
        for label, ids in by_label(labels, todo, only=cypher.REGISTRY_SOURCES):
            for row in session.run(cypher.context(label), ids=ids):
                target, own = row["target"], cypher.end_of(row["labels"])
                leaving[row["id"]].add(target)
                if own and target not in labels:
                    labels[target] = own
                    found.add(target)
        todo = found
    return leaving


def _held_from_outside(session: Session, labels: dict[str, str], bare: set[str]) -> set[str]:
    """Those that the registry reaches from a node that this removal does not touch."""
    return {
        row["id"]
        for label, ids in by_label(labels, bare, only=cypher.REGISTRY_TARGETS)
        for row in session.run(cypher.holding(label), ids=ids)
        if row["source"] not in labels
    }


def _reached(kept: set[str], leaving: Leaving) -> set[str]:
    """These and everything that the registry reaches from them."""
    todo, reached = list(kept), set(kept)
    while todo:
        for target in leaving[todo.pop()] - reached:
            reached.add(target)
            todo.append(target)
    return reached
