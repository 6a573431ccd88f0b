"""Was somebody in office on a day? Three answers: dates may be known to a year or not at all."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from graphkit.knowledge.tables import Term

_MONTHS = 12


@cache
def first_day(text: str) -> date:
    """The earliest day that an ISO date of any precision means: "2014-06" → 1 June 2014."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


@cache
def last_day(text: str) -> date:
    """The latest day that an ISO date of any precision means: "2014" → 31 December 2014."""
    parts = tuple(map(int, text.split("-")))
    if len(parts) == 1:
        return date(parts[0], _MONTHS, 31)
    year, month = parts[:2]
    if len(parts) == 2:
        following = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
        return following - timedelta(days=1)
    return date(year, month, parts[2])


def in_term(term: Term, on: date) -> bool | None:
    """Whether a term covers a day; None where its dates do not tell.

    The first and last day count. A term without an end is open until `as_of`, the day until
    which the table is known to be right; later days give None.
    """
    begun = _begun(term, on)
    over = _over(term, on)
    if begun is False or over is True:
        return False
    return True if begun and over is False else None


def any_term(terms: Iterable[Term], on: date) -> bool | None:
    """Whether any term covers a day: True over None over False."""
    answers = [in_term(term, on) for term in terms]
    if True in answers:
        return True
    return None if None in answers else False


def begins_after(term: Term, on: date) -> bool:
    """Whether a term is known to begin after a day, or not known when to begin."""
    return term.valid_from is None or on < first_day(term.valid_from)


def _begun(term: Term, on: date) -> bool | None:
    if term.valid_from is None:
        return None
    if on < first_day(term.valid_from):
        return False
    return True if on >= last_day(term.valid_from) else None


def _over(term: Term, on: date) -> bool | None:
    if term.valid_to is None:
        return False if term.as_of is not None and on <= last_day(term.as_of) else None
    if on > last_day(term.valid_to):
        return True
    return False if on <= first_day(term.valid_to) else None
