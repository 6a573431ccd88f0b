"""Names as people say them, linked to ids of what stands in a store.

Order: an id; what the registry knows under the name, where the store has it; names and aliases in
the store; the last word of a name in the store. The first that finds something decides.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from graphkit.knowledge.names import fold
from graphkit.knowledge.registry import registry
from graphkit.knowledge.tables import Entry
from schemas.errors import QuestionError
from schemas.stores import UNLIMITED, QueryableStore

type LinkedKind = Literal["actor", "venue", "concept"]

_ALL: dict[LinkedKind, str] = {
    "actor": """MATCH (n:Actor)
        RETURN n.id AS id, n.name AS name, n.aliases AS aliases ORDER BY id""",
    "venue": """MATCH (n:Venue)
        RETURN n.id AS id, n.name AS name, n.aliases AS aliases ORDER BY id""",
    "concept": """MATCH (n:Concept)
        RETURN n.id AS id, n.name AS name, [n.kind] AS aliases ORDER BY id""",
}
_PRESENT: dict[LinkedKind, str] = {
    "actor": "MATCH (n:Actor) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name ORDER BY id",
    "venue": "MATCH (n:Venue) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name ORDER BY id",
    "concept": "MATCH (n:Concept) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name ORDER BY id",
}
_LISTED = 10  # candidates in a message
_NEAR = 60.0  # percent of likeness from which a name is worth proposing


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a name may mean in this store."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


def link(store: QueryableStore, surface: str, kind: LinkedKind) -> str:
    """The id that a name means in the store; QuestionError where it means none, or several."""
    known = _known(surface, kind)
    found = _present(store, kind, [surface, *(entry.id for entry in known)])
    if any(candidate.id == surface for candidate in found):
        return surface
    if not found:
        stored = list(_stored(store, kind))
        found = _named(stored, surface, kind)
        if not found:
            raise QuestionError(_unknown(surface, kind, known, stored))
    if len(found) > 1:
        raise QuestionError(_ambiguous(surface, kind, found))
    return found[0].id


def known_ids(surface: str, kind: LinkedKind) -> tuple[str, ...]:
    """The ids that the registry knows under a name, whether a store has them or not."""
    return tuple(entry.id for entry in _known(surface, kind))


def _known(surface: str, kind: LinkedKind) -> tuple[Entry, ...]:
    """What the registry knows under a name; for an actor, places stand for whom they mean."""
    known = registry()
    if kind == "concept":
        return ()
    if kind == "venue":
        return known.find(surface, {"venue"}, weak=True)
    actors = (entry for entry in known.find(surface, weak=True) if entry.kind != "venue")
    found = {entry.id: entry for entry in (*actors, *known.people(surface))}
    meant = None if found else known.metonym(surface)
    return (meant,) if meant else tuple(found.values())


def _present(store: QueryableStore, kind: LinkedKind, ids: Collection[str]) -> list[Candidate]:
    return [Candidate(r["id"], r["name"]) for r in store.query(_PRESENT[kind], ids=list(ids))]


def _stored(store: QueryableStore, kind: LinkedKind) -> Iterator[Candidate]:
    for row in store.query(_ALL[kind], limits=UNLIMITED):
        yield Candidate(row["id"], row["name"], tuple(a for a in row["aliases"] or () if a))


def _named(stored: Iterable[Candidate], surface: str, kind: LinkedKind) -> list[Candidate]:
    """Those of the whole name or an alias, else those whose name ends in it (or has its words)."""
    key = fold(surface)
    whole: list[Candidate] = []
    part: list[Candidate] = []
    for candidate in stored:
        names = {fold(name) for name in (candidate.name, *candidate.aliases)}
        if key in names:
            whole.append(candidate)
        elif _is_part(key, fold(candidate.name), kind):
            part.append(candidate)
    return whole or part


def _is_part(key: str, name: str, kind: LinkedKind) -> bool:
    words, last = name.split(), key.split()
    if kind == "concept":
        return set(last) <= set(words)
    return bool(last) and words[-len(last) :] == last


def _ambiguous(surface: str, kind: LinkedKind, found: list[Candidate]) -> str:
    listed = "; ".join(str(candidate) for candidate in found[:_LISTED])
    more = f"; and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return f"{surface!r} may mean several: {listed}{more}. Give the id of the {kind} you mean"


def _unknown(
    surface: str, kind: LinkedKind, known: tuple[Entry, ...], stored: list[Candidate]
) -> str:
    if known:
        listed = "; ".join(f"{entry.name} ({entry.id})" for entry in known[:_LISTED])
        return f"{surface!r} is {listed}, but nothing in this store mentions that {kind}"
    near = _near(surface, stored)
    if near:
        return f"no {kind} in this store is called {surface!r}; near: {'; '.join(near)}"
    return f"no {kind} in this store is called {surface!r} (it holds {len(stored)} of them)"


def _near(surface: str, stored: list[Candidate]) -> list[str]:
    names = {str(candidate): fold(candidate.name) for candidate in stored}
    found = process.extract(fold(surface), names, scorer=fuzz.WRatio, limit=5, score_cutoff=_NEAR)
    return [label for _, _, label in found]
