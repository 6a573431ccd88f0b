"""The dateline at the head of a story: "WASHINGTON, May 12 (Reuters) —"."""

import re
from typing import NamedTuple

from graphkit.reading.dates import names_date, names_day

_REACH = 120  # characters in which a dateline must end
_DASH = r"(?:\s*[—―]\s*|\s+(?:–|--?)\s+)"
_PLACE = r"[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z0-9][\w.'’-]*){0,8},?"
_AGENCY = r"\((?P<agency>[A-Z][\w .&/-]{1,30})\)"
_FULL = re.compile(rf"(?P<place>{_PLACE})?\s?(?:{_AGENCY})?{_DASH}(?=\S)")


class Dateline(NamedTuple):
    """`end`: length with the dash; `agency`: half-open span of the agency's words, or None."""

    end: int
    place: str
    agency: tuple[int, int] | None


def find_dateline(words: str, *, first: bool) -> Dateline | None:
    """The dateline that opens a paragraph, or None.

    Only the first paragraph of the body may carry one without an agency ("GENEVA - "): elsewhere
    capitals and a dash may be the article's own words.
    """
    match = _FULL.match(words[:_REACH])
    if match is None or match.end() == 0:
        return None
    place = match["place"] or ""
    if not match["agency"] and not (first and _is_place(place)):
        return None
    if match["agency"] and not place and not first:
        return None
    return Dateline(match.end(), place, match.span("agency") if match["agency"] else None)


def _is_place(words: str) -> bool:
    city = words.split(",")[0]
    letters = [c for c in city if c.isalpha()]
    capitals = len(letters) >= 3 and all(c.isupper() for c in letters)
    return bool(words) and (capitals or names_date(words) or names_day(words))
