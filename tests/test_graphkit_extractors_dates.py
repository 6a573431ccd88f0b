"""Dated expressions, resolved against Wednesday, 14 May 2025."""

from datetime import date
from pathlib import Path

import pytest

from graphkit.date_grammar import RULES, matches
from graphkit.extractors.dates import dates
from graphkit.language import pipeline
from graphkit.mentions import DateMention
from graphkit.samples import dossier

PUBLISHED = date(2025, 5, 14)

DAYS = [
    ("The minister spoke on Tuesday.", "Tuesday", "2025-05-13"),
    ("The envoy will testify Thursday.", "Thursday", "2025-05-15"),
    ("They met on Wednesday in Doha.", "Wednesday", "2025-05-14"),
    ("The missiles were fired early Wednesday.", "early Wednesday", "2025-05-14"),
    ("Jets took off on the night of April 29.", "the night of April 29", "2025-04-29"),
    ("The truce is to begin on May 20.", "May 20", "2025-05-20"),
    ("Sanctions imposed on Dec. 15 remain.", "Dec. 15", "2024-12-15"),
    ("A scheduled Dec. 15 imposition of tariffs was cancelled.", "Dec. 15", "2025-12-15"),
    ("He wants a meeting in Turkey on Thursday to negotiate.", "Thursday", "2025-05-15"),
    ("The exchange, planned for Saturday, did not happen.", "Saturday", "2025-05-17"),
    ("After Monday's talks the envoy went home.", "Monday", "2025-05-12"),
    ("The vote was held on 3 February 2024.", "3 February 2024", "2024-02-03"),
    ("The parade on Friday, when the country marks the day, is guarded.", "Friday", "2025-05-16"),
    ("The delegation left three days ago.", "three days ago", "2025-05-11"),
    ("The committee opened the inquiry last Thursday.", "last Thursday", "2025-05-08"),
    ("She is to land next Tuesday evening.", "next Tuesday evening", "2025-05-20"),
    ("He spoke yesterday.", "yesterday", "2025-05-13"),
    ("He will speak tomorrow.", "tomorrow", "2025-05-15"),
    ("The order of 2025-01-31 stands.", "2025-01-31", "2025-01-31"),
    ("Sat. 3 May saw rallies.", "Sat. 3 May", "2025-05-03"),
    ("The ministry, by Monday, May 12, had answered.", "by Monday, May 12", None),
]

SPANS = [
    ("The two leaders spoke last week.", "last week", "2025-05-05", "2025-05-11", "week"),
    ("The massacre happened last month.", "last month", "2025-04-01", "2025-04-30", "month"),
    ("In March 2022 the city was host.", "March 2022", "2022-03-01", "2022-03-31", "month"),
    ("The deal collapsed in 2023.", "2023", "2023-01-01", "2023-12-31", "year"),
    ("The accord may be signed next year.", "next year", "2026-01-01", "2026-12-31", "year"),
    ("The envoys met in October.", "October", "2024-10-01", "2024-10-31", "month"),
    ("She will visit in October.", "October", "2025-10-01", "2025-10-31", "month"),
    (
        "He assailed the witness over the weekend.",
        "the weekend",
        "2025-05-10",
        "2025-05-11",
        "week",
    ),
    (
        "The parties must answer within 30 days.",
        "within 30 days",
        "2025-05-14",
        "2025-06-13",
        "day",
    ),
    ("The talks ran from May 8 to 10.", "from May 8 to 10", "2025-05-08", "2025-05-10", "day"),
    ("It began in the spring of 2022.", "the spring of 2022", "2022-03-01", "2022-05-31", "month"),
    ("They meet in two weeks' time.", "in two weeks' time", "2025-05-26", "2025-06-01", "week"),
]

OPEN = [
    ("Tariffs have been in place since 2018.", "since 2018", "2018-01-01", None),
    (
        "He demanded a ceasefire starting Monday, May 12.",
        "starting Monday, May 12",
        "2025-05-12",
        None,
    ),
    ("The pause should hold from 12 May.", "from 12 May", "2025-05-12", None),
    ("The council has until Friday to reply.", "until Friday", None, "2025-05-16"),
    ("They must be freed by the end of the month.", "by the end of the month", None, "2025-05-31"),
    ("Talks could take place in the coming days.", "in the coming days", "2025-05-14", None),
    ("The fighting in recent days was heavy.", "in recent days", None, "2025-05-14"),
    ("The pact was broken before 2014.", "before 2014", None, "2013-12-31"),
]

NOTHING = [
    "He may resign. The march went on.",
    "The 30-day truce was broken.",
    "The talks lasted for 25 minutes; 2000 people fled.",
    "The army has 1949 tanks.",
]


def found(text: str, published: date | None = PUBLISHED) -> list[DateMention]:
    return list(dates(pipeline()(text), published))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "words", "expected"), DAYS)
def test_days_follow_the_tense(text: str, words: str, expected: str | None) -> None:
    (mention,) = found(text)
    assert mention.text == words == text[mention.start : mention.end]
    assert mention.date_from == day(expected)
    if expected:
        assert (mention.date_to, mention.precision) == (day(expected), "day")


@pytest.mark.parametrize(("text", "words", "first", "last", "precision"), SPANS)
def test_spans_have_both_bounds(
    text: str, words: str, first: str, last: str, precision: str
) -> None:
    (mention,) = found(text)
    assert mention.text == words
    assert (mention.date_from, mention.date_to) == (day(first), day(last))
    assert mention.precision == precision


@pytest.mark.parametrize(("text", "words", "first", "last"), OPEN)
def test_open_expressions_have_one_bound(
    text: str, words: str, first: str | None, last: str | None
) -> None:
    (mention,) = found(text)
    assert mention.text == words
    assert (mention.date_from, mention.date_to, mention.precision) == (
        day(first),
        day(last),
        "open",
    )


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_and_verbs_are_no_dates(text: str) -> None:
    assert found(text) == []


def test_two_dates_of_one_sentence_point_apart() -> None:
    text = "The king proposed early on Sunday that both sides resume direct talks on Thursday."
    assert [m.date_from for m in found(text)] == [date(2025, 5, 11), date(2025, 5, 15)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy spoke on Tuesday.", None),
        ("The envoy spoke on May 12.", None),
        ("The envoy spoke on May 12, 2024.", date(2024, 5, 12)),
        ("The envoy spoke last week.", None),
    ],
)
def test_no_day_is_made_up_without_a_day_of_publication(text: str, expected: date | None) -> None:
    (mention,) = found(text, None)
    assert mention.date_from == mention.date_to == expected


def test_zones_not_to_be_read_are_skipped() -> None:
    text = "Updated Monday, May 12. The envoy left on Tuesday."
    assert [m.text for m in dates(pipeline()(text), PUBLISHED, [(0, 24)])] == ["Tuesday"]


@pytest.mark.xfail(strict=True, reason="a noun's day below a verb in the present has no direction")
def test_day_of_a_noun_in_the_present() -> None:
    (mention,) = found("His visit follows the testimony Tuesday of four officials.")
    assert mention.date_from == date(2025, 5, 13)


def test_every_shape_is_found_where_it_may_begin() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(dossier().glob("*.txt"))]
    for text in (*texts, Path(__file__).read_text(encoding="utf-8")):
        everywhere = [m.span() for pattern, _ in RULES for m in pattern.finditer(text)]
        assert sorted(everywhere) == sorted(match.span() for match, _ in matches(text))
