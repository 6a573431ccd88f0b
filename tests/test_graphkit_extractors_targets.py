from functools import cache

import pytest

from graphkit.extractors.targets import stance
from graphkit.language import parse
from graphkit.pipeline import Pipeline
from schemas.provenance import Document
from schemas.relations import About


def towards(text: str, word: str) -> str:
    doc = parse(Document(id="d", name="d", sha256="0", text=text))
    token = next(t for t in doc if t.text == word)
    return stance(token, polarity=0.0)[0]


@cache
def about(text: str) -> dict[str, str]:
    """The stance of the only statement towards each actor of the registry."""
    found = (e for e in Pipeline().extract(text).stated if isinstance(e, About))
    return {e.target: e.stance for e in found if "@" not in e.target}


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Norway violated the agreement.", "Norway", "negative"),
        ("Norway’s aggression must end.", "Norway", "negative"),
        ("Norway is a reliable partner.", "Norway", "positive"),
        ("Norway has shown considerable restraint.", "Norway", "positive"),
        ("Norway will hold a vote in June.", "Norway", "neutral"),
        ("Norway attacked Sweden.", "Sweden", "neutral"),
        ("The village was attacked by Norway.", "Norway", "negative"),
        ("Sweden holds Norway responsible for the raid.", "Norway", "negative"),
        ("Norway is a responsible partner.", "Norway", "positive"),
        ("Norway did not violate the agreement.", "Norway", "positive"),
        ("Norway falsely blamed its neighbour.", "Norway", "negative"),
        ("Norway generously opened its villages.", "Norway", "positive"),
        ("Norway has just fired a rocket.", "Norway", "neutral"),
        ("Norway did not deliberately leave the villages.", "Norway", "neutral"),
        ("Norway was wrongly left out.", "Norway", "neutral"),
        ("The brutal Norwegian raid has ended.", "Norwegian", "negative"),
        ("Norway’s mediation was constructive.", "Norway", "positive"),
        ("Norwegian sanctions have failed.", "Norwegian", "negative"),
        ("The Norwegian strikes were filmed and deliberately ignored the truce.", "Norwegian", "negative"),
        ("Norway is responsible for the famine.", "Norway", "negative"),
        ("Norway is not responsible for the famine.", "Norway", "neutral"),
        ("Norway is responsible for trade in the union.", "Norway", "neutral"),
        ("Norway has broken its promises.", "Norway", "negative"),
        ("Norway has not broken its promises.", "Norway", "positive"),
        ("Norway crossed a red line.", "Norway", "negative"),
        ("Norway crossed the Red River.", "Norway", "neutral"),
        ("Norway was let down by Sweden.", "Norway", "neutral"),
        ("Norway criticised the plan.", "Norway", "neutral"),
        ("The plan was criticised by Norway.", "Norway", "neutral"),
        ("Norway supports the plan.", "Norway", "neutral"),
        ("Norway blocked the plan.", "Norway", "negative"),
        ("Norway acted under the pretext of danger.", "Norway", "negative"),
        ("Norway was raided under the pretext of danger.", "Norway", "neutral"),
        ("Norway bears responsibility for the famine.", "Norway", "negative"),
        ("Norway bears responsibility for trade.", "Norway", "neutral"),
        ("Norway kept its word.", "Norway", "positive"),
        ("Norway has gone too far.", "Norway", "negative"),
        ("Norway will go far.", "Norway", "neutral"),
        ("The rockets would help stop Norwegian aggression.", "Norwegian", "negative"),
        ("There was no Norwegian aggression.", "Norwegian", "neutral"),
        ("The arrest of Norway’s envoys was illegal.", "Norway", "neutral"),
        ("Norway’s arrest was illegal.", "Norway", "neutral"),
        ("Norway’s arrest of the envoys was illegal.", "Norway", "negative"),
        ("The Norwegian massacre was a crime.", "Norwegian", "neutral"),
        ("The Norway war is a disaster.", "Norway", "neutral"),
        ("Tariffs on Norwegian goods will rise.", "Norwegian", "neutral"),
        ("Norway is considering new sanctions.", "Norway", "neutral"),
        ("Norway sees a threat in the north.", "Norway", "neutral"),
        ("Norway declared victory.", "Norway", "neutral"),
        ("Norway let everyone down.", "Norway", "negative"),
        ("Norway must stop lying.", "Norway", "negative"),
        ("Sweden called Norway a reliable partner.", "Norway", "positive"),
        ("Sweden branded Norway a menace.", "Norway", "negative"),
        ("Sweden branded Norway a menace.", "Sweden", "neutral"),
        ("Sweden called Norway a reliable partner.", "Sweden", "neutral"),
        ("Sweden described Norway as a reliable ally.", "Sweden", "neutral"),
        ("Norway was described as a reliable ally.", "Norway", "positive"),
        ("Sweden described Norway as a reliable ally.", "Norway", "positive"),
        ("Sweden called Norway on Monday.", "Norway", "neutral"),
        ("Sweden branded Norway a rogue state.", "Norway", "negative"),
        ("Sweden will seek new EU sanctions.", "EU", "neutral"),
    ],
)  # fmt: skip
def test_what_the_content_says_of_its_target(text: str, word: str, expected: str) -> None:
    assert towards(text, word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway condemned Sweden.", {"SWE": "negative"}),
        ("Norway condemned the attack on Sweden.", {"SWE": "neutral"}),
        ("Norway condemned Denmark’s attack on Sweden.", {"DNK": "negative", "SWE": "neutral"}),
        ("Norway condemned the attack on Sweden by Denmark.", {"DNK": "negative", "SWE": "neutral"}),
        ("Norway condemned Denmark over its raids on Sweden.", {"DNK": "negative", "SWE": "neutral"}),
        ("Norway accused Denmark of sabotage over a cap on Swedish gas.", {"DNK": "negative", "SWE": "neutral"}),
        ("Norway thanked Denmark for its help with Sweden.", {"DNK": "positive", "SWE": "neutral"}),
        ("Norway praised Denmark for its stance on Sweden.", {"DNK": "positive", "SWE": "neutral"}),
        ("Norway criticised the policies of Denmark.", {"DNK": "negative"}),
        ("Norway welcomed the release of the prisoners by Denmark.", {"DNK": "positive"}),
        ("Norway supports sanctions on Denmark.", {"DNK": "negative"}),
        ("Norway opposed sanctions on Denmark.", {"DNK": "neutral"}),
        ("Norway opposed the arrest of Emmanuel Macron.", {"person:emmanuel-macron": "neutral"}),
        ("Norway welcomed the aid for Denmark.", {"DNK": "positive"}),
        ("Norway lashed out at Denmark over its tariffs.", {"DNK": "negative"}),
        ("Norway blamed the crisis on Denmark.", {"DNK": "negative"}),
        ("Norway expressed support for Denmark in Geneva.", {"DNK": "positive"}),
        ("Norway expressed solidarity with Denmark.", {"DNK": "positive"}),
        ("Norway put the blame on Denmark.", {"DNK": "negative"}),
        ("Norway spoke highly of Denmark.", {"DNK": "positive"}),
        ("Norway gave a scathing account of Denmark.", {"DNK": "negative"}),
        ("Norway voiced its outrage at Denmark over the arrest of a priest.", {"DNK": "negative"}),
        ("Norway has expressed its gratitude to Denmark.", {"DNK": "positive"}),
        ("Norway voiced regret over the step taken by Denmark.", {"DNK": "negative"}),
        ("Norway condemned the raid carried out by Denmark.", {"DNK": "negative"}),
        ("Norway condemned the raid carried out against Denmark.", {"DNK": "neutral"}),
        ("Norway has rejected a plan criticised by Denmark.", {"DNK": "neutral"}),
        ("Norway has voiced regret over the death of Emmanuel Macron.", {"person:emmanuel-macron": "neutral"}),
        ("Norway voiced its regret over Emmanuel Macron’s death.", {"person:emmanuel-macron": "neutral"}),
    ],
)  # fmt: skip
def test_what_a_cue_says_of_what_it_governs(text: str, expected: dict[str, str]) -> None:
    """And not of whom that concerns."""
    named = {id_ if ":" in id_ else f"state:{id_}": stance for id_, stance in expected.items()}
    assert about(text) == named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emmanuel Macron said that France has close relations with Norway.", "positive"),
        ("Emmanuel Macron said: “We have strained relations with Norway.”", "negative"),
        ("Emmanuel Macron said that Sweden has close relations with Norway.", "neutral"),
    ],
)
def test_ties_are_praised_by_who_has_them(text: str, expected: str) -> None:
    assert about(text)["state:NOR"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden doubts that Norway will help the villages.", "negative"),
        ("Sweden is sceptical that Norway is a reliable partner.", "negative"),
        ("Sweden questioned whether Norway would help the villages.", "negative"),
        ("Sweden doubts that Norway will violate the agreement.", "neutral"),
        ("Sweden doubts that Norway will hold a vote in June.", "neutral"),
        ("Sweden has no doubt that Norway will help the villages.", "positive"),
        ("Few doubt that Norway is a reliable partner.", "positive"),
        ("Norway doubts that Sweden will help the villages.", "neutral"),
    ],
)
def test_praise_that_is_doubted_is_criticism(text: str, expected: str) -> None:
    assert towards(text, "Norway") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emmanuel Macron doubts that Norway will help the villages.", {"negative"}),
        ("Emmanuel Macron said that he doubts that Norway is reliable.", {"negative"}),
        ("Emmanuel Macron has no doubt that Norway will help the villages.", {"positive"}),
        ("Emmanuel Macron does not doubt that Norway will help the villages.", {"positive"}),
        ("Emmanuel Macron left no doubt that Norway is a reliable partner.", {"positive"}),
    ],
)
def test_who_doubts_and_who_does_not(text: str, expected: set[str]) -> None:
    graph = Pipeline().extract(text)
    about = [e for e in graph.stated if isinstance(e, About) and e.target == "state:NOR"]
    assert {e.stance for e in about} == expected
