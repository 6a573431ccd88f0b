"""The content of a store as one number: equal for equal graphs, whatever the order of loading."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from loaders import cypher
from loaders.transactions import Row
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.graph import Graph
from schemas.stores import Fingerprint, Tally


def fingerprint(run: Callable[[str], Iterable[Row]]) -> Fingerprint:
    """Of what an engine gives for the reading queries of `loaders.cypher`; nothing is held."""
    found = _Tallies()
    for label in NODES:
        for row in run(cypher.nodes(label)):
            found.add_node(label, row["labels"], row["properties"])
    for type_ in RELATIONSHIPS:
        for row in run(cypher.relationships(type_)):
            found.add_relationship(type_, row["source"], row["target"], row["properties"])
    return found.fingerprint()


def fingerprint_of(graph: Graph) -> Fingerprint:
    """Of a graph: the same as that of a store which holds it."""
    found = _Tallies()
    for node in graph.nodes.values():
        found.add_node(node.label, node.labels, node.properties())
    for edge in graph.relationships.values():
        found.add_relationship(edge.type, edge.source, edge.target, edge.properties())
    return found.fingerprint()


class _Tallies:
    """Counts and sums as they grow."""

    def __init__(self) -> None:
        self._nodes: defaultdict[str, Tally] = defaultdict(Tally)
        self._relationships: defaultdict[str, Tally] = defaultdict(Tally)

    def add_node(self, label: str, labels: Sequence[str], properties: Mapping[str, Any]) -> None:
        self._nodes[label] += _tally([cypher.ordered(labels)], properties)

    def add_relationship(
        self, type_: str, source: str, target: str, properties: Mapping[str, Any]
    ) -> None:
        self._relationships[type_] += _tally([type_, source, target], properties)

    def fingerprint(self) -> Fingerprint:
        return Fingerprint(dict(self._nodes), dict(self._relationships))


def _tally(kind: list[object], properties: Mapping[str, Any]) -> Tally:
    written = json.dumps([kind, properties], sort_keys=True, default=str)
    return Tally(1, int.from_bytes(hashlib.sha256(written.encode()).digest()))
