"""What the views show, asked of a store: aggregated there, and cut to the most frequent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graphkit.explorer.answers import (
    Bucket,
    Lane,
    Matrix,
    Named,
    Network,
    Outlet,
    Overview,
    Tie,
    Timeline,
    Volume,
    iso,
)
from graphkit.explorer.filters import Filters, pairs, statements
from graphkit.explorer.names import named
from graphkit.questions import ask
from schemas.stores import QueryableStore

_COUNTS: dict[str, str] = {
    "documents": "MATCH (n:Document) RETURN count(n) AS n",
    "statements": "MATCH (n:Statement) RETURN count(n) AS n",
    "actors": "MATCH (n:Actor) RETURN count(n) AS n",
    "concepts": "MATCH (n:Concept) RETURN count(n) AS n",
}
_PERIOD = """MATCH (d:Document) WHERE d.published IS NOT NULL
RETURN toString(min(d.published)) AS first, toString(max(d.published)) AS last"""
_OUTLETS = """MATCH (d:Document)-[:PUBLISHED_BY]->(outlet:MediaOutlet)
RETURN outlet.id AS id, count(DISTINCT d) AS documents
ORDER BY documents DESC, id LIMIT $top"""
_MOST_OUTLETS = 100

_WEIGHED = """UNWIND [speaker, target] AS actor
WITH actor.id AS id, sum(statements) AS weight
"""
_TOTAL = "RETURN count(id) AS total"
_HEAVIEST = "RETURN id, weight ORDER BY weight DESC, id LIMIT $top"
_SIDE = "WITH {side}.id AS id, sum(statements) AS weight\n"
_TIES = """WITH speaker.id AS speaker, target.id AS target, stance, statements
WHERE speaker IN $speakers AND target IN $targets
RETURN speaker, target, stance, statements
ORDER BY speaker, target, stance"""

_WIDTHS: dict[Bucket, int] = {"day": 10, "month": 7, "year": 4}
_DAYS_AS_DAYS = 92
_DAYS_AS_MONTHS = 366 * 8
_EXTENT = "RETURN toString(min(day)) AS first, toString(max(day)) AS last"
_UNDATED = "WITH s, day WHERE day IS NULL RETURN count(DISTINCT s) AS total"
_SPEAKERS = "WITH speaker.id AS id, day, s WHERE day IS NOT NULL\n"
_PER_SPEAKER = "WITH id, count(DISTINCT s) AS weight\n"
_LANES = """WITH speaker.id AS speaker, about.stance AS stance, s, day
WHERE day IS NOT NULL AND speaker IN $ids
WITH speaker, substring(toString(day), 0, $width) AS bucket, stance, s
RETURN speaker, bucket, stance, count(DISTINCT s) AS statements
ORDER BY speaker, bucket, stance"""
_VOLUME = """WITH s, day WHERE day IS NOT NULL
WITH substring(toString(day), 0, $width) AS bucket, s
RETURN bucket, count(DISTINCT s) AS statements ORDER BY bucket"""


def overview(store: QueryableStore) -> Overview:
    """How much there is, from when to when, of which outlets."""
    period = store.query(_PERIOD)[0]
    outlets = store.query(_OUTLETS, top=_MOST_OUTLETS)
    names = named(store, [row["id"] for row in outlets])
    return Overview(
        **{name: store.query(text)[0]["n"] for name, text in _COUNTS.items()},
        first=period["first"],
        last=period["last"],
        outlets=tuple(
            Outlet(outlet=names[row["id"]], documents=row["documents"]) for row in outlets
        ),
    )


def network(store: QueryableStore, filters: Filters, *, top: int = 30) -> Network:
    """The `top` actors of most statements, made or of which they are the target, and their ties."""
    text, values = pairs(filters), filters.parameters()
    heaviest = store.query(text + _WEIGHED + _HEAVIEST, top=top, **values)
    weights = {row["id"]: row["weight"] for row in heaviest}
    names = named(store, weights)
    return Network(
        actors=tuple(names[id_] for id_ in weights),
        weights=weights,
        ties=_ties(store, filters, list(weights), list(weights)),
        total=_total(store, text + _WEIGHED, values),
    )


def matrix(store: QueryableStore, filters: Filters, *, top: int = 25) -> Matrix:
    """The `top` actors that speak most, and the `top` that are spoken of most."""
    text, values = pairs(filters), filters.parameters()
    sides: dict[str, list[str]] = {}
    totals: dict[str, int] = {}
    for side in ("speaker", "target"):
        part = text + _SIDE.format(side=side)
        sides[side] = [row["id"] for row in store.query(part + _HEAVIEST, top=top, **values)]
        totals[side] = _total(store, part, values)
    names = named(store, [id_ for ids in sides.values() for id_ in ids])
    return Matrix(
        speakers=tuple(names[id_] for id_ in sides["speaker"]),
        targets=tuple(names[id_] for id_ in sides["target"]),
        ties=_ties(store, filters, sides["speaker"], sides["target"]),
        speakers_total=totals["speaker"],
        targets_total=totals["target"],
    )


def state_matrix(store: QueryableStore, filters: Filters, *, top: int = 25) -> Matrix:
    """How states spoke about each other, as the question `state-about-state` maps them.

    Of the filters it takes the days and the states; dated statements alone are in it.
    """
    rows = ask(store, "state-about-state", **_of_question(filters))
    told: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows:
        for stance in filters.stances:
            told[row["speaker_id"], row["target_id"], stance] += row[stance]
    ties = [
        Tie.model_validate({"speaker": s, "target": t, "stance": stance, "statements": n})
        for (s, t, stance), n in sorted(told.items())
        if n
    ]
    return _cut(store, ties, top)


def timeline(store: QueryableStore, filters: Filters, *, top: int = 25) -> Timeline:
    """The `top` speakers, and what each said about actors, by day, month or year.

    A mark stands for a day where the days span three months at most, else for a month, or a year.
    """
    values = filters.parameters()
    text = statements(filters, about_actors=True)
    open_ended = filters.model_copy(update={"since": None, "until": None})
    whole = statements(open_ended, about_actors=True)
    bucket = _bucket(store.query(text + _EXTENT, **values)[0])
    volume_bucket = _bucket(store.query(whole + _EXTENT, **values)[0])
    speakers = text + _SPEAKERS + _PER_SPEAKER
    ids = [row["id"] for row in store.query(speakers + _HEAVIEST, top=top, **values)]
    names = named(store, ids)
    lanes = store.query(text + _LANES, ids=ids, width=_WIDTHS[bucket], **values)
    volume = store.query(whole + _VOLUME, width=_WIDTHS[volume_bucket], **values)
    return Timeline(
        bucket=bucket,
        speakers=tuple(names[id_] for id_ in ids),
        lanes=tuple(Lane.model_validate(dict(row)) for row in lanes),
        volume=tuple(Volume.model_validate(dict(row)) for row in volume),
        volume_bucket=volume_bucket,
        speakers_total=_total(store, speakers, values),
        undated=store.query(whole + _UNDATED, **values)[0]["total"],
    )


def _ties(
    store: QueryableStore, filters: Filters, speakers: list[str], targets: list[str]
) -> tuple[Tie, ...]:
    rows = store.query(
        pairs(filters) + _TIES, speakers=speakers, targets=targets, **filters.parameters()
    )
    return tuple(Tie.model_validate(dict(row)) for row in rows)


def _total(store: QueryableStore, text: str, values: Mapping[str, Any]) -> int:
    total: int = store.query(text + _TOTAL, **values)[0]["total"]
    return total


def _of_question(filters: Filters) -> dict[str, Any]:
    return {
        name: getattr(filters, name)
        for name in ("speaker", "target", "since", "until")
        if getattr(filters, name) is not None
    }


def _cut(store: QueryableStore, ties: Iterable[Tie], top: int) -> Matrix:
    speaking: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for tie in ties:
        speaking[tie.speaker] += tie.statements
        spoken[tie.target] += tie.statements
    rows, columns = _most(speaking, top), _most(spoken, top)
    names: dict[str, Named] = named(store, [*rows, *columns])
    return Matrix(
        speakers=tuple(names[id_] for id_ in rows),
        targets=tuple(names[id_] for id_ in columns),
        ties=tuple(tie for tie in ties if tie.speaker in rows and tie.target in columns),
        speakers_total=len(speaking),
        targets_total=len(spoken),
    )


def _most(counted: Counter[str], top: int) -> list[str]:
    return sorted(counted, key=lambda id_: (-counted[id_], id_))[:top]


def _bucket(extent: Mapping[str, Any]) -> Bucket:
    first, last = iso(extent["first"]), iso(extent["last"])
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else 0
    if days <= _DAYS_AS_DAYS:
        return "day"
    return "month" if days <= _DAYS_AS_MONTHS else "year"
