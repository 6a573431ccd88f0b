"""The newest statements that hold very frequent words, found by going back from the last day.

The embedded engine gives all hits of its full text before the first can be looked at. Where half of
all statements have a word, the newest five hundred stand in the reports of the last weeks.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from graphkit.explorer.filters import NEWEST_FIRST, Filters, statements
from graphkit.questions.searching import holds_all, words_in
from schemas.stores import QueryableStore

_LAST = (
    "MATCH (d:Document) WHERE d.published IS NOT NULL RETURN max(d.published) AS day",
    "MATCH (s:Statement) WHERE s.date_from IS NOT NULL RETURN max(s.date_from) AS day",
)
_FIRST_DAYS = 8
_MOST_DAYS = 512
"""Of one look back; each is twice as long as the one before."""
_LOOKS = 12
_TOLD = f"""WITH DISTINCT s.id AS id, s.text AS text, day, d.id AS document, s.starts[0] AS start
RETURN id, text {NEWEST_FIRST}"""


def last_day(store: QueryableStore) -> date | None:
    """The last day that a statement may be of."""
    return max(
        (row["day"] for text in _LAST for row in store.query(text) if row["day"]), default=None
    )


def newest(
    store: QueryableStore, filters: Filters, last: date | None, count: int
) -> tuple[str, ...] | None:
    """The ids of so many statements as `reports.listing` orders them; null where it finds fewer.

    The filters may want words, and everything, and nothing else.
    """
    if last is None:
        return None
    words = words_in(filters.words or "")
    found: list[str] = []
    for since, until in _looks(last):
        asked = Filters(since=since, until=until, everything=filters.everything)
        rows = store.query(statements(asked, about_actors=False) + _TOLD, **asked.parameters())
        found += [row["id"] for row in rows if holds_all(words, row["text"])]
        if len(found) >= count:
            return tuple(found[:count])
    return None


def _looks(last: date) -> Iterator[tuple[date, date]]:
    """Stretches of days, back from the last one."""
    length = _FIRST_DAYS
    for _ in range(_LOOKS):
        first = last - timedelta(days=length - 1)
        yield first, last
        last, length = first - timedelta(days=1), min(2 * length, _MOST_DAYS)
