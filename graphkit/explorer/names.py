"""Nodes by id as the page shows them, with the flag of the state that they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import batched
from typing import Any

from graphkit.explorer.answers import Named
from graphkit.knowledge import tables
from schemas.catalog import NODES
from schemas.stores import QueryableStore

_AT_ONCE = 500
_ACTORS = """MATCH (n:Actor) WHERE n.id IN $ids
RETURN n.id AS id, n.name AS name, labels(n) AS labels, n.kind AS kind"""
_STATES = """UNWIND $ids AS wanted
MATCH (n:Actor {id: wanted})-[:HOLDS|OF|AFFILIATED_WITH*1..3]->(state:State)
RETURN DISTINCT n.id AS id, state.id AS state"""
_BODIES = {
    "organization:european-union": "eu",
    "organization:united-nations": "un",
    "organization:nato": "nato",
}


def named(store: QueryableStore, ids: Iterable[str]) -> dict[str, Named]:
    """Actors by id; those that the store does not hold are left out."""
    found: dict[str, Named] = {}
    for some in batched(dict.fromkeys(ids), _AT_ONCE):
        states: defaultdict[str, set[str]] = defaultdict(set)
        for row in store.query(_STATES, ids=list(some)):
            states[row["id"]].add(row["state"])
        for row in store.query(_ACTORS, ids=list(some)):
            found[row["id"]] = node(row, flag=_flag(row["id"], states[row["id"]]))
    return found


def node(row: Mapping[str, Any], *, flag: str | None = None) -> Named:
    """What a row with `id`, `name`, `labels` and `kind` tells of a node."""
    label = next((label for label in row["labels"] if label in NODES), "Actor")
    return Named(id=row["id"], name=row["name"], label=label, kind=row.get("kind"), flag=flag)


def _flag(id_: str, states: set[str]) -> str | None:
    """Its own where it is a state, else that of the one state which it belongs to."""
    if id_ in _BODIES:
        return _BODIES[id_]
    meant = {id_} if id_.startswith("state:") else states
    return _letters().get(next(iter(meant))) if len(meant) == 1 else None


@cache
def _letters() -> Mapping[str, str]:
    """The two letters of each state of the registry (ISO 3166-1), in lower case."""
    rows = tables.rows("states.jsonl")
    return {row["id"]: row["iso2"].lower() for row in rows if row.get("iso2")}
