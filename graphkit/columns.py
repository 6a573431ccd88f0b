"""The tokens of a document, column by column.

What is asked of every token of a text is read from spaCy here, once a document, and kept as lists
of strings and numbers: a `Token` takes ten times as long to ask. Rules look at the columns to see
which tokens may concern them, and then at those tokens.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

_COLUMNS = "graphkit.columns"  # where a document keeps them
_ATTRIBUTES: list[int | str] = ["LOWER", "LEMMA", "POS", "TAG", "DEP", "HEAD"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Of each token `lower_`, `lemma_` in lower case, `pos_`, `tag_`, `dep_` and `head.i`."""

    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]


def columns(doc: Doc) -> Columns:
    """The columns of a parsed document, which keeps them from the first call on."""
    known: Columns | None = doc.user_data.get(_COLUMNS)
    if known is None:
        known = doc.user_data[_COLUMNS] = _read(doc)
    return known


def _read(doc: Doc) -> Columns:
    lower, lemma, pos, tag, dep, head = doc.to_array(_ATTRIBUTES).T
    steps = head.astype(np.int64)  # from the token to its head; spaCy stores them unsigned
    return Columns(
        lower=_strings(doc, lower.tolist()),
        lemma=[word.lower() for word in _strings(doc, lemma.tolist())],
        pos=_strings(doc, pos.tolist()),
        tag=_strings(doc, tag.tolist()),
        dep=_strings(doc, dep.tolist()),
        head=(steps + np.arange(len(doc))).tolist(),
    )


def _strings(doc: Doc, hashes: Iterable[int]) -> list[str]:
    known: dict[int, str] = {}
    strings = doc.vocab.strings
    return [known[h] if h in known else known.setdefault(h, strings[h]) for h in hashes]
