"""When the article was published, judged by the best evidence of its page."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from graphkit.reading.datelines import find_dateline
from graphkit.reading.dates import find_dates, find_day
from graphkit.reading.results import PublishedEvidence
from graphkit.reading.zones import Zone

_LINES = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_PUBLISHED = re.compile(r"\b(?:published|posted|issued|released|publication)\b", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:updated|modified|edited)\b", re.IGNORECASE)
_CRAWLED = re.compile(
    r"\b(?:today|crawled|retrieved|accessed|archived|captured|saved)\b|\A", re.IGNORECASE
)
_SET_OFF = re.compile(r"(?:\A|[,:;|(–—-]\s*)\Z")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|\Z)")


class Published(NamedTuple):
    """A day and what it rests on; no day with the evidence "none"."""

    day: date | None
    evidence: PublishedEvidence


def published_in_text(text: str, zones: Sequence[Zone]) -> Published:
    """The day that byline, dateline or title give, in this order; never a crawl date's.

    A day without a year ("KYIV, May 12") is completed only where the page carries a crawl date.
    """
    crawled = _crawl_date(text, zones)
    if day := _byline_date(text, zones, crawled):
        return Published(day, "byline")
    if day := _dateline_date(text, zones, crawled):
        return Published(day, "dateline")
    if day := _title_date(text, zones):
        return Published(day, "text")
    return Published(None, "none")


def published_in_url(url: str | None) -> date | None:
    """The day in an address such as https://example.org/2025/05/12/talks."""
    match = _URL_DATE.search(url or "")
    if match is None:
        return None
    dates = find_dates("{}-{:0>2}-{:0>2}".format(*match.groups()))
    return dates[0].day if dates else None


def _crawl_date(text: str, zones: Sequence[Zone]) -> date | None:
    for line in _lines(text, zones, "navigation"):
        if _CRAWLED.search(line) and (dates := find_dates(line)):
            return dates[0].day
    return None


def _byline_date(text: str, zones: Sequence[Zone], crawled: date | None) -> date | None:
    """The first day called published, else the first of no name, else the first update."""
    ranked: list[tuple[int, date]] = []
    for line in _lines(text, zones, "byline"):
        dates = find_dates(line)
        ranked += ((_rank(line[: hit.start]), hit.day) for hit in dates)
        if not dates and crawled and (day := find_day(line, not_after=crawled)):
            ranked.append((_rank(line), day))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _rank(before: str) -> int:
    """0 for a day that "published" stands before, 2 for one behind "updated", else 1."""
    published = [match.end() for match in _PUBLISHED.finditer(before)]
    updated = [match.end() for match in _UPDATED.finditer(before)]
    if updated and updated[-1] > max(published, default=-1):
        return 2
    return 0 if published else 1


def _dateline_date(text: str, zones: Sequence[Zone], crawled: date | None) -> date | None:
    for line in _lines(text, zones, "dateline"):
        dateline = find_dateline(f"{line} x", first=True)
        place = dateline.place if dateline else line
        if dates := find_dates(place):
            return dates[0].day
        if crawled and (day := find_day(place, not_after=crawled)):
            return day
    return None


def _title_date(text: str, zones: Sequence[Zone]) -> date | None:
    """A day set off from the headline: "Morning briefing, May 12, 2025"; not "talks on May 12"."""
    for line in _lines(text, zones[:20], "title")[:1]:
        for hit in find_dates(line):
            ends = not line[hit.end :].strip(" ).:–—-|") or line[hit.end : hit.end + 1] in ":|"
            if _SET_OFF.search(line[: hit.start]) and ends:
                return hit.day
    return None


def _lines(text: str, zones: Sequence[Zone], kind: str) -> list[str]:
    spans = (text[zone.start : zone.end] for zone in zones if zone.kind == kind)
    return [line[0].strip() for span in spans for line in _LINES.finditer(span)]
