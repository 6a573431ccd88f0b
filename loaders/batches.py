"""What some documents contribute, statement by statement, ready to be sent. Knows no engine."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loaders import cypher
from loaders.parts import Grouped, Kind, Labels, Part, canonical
from loaders.transactions import Row
from schemas.provenance import Document

_UNSEEN = object()
_OF_ONE = frozenset({"Statement", "Proposal", "Event", "Unnamed"})  # nodes of a single document
_OF_MANY = frozenset({"Office", "Concept", "Occurrence"})


@dataclass(frozen=True, slots=True)
class Batch[K]:
    """The rows of one kind, sorted by id: locks are taken in the same order everywhere.

    `own`: of one document alone, which are not there once what it told before is taken back, as
    `cypher` creates them in `inner` and `outer`: what touches nothing but such nodes and their
    documents, and the rest. `others`: of what may be there. `hashes`: of those of the others that
    many documents bring along as they are.
    """

    kind: K
    own: list[Row]
    inner: list[list[Any]]
    outer: list[list[Any]]
    others: list[Row]
    hashes: dict[str, int]

    def unknown(self, known: Mapping[str, int]) -> list[Row]:
        """The others without those that are known to be there as they are."""
        hashes = self.hashes
        return [r for r in self.others if known.get(r["id"], _UNSEEN) != hashes.get(r["id"])]

    def __len__(self) -> int:
        return len(self.own) + len(self.others)


@dataclass(frozen=True, slots=True)
class Merged:
    """The rows of some parts, each id once.

    `documents` stand apart from the other nodes. `named`: those that the parts are copies of, as
    the first that names one has it.
    """

    documents: list[Row]
    nodes: list[Batch[Labels]]
    named: list[Row]
    edges: list[Batch[Kind]]

    @property
    def hashes(self) -> dict[str, int]:
        """Those of its batches."""
        return {id_: one for b in (*self.nodes, *self.edges) for id_, one in b.hashes.items()}


def merged(parts: Sequence[Part]) -> Merged:
    """The rows of these parts."""
    named = {id_: row for part in reversed(parts) for id_, row in part.named.items()}
    loose = {
        id_
        for part in parts
        if part.document is None
        for rows in part.nodes.values()
        for id_ in rows
    }
    united = dict(_united(part.nodes for part in parts))
    documents = united.pop((Document.label,), [])
    nodes = [_nodes(labels, rows, loose) for labels, rows in united.items()]
    inside = {row["id"] for batch in nodes for row in batch.own}
    inside |= {part.document for part in parts if part.document is not None}
    return Merged(
        documents,
        nodes,
        [row for _, row in sorted(named.items())],
        [_edges(kind, rows, inside) for kind, rows in _united(part.edges for part in parts)],
    )


def _united[K: (Labels, Kind)](given: Iterable[Grouped[K]]) -> list[tuple[K, list[Row]]]:
    united: Grouped[K] = {}
    for grouped in given:
        for kind, rows in grouped.items():
            united.setdefault(kind, {}).update(rows)
    return [
        (kind, [row for _, row in sorted(by_id.items())]) for kind, by_id in sorted(united.items())
    ]


def _nodes(labels: Labels, rows: list[Row], loose: Container[str]) -> Batch[Labels]:
    """`loose` are nodes that belong to no document: nobody takes them back."""
    label = labels[-1]
    own = [row for row in rows if row["id"] not in loose] if label in _OF_ONE else []
    others = [row for row in rows if row["id"] in loose] if label in _OF_ONE else rows
    values = [cypher.node_values(label, row) for row in own]
    return Batch(
        labels, own, values, [], others, _hashes(row for row in others if _is_shared(label, row))
    )


def _edges(kind: Kind, rows: list[Row], inside: Container[str]) -> Batch[Kind]:
    """`inside` are the nodes of the documents alone, and these.

    What is derived here follows from one document alone (`parts`).
    """
    own: list[Row] = []
    shared: list[Row] = []
    inner: list[list[Any]] = []
    outer: list[list[Any]] = []
    for row in rows:
        if not row["properties"].get("document") and kind[0] not in cypher.DERIVED:
            shared.append(row)
            continue
        own.append(row)
        within = row["source"] in inside and row["target"] in inside
        (inner if within else outer).append(cypher.edge_values(kind[0], row))
    return Batch(kind, own, inner, outer, shared, _hashes(shared))


def _hashes(rows: Iterable[Row]) -> dict[str, int]:
    return {row["id"]: hash(canonical(row)) for row in rows}


def _is_shared(label: str, row: Row) -> bool:
    """Does the registry give the node, or a key, so that many documents bring it along?"""
    return label in _OF_MANY or row["properties"].get("origin") == "registry"
