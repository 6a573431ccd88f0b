import pytest

from graphkit.extractors.targets import stance
from graphkit.language import parse
from graphkit.pipeline import Pipeline
from schemas.provenance import Document
from schemas.relations import About


def towards(text: str, word: str, *, polarity: float = 0.0, governed: bool = False) -> str:
    doc = parse(Document(id="d", name="d", sha256="0", text=text))
    token = next(t for t in doc if t.text == word)
    return stance(token, polarity=polarity, governed=governed)[0]


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
    ],
)
def test_what_the_content_says_of_its_target(text: str, word: str, expected: str) -> None:
    assert towards(text, word) == expected


def test_the_cue_counts_for_what_it_governs_only() -> None:
    assert towards("Norway will hold a vote.", "Norway", polarity=-1, governed=True) == "negative"
    assert towards("Norway will hold a vote.", "Norway", polarity=-1, governed=False) == "neutral"


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
