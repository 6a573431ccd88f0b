"""The content of a store as one number: equal for equal graphs, whatever the order of loading."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from loaders import cypher
from loaders.transactions import Row
from schemas.catalog import NODES, RELATIONSHIPS

_BITS = 256


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many nodes and relationships a store holds, and a digest of all of them (64 hex digits).

    The digest is the sum of the items' SHA-256 modulo 2^256 (Bellare and Micciancio 1997): no
    order, nothing held in memory. It covers derived relationships and labels too.
    """

    nodes: int
    relationships: int
    digest: str


def fingerprint(run: Callable[[str], Iterable[Row]]) -> Fingerprint:
    """The fingerprint of what an engine gives for the reading queries of `loaders.cypher`."""
    total = nodes = relationships = 0
    for label in NODES:
        for row in run(cypher.nodes(label)):
            total, nodes = total + _digest([cypher.ordered(row["labels"])], row), nodes + 1
    for type_ in RELATIONSHIPS:
        for row in run(cypher.relationships(type_)):
            total += _digest([type_, row["source"], row["target"]], row)
            relationships += 1
    return Fingerprint(nodes, relationships, f"{total % (1 << _BITS):064x}")


def _digest(kind: list[object], row: Row) -> int:
    written = json.dumps([kind, row["properties"]], sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(written.encode()).digest())
