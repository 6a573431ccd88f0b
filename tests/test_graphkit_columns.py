"""Columns say of each token what spaCy says, and documents parsed together what they say alone."""

from spacy.tokens import Doc

from graphkit.columns import columns
from graphkit.language import parse_all, parse_text, pipeline
from graphkit.reading import read_text

TEXTS = (
    "The U.S. president said on Monday that the cease-fire would hold.\nHe didn't say how.",
    "“We won't accept it,” the minister told reporters.",
    "",
    "Talks",
)


def rows(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.lower_, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i, t.idx,
         t.idx + len(t), t.is_sent_start is True)
        for t in doc
    ]  # fmt: skip


def test_columns_are_the_tokens() -> None:
    for text in TEXTS:
        doc = parse_text(text)
        told = columns(doc)
        found = zip(
            told.text, told.lower, told.lemma, told.pos, told.tag, told.dep, told.head,
            told.start, told.end, told.opens, strict=True,
        )  # fmt: skip
        assert list(found) == rows(doc)
        assert columns(doc) is told


def test_a_text_that_nobody_parsed_has_columns() -> None:
    doc = pipeline().make_doc("Talks went on.")
    assert columns(doc).head == [0, 1, 2, 3]


def test_documents_parsed_together_are_parsed_as_alone() -> None:
    documents = [read_text(text).document for text in TEXTS if text]
    together = list(parse_all(documents))
    assert [rows(doc) for doc in together] == [rows(parse_text(d.text)) for d in documents]
    assert list(parse_all([])) == []
