import pytest
from spacy.tokens import Doc

from graphkit.attribution.nesting import Attribution
from graphkit.attribution.reader import AttributionReader
from graphkit.extractors.attributions import attributions
from graphkit.extractors.quotations import join_quotations
from graphkit.language import parse, parse_text
from graphkit.mentions import AttributionMention
from schemas.provenance import Document

READER = AttributionReader.load()


def read(text: str) -> list[AttributionMention]:
    doc = parse(Document(id="d", name="d", sha256="0", text=text))
    return join_quotations(doc, attributions(doc, READER.read(doc)))


@pytest.mark.parametrize(
    ("text", "kind", "act", "modality"),
    [
        (
            "The minister said that grain ships would sail on Monday.",
            "indirect",
            "claim",
            "asserted",
        ),
        ("“We will not sign this text,” the minister said.", "direct", "claim", "asserted"),
        (
            "The minister called the offer “a trap set for all of us” on Monday.",
            "mixed",
            "claim",
            "asserted",
        ),
        ("The ambassador condemned the shelling of the port.", "indirect", "condemn", "asserted"),
        ("The ambassador accused Oslo of breaking its word.", "indirect", "accuse", "asserted"),
        ("The premier did not say that the talks would resume.", "indirect", "claim", "denied"),
        (
            "Analysts warned that the premier will accuse Oslo of bad faith.",
            "indirect",
            "threaten",
            "asserted",
        ),
        ("Delegates urged the two sides to return to the table.", "indirect", "urge", "asserted"),
        (
            "The envoy promised that aid would arrive within days.",
            "indirect",
            "promise",
            "asserted",
        ),
    ],
)
def test_kind_act_and_modality(text: str, kind: str, act: str, modality: str) -> None:
    outermost = next(m for m in read(text) if m.parent is None)
    assert (outermost.kind, outermost.act, outermost.modality) == (kind, act, modality)


def test_what_may_yet_be_said_is_hypothetical() -> None:
    text = "“If they refuse, he will accuse them of rejecting peace,” the analyst said."
    assert "hypothetical" in {m.modality for m in read(text) if m.parent is not None}


def test_beliefs_are_attitudes() -> None:
    assert read("The king believes that the treaty is dead.")[0].class_ == "attitude"
    assert read("The king said that the treaty is dead.")[0].class_ == "utterance"


def test_addressees() -> None:
    text = "The envoy told lawmakers that the treaty is dead."
    assert [text[slice(*s)] for s in read(text)[0].addressee] == ["lawmakers"]


COLON = "The analyst believes the offer is a tactical move:\n\n“If they refuse, it ends. If they agree, it drags on.”"


def test_a_quotation_after_a_colon_belongs_to_the_sentence_before() -> None:
    (mention,) = [m for m in read(COLON) if m.parent is None]
    assert COLON[slice(*mention.content[-1])].startswith("“If they refuse")


def test_what_stands_before_the_colon_belongs_to_the_content() -> None:
    (mention,) = [m for m in read(COLON) if m.parent is None]
    assert mention.kind == "mixed"


def test_a_verb_and_a_colon_make_a_statement() -> None:
    text = "The former envoy, using his Telegram channel, wrote:\n\n“Nobody wants this war. It should end at once.”"
    (mention,) = [m for m in read(text) if m.parent is None]
    assert text[slice(*mention.source[0])].startswith("The former envoy")
    assert text[slice(*mention.content[0])] == "“Nobody wants this war. It should end at once.”"


ALONE = "“The port is shut,” the mayor told the council on Monday.\n\n“Nobody will open it before June.”"


def test_a_quotation_alone_goes_on_with_what_was_said_last() -> None:
    (mention,) = [m for m in read(ALONE) if m.parent is None]
    assert ALONE[slice(*mention.source[0])] == "the mayor"
    assert ALONE[slice(*mention.content[-1])] == "“Nobody will open it before June.”"


def test_several_quotations_alone_go_on_with_the_same() -> None:
    text = f"{ALONE}\n\n“They had better wait.”\n\n“Or leave.”"
    (mention,) = [m for m in read(text) if m.parent is None]
    assert text[slice(*mention.content[-1])].endswith("“Or leave.”")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that the port was shut.\n\n“Nobody will open it before June,” his deputy said.",
        "“The port is shut,” the mayor said.\n\nIt rained.\n\n“Nobody will open it.”",
        "“The port is shut,” the mayor said.\n\n“NOBODY WILL OPEN IT”",
        "“Is the port shut?” the mayor asked.\n\n“It is shut.”",
        "“The port is shut,” the mayor told a reporter.\n\n“Will it open?”",
        "“The port is shut,” she said. Critics accuse him of “war crimes”.\n\n“It stays shut.”",
    ],
)
def test_a_quotation_with_a_speaker_or_none_beside_it_is_not_joined(text: str) -> None:
    assert not [m for m in read(text) if m.rule.endswith("quotation alone")]


def test_a_quotation_with_its_own_speaker_stays_his() -> None:
    text = "The premier was blunt on one point:\n\n“We will not move,” his deputy said on Monday."
    owners = {text[slice(*m.source[0])] for m in read(text) if m.source and m.kind == "direct"}
    assert owners == {"his deputy"}


def test_an_unclosed_quotation_runs_on_in_the_next_paragraph() -> None:
    text = "The queen told parliament:\n\n“We have waited long enough.\n\n“We shall not wait again.”\n\nThe session closed."
    spans = [text[a:b] for m in read(text) if m.parent is None for a, b in m.content]
    assert "“We have waited long enough." in spans
    assert "“We shall not wait again.”" in spans


def test_confidence_is_in_range_and_not_a_constant() -> None:
    text = "The minister said that ships would sail. It is widely seen as a retreat. Reports suggest haste."
    scores = {m.confidence for m in read(text)}
    assert all(0 < s <= 1 for s in scores)
    assert len(scores) > 1


def found(doc: Doc, *told: tuple[str, str, tuple[str, ...]]) -> list[Attribution]:
    """What a reader would have found: (source, cue, contents) as words of the text."""

    def place(words: str) -> tuple[int, int]:
        start = doc.text.index(words)
        return start, start + len(words)

    return [
        Attribution((place(cue),), (place(source),), tuple(map(place, contents)), 0.9, 0.9, 0.9)
        for source, cue, contents in told
    ]


def test_what_stands_before_was_quoted_as_saying_is_kept() -> None:
    text = "“We won,” the minister was quoted by Reuters as saying. “We will go on.”"
    doc = parse_text(text)
    said = found(doc, ("Reuters", "was quoted by", ("“We won,”", "saying. “We will go on.”")))
    (one,) = attributions(doc, said)
    assert [text[a:b] for a, b in one.content] == ["“We won,”", "“We will go on.”"]
    assert text[slice(*one.source[0])] == "the minister"


def test_who_is_cited_says_it_and_the_outlet_relays() -> None:
    text = "The mine will close, Reuters reported, citing two officials."
    doc = parse_text(text)
    said = found(
        doc,
        ("Reuters", "reported", ("The mine will close",)),
        ("Reuters", "citing", ("two officials",)),
    )
    (one,) = attributions(doc, said)
    assert [text[a:b] for a, b in one.source] == ["two officials"]
    assert [text[a:b] for a, b in one.relay] == ["Reuters"]
