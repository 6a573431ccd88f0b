"""What the views show, asked of a store: aggregated there, and cut to the most frequent."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

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
from graphkit.explorer.filters import STANCES, Filters, pairs, statements
from graphkit.explorer.names import named
from graphkit.questions import ask
from schemas.relations import Stance
from schemas.stores import Limits, QueryableStore

type Pair = tuple[str, str, Stance]  # speaker, target
type Period = tuple[str | None, str | None]  # the first day, the last
type Mark = tuple[str, str, Stance]  # speaker, stretch of time

_STATES_LIMITS = Limits(seconds=600.0)
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

_WEIGHED = """CALL ({rows}) {{
  UNWIND {rows} AS row
  UNWIND {ends} AS id
  WITH id, sum(row[3]) AS weight ORDER BY weight DESC, id
  RETURN collect([id, weight]) AS {name}
}}
"""
"""Ends of rows [speaker, target, stance, number] with their weight, the heaviest first."""
_PAIRS = "WITH collect([speaker.id, target.id, stance, statements]) AS ties\n"
_NETWORK = (
    _PAIRS
    + _WEIGHED.format(rows="ties", ends="[row[0], row[1]]", name="weights")
    + """WITH ties, weights[0..$top] AS shown, size(weights) AS total
WITH ties, shown, total, [one IN shown | one[0]] AS ids
RETURN shown, total, [tie IN ties WHERE tie[0] IN ids AND tie[1] IN ids] AS ties"""
)
_MATRIX = (
    _PAIRS
    + _WEIGHED.format(rows="ties", ends="[row[0]]", name="speaking")
    + _WEIGHED.format(rows="ties", ends="[row[1]]", name="meant")
    + """WITH ties, [one IN speaking[0..$top] | one[0]] AS speakers, size(speaking) AS speaking,
     [one IN meant[0..$top] | one[0]] AS targets, size(meant) AS meant
RETURN speakers, targets, speaking, meant,
       [tie IN ties WHERE tie[0] IN speakers AND tie[1] IN targets] AS ties"""
)

WIDTHS: dict[Bucket, int] = {"day": 10, "month": 7, "year": 4}
"""How many letters of a day name its stretch."""
_DAYS_AS_DAYS = 92
_DAYS_AS_MONTHS = 366 * 8
_LANES = (
    """WITH speaker.id AS speaker, about.stance AS stance, s, day WHERE day IS NOT NULL
WITH speaker, substring(toString(day), 0, $width) AS bucket, stance, count(DISTINCT s) AS statements
WITH collect([speaker, bucket, stance, statements]) AS lanes
"""
    + _WEIGHED.format(rows="lanes", ends="[row[0]]", name="weights")
    + """WITH lanes, [one IN weights[0..$top] | one[0]] AS speakers, size(weights) AS total
RETURN speakers, total, [lane IN lanes WHERE lane[0] IN speakers] AS lanes"""
)
_VOLUME = """WITH substring(toString(day), 0, $width) AS bucket, s
RETURN bucket, count(DISTINCT s) AS statements ORDER BY bucket IS NULL, bucket"""


def overview(store: QueryableStore) -> Overview:
    """How much there is, from when to when, of which outlets."""
    first, last = period(store)
    outlets = store.query(_OUTLETS, top=_MOST_OUTLETS)
    names = named(store, [row["id"] for row in outlets])
    return Overview(
        **{name: store.query(text)[0]["n"] for name, text in _COUNTS.items()},
        first=first,
        last=last,
        outlets=tuple(
            Outlet(outlet=names[row["id"]], documents=row["documents"]) for row in outlets
        ),
    )


def network(store: QueryableStore, filters: Filters, *, top: int = 30) -> Network:
    """The `top` actors of most statements, made or of which they are the target, and their ties."""
    row = store.query(pairs(filters) + _NETWORK, top=top, **filters.parameters())[0]
    weights: dict[str, int] = dict(row["shown"])
    names = named(store, weights)
    return Network(
        actors=tuple(names[id_] for id_ in weights),
        weights=weights,
        ties=_ties(row["ties"]),
        total=row["total"],
    )


def matrix(store: QueryableStore, filters: Filters, *, top: int = 25) -> Matrix:
    """The `top` actors that speak most, and the `top` that are spoken of most."""
    row = store.query(pairs(filters) + _MATRIX, top=top, **filters.parameters())[0]
    names = named(store, [*row["speakers"], *row["targets"]])
    return Matrix(
        speakers=tuple(names[id_] for id_ in row["speakers"]),
        targets=tuple(names[id_] for id_ in row["targets"]),
        ties=_ties(row["ties"]),
        speakers_total=row["speaking"],
        targets_total=row["meant"],
    )


def of_states(filters: Filters) -> dict[str, Any]:
    """What the question `state-about-state` is asked with."""
    return {
        name: getattr(filters, name)
        for name in ("speaker", "target", "since", "until")
        if getattr(filters, name) is not None
    }


def smaller_network(whole: Network, top: int) -> Network:
    """The same of fewer actors."""
    weights = {actor.id: whole.weights[actor.id] for actor in whole.actors[:top]}
    ties = (tie for tie in whole.ties if {tie.speaker, tie.target} <= weights.keys())
    return whole.model_copy(
        update={"actors": whole.actors[:top], "weights": weights, "ties": tuple(ties)}
    )


def smaller_matrix(whole: Matrix, top: int) -> Matrix:
    """The same of fewer rows and columns."""
    speakers, targets = whole.speakers[:top], whole.targets[:top]
    rows, columns = {one.id for one in speakers}, {one.id for one in targets}
    ties = (tie for tie in whole.ties if tie.speaker in rows and tie.target in columns)
    return whole.model_copy(update={"speakers": speakers, "targets": targets, "ties": tuple(ties)})


def between_states(store: QueryableStore, given: Mapping[str, Any]) -> Counter[Pair]:
    """How many statements of each stance there are between two states.

    As the question `state-about-state` maps actors to them: dated statements alone are in it.
    """
    told: Counter[Pair] = Counter()
    for row in ask(store, "state-about-state", limits=_STATES_LIMITS, **given):
        for stance in STANCES:
            told[row["speaker_id"], row["target_id"], stance] += row[stance]
    return told


def of_stances(told: Mapping[Pair, int], filters: Filters) -> dict[Pair, int]:
    """The pairs of the stances that the filters want."""
    stances = filters.stances
    return {pair: number for pair, number in told.items() if pair[2] in stances}


def network_of(store: QueryableStore, told: Mapping[Pair, int], *, top: int = 30) -> Network:
    """The network of pairs that are counted already."""
    ends: Counter[str] = Counter()
    for (speaker, target, _), number in told.items():
        ends.update({speaker: number})
        ends.update({target: number})
    shown = {id_: ends[id_] for id_ in _most(ends, top)}
    names = named(store, shown)
    return Network(
        actors=tuple(names[id_] for id_ in shown),
        weights=shown,
        ties=_ties_between(told, shown, shown),
        total=len(ends),
    )


def matrix_of(store: QueryableStore, told: Mapping[Pair, int], *, top: int = 25) -> Matrix:
    """The matrix of pairs that are counted already."""
    speaking: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for (speaker, target, _), number in told.items():
        if number:
            speaking[speaker] += number
            meant[target] += number
    rows, columns = _most(speaking, top), _most(meant, top)
    names = named(store, [*rows, *columns])
    return Matrix(
        speakers=tuple(names[id_] for id_ in rows),
        targets=tuple(names[id_] for id_ in columns),
        ties=_ties_between(told, rows, columns),
        speakers_total=len(speaking),
        targets_total=len(meant),
    )


class Lanes(NamedTuple):
    """The lanes of a timeline: the speakers of most statements, and how many speak at all."""

    bucket: Bucket
    speakers: tuple[Named, ...]
    lanes: tuple[Lane, ...]
    total: int


class Bars(NamedTuple):
    """The bars over a timeline: how much was said when, and of how much nobody knows."""

    bucket: Bucket
    volume: tuple[Volume, ...]
    undated: int


def lanes(store: QueryableStore, filters: Filters, reports: Period, *, top: int = 25) -> Lanes:
    """The `top` speakers, and what each said about actors, by day, month or year.

    A mark stands for a day where the days asked for, or those of the reports, span three months at
    most; else for a month, or a year.
    """
    bucket = bucket_of(filters, reports)
    text = statements(filters, about_actors=True) + _LANES
    row = store.query(text, top=top, width=WIDTHS[bucket], **filters.parameters())[0]
    names = named(store, row["speakers"])
    return Lanes(
        bucket=bucket,
        speakers=tuple(names[id_] for id_ in row["speakers"]),
        lanes=tuple(_lane(lane) for lane in sorted(row["lanes"])),
        total=row["total"],
    )


def fewer_lanes(whole: Lanes, top: int) -> Lanes:
    """The same of fewer speakers."""
    speakers = whole.speakers[:top]
    ids = {one.id for one in speakers}
    shown = tuple(lane for lane in whole.lanes if lane.speaker in ids)
    return whole._replace(speakers=speakers, lanes=shown)


def lanes_of(
    store: QueryableStore, told: Mapping[Mark, int], *, bucket: Bucket, top: int = 25
) -> Lanes:
    """The lanes of marks that are counted already."""
    weights: Counter[str] = Counter()
    for (speaker, _, _), number in told.items():
        weights[speaker] += number
    shown = _most(weights, top)
    names = named(store, shown)
    return Lanes(
        bucket=bucket,
        speakers=tuple(names[id_] for id_ in shown),
        lanes=tuple(_lane([*mark, told[mark]]) for mark in sorted(told) if mark[0] in shown),
        total=len(weights),
    )


def bars(store: QueryableStore, filters: Filters, reports: Period) -> Bars:
    """How many statements about actors there are by day, month or year."""
    bucket = _bucket(*reports)
    text = statements(filters, about_actors=True) + _VOLUME
    rows = store.query(text, width=WIDTHS[bucket], **filters.parameters())
    return Bars(
        bucket=bucket,
        volume=tuple(Volume.model_validate(dict(row)) for row in rows if row["bucket"]),
        undated=sum(row["statements"] for row in rows if not row["bucket"]),
    )


def under(over: Bars, lines: Lanes) -> Timeline:
    """A timeline of bars, and of lanes under them."""
    return Timeline(
        bucket=lines.bucket,
        speakers=lines.speakers,
        lanes=lines.lanes,
        volume=over.volume,
        volume_bucket=over.bucket,
        speakers_total=lines.total,
        undated=over.undated,
    )


def bucket_of(filters: Filters, reports: Period) -> Bucket:
    """What stretch a mark stands for, by the days asked for, or by those of the reports."""
    first, last = reports
    return _bucket(iso(filters.since) or first, iso(filters.until) or last)


def period(store: QueryableStore) -> Period:
    """The first and the last day of a report."""
    row = store.query(_PERIOD)[0]
    return iso(row["first"]), iso(row["last"])


def _ties(rows: Iterable[list[Any]]) -> tuple[Tie, ...]:
    return tuple(
        Tie(speaker=speaker, target=target, stance=stance, statements=number)
        for speaker, target, stance, number in sorted(rows)
    )


def _lane(row: list[Any]) -> Lane:
    speaker, bucket, stance, number = row
    return Lane(speaker=speaker, bucket=bucket, stance=stance, statements=number)


def _ties_between(
    told: Mapping[Pair, int], speakers: Container[str], targets: Container[str]
) -> tuple[Tie, ...]:
    return _ties(
        [*pair, number]
        for pair, number in told.items()
        if number and pair[0] in speakers and pair[1] in targets
    )


def _most(counted: Counter[str], top: int) -> list[str]:
    return sorted(counted, key=lambda id_: (-counted[id_], id_))[:top]


def _bucket(first: str | None, last: str | None) -> Bucket:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else 0
    if days <= _DAYS_AS_DAYS:
        return "day"
    return "month" if days <= _DAYS_AS_MONTHS else "year"
