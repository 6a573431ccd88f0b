"""How far a content is quoted."""

import pytest

from graphkit.quotation import kind_of


def span(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


@pytest.mark.parametrize(
    ("text", "content", "cue", "kind"),
    [
        pytest.param("“We wait,” the envoy said.", "“We wait,”", "said", "direct", id="all in marks"),
        pytest.param("The envoy said “we” wait.", "“we” wait", "said", "mixed", id="some in marks"),
        pytest.param("The envoy said we wait.", "we wait", "said", "indirect", id="no marks"),
        pytest.param("“We wait,” he said.", "We wait", "said", "direct", id="marks left out of the span"),
        pytest.param("He said that “we wait”.", "that “we wait”", "said", "direct", id="that before the marks"),
        pytest.param("Peru voiced “regret” over the raid.", "the raid", "voiced “regret” over", "mixed",
                     id="a word that the cue quotes"),
        pytest.param("“Locals told me it fell,” he said.", "it fell", "told", "indirect",
                     id="somebody else's quotation"),
        pytest.param("“He replied that ‘I’m ready,’ and sat down,” she said.", "that ‘I’m ready,’", "replied",
                     "direct", id="marks inside somebody else's quotation"),
        pytest.param("“They will, quote, ‘do as they’re told,’” she said.", "They will, quote, ‘do as they’re told,’",
                     "she said", "direct", id="marks inside the speaker's own quotation"),
        pytest.param('"Who ordered it?” asked Reyl. "Nobody knows."', '"Nobody knows."', "asked", "direct",
                     id="a curly mark closes a plain one"),
        pytest.param("‘We will answer,’ the admiral said.", "‘We will answer,’", "said", "direct", id="British marks"),
        pytest.param("The admiral’s ships won’t answer, he said.", "The admiral’s ships won’t answer", "said",
                     "indirect", id="apostrophes"),
        pytest.param("« C’est non », he said.", "« C’est non »", "said", "direct", id="guillemets"),
        pytest.param("„Nein“, he said.", "„Nein“", "said", "direct", id="low marks"),
        pytest.param("“We wait.\nWe always wait,” he said.", "We always wait,”", "he said", "direct",
                     id="a paragraph that only closes"),
        pytest.param("“We wait, he said.", "“We wait", "he said", "direct", id="a mark that is missing"),
    ],
)  # fmt: skip
def test_kind(text: str, content: str, cue: str, kind: str) -> None:
    assert kind_of(text, [span(text, content)], [span(text, cue)]) == kind


def test_who_speaks_for_himself_within_a_quotation_is_quoted() -> None:
    text = "“Peru opposes the levy,” its envoy said."
    where = [span(text, "the levy")], [span(text, "opposes")]
    assert kind_of(text, *where) == "indirect"
    assert kind_of(text, *where, own=True) == "direct"
