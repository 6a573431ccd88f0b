"""The sentence around a piece of evidence.

Cut here and not in Cypher: where a sentence ends depends on abbreviations ("U.S. President"), which
no `split` in a query can know, and cut here the words are the same whatever store they come from.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from schemas.stores import QueryableStore, Rows

_TEXTS = "MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id, d.text AS text ORDER BY id"
_AT_ONCE = 200  # documents a query: an article has some 5 kB
_NEEDED = frozenset({"sentence", "document", "start", "end"})
_PARAGRAPH = re.compile(r"\n+")
_STOP = re.compile(r"[.!?…]+[\"”’')\]»]*\s+(?=[\"“‘'(\[«]*[A-Z0-9À-ÞА-Я])")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.)+$")
_LAST_WORD = re.compile(r"[\w.]+$")


class Sentences:
    """A text and where its sentences and paragraphs begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._borders = [0, *_borders(text), len(text)]

    def around(self, start: int, end: int) -> str:
        """The sentence or sentences that hold the characters from `start` to `end`, half open.

        White space is folded.
        """
        first = self._borders[max(0, bisect_right(self._borders, start) - 1)]
        last = self._borders[min(bisect_left(self._borders, end), len(self._borders) - 1)]
        return " ".join(self._text[first:last].split())


def with_sentences(store: QueryableStore, rows: Rows) -> Rows:
    """The rows with `sentence` filled from `document`, `start` and `end`, where all four are there.

    Null where a row has no evidence.
    """
    if not _NEEDED.issubset(rows.columns):
        return rows
    texts = _texts(store, {row["document"] for row in rows if row["document"] is not None})
    return Rows(rows.columns, tuple({**row, "sentence": _sentence(texts, row)} for row in rows))


def _sentence(texts: Mapping[str, Sentences], row: Mapping[str, Any]) -> str | None:
    text = texts.get(row["document"])
    if text is None or row["start"] is None or row["end"] is None:
        return None
    return text.around(row["start"], row["end"])


def _texts(store: QueryableStore, ids: Iterable[str]) -> dict[str, Sentences]:
    ordered = sorted(ids)
    parts = (ordered[i : i + _AT_ONCE] for i in range(0, len(ordered), _AT_ONCE))
    return {
        row["id"]: Sentences(row["text"]) for part in parts for row in store.query(_TEXTS, ids=part)
    }


def _borders(text: str) -> list[int]:
    """Where sentences and paragraphs begin, in order."""
    found = {match.end() for match in _PARAGRAPH.finditer(text)}
    found |= {m.end() for m in _STOP.finditer(text) if not _is_abbreviation(text, m.start())}
    return sorted(found)


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to the word before it: "Mr.", "U.S.", "J."."""
    if text[stop] != ".":
        return False
    before = text[max(0, stop - 20) : stop + 1]
    word = _LAST_WORD.search(before)
    return bool(_INITIALS.search(before) or (word and word[0].rstrip(".").lower() in _words()))


@cache
def _words() -> frozenset[str]:
    source = files(__package__) / "abbreviations.txt"
    return frozenset(source.read_text(encoding="utf-8").split())
