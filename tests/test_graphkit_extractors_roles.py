import pytest

from graphkit.extractors.actors import names
from graphkit.extractors.roles import offices
from graphkit.knowledge.registry import registry
from graphkit.language import parse
from schemas.provenance import Document


def found(text: str) -> list[tuple[str | None, str, str | None, str]]:
    """(name, role, state or body, tense) of each office."""
    doc = parse(Document(id="d", name="d", sha256="0", text=text))
    mentions = list(names(doc, registry()))

    def words(span: tuple[int, int] | None) -> str | None:
        return text[slice(*span)] if span else None

    return [
        (words(o.person), o.role, words(o.of), o.tense) for o in offices(doc, mentions, registry())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan President William Ruto arrived.", ("William Ruto", "president", "Kenyan", "present")),
        ("Former U.S. Secretary of State Antony Blinken arrived.",
         ("Antony Blinken", "secretary of state", "U.S.", "former")),
        ("Poland’s prime minister, Donald Tusk, arrived.", ("Donald Tusk", "prime minister", "Poland", "present")),
        ("Ana Braganza, president of the World Bank, arrived.",
         ("Ana Braganza", "president", "World Bank", "present")),
        ("The former French president declined to comment.", (None, "president", "French", "former")),
        ("The World Bank president declined to comment.", (None, "president", "World Bank", "present")),
        ("The African Union chief declined to comment.", (None, "leader", "African Union", "present")),
        ("The chancellor declined to comment.", (None, "chancellor", None, "present")),
    ],
)  # fmt: skip
def test_offices(text: str, expected: tuple[str | None, str, str | None, str]) -> None:
    assert expected in found(text)


def test_offices_in_step_with_names() -> None:
    text = "The Italian and Spanish prime ministers, Giorgia Meloni and Pedro Sánchez, met."
    assert found(text)[:2] == [
        ("Giorgia Meloni", "prime minister", "Italian", "present"),
        ("Pedro Sánchez", "prime minister", "Spanish", "present"),
    ]


def test_an_office_belongs_to_the_name_that_follows_it() -> None:
    text = "Macron called Zelensky, German Chancellor Friedrich Merz, and others."
    assert [o[0] for o in found(text)] == ["Friedrich Merz"]
