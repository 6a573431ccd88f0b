"""Mentions of one document as proposals and events, with actors found by their capital letter."""

import re
from datetime import date

import pytest
from spacy.tokens import Doc

from graphkit.extractors.dates import dates
from graphkit.extractors.events import events
from graphkit.extractors.proposals import positions, proposals
from graphkit.language import pipeline
from graphkit.mentions import Span
from graphkit.resolution.concepts import (
    ActorsIn,
    EventGroup,
    ProposalGroup,
    group_events,
    group_proposals,
)

STATES = {"Japan", "Japanese", "Peru", "Peruvian", "Chile", "Chilean", "Norway"}


def states_in(doc: Doc) -> ActorsIn:
    """Ids by the first four letters: "state:peru" for Peru and Peruvian."""

    def actors_in(span: Span) -> tuple[str, ...]:
        named = re.findall(r"[A-Z][a-z]+", doc.text[slice(*span)])
        return tuple(dict.fromkeys(f"state:{n[:4].lower()}" for n in named if n in STATES))

    return actors_in


def proposed(text: str) -> list[ProposalGroup]:
    doc = pipeline()(text)
    found = list(proposals(doc))
    known = list(dates(doc, date(2025, 5, 14)))
    return group_proposals(doc, found, list(positions(doc, found)), states_in(doc), known)


def happened(text: str) -> list[EventGroup]:
    doc = pipeline()(text)
    found = events(doc, list(dates(doc, date(2025, 5, 14))))
    return group_events(doc, list(found), states_in(doc))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Japan proposed direct talks with Peru. These talks could start soon.",
         ["direct talks with Peru"]),
        ("Japan proposed a truce. Peru rejected it.", ["truce"]),
        ("Japan wants a 30-day ceasefire. Peru offered a three-day truce.",
         ["30-day ceasefire", "three-day truce"]),
        ("Japan wants a 30-day ceasefire. Peru backs the thirty-day truce.",
         ["thirty-day truce"]),
        ("Japan backs the phase one deal. Peru wants a bigger deal.",
         ["phase one deal", "bigger deal"]),
        ("Japan proposed talks with Peru. The premier is ready to meet the king.",
         ["talks with Peru", "meet the king"]),
        ("Japan and Peru agreed to extend an accord on pilgrims. Chile suggested a compromise.",
         ["accord on pilgrims", "compromise"]),
        ("Japan welcomed Peru's offer of talks.", ["talks"]),
        ("Japan offered an international probe. Peru ignored the proposal.",
         ["international probe"]),
        ("Japan demands to roll back existing tariffs. Peru refused to remove the tariffs.",
         ["roll back existing tariffs"]),
    ],
)  # fmt: skip
def test_proposals_of_a_document(text: str, names: list[str]) -> None:
    assert [group.name for group in proposed(text)] == names


def test_parties_and_day_of_a_proposal() -> None:
    (group,) = proposed("The envoy proposed talks between Japan and Peru on May 20.")
    assert group.kind == "talks"
    assert group.parties == ("state:japa", "state:peru")


def test_names_stay_short() -> None:
    long = " and ".join(["the recognition of all the northern provinces"] * 9)
    (group, *_) = proposed(f"The emir proposed a peace plan for {long}.")
    assert len(group.name) < 190


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Japan and Peru held talks in Lima. Those talks failed.", 1),
        ("Japan fired missiles into Peruvian territory. The Japanese strikes on Peru went on.", 1),
        ("Japan fired missiles at Peru. Chile fired missiles at Norway.", 2),
        (
            "Japan and Peru held talks in Lima in 2022. Japan and Peru held talks in Lima in 2024.",
            2,
        ),
        ("Japan and Peru held talks in Lima. Japan will hold talks with Peru in Lima.", 2),
        ("The talks collapsed.", 0),
        ("Japan proposed talks with Peru. These talks could take place in Lima in June.", 1),
        ("Japan and Peru held talks in Lima. Chile recalled those talks in Paris in 2022.", 2),
    ],
)
def test_events_of_a_document(text: str, count: int) -> None:
    assert len(happened(text)) == count


def test_an_event_gathers_what_its_mentions_tell() -> None:
    text = "Japan and Peru held talks in Lima on Monday. Those talks failed."
    (group,) = happened(text)
    assert group.participants == (("state:japa", "party"), ("state:peru", "party"))
    assert group.venue is not None and text[slice(*group.venue)] == "Lima"
    assert group.date is not None and group.date.date_from == date(2025, 5, 12)
    assert (group.status, group.outcome) == ("occurred", "failed")
    assert len(group.mentions) == 2
