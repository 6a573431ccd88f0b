"""Events in sentences of our own: kind, status, who, where, when."""

from datetime import date

import pytest

from graphkit.extractors.dates import dates
from graphkit.extractors.events import events
from graphkit.language import pipeline
from graphkit.mentions import EventMention

PUBLISHED = date(2025, 5, 14)

KINDS = [
    ("The French minister met Iranian diplomats in Muscat on Monday.", "talks", "occurred"),
    ("Brazil and Argentina held talks in Montevideo.", "talks", "occurred"),
    ("The talks between Japan and Peru could take place in Lima.", "talks", "proposed"),
    ("Japan proposed talks with Peru in Lima.", "talks", "proposed"),
    ("Japan and Peru will hold talks in Lima on Friday.", "talks", "planned"),
    ("A summit between Japan and Peru was cancelled in Lima.", "summit", "cancelled"),
    ("Macron spoke by phone with Merkel.", "call", "occurred"),
    ("Merkel had a phone call with Macron.", "call", "occurred"),
    ("The Spanish premier travelled to Rabat on Saturday.", "visit", "occurred"),
    ("Spain postponed its trip to Morocco.", "visit", "planned"),
    ("Japan fired missiles at the island.", "attack", "occurred"),
    ("Peru condemned Chilean strikes on the port.", "attack", "occurred"),
    ("Norway signed an agreement with Finland.", "agreement", "occurred"),
    ("Canada imposed tariffs on Mexican steel.", "sanctions", "occurred"),
    ("The hearing in Geneva took place on Monday.", "hearing", "occurred"),
    ("Smith will testify Thursday.", "hearing", "planned"),
    ("In a speech to Parliament, Tanaka praised the army.", "announcement", "occurred"),
    ("At a news conference in Oslo, Berg praised the army.", "announcement", "occurred"),
    ("Poland sent weapons to Moldova.", "aid", "occurred"),
    ("The bill would block Japan from signing a treaty with Peru.", "agreement", "hypothetical"),
    ("Peru urged a truce at a conference in Lima.", "other", "occurred"),
    ("Japan fired two missiles into the sea.", "military_exercise", "occurred"),
    ("Iran launched a rocket into orbit.", "military_exercise", "occurred"),
    ("Iran launched missiles into Japanese air space.", "attack", "occurred"),
    ("The talks between Japan and Peru failed to take place in Lima.", "talks", "hypothetical"),
    ("Peru condemned the Chilean missile test in May.", "military_exercise", "occurred"),
    ("A meeting between Japan and Peru in Lima failed to end the row.", "talks", "occurred"),
    ("Italy will visit if Spain would attack Portugal.", "attack", "hypothetical"),
]

NOTHING = [
    "The war has lasted for years.",
    "He did not meet the Spanish king.",
    "No talks with Peru took place in Lima.",
    "The company held a meeting.",
    "Japan called for an end to violence.",
    "India has demonstrated restraint.",
    "The strike of the dockers goes on.",
    "Peru will meet any Chilean challenge.",
    "Peru was met with doubt by the Chilean government.",
    "Peru denied that it had attacked Chile.",
    "Peru wants to demonstrate to Chile that it is serious.",
]


def read(text: str) -> list[EventMention]:
    doc = pipeline()(text)
    return list(events(doc, list(dates(doc, PUBLISHED))))


@pytest.mark.parametrize(("text", "kind", "status"), KINDS)
def test_kind_and_status(text: str, kind: str, status: str) -> None:
    assert (kind, status) in {(e.kind, e.status) for e in read(text)}
    assert len({e.kind for e in read(text)}) <= 2


@pytest.mark.parametrize("text", NOTHING)
def test_no_event_is_invented(text: str) -> None:
    assert [e for e in read(text) if e.rule != "anaphoric"] == []


def test_who_where_when() -> None:
    text = "The French minister met Iranian diplomats in Muscat on Monday."
    (event,) = read(text)
    assert event.venue is not None and text[slice(*event.venue)] == "Muscat"
    assert event.date is not None and event.date.date_from == date(2025, 5, 12)
    who = [text[slice(*p.span)] for p in event.participants]
    assert who[0] == "The French minister" and "diplomats" in who[1]
    assert text[event.start : event.end] == text[:-1].replace("on Monday", "on Monday")


def test_a_list_of_names_takes_part() -> None:
    text = "Macron spoke with Merkel, Spanish Prime Minister Pedro Sánchez, and Draghi."
    who = [text[slice(*p.span)] for p in read(text)[0].participants]
    assert [w.split()[-1] for w in who] == ["Macron", "Merkel", "Sánchez", "Draghi"]


def test_attacker_and_target() -> None:
    text = "Peru fired missiles into Chilean territory."
    roles = [(text[slice(*p.span)], p.role) for p in read(text)[0].participants]
    assert roles[0] == ("Peru", "party")
    assert roles[1][1] == "target"


def test_host_of_talks() -> None:
    text = "Oman hosted talks between Iran and Japan."
    roles = {text[slice(*p.span)]: p.role for p in read(text)[0].participants}
    assert roles == {"Oman": "host", "Iran": "party", "Japan": "party"}


def test_outcome_of_an_anaphor() -> None:
    (event,) = read("Those talks failed.")
    assert (event.rule, event.outcome) == ("anaphoric", "failed")


def test_zones_not_to_be_read_are_skipped() -> None:
    text = "Peru fired missiles into Chilean territory."
    assert list(events(pipeline()(text), [], [(0, len(text))])) == []


@pytest.mark.xfail(strict=True, reason="a statement is an event only where a noun says so")
def test_statement_of_a_committee() -> None:
    assert read("The Security Committee of Peru said in a statement that the port was safe.")
