"""Who spoke about whom on which day: counted once in Cypher, summed over the days asked for.

Days may span much of a store, and other days are asked for at each touch of the brush. What is
counted by day already is summed in no time; only filters that the counts do not know ask anew.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from graphkit.explorer.filters import Filters, statements
from graphkit.explorer.views import Mark, Pair
from schemas.relations import Stance
from schemas.stores import Limits, QueryableStore

_LIMITS = Limits(seconds=600.0, rows=None, characters=None)
_ANY = Filters()
_PAIRS = (
    statements(_ANY, about_actors=True)
    + """WITH speaker, s, about, target, day WHERE day IS NOT NULL
WITH day, speaker.id AS speaker, target.id AS target, about.stance AS stance,
     count(DISTINCT s) AS statements
RETURN toString(day) AS day, collect([speaker, target, stance, statements]) AS told ORDER BY day"""
)
_SPEAKERS = (
    statements(_ANY, about_actors=True)
    + """WITH speaker, s, about, day WHERE day IS NOT NULL
WITH day, speaker.id AS speaker, about.stance AS stance, count(DISTINCT s) AS statements
RETURN toString(day) AS day, collect([speaker, stance, statements]) AS told ORDER BY day"""
)


class Daily[K](NamedTuple):
    """Numbers of statements: for each day, in order, what they are of and how many."""

    days: tuple[str, ...]
    told: tuple[tuple[tuple[K, int], ...], ...]

    def between(self, since: date | None, until: date | None) -> Iterator[tuple[str, K, int]]:
        """Those of some days, both included; null is open."""
        first = bisect_left(self.days, since.isoformat()) if since else 0
        end = bisect_right(self.days, until.isoformat()) if until else len(self.days)
        for day, told in zip(self.days[first:end], self.told[first:end], strict=True):
            for key, number in told:
                yield day, key, number


def pairs(store: QueryableStore) -> Daily[Pair]:
    """Statements of each day by speaker, target and stance."""
    return _counted(store, _PAIRS)


def speakers(store: QueryableStore) -> Daily[tuple[str, Stance]]:
    """Statements of each day by speaker and stance; one about two targets counts once."""
    return _counted(store, _SPEAKERS)


def _counted(store: QueryableStore, text: str) -> Daily[Any]:
    rows = store.query(text, limits=_LIMITS, **_ANY.parameters())
    told = (tuple((tuple(one[:-1]), one[-1]) for one in row["told"]) for row in rows)
    return Daily(tuple(row["day"] for row in rows), tuple(told))


def holds(filters: Filters) -> bool:
    """Whether what is counted by day has the answer."""
    return not (filters.outlet or filters.words or filters.everything)


def pairs_between(daily: Daily[Pair], filters: Filters) -> Counter[Pair]:
    """The numbers of the pairs that the filters want; what they ask for must be held (`holds`)."""
    found: Counter[Pair] = Counter()
    stances = filters.stances
    for _, key, number in daily.between(filters.since, filters.until):
        speaker, target, stance = key
        if (
            filters.speaker in {None, speaker}
            and filters.target in {None, target}
            and stance in stances
        ):
            found[key] += number
    return found


def marks_between(
    daily: Daily[tuple[str, Stance]], filters: Filters, *, width: int
) -> Counter[Mark]:
    """The numbers of the marks that the filters want, by the first `width` letters of the day."""
    found: Counter[Mark] = Counter()
    stances = filters.stances
    for day, (speaker, stance), number in daily.between(filters.since, filters.until):
        if filters.speaker in {None, speaker} and stance in stances:
            found[speaker, day[:width], stance] += number
    return found
