"""Days as news pages write them: "May 11, 2025", "11 May 2025", "2025-05-11", "11.05.2025"."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:(?!\d)|(?=\d{1,2}:\d\d))"  # "May 12, 20246:30 AM" is common
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?!\d)",
        rf"\b{_DAY}(?: of)?[ -]{_MONTH}(?:,? |-){_YEAR}",
        rf"(?<![a-z]){_MONTH} {_DAY},? {_YEAR}",
        rf"\b(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}",
        rf"\b(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",
    )
)
_DAY_FORMS = tuple(
    re.compile(form, re.IGNORECASE) for form in (rf"\b{_DAY} {_MONTH}", rf"\b{_MONTH} {_DAY}")
)
_AROUND = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b\d{1,2}[:.h]\d\d(?::\d\d)?\b|\b\d{1,2}(?= ?[ap]\.?m\b)|[ap]\.?m\b\.?"
    r"|\b(?-i:GMT|UTC|BST|CES?T|EES?T|E[SD]?T|P[SD]?T|MSK|IST|Z)(?:\s?[+-]\d{1,4}(?::\d\d)?)?"
    r"|\b\d{1,3} (?:minute|min|hour|day)s? ago\b|published|updated|posted|modified"
    r"|\b(?:first|last|on|at|date|hours|local time)\b|T(?=\d)",
    re.IGNORECASE,
)
_REACH = 200  # characters of a line in which a date is looked for


class FoundDate(NamedTuple):
    """A day and its half-open span in the words searched."""

    day: date
    start: int
    end: int


def find_dates(words: str) -> list[FoundDate]:
    """Full dates in the first 200 characters, in order; 05/06/2025 is ambiguous and left out."""
    found = (hit for form in _FORMS for hit in _hits(form, words[:_REACH]))
    return sorted(found, key=lambda hit: hit.start)


def find_day(words: str, *, not_after: date) -> date | None:
    """A day without a year ("May 12"), as the latest such day that is not after the given one."""
    for form in _DAY_FORMS:
        if match := form.search(words[:_REACH]):
            month, day = _MONTHS[match["month"].lower()], int(match["day"])
            years = (not_after.year, not_after.year - 1)
            days = (_valid(year, month, day) for year in years)
            return next((d for d in days if d and d <= not_after), None)
    return None


def names_date(words: str) -> bool:
    """Is a full date among the words?"""
    return bool(find_dates(words))


def names_day(words: str) -> bool:
    """Is a day, with or without its year, among the words?"""
    return any(form.search(words[:_REACH]) for form in _DAY_FORMS)


def is_date_line(words: str) -> bool:
    """Is it nothing but a date, or two, with week day, time and the word "updated"?"""
    dates = find_dates(words)
    if not dates or len(words) > 120:
        return False
    rest = words
    for hit in reversed(dates):
        rest = rest[: hit.start] + " " + rest[hit.end :]
    return not any(c.isalpha() for c in _AROUND.sub(" ", rest))


def _hits(form: re.Pattern[str], words: str) -> Iterator[FoundDate]:
    for match in form.finditer(words):
        month_day = _month_day(match.groupdict())
        day = _valid(int(match["year"]), *month_day) if month_day else None
        if day:
            yield FoundDate(day, match.start(), match.end())


def _month_day(parts: dict[str, str]) -> tuple[int, int] | None:
    """Month and day of a match; None where 05/06 could be either."""
    if "first" not in parts:
        named = parts["month"].lower()
        return _MONTHS[named] if named in _MONTHS else int(named), int(parts["day"])
    one, two = int(parts["first"]), int(parts["second"])
    if one <= 12 and two <= 12 and one != two:
        return None
    return (one, two) if one <= 12 else (two, one)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
