"""Words that somebody looks for, as a query of the full-text index that finds those and no others.

Both engines read Lucene's language and cut texts by Unicode's rules for words (UAX #29). The words
are cut here by the same rules, and nothing but letters, digits and what may stand within a word
goes on, each in quotation marks: so no sign, and no AND or NOT, is anything but a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from schemas.errors import QuestionError

_MOST = 50  # words: Lucene takes a thousand, nobody types them
_MARK = "ˑ"  # stands for accents and vowel signs: a letter to `re`, which they are not
_TOKEN = re.compile(
    r"""
      [\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]   # read one by one, as the engines do
    | \w (?: \w | (?<=[^\W\d_]) ['’.:·] (?=[^\W\d_]) | (?<=\d) ['’.,] (?=\d) )*
    """,
    re.VERBOSE,
)


def full_text(words: str, where: str) -> str:
    """The query that asks for every one of the words, in any order, in small or large letters.

    Words joined by a hyphen or another sign are asked for one by one. QuestionError, which begins
    with `where`, for no word at all and for more than fifty.
    """
    found = words_in(words)
    if not found:
        raise QuestionError(f"{where}: {words!r} has no word to look for")
    if len(found) > _MOST:
        raise QuestionError(f"{where}: {len(found)} words; look for {_MOST} at most")
    return all_of(found)


def words_in(text: str) -> list[str]:
    """The words of a text as the index has them, each once."""
    return list(dict.fromkeys(_words(text)))


def all_of(words: Iterable[str]) -> str:
    """The query for what `words_in` gives; empty for none."""
    return " ".join(f'+"{word}"' for word in words)


def holds_all(words: Iterable[str], text: str) -> bool:
    """Whether the index finds a text by all of these words."""
    return {_small(word) for word in words} <= small_words_in(text)


def small_words_in(text: str) -> set[str]:
    """The words of a text as the index compares them."""
    return {_small(word) for word in _words(text)}


def _small(word: str) -> str:
    """In small letters, sign by sign as Lucene does: a capital dotted I is an i."""
    return word.lower() if word.isascii() else "".join(sign.lower()[0] for sign in word)


def _words(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text if text.isascii() else _shape(text)):
        yield text[match.start() : match.end()]


def _shape(text: str) -> str:
    """The text with a letter in place of each sign that marks one."""
    return "".join(_MARK if unicodedata.category(sign)[0] == "M" else sign for sign in text)
