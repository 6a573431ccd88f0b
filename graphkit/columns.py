"""The tokens of a document, column by column.

What is asked of every token of a text is read from spaCy here, once a document, and kept as lists
of strings and numbers: a `Token` takes ten times as long to ask. Rules look at the columns to see
which tokens may concern them, and then at those tokens.
"""

from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

_COLUMNS = "graphkit.columns"  # where a document keeps them
_WORDS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP")
_NUMBERS = ("HEAD", "IDX", "LENGTH", "SENT_START")


@dataclass(frozen=True, slots=True)
class Columns:
    """Of each token `text`, `lower_`, `lemma_` in lower case, `pos_`, `tag_`, `dep_`, `head.i`,
    its first character, one past its last, and whether it begins a sentence.
    """

    text: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    opens: list[bool]


def columns(doc: Doc) -> Columns:
    """The columns of a parsed document, which keeps them from the first call on."""
    known: Columns | None = doc.user_data.get(_COLUMNS)
    if known is None:
        known = doc.user_data[_COLUMNS] = _read(doc)
    return known


def _read(doc: Doc) -> Columns:
    text, lower, lemma, pos, tag, dep = _strings(doc, doc.to_array([*_WORDS]).T.tolist())
    head, start, length, opens = doc.to_array([*_NUMBERS]).astype(np.int64).T
    return Columns(
        text=text,
        lower=lower,
        lemma=[word.lower() for word in lemma],
        pos=pos,
        tag=tag,
        dep=dep,
        head=(head + np.arange(len(doc))).tolist(),  # spaCy stores the steps to the head
        start=start.tolist(),
        end=(start + length).tolist(),
        opens=(opens == 1).tolist(),
    )


def _strings(doc: Doc, columns: list[list[int]]) -> list[list[str]]:
    """The words of all columns, each asked for once: most are the same in several of them."""
    strings = doc.vocab.strings
    known = {code: strings[code] for code in {code for hashes in columns for code in hashes}}
    return [[known[code] for code in hashes] for hashes in columns]
