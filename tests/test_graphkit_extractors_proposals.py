"""Proposals, positions and conditions in sentences of our own; each rule with its example."""

import inspect

import pytest

from graphkit import condition_rules, position_rules
from graphkit.extractors.proposals import conditions, positions, proposals
from graphkit.language import pipeline
from graphkit.mentions import Span

type Found = tuple[str, str | None, str]

POSITIONS: list[tuple[str, str, list[Found]]] = [
    (
        "verb_object",
        "The minister rejected the plan and welcomed the ceasefire.",
        [
            ("REJECTS", "The minister", "the plan"),
            ("SUPPORTS", "The minister", "the ceasefire"),
        ],
    ),
    (
        "verb_object",
        "The sultan ruled out talks.",
        [("REJECTS", "The sultan", "talks")],
    ),
    (
        "verb_object",
        "She did not accept the offer.",
        [("REJECTS", "She", "the offer")],
    ),
    (
        "verb_object",
        "The king ignored the meeting that the emir had demanded.",
        [("DEMANDS", "the emir", "the meeting")],
    ),
    (
        "verb_object",
        "The minister demanded the rebels' capitulation, neutrality, and demilitarisation.",
        [
            ("DEMANDS", "The minister", "the rebels' capitulation"),
            ("DEMANDS", "The minister", "neutrality"),
            ("DEMANDS", "The minister", "demilitarisation"),
        ],
    ),
    (
        "passive",
        "The proposal was rejected by the ministry.",
        [("REJECTS", "the ministry", "The proposal")],
    ),
    (
        "verb_preposition",
        "The chancellor called for an immediate ceasefire.",
        [("DEMANDS", "The chancellor", "an immediate ceasefire")],
    ),
    (
        "verb_infinitive",
        "The government refused to renew the accord.",
        [("REJECTS", "The government", "the accord")],
    ),
    (
        "verb_gerund",
        "The president proposed resuming direct talks.",
        [("PROPOSES", "The president", "direct talks")],
    ),
    (
        "verb_someone_to",
        "The council urged both sides to show restraint and to resume direct talks.",
        [
            ("DEMANDS", "The council", "show restraint"),
            ("DEMANDS", "The council", "direct talks"),
        ],
    ),
    (
        "verb_clause",
        "The premier demanded that the troops withdraw.",
        [("DEMANDS", "The premier", "the troops withdraw")],
    ),
    (
        "verb_clause",
        "The emir proposed that the hostages be freed by June.",
        [("PROPOSES", "The emir", "the hostages be freed by June")],
    ),
    (
        "verb_clause",
        "The emir suggested that the talks be revived.",
        [("PROPOSES", "The emir", "the talks")],
    ),
    (
        "verb_clause",
        "The emir insisted that the port not be reopened.",
        [("DEMANDS", "The emir", "the port not be reopened")],
    ),
    (
        "verb_clause",
        "The report suggested that the sanctions were lifted.",
        [],
    ),
    (
        "wishes",
        "The advisers would like to see the kingdom agree to large purchases.",
        [("DEMANDS", "The advisers", "large purchases")],
    ),
    ("necessity", "A truce must come first.", [("DEMANDS", None, "A truce")]),
    ("necessity", "They will have to make a deal.", [("DEMANDS", None, "a deal")]),
    (
        "adjective",
        "The king is ready to host the talks and open to a deal.",
        [("OFFERS", "The king", "the talks"), ("SUPPORTS", "The king", "a deal")],
    ),
    (
        "noun_of",
        "The emir's rejection of the plan stunned the council.",
        [("REJECTS", "The emir", "the plan")],
    ),
    (
        "noun_of",
        "The envoy confirmed his country's readiness to host the talks.",
        [("OFFERS", "The envoy", "the talks")],
    ),
    (
        "possessed",
        "The union's initiative for an end to hostilities surprised the emir.",
        [("PROPOSES", "The union", "The union's initiative for an end to hostilities")],
    ),
    (
        "verb_someone_to",
        'The emir urged both sides to avoid "hasty steps".',
        [("DEMANDS", "The emir", 'avoid "hasty steps"')],
    ),
    (
        "verb_someone_to",
        "The council urged the king to let the observers return to the port.",
        [("DEMANDS", "The council", "let the observers return to the port")],
    ),
    (
        "verb_object",
        "The emir rejected talks on the border.",
        [("REJECTS", "The emir", "talks on the border")],
    ),
    (
        "verb_object",
        "The emir ruled out a return to the deal.",
        [("REJECTS", "The emir", "the deal")],
    ),
    (
        "verb_object",
        "She favours a compromise under which the union would neither endorse nor fight the vote.",
        [("SUPPORTS", "She", "a compromise")],
    ),
]

CONDITIONS = [
    (
        "without",
        "No talks can be meaningful without an initial ceasefire.",
        (None, "No talks", "an initial ceasefire"),
    ),
    (
        "without",
        "Without a truce, a summit would be pointless.",
        (None, "a summit", "a truce"),
    ),
    (
        "without",
        "No ceasefire without a broader agreement.",
        (None, "No ceasefire", "a broader agreement"),
    ),
    (
        "without",
        "The republic will not negotiate without guarantees.",
        ("The republic", "negotiate", "guarantees"),
    ),
    (
        "without",
        "The republic's position remains unchanged: no truce without a broader agreement.",
        ("The republic", "no truce", "a broader agreement"),
    ),
    (
        "subordinate",
        "The embargo will be lifted only if the troops withdraw.",
        (None, "The embargo", "the troops withdraw"),
    ),
    (
        "subordinate",
        "The kingdom will not lift the embargo until the rebels disarm.",
        ("The kingdom", "lift the embargo", "the rebels disarm"),
    ),
    (
        "subordinate",
        "The rebels would agree to talks if the army left the valley.",
        ("The rebels", "talks", "the army left the valley"),
    ),
    (
        "in_turn",
        "First negotiations about the causes, only then a truce.",
        (None, "only then a truce", "First negotiations about the causes"),
    ),
    (
        "needed_first",
        "They would need to deliver before the ministry would agree to a meeting.",
        ("the ministry", "a meeting", "They would need to deliver"),
    ),
    (
        "requires",
        "Lifting the embargo requires deeper concessions.",
        (None, "Lifting the embargo", "deeper concessions"),
    ),
    ("requires", "A deal depends on the referendum.", (None, "A deal", "the referendum")),
    (
        "is_condition",
        "Removing tariffs is an important condition to any deal.",
        (None, "any deal", "Removing tariffs"),
    ),
    (
        "on_condition",
        "He is ready to meet the king on one condition: a lasting ceasefire.",
        ("He", "meet the king", "a lasting ceasefire"),
    ),
    ("conditional", "The aid is conditional on reforms.", (None, "The aid", "reforms")),
    (
        "subordinate",
        "The king will propose a mission, provided that the emir agrees.",
        ("The king", "a mission", "the emir agrees"),
    ),
    (
        "subordinate",
        "The union will not recognise the vote unless the army frees them, opening a rift.",
        ("The union", "recognise the vote", "the army frees them"),
    ),
    (
        "subordinate",
        "The union would back a waiver as long as the emir agreed.",
        ("The union", "a waiver", "the emir agreed"),
    ),
    (
        "subordinate",
        "Oslo is willing to resume talks if the emir withdraws the ships.",
        ("Oslo", "talks", "the emir withdraws the ships"),
    ),
    (
        "subordinate",
        "Norway is ready to lift its objections to the port provided that Latvia pays for the road.",
        ("Norway", "lift its objections to the port", "Latvia pays for the road"),
    ),
    (
        "in_exchange",
        "It could accept limits on trade in exchange for the lifting of the embargo.",
        ("It", "limits on trade", "the lifting of the embargo"),
    ),
]

NO_POSITION = [
    "The union urged the government yesterday.",
    "The sultan did not rule out talks.",
    "The minister might accept the offer.",
    "If the republic accepts the offer, the war ends.",
    "The envoy expects that the rebels will accept the truce.",
    "Did the king reject the deal?",
    "The team rejected the claim.",
    "No country supports the plan.",
    "The firm presented its results.",
    "The talks collapsed after the attack.",
    "The council advised both sides not to reject the offer.",
    "The kingdom dropped its demand for a ceasefire.",
    "The kingdom has withdrawn its call for talks.",
    "The republic lifted its veto on the talks.",
    "The rebels backed down from their demand for a ceasefire.",
    "The envoy said that the kingdom would abandon its proposal for talks.",
]

KEPT = [
    "The kingdom did not drop its demand for a ceasefire.",
    "The kingdom refused to drop its demand for a ceasefire.",
    "The talks will begin if the kingdom drops its demand for a ceasefire.",
    "The union urged the kingdom to drop its demand for a ceasefire.",
]

NO_CONDITION = [
    "The king would not have suspended aid if he had been asked.",
    "They are ready for direct talks without preconditions.",
    "The envoy left before the talks began.",
    "The talks continued until Friday.",
    "He waited to see if the talks would resume.",
]


def words(text: str, span: Span | None) -> str | None:
    return text[slice(*span)] if span else None


def read(text: str) -> list[tuple[str, str, str | None, str]]:
    doc = pipeline()(text)
    found = list(proposals(doc))
    return [
        (p.rule, p.relation, words(text, p.actor), text[p.proposal.start : p.proposal.end])
        for p in positions(doc, found)
    ]


@pytest.mark.parametrize(("rule", "text", "expected"), POSITIONS)
def test_positions(rule: str, text: str, expected: list[Found]) -> None:
    assert read(text) == [(rule, *one) for one in expected]


@pytest.mark.parametrize(("rule", "text", "expected"), CONDITIONS)
def test_conditions(rule: str, text: str, expected: Found) -> None:
    doc = pipeline()(text)
    found = list(positions(doc, list(proposals(doc))))
    (position,) = [p for p in found if p.relation == "CONDITIONS"]
    proposal = text[position.proposal.start : position.proposal.end]
    assert position.rule == rule
    assert (words(text, position.actor), proposal, words(text, position.condition)) == expected
    assert position.start <= position.proposal.start < position.proposal.end <= position.end


@pytest.mark.parametrize("text", NO_POSITION)
def test_nobody_takes_a_position(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", KEPT)
def test_what_is_not_given_up_is_still_demanded(text: str) -> None:
    assert ("noun_of", "DEMANDS", "its", "a ceasefire") in read(text)


@pytest.mark.parametrize("text", NO_CONDITION)
def test_nothing_depends(text: str) -> None:
    doc = pipeline()(text)
    found = list(proposals(doc))
    assert [p for p in positions(doc, found) if p.relation == "CONDITIONS"] == []
    assert list(conditions(doc, found)) == []


@pytest.mark.parametrize("rules", [position_rules, condition_rules])
def test_every_rule_has_an_example(rules: object) -> None:
    tested = {rule for rule, *_ in (*POSITIONS, *CONDITIONS)} | {"advice"}
    for rule in vars(rules)["RULES"]:
        assert '"' in (inspect.getdoc(rule) or ""), rule.__name__
        assert rule.__name__ in tested


def test_advice_without_object_takes_up_what_was_spoken_of() -> None:
    text = "The emir wants a summit with the king. The republic should agree immediately."
    assert read(text)[-1] == ("advice", "SUPPORTS", None, "a summit with the king")


def test_both_sides_of_a_condition_are_proposals() -> None:
    text = "The chief argued: no ceasefire without a broader peace agreement."
    doc = pipeline()(text)
    (condition,) = conditions(doc, list(proposals(doc)))
    assert text[condition.dependent.start : condition.dependent.end] == "no ceasefire"
    assert text[condition.needed.start : condition.needed.end] == "a broader peace agreement"
    assert (condition.dependent.kind, condition.needed.kind) == ("ceasefire", "agreement")
    assert condition.actor is None


def test_a_condition_overrides_the_offer_and_demands_what_is_needed() -> None:
    found = read("He is ready to meet the king on one condition: a lasting ceasefire.")
    assert [one[1] for one in found] == ["CONDITIONS", "DEMANDS"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The king proposed talks. These talks could start soon.", [False, True]),
        ("The union backs a cease-fire. The emir rejected it.", [False, True]),
        ("The king tabled a plan. The plan has five points.", [False, True]),
    ],
)
def test_anaphors_are_marked(text: str, expected: list[bool]) -> None:
    assert [m.anaphoric for m in proposals(pipeline()(text))] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The emir proposed an end to hostilities.", "ceasefire"),
        ("The emir proposed a peace plan.", "peace_plan"),
        ("The emir proposed new sanctions.", "sanctions"),
        ("The emir offered military aid.", "aid"),
        ("The emir proposed direct dialogue.", "talks"),
        ("The emir demanded the withdrawal of all troops.", "demand"),
        ("The emir offered an international probe into the attack.", "initiative"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [m.kind for m in proposals(pipeline()(text))] == [kind]


def test_zones_not_to_be_read_are_skipped() -> None:
    text = "The emir rejected the truce."
    doc = pipeline()(text)
    found = list(proposals(doc))
    assert list(proposals(doc, [(0, len(text))])) == []
    assert list(positions(doc, found, [(0, len(text))])) == []


@pytest.mark.xfail(strict=True, reason="a wish to let others do it is no proposal by our rules")
def test_let() -> None:
    assert read("The republic wants to let the market set the purchases.") != []


def test_a_line_without_end_does_not_overflow() -> None:
    text = "He wants to " + "meet and wants to reject " * 300 + "the talks."
    doc = pipeline()(text)
    assert list(positions(doc, list(proposals(doc)))) is not None
