"""The grammar of dates in English: which words make one, and which days they mean.

A rule is a pattern over the text and a resolver, which makes an interval of the pattern's named
groups and of a clock: the day of publication, and where the verb around the words points.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graphkit import calendars
from graphkit.calendars import Direction, Interval
from graphkit.knowledge.lexicons import lexicon, table, words
from schemas.base import DatePrecision


@dataclass(frozen=True, slots=True)
class Clock:
    """When the document was published, and where the verb around the words points."""

    published: date | None
    towards: Direction | None


type Resolver = Callable[[dict[str, str], Clock], Interval]


def matches(text: str) -> list[tuple[re.Match[str], Resolver]]:
    """All matches of all rules, in the order of the text; at one place the longest first."""
    places = [m.start() for m in _BEGINNING.finditer(text)]
    found = [(m, resolve) for pattern, resolve in RULES for m in _found(pattern, text, places)]
    return sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _found(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds, since every match begins at one of the places."""
    end = 0
    for place in places:
        if place >= end and (match := pattern.match(text, place)):
            end = match.end()
            yield match


def opened(word: str, interval: Interval) -> Interval:
    """The interval with one end left open by the word before it: "since 2018", "by Friday"."""
    start, last, _ = interval
    if word == "after":
        return (calendars.shifted(last, 1, "day") if last else None), None, "open"
    if word == "before":
        return None, (calendars.shifted(start, -1, "day") if start else None), "open"
    if word in words("dates", "until"):
        return None, last, "open"
    return start, None, "open"


def _number(kind: str, word: str) -> int:
    return int(table("dates", kind)[word.lower().rstrip(".")])


def _full_day(groups: dict[str, str], clock: Clock) -> Interval:
    month, day = _number("months", groups["month"]), int(groups["day"])
    if "year" in groups:
        return calendars.on(calendars.real_day(int(groups["year"]), month, day))
    if clock.published is None:
        return calendars.unknown("day")
    year = clock.published.year
    options = [d for y in (year - 1, year, year + 1) if (d := calendars.real_day(y, month, day))]
    if "weekday" in groups:
        number = _number("weekdays", groups["weekday"])
        options = [d for d in options if d.weekday() == number] or options
    return calendars.on(calendars.nearest(options, clock.published, clock.towards))


def _day_range(groups: dict[str, str], clock: Clock) -> Interval:
    last_month = groups.get("last_month", groups["month"])
    _, end, _ = _full_day({**groups, "month": last_month, "day": groups["last_day"]}, clock)
    if end is None:
        return calendars.unknown("day")
    start = calendars.real_day(end.year, _number("months", groups["month"]), int(groups["day"]))
    return start, end, "day"


def _iso(groups: dict[str, str], clock: Clock) -> Interval:
    year, month, day = (int(groups[k]) for k in ("year", "number", "day"))
    return calendars.on(calendars.real_day(year, month, day) if 1 <= month <= 12 else None)


def _month(groups: dict[str, str], clock: Clock) -> Interval:
    month = _number("months", groups.get("bare_month") or groups["month"])
    if "year" in groups:
        return calendars.of_month(int(groups["year"]), month)
    if clock.published is None:
        return calendars.unknown("month")
    year = clock.published.year
    shift = groups.get("shift", "").lower()
    if shift == "last":
        return calendars.of_month(year - (month >= clock.published.month), month)
    if shift == "next":
        return calendars.of_month(year + (month <= clock.published.month), month)
    options = [date(y, month, 15) for y in (year - 1, year, year + 1)]
    if month == clock.published.month:
        options = [date(year, month, 15)]
    middle = calendars.nearest(options, clock.published, clock.towards)
    return calendars.of_month(middle.year, month) if middle else calendars.unknown("month")


def _season(groups: dict[str, str], clock: Clock) -> Interval:
    return calendars.of_season(int(groups["year"]), _number("seasons", groups["season"]))


def _year(groups: dict[str, str], clock: Clock) -> Interval:
    return calendars.of_year(int(groups.get("bare_year") or groups["year"]))


def _weekday(groups: dict[str, str], clock: Clock) -> Interval:
    if clock.published is None:
        return calendars.unknown("day")
    number = _number("weekdays", groups["weekday"])
    shift = groups.get("shift", "").lower()
    if shift in {"last", "past", "previous"}:
        before = calendars.shifted(clock.published, -1, "day")
        return calendars.on(calendars.weekday(before, number, "past"))
    if shift == "next":
        monday, _, _ = calendars.of_week(clock.published, 1)
        return calendars.on(calendars.weekday(monday, number, "future") if monday else None)
    towards = "future" if shift in {"this", "coming"} and not clock.towards else clock.towards
    if towards is None and clock.published.weekday() != number:
        return calendars.unknown("day")
    return calendars.on(calendars.weekday(clock.published, number, towards or "past"))


def _unit(groups: dict[str, str], clock: Clock) -> Interval:
    """ "last week", "next year", "this weekend", "the end of the month"."""
    shift = _number("shifts", groups["shift"]) if groups.get("shift", "the") != "the" else 0
    unit, day = groups["unit"].lower(), clock.published
    if day is None:
        precision = {"day": "day", "month": "month", "year": "year"}.get(unit, "week")
        return None, None, precision  # type: ignore[return-value]
    if unit == "weekend":
        return calendars.weekend(day, shift if "shift" in groups else _weekend_shift(day, clock))
    if unit == "day":
        return calendars.on(calendars.shifted(day, shift, "day"))
    if unit == "week":
        return calendars.of_week(day, shift)
    if unit == "month":
        return calendars.of_month(day.year, day.month + shift)
    return calendars.of_year(day.year + shift)


def _weekend_shift(day: date, clock: Clock) -> int:
    return -1 if clock.towards == "past" and day.weekday() < 5 else 0


def _end_of(groups: dict[str, str], clock: Clock) -> Interval:
    """The last day of the unit; for months and years that are named, of those."""
    inner = _unit if "unit" in groups else _month if "month" in groups else _year
    ahead = Clock(clock.published, clock.towards or "future")
    _, last, precision = inner(groups, ahead)
    return (last, last, precision) if last else calendars.unknown(precision)


def _deictic(groups: dict[str, str], clock: Clock) -> Interval:
    word = groups["word"].lower()
    shift = -1 if word == "yesterday" else 1 if word == "tomorrow" else 0
    day = calendars.shifted(clock.published, shift, "day") if clock.published else None
    return calendars.on(day)


def _count(groups: dict[str, str]) -> int | None:
    word = groups.get("number", "").lower()
    return int(word) if word.isdigit() else int(table("dates", "numbers").get(word, 0)) or None


def _stretch(groups: dict[str, str], clock: Clock) -> Interval:
    """ "in the coming days", "over the past two weeks", "within 30 days", "last few months"."""
    number, unit, day = _count(groups), groups["unit"].lower(), clock.published
    ahead = groups["shift"].lower() in {"coming", "next", "within", "following"}
    if day is None:
        return calendars.unknown("open")
    far = calendars.shifted(day, number if ahead else -number, unit) if number else None
    return (day, far, _grain(unit, far)) if ahead else (far, day, _grain(unit, far))


def _grain(unit: str, far: date | None) -> DatePrecision:
    if far is None:
        return "open"
    return (
        "week"
        if unit == "week"
        else "month"
        if unit == "month"
        else ("year" if unit == "year" else "day")
    )


def _distance(groups: dict[str, str], clock: Clock) -> Interval:
    """ "three days ago", "in two weeks": a day, week, month or year so far away."""
    number, unit = _count(groups), groups["unit"].lower()
    if clock.published is None or number is None:
        return calendars.unknown(_grain(unit, date.min))
    sign = -1 if groups.get("ago") else 1
    day = calendars.shifted(clock.published, sign * number, unit)
    if unit == "day":
        return calendars.on(day)
    if unit == "week":
        return calendars.of_week(day)
    if unit == "month":
        return calendars.of_month(day.year, day.month)
    return calendars.of_year(day.year)


def _any_of(kind: str) -> str:
    """An alternation of the lexicon's words; the short forms may carry a full stop."""
    if kind in {"weekdays", "months"}:
        lists: list[list[str]] = list(lexicon("dates")[kind].values())
        full = [names[0].title() for names in lists]
        return "|".join([*full, *(f"{w.title()}(?:[.]|\\b)" for names in lists for w in names[1:])])
    return "|".join(sorted(table("dates", kind), key=len, reverse=True))


_PIECES = {
    "WEEKDAY": rf"(?P<weekday>{_any_of('weekdays')})",
    "MONTH": rf"(?P<month>{_any_of('months')})",
    "LASTMONTH": rf"(?P<last_month>{_any_of('months')})",
    "BAREMONTH": rf"(?P<bare_month>{_any_of('months')})",
    "DAY": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    "LASTDAY": r"(?P<last_day>\d{1,2})(?:st|nd|rd|th)?",
    "YEAR": r"(?P<year>(?:1[89]|20)\d\d)",
    "NUMBER": rf"(?P<number>\d{{1,3}}|{_any_of('numbers')})",
    "SEASON": rf"(?P<season>{_any_of('seasons')})",
    "PART": (
        r"(?:(?:[Tt]he )?(?:morning|afternoon|evening|night) of |(?:[Ee]arly|[Ll]ate) (?:on )?)"
    ),
    "SHIFT": r"(?P<shift>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast|[Pp]revious|[Ff]ollowing)",
    "TIME": r"(?: (?:morning|afternoon|evening|night))",
    "UNIT": r"(?P<unit>day|week|month|year)",
    "SOME": r"(?:few |several |couple of )",
}

_SHAPES: tuple[tuple[str, Resolver], ...] = (
    (r"{YEAR}-(?P<number>\d\d)-(?P<day>\d\d)", _iso),
    (
        r"(?P<closed>)(?:from )?{MONTH} {DAY}(?: ?[-–] ?| to | through )(?:{LASTMONTH} )?{LASTDAY}"
        r"(?!:)(?:,? {YEAR})?",
        _day_range,
    ),
    (
        r"(?P<closed>)(?:from )?{DAY}(?: ?[-–] ?| to | through ){LASTDAY} {MONTH}(?:,? {YEAR})?",
        _day_range,
    ),
    (r"{PART}?(?:{WEEKDAY},? )?{MONTH} {DAY}(?![:\d%])(?:,? {YEAR})?", _full_day),
    (r"{PART}?(?:{WEEKDAY},? )?(?:the )?{DAY} (?:of )?{MONTH}(?:,? {YEAR})?", _full_day),
    (r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[ -])?{MONTH},? (?:of )?{YEAR}", _month),
    (r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[ -])?{BAREMONTH}", _month),
    (r"(?P<shift>[Ll]ast|[Nn]ext|[Tt]his) {MONTH}", _month),
    (r"(?:the )?{SEASON} (?:of )?{YEAR}", _season),
    (r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[ -])?(?P<bare_year>(?:19|20)\d\d)(?!s|[-–,.]?\d|%)", _year),
    (
        r"{PART}?(?:{SHIFT} )?"
        r"{PART}?{WEEKDAY}{TIME}?",
        _weekday,
    ),
    (
        r"(?:[Tt]he )?{SHIFT} "
        r"(?P<unit>week|month|year|weekend)(?!s)",
        _unit,
    ),
    (r"(?:[Tt]he )(?P<unit>weekend)", _unit),
    (
        r"(?P<word>[Tt]o(?:day|morrow|night)|[Yy]esterday|[Tt]his (?:morning|afternoon|evening))",
        _deictic,
    ),
    (
        r"(?P<closed>)(?:[Ii]n |[Oo]ver |[Dd]uring |[Ff]or )?(?:the )?"
        r"(?P<shift>coming|next|past|last|recent|following) {SOME}?(?:{NUMBER} )?{UNIT}s",
        _stretch,
    ),
    (r"(?P<closed>)(?P<shift>[Ww]ithin) (?:the (?:next|coming) )?{NUMBER} {UNIT}s?", _stretch),
    (r"(?P<closed>){NUMBER} {UNIT}s? (?P<ago>ago|earlier)", _distance),
    (r"(?P<closed>)[Ii]n {NUMBER} {UNIT}s?(?: from now|['’] time)", _distance),
    (r"(?:[Tt]he )?end of (?P<shift>the|this|next|last) {UNIT}", _end_of),
    (r"(?:[Tt]he )?end of {MONTH}(?: {YEAR})?", _end_of),
    (r"(?:[Tt]he )?end of {YEAR}", _end_of),
)

_APART = r"(?<![\w$€£.-])"  # what a date may not follow
_BEGINNING = re.compile(
    rf"{_APART}(?=\d|{'|'.join(_any_of(k) for k in ('weekdays', 'months', 'numbers', 'seasons'))}"
    r"|[Ee]arly|[Ll]ate|[Mm]id|[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast|[Pp]revious|[Ff]ollowing"
    r"|recent|[Ww]ithin|[Ii]n |[Oo]ver |[Dd]uring |[Ff]or |from |[Tt]he |end of |morning|afternoon"
    r"|evening|night|[Tt]o(?:day|morrow|night)|[Yy]esterday)"
)
"""With which words the shapes begin. To look for each shape at these places alone takes a tenth of
the time of looking everywhere; a new shape that begins otherwise needs its word here."""
RULES: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(rf"{_APART}{shape.format_map(_PIECES)}(?![\w])"), resolve)
    for shape, resolve in _SHAPES
)
OPENING = re.compile(
    r"\b((?:[Aa]s of|[Aa]s from|[Nn]o later than|"
    + "|".join(
        f"[{w[0].upper()}{w[0]}]{w[1:]}"
        for w in sorted(words("dates", "from") | words("dates", "until"))
        if " " not in w
    )
    + r")) (?:on |at least |the |about )*$"
)
