"""Part of speech, morphology and lemma of each token by table, as spaCy's own components set them.

spaCy's attribute ruler matches every rule against every token of a text, and its lemmatizer asks
each word anew. Nearly all rules look at one token's word, tag and dependency, so that a table of
what they give to each of the few combinations says the same in a tenth of the time.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

type Component = Callable[[Doc], Doc]
type _Seen = tuple[int, int, int, int]  # of a token, `_ASKED` as spaCy's numbers
type _Test = Callable[[str], bool]
type _Word = tuple[tuple[int, _Test], ...]  # places in `_ASKED`, and what must hold there

_ASKED = ("LOWER", "TAG", "DEP", "IS_SPACE")
_GIVEN = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
_KEPT = 1 << 16  # words that a table keeps before it begins anew


def by_table(component: Component) -> Component:
    """The same annotation in less time, or the component itself where no table can say it."""
    if type(component) is AttributeRuler:
        return _ruled(component) or component
    if type(component) in {Lemmatizer, EnglishLemmatizer}:
        return LemmaTable(cast("Lemmatizer", component))
    return component


# --- what a word, its tag and its dependency entail -----------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern of one or more words, and what the word at `index` gets."""

    number: int  # of two rules the later one has the last word
    pattern: tuple[_Word, ...]
    index: int
    attributes: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """For one combination: the rules of one word that hold, and longer ones that may begin."""

    rules: tuple[int, ...]
    values: tuple[int, ...]
    longer: tuple[_Rule, ...]


class RuleTable:
    """What an attribute ruler does whose rules look at words, tags and dependencies only."""

    def __init__(self, rules: Sequence[_Rule], words: Iterable[str], vocab: Vocab) -> None:
        """`words`: patterns that together match every word that some rule asks for."""
        self._rules = {rule.number: rule for rule in rules}
        self._words = re.compile("|".join(f"(?:{word})" for word in words) or r"(?!)")
        self._strings = vocab.strings
        self._given = tuple(vocab.strings.as_int(name) for name in _GIVEN)
        self._classes: dict[int, int] = {}
        self._entries: dict[_Seen, _Entry] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The document itself, with what the rules give to its tokens."""
        if not len(doc):
            return doc
        lowers, *others = doc.to_array([*_ASKED]).T.tolist()
        seen = cast("list[_Seen]", list(zip(self._asked_for(lowers), *others, strict=True)))
        entries = [self._entries.get(one) or self._entry(one) for one in seen]
        values = [entry.values for entry in entries]
        for at, extra in self._longer(seen, entries).items():
            values[at] = self._values({*entries[at].rules, *extra})
        new = np.array(values, dtype=np.uint64)
        table: Any = np.where(new, new, doc.to_array([*_GIVEN]))
        return doc.from_array([*_GIVEN], table)

    def _asked_for(self, lowers: list[int]) -> list[int]:
        """The words that some rule asks for, and 0 for all others."""
        if len(self._classes) > _KEPT:
            self._classes.clear()
        known = self._classes
        for lower in set(lowers).difference(known):
            known[lower] = lower if self._words.search(self._strings[lower]) else 0
        return [known[lower] for lower in lowers]

    def _entry(self, seen: _Seen) -> _Entry:
        starting = [r for r in self._rules.values() if self._holds(r.pattern[0], seen)]
        rules = tuple(rule.number for rule in starting if len(rule.pattern) == 1)
        longer = tuple(rule for rule in starting if len(rule.pattern) > 1)
        entry = self._entries[seen] = _Entry(rules, self._values(rules), longer)
        return entry

    def _longer(self, seen: Sequence[_Seen], entries: Sequence[_Entry]) -> dict[int, set[int]]:
        """The rules of several words that hold, by the token that they give something to."""
        found: dict[int, set[int]] = {}
        for at, entry in enumerate(entries):
            for rule in entry.longer:
                following = seen[at : at + len(rule.pattern)]
                whole = len(following) == len(rule.pattern)
                if whole and all(map(self._holds, rule.pattern, following)):
                    found.setdefault(at + rule.index, set()).add(rule.number)
        return found

    def _holds(self, word: _Word, seen: _Seen) -> bool:
        for at, test in word:
            flag = _ASKED[at] == "IS_SPACE"
            if not test(str(bool(seen[at])) if flag else self._strings[seen[at]]):
                return False
        return True

    def _values(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """What is given by all of these rules together; 0 where nothing is."""
        given: dict[int, int] = {}
        for number in sorted(numbers):
            given |= self._rules[number].attributes
        return tuple(given.get(attribute, 0) for attribute in self._given)


def _ruled(ruler: AttributeRuler) -> RuleTable | None:
    """The ruler's table; none where a rule is of a kind that no table can hold."""
    given = {ruler.vocab.strings.as_int(name) for name in _GIVEN}
    rules: list[_Rule] = []
    words: set[str] = set()
    rows = cast("list[dict[str, Any]]", ruler.patterns)
    for number, (row, attributes) in enumerate(zip(rows, ruler.attrs, strict=True)):
        if not attributes.keys() <= given or not all(attributes.values()):
            return None
        for pattern in row["patterns"]:
            read = [_word(asked) for asked in pattern]
            index = row["index"]
            if not read or None in read or not 0 <= index < len(read):
                return None
            compiled = tuple(word for word in read if word is not None)
            rules.append(_Rule(number, compiled, index, attributes))
            words.update(word for word in map(_spelling, pattern) if word is not None)
    try:
        return RuleTable(rules, sorted(words), ruler.vocab)
    except re.error:  # a flag within a pattern
        return None


def _word(asked: Mapping[str, Any]) -> _Word | None:
    """The tests of one token of a pattern; none if one is of another kind."""
    tests = [(_ASKED.index(k), _test(v)) for k, v in asked.items() if k in _ASKED]
    known = tuple((at, test) for at, test in tests if test is not None)
    return known if known and len(known) == len(asked) else None


def _test(asked: object) -> _Test | None:
    """spaCy's "is", "is one of", "is none of" and "matches"."""
    match asked:
        case str() | bool():
            return str(asked).__eq__
        case {"IN": list(values), **rest} if not rest:
            return frozenset(values).__contains__
        case {"NOT_IN": list(values), **rest} if not rest:
            return lambda text: text not in values
        case {"REGEX": str(pattern), **rest} if not rest:
            return lambda text: re.search(pattern, text) is not None
    return None


def _spelling(asked: Mapping[str, Any]) -> str | None:
    """A pattern of the words that one token of a rule may be, where it asks for any."""
    match asked.get("LOWER"):
        case None:
            return None
        case str(word):
            return rf"^{re.escape(word)}\Z"
        case {"IN": list(words)}:
            return rf"^(?:{'|'.join(map(re.escape, words))})\Z"
        case {"REGEX": str(pattern)}:
            return pattern
    return ""  # any word may be one


# --- lemmas ---------------------------------------------------------------------------------------


class LemmaTable:
    """What a lemmatizer does that goes by word, part of speech and morphology, asked once each."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        self._known: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The document itself, with a lemma for each token."""
        if not len(doc):
            return doc
        if len(self._known) > _KEPT:
            self._known.clear()
        orths, tags, morphs, lemmas = doc.to_array(["ORTH", "POS", "MORPH", "LEMMA"]).T.tolist()
        keep = not self._lemmatizer.overwrite
        found = [
            (keep and lemma) or self._known.get(key) or self._ask(doc, at, key)
            for at, (lemma, key) in enumerate(
                zip(lemmas, zip(orths, tags, morphs, strict=True), strict=True)
            )
        ]
        column: Any = np.array(found, dtype=np.uint64)
        return doc.from_array(["LEMMA"], column)

    def _ask(self, doc: Doc, at: int, key: tuple[int, int, int]) -> int:
        lemma = doc.vocab.strings.add(self._lemmatizer.lemmatize(doc[at])[0])
        self._known[key] = lemma
        return lemma
