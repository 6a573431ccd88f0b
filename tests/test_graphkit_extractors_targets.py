import pytest

from graphkit.extractors.targets import stance
from graphkit.language import parse
from schemas.provenance import Document


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
        ("Norway will help the villages.", "negative"),
        ("Norway is a reliable partner.", "negative"),
        ("Norway will violate the agreement.", "neutral"),
        ("Norway will hold a vote in June.", "neutral"),
    ],
)
def test_praise_that_is_doubted_is_criticism(text: str, expected: str) -> None:
    doc = parse(Document(id="d", name="d", sha256="0", text=text))
    assert stance(doc[0], polarity=0.0, governed=False, doubted=True)[0] == expected
