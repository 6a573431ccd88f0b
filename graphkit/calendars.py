"""Spans of days: weeks, months, years, and the day that an incomplete date most likely means.

An `Interval` is (first day, last day, precision), both days included; null where open or unknown.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from schemas.base import DatePrecision

type Interval = tuple[date | None, date | None, DatePrecision]
type Direction = Literal["past", "future"]

# Days by which a date that contradicts the verb must be nearer to win: past tense is hard evidence,
# a plan or a modal verb somewhere above less so.
AGAINST = {"past": 200, "future": 90, None: 0}


def unknown(precision: DatePrecision) -> Interval:
    """A date whose words are there and whose days are not."""
    return None, None, precision


def on(day: date | None) -> Interval:
    """One day."""
    return day, day, "day"


def real_day(year: int, month: int, day: int) -> date | None:
    """The date, or null for one that no calendar has (31 June)."""
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def of_year(year: int) -> Interval:
    """1 January to 31 December."""
    return date(year, 1, 1), date(year, 12, 31), "year"


def of_month(year: int, month: int) -> Interval:
    """The first to the last of the month; `month` may run over (0 is the December before)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def of_week(day: date, shift: int = 0) -> Interval:
    """Monday to Sunday of the week that many weeks from the day's own."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6), "week"


def of_season(year: int, first_month: int) -> Interval:
    """Three months from the first of `first_month`; winter runs into the next year."""
    start, _, _ = of_month(year, first_month)
    _, end, _ = of_month(year, first_month + 2)
    return start, end, "month"


def weekend(day: date, shift: int) -> Interval:
    """Saturday and Sunday: of this week (0), the one that ended last (-1), the next one (1)."""
    monday, _, _ = of_week(day, shift if day.weekday() < 5 or shift else 0)
    assert monday is not None
    return monday + timedelta(days=5), monday + timedelta(days=6), "week"


def weekday(published: date, number: int, towards: Direction) -> date:
    """The last such day up to the published one, or the first from it on (0 = Monday)."""
    if towards == "past":
        return published - timedelta(days=(published.weekday() - number) % 7)
    return published + timedelta(days=(number - published.weekday()) % 7)


def nearest(options: list[date], published: date, towards: Direction | None) -> date | None:
    """The option with the fewest days to the published one; those against the tense count more."""

    def cost(day: date) -> int:
        against = (towards == "past" and day > published) or (
            towards == "future" and day < published
        )
        return abs((day - published).days) + AGAINST[towards] * against

    return min(options, key=cost, default=None)


def shifted(day: date, number: int, unit: str) -> date:
    """That many days, weeks, months or years later (earlier, if negative)."""
    if unit == "day":
        return day + timedelta(days=number)
    if unit == "week":
        return day + timedelta(weeks=number)
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
