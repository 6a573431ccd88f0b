"""Each rule beside the reader, on the sentence of its docstring."""

import pytest

from graphkit.attribution.nesting import Attribution
from graphkit.attribution_rules import PRECISION, RULES, confidence
from graphkit.language import DEFAULT_MODEL, parse_text


def around(text: str, cue: str, source: str, content: str) -> Attribution:
    """An attribution as the reader finds it."""
    spans = [((text.index(part), text.index(part) + len(part)),) for part in (cue, source, content)]
    return Attribution(*spans, score=1.0, validity=1.0, confidence=1.0)


HELD = "that the crew had warned her that it leaked"
ASKED = "“And I asked, well, who ordered it?”"
HEARD = "“I heard the president ask, quote, ‘Who signed it?’”"


@pytest.mark.parametrize(
    ("rule", "text", "found", "expected"),
    [
        ("as-clause", "As the treasurer has admitted, the fund is empty.", None,
         ("admitted", "the treasurer", "the fund is empty")),
        ("clause in a content", f"Marin said {HELD}.", ("said", "Marin", HELD),
         ("warned", "the crew", "that it leaked")),
        ("turn in a quotation", f"{ASKED} Marin said.", ("said", "Marin", ASKED),
         ("asked", "I", "well, who ordered it?")),
        ("quotation in a quotation", f"{HEARD} the aide said.", ("said", "the aide", HEARD),
         ("ask", "the president", "‘Who signed it?’")),
        ("coordinated cue", "Peru opposes the levy and calls on both sides to drop it.",
         ("opposes", "Peru", "the levy"), ("calls", "Peru", "both sides to drop it")),
        ("participle", "The palace said Lund had met both, stressing that time was short.",
         ("said", "The palace", "Lund had met both, stressing that time was short"),
         ("stressing", "Lund", "that time was short")),
        ("participle", "Peru left the talks, insisting that the levy must go.", None,
         ("insisting", "Peru", "that the levy must go")),
        ("signed quotation", "The ferry sank.\n“We clung to a door.” — Ada Pihl, deckhand\n", None,
         ("—", "Ada Pihl, deckhand", "“We clung to a door.”")),
        ("possessed noun", "Oslo yielded to Moscow’s demands to cut the cable.", None,
         ("demands", "Moscow", "to cut the cable")),
    ],
)  # fmt: skip
def test_rule(
    rule: str, text: str, found: tuple[str, str, str] | None, expected: tuple[str, str, str]
) -> None:
    doc = parse_text(text, DEFAULT_MODEL)
    known = [around(text, *found)] if found else []
    made = [
        (cue.text, *(" ".join(text[a:b] for a, b in spans) for spans in (source, content)))
        for cue, source, content in RULES[rule](doc, known)
    ]
    assert made == [expected]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(
            "as-clause", "As the minister spoke in the harbour, a crowd gathered.", id="while"
        ),
        pytest.param(
            "possessed noun", "Oslo fears Moscow’s plan to cut the cable.", id="a plan is not told"
        ),
        pytest.param(
            "signed quotation", "“We clung to a door” – Ada was cold.\n", id="a sentence goes on"
        ),
        pytest.param("participle", "Peru left the talks, leaving a gap.", id="tells nothing"),
    ],
)
def test_rule_stays_silent(rule: str, text: str) -> None:
    assert not list(RULES[rule](parse_text(text, DEFAULT_MODEL), []))


def test_every_rule_is_measured_or_says_so() -> None:
    assert PRECISION.keys() == RULES.keys()
    assert all(0.5 < confidence(rule) < 1 for rule in RULES)
