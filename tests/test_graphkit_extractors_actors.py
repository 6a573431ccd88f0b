import pytest

from graphkit.clauses import text_of
from graphkit.extractors.actors import names
from graphkit.knowledge.registry import registry
from graphkit.language import parse, parse_text
from schemas.provenance import Document


def found(text: str) -> list[tuple[str, str]]:
    doc = parse(Document(id="d", name="d", sha256="0", text=text))
    return [
        (n.surface, "adjective" if n.adjective else n.kind + (", place" if n.locative else ""))
        for n in names(doc, registry())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan President William Ruto met Sergei Lavrov in Nairobi.",
         [("Kenyan", "adjective"), ("William Ruto", "person"), ("Sergei Lavrov", "person"), ("Nairobi", "venue, place")]),
        ("The Guardian reported that Tehran had written to the United Nations.",
         [("Guardian", "outlet"), ("Tehran", "venue"), ("United Nations", "organization")]),
        ("U.S. officials told NATO that the Americans would leave.",
         [("U.S.", "adjective"), ("NATO", "organization"), ("Americans", "state")]),
        ("Marta Oyelaran spoke first. Later Oyelaran denied it, and Oyelaran’s aides left.",
         [("Marta Oyelaran", "person"), ("Oyelaran", "person"), ("Oyelaran", "person")]),
        ("She posted it on Truth Social after visiting Warsaw.",
         [("Truth Social", "platform"), ("Warsaw", "venue, place")]),
        ("Nothing here is a name, and time is short.", []),
    ],
)  # fmt: skip
def test_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["Turkish President Recep Tayyip Erdoğan agreed.", "Mr. Olaf Scholz agreed."]
)
def test_titles_and_adjectives_are_no_part_of_a_name(text: str) -> None:
    people = [surface for surface, kind in found(text) if kind == "person"]
    assert people in (["Recep Tayyip Erdoğan"], ["Olaf Scholz"])


def test_names_do_not_cross_lines_or_hidden_zones() -> None:
    doc = parse(
        Document(id="d", name="d", sha256="0", text="Emmanuel\nMacron spoke.\nJoe Biden left.")
    )
    surfaces = [n.surface for n in names(doc, registry(), skip=[(22, 37)])]
    assert "Emmanuel\nMacron" not in surfaces
    assert "Joe Biden" not in surfaces


def test_a_curved_apostrophe_is_read_as_a_plain_one_and_kept_in_the_text() -> None:
    text = "Norway’s envoys won’t sign, O’Neill said."
    doc = parse_text(text)
    straight = parse_text(text.replace("’", "'"))
    assert text_of(doc) == text
    assert [(t.idx, t.tag_, t.dep_) for t in doc] == [(t.idx, t.tag_, t.dep_) for t in straight]
