"""An actor's page, and the search for names."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from graphkit.explorer.answers import Belongs, Described, Found, Held, Named, Other, Profile
from graphkit.explorer.filters import Filters, pairs
from graphkit.explorer.names import named, node
from graphkit.explorer.positions import stands_of
from graphkit.questions.linker import known_ids
from schemas.errors import StoreMissing
from schemas.relations import Stance
from schemas.stores import QueryableStore

_ACTOR = """MATCH (n:Actor {id: $id})
RETURN n.aliases AS aliases, n.wikidata AS wikidata, n.description AS description"""
_HELD = """MATCH (:Actor {id: $id})-[holds:HOLDS]->(office:Office)
OPTIONAL MATCH (office)-[:OF]->(body:Actor)
RETURN office.id AS id, office.name AS name, labels(office) AS labels, office.kind AS kind,
       holds.valid_from AS since, holds.valid_to AS until, body.id AS body
ORDER BY since IS NULL, since DESC, id, body"""
_DESCRIBED = """MATCH (:Actor {id: $id})-[described:DESCRIBED_AS]->(office:Office)
MATCH (d:Document {id: described.document})
RETURN DISTINCT office.name AS office, described.tense AS tense,
       described.consistent AS consistent, described.expected AS expected,
       toString(d.published) AS day, d.id AS document, coalesce(d.title, d.name) AS title
ORDER BY day IS NULL, day, document, office, tense LIMIT 200"""
_BELONGS = """MATCH (:Actor {id: $id})-[belongs:AFFILIATED_WITH]->(body:Actor)
RETURN DISTINCT body.id AS id, belongs.kind AS kind, belongs.valid_from AS since,
       belongs.valid_to AS until
ORDER BY since IS NULL, since, id, kind"""
_OTHERS = """WITH {other}.id AS id, stance, sum(statements) AS statements
WITH id, collect([stance, statements]) AS parts, sum(statements) AS statements
RETURN id, parts, statements ORDER BY statements DESC, id LIMIT $top"""
_NAMES = """MATCH (n:Actor)
WHERE toLower(n.name) CONTAINS $part
   OR any(alias IN coalesce(n.aliases, []) WHERE toLower(alias) CONTAINS $part)
OPTIONAL MATCH (n)-[:SAID]->(s:Statement)
WITH n.id AS id, n.name AS name, count(s) AS said
RETURN id ORDER BY said DESC, size(name), id LIMIT $limit"""
_CONCEPTS = """MATCH (n:Concept) WHERE toLower(n.name) CONTAINS $part
RETURN n.id AS id, n.name AS name, labels(n) AS labels, n.kind AS kind
ORDER BY size(name), id LIMIT $limit"""


def profile(store: QueryableStore, id_: str, *, top: int = 25) -> Profile:
    """Who an actor is, in which offices, what it says and what is said of it.

    StoreMissing where the store holds no such actor.
    """
    rows = store.query(_ACTOR, id=id_)
    if not rows:
        raise StoreMissing(f"there is no actor {id_!r} in this store")
    held, belongs = store.query(_HELD, id=id_), store.query(_BELONGS, id=id_)
    bodies = [row["body"] for row in held if row["body"]] + [row["id"] for row in belongs]
    names = named(store, [id_, *bodies])
    return Profile(
        actor=names[id_],
        aliases=tuple(rows[0]["aliases"] or ()),
        wikidata=rows[0]["wikidata"],
        description=rows[0]["description"],
        offices=tuple(_held(row, names) for row in held),
        described=tuple(
            Described.model_validate(dict(row)) for row in store.query(_DESCRIBED, id=id_)
        ),
        belongs=tuple(
            Belongs(to=names[r["id"]], kind=r["kind"], since=r["since"], until=r["until"])
            for r in belongs
        ),
        says_of=_others(store, Filters(speaker=id_), "target", top),
        said_by=_others(store, Filters(target=id_), "speaker", top),
        stands=stands_of(store, id_),
    )


def search(store: QueryableStore, words: str, statements: int, *, limit: int = 8) -> Found:
    """Whom the words may name, by the registry first; concepts; `statements` hold them all."""
    if not words.strip():
        return Found(actors=(), concepts=(), statements=0)
    part = words.strip().lower()
    ids = [*known_ids(words, "actor"), *_ids(store, part, limit)]
    names = named(store, ids)
    concepts = store.query(_CONCEPTS, part=part, limit=limit)
    return Found(
        actors=tuple(names[id_] for id_ in dict.fromkeys(ids) if id_ in names)[:limit],
        concepts=tuple(node(row) for row in concepts),
        statements=statements,
    )


def _ids(store: QueryableStore, part: str, limit: int) -> list[str]:
    return [row["id"] for row in store.query(_NAMES, part=part, limit=limit)]


def _held(row: Mapping[str, Any], names: Mapping[str, Named]) -> Held:
    return Held(office=node(row), of=names.get(row["body"]), since=row["since"], until=row["until"])


def _others(store: QueryableStore, filters: Filters, other: str, top: int) -> tuple[Other, ...]:
    rows = store.query(
        pairs(filters) + _OTHERS.format(other=other), top=top, **filters.parameters()
    )
    names = named(store, [row["id"] for row in rows])
    return tuple(
        Other(node=names[row["id"]], counts=_counts(row["parts"]), statements=row["statements"])
        for row in rows
    )


def _counts(parts: list[tuple[Stance, int]]) -> dict[Stance, int]:
    counts: defaultdict[Stance, int] = defaultdict(int)
    for stance, number in parts:
        counts[stance] += number
    return dict(counts)
