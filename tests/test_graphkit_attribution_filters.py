"""What the reader marks and nobody would call a statement, sentence by sentence."""

import pytest

from graphkit.attribution.nesting import Attribution
from graphkit.attribution_filters import tells
from graphkit.language import parse_text


def told(text: str, source: str, cue: str, content: str, depth: int = 0) -> bool:
    def place(words: str) -> tuple[tuple[int, int], ...]:
        start = text.index(words)
        return ((start, start + len(words)),) if words else ()

    one = Attribution(place(cue), place(source), place(content), 0.9, 0.9, 0.9, depth=depth)
    return tells(parse_text(text), one)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“Who ordered it?” she asked.", "Who", "ordered", "it"),
        ("He could hear the minister’s voice.", "He", "could hear", "the minister’s voice"),
        ("Two guards witnessed the exchange.", "Two guards", "witnessed", "the exchange"),
        (
            "“They knew,” she said, referring to the auditors.",
            "she",
            "referring to",
            "the auditors",
        ),
        ("He recalled it vividly.", "He", "recalled", "it vividly"),
        ("The two sides hate each other.", "The two sides", "hate", "each other"),
        ("The deal, which the envoy denied, is off.", "the envoy", "denied", "which"),
        ("Oslo did not respond to the offer.", "Oslo", "did not respond to", "the offer"),
        (
            "The navy replied to the raid by sinking two boats.",
            "The navy",
            "replied to",
            "the raid",
        ),
        (
            "Asked about the dam, the mayor shrugged.",
            "the mayor",
            "shrugged",
            "Asked about the dam",
        ),
        ("Asked if it held, the mayor left.", "", "Asked", "if it held"),
        (
            "Peru will back the waiver as long as Chile agrees.",
            "Chile",
            "agrees",
            "Peru will back the waiver",
        ),
        ("The guards let the crew go.", "The guards", "let", "the crew go"),
        ("The mayor received reports of a fire.", "The mayor", "received reports of", "a fire"),
        ("Oslo is to blame for the delay.", "Oslo", "is to blame for", "the delay"),
        ("The envoys met to weigh the plan.", "The envoys", "met", "to weigh the plan"),
        (
            "Oslo welcomed the leaders to the palace.",
            "Oslo",
            "welcomed",
            "the leaders to the palace",
        ),
        ("The topics are old. They include trade.", "They", "include", "trade"),
        ("The army claimed more land.", "The army", "claimed", "more land"),
    ],
)
def test_tells_nothing(text: str, source: str, cue: str, content: str) -> None:
    assert not told(text, source, cue, content)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The senator, who ordered a review, left.", "who", "ordered", "a review"),
        ("He saw that the bridge had gone.", "He", "saw", "that the bridge had gone"),
        ("She referred to the vote as a farce.", "She", "referred to", "the vote as a farce"),
        ("“Never,” he said.", "he", "said", "“Never,”"),
        ("Asked by aides if it held, the mayor left.", "aides", "Asked", "if it held"),
        ("Oslo responded to the offer by calling it a trap.", "Oslo", "responded to", "the offer"),
        ("He recalled the fire vividly.", "He", "recalled", "the fire vividly"),
        ("The envoy denied the report.", "The envoy", "denied", "the report"),
        ("Oslo welcomed the leaders in a statement.", "Oslo", "welcomed", "the leaders"),
        ("The accord includes a pledge.", "The accord", "includes", "a pledge"),
        ("The army claimed victory.", "The army", "claimed", "victory"),
        ("Oslo claims the territory.", "Oslo", "claims", "the territory"),
        ("Oslo welcomed the leader in Bergen as a friend.", "Oslo", "welcomed", "the leader"),
    ],
)
def test_tells_something(text: str, source: str, cue: str, content: str) -> None:
    assert told(text, source, cue, content)


def test_what_nobody_said_is_to_be_rather_likely() -> None:
    text = "The pilot was released."
    for sure, expected in ((0.4, False), (0.6, True)):
        one = Attribution(((10, 22),), (), ((0, 9),), sure, sure, sure)
        assert tells(parse_text(text), one) is expected


def test_a_past_attitude_of_ones_own_tells_nothing_more() -> None:
    text = "“We did not seek this quarrel,” he said."
    assert not told(text, "We", "did not seek", "this quarrel", depth=1)


def test_a_hedge_within_a_content_tells_nothing_of_its_own() -> None:
    text = "“I would say that the odds are even,” she said."
    assert not told(text, "I", "would say", "that the odds are even", depth=1)
    assert told(text, "I", "would say", "that the odds are even")


def test_what_something_would_let_others_say_is_not_said() -> None:
    text = "She thinks a truce would allow both sides to claim a victory."
    assert not told(text, "both sides", "to claim", "a victory", depth=1)
    text = "She said the mayor urged them to declare that the dam was safe."
    assert told(text, "them", "to declare", "that the dam was safe", depth=1)
