"""The parse of a text, word by word: what each word is, and how it hangs together with a cue.

A small encoder sees little of where a clause ends; the parser beside it does. Each word gets the
codes of its tag and of its relation to its head; towards a cue it gets the *branch* by which it
hangs on the cue or on one of the words above it: the relation of the topmost word of that branch.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

from graphkit.attribution.words import Span, Words

# The labels of spaCy's English pipelines (ClearNLP relations, Penn Treebank tags); code 0 is any
# other label, or no parse at all. The order is part of the trained weights.
RELATIONS = (
    *("ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux"),
    *("auxpass", "case", "cc", "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep"),
    *("det", "dobj", "expl", "intj", "mark", "meta", "neg", "nmod", "npadvmod", "nsubj"),
    *("nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj", "predet"),
    *("prep", "prt", "punct", "quantmod", "relcl", "xcomp"),
)
TAGS = (
    *("$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW"),
    *("HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT"),
    *("POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG"),
    *("VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "_SP", "``"),
)
_RELATION = {label: code for code, label in enumerate(RELATIONS, 1)}
_TAG = {label: code for code, label in enumerate(TAGS, 1)}
_HIGHEST = 3  # words above the cue are told apart up to this many steps
_ON_PATH = 1  # of a level's codes the first: the word is itself the cue, or above it
_PER_LEVEL = _ON_PATH + 1 + len(RELATIONS)
UNRELATED = 0
BRANCHES = 1 + (_HIGHEST + 1) * _PER_LEVEL

type Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Syntax:
    """For each word: the codes of its relation and tag, the word it depends on, and its root.

    The head of a root is itself. Where nothing was parsed, codes are 0 and each word is a root.
    """

    relations: bytearray
    tags: bytearray
    heads: "array[int]"
    roots: "array[int]"

    def branches(self, cue: Span, start: int, end: int) -> Codes:
        """The branch code of each word from `start` to `end` towards a cue, given in words."""
        level = self._levels(cue)
        codes = np.full(end - start, UNRELATED, np.int64)
        known: dict[int, int] = {}
        roots = np.frombuffer(self.roots, np.int64)[start:end]
        for word in (np.flatnonzero(roots == self.roots[cue[0]]) + start).tolist():
            codes[word - start] = self._branch(word, level, known)
        return codes

    def _levels(self, cue: Span) -> dict[int, int]:
        """The cue's words at level 0, the words above it by their steps from it."""
        levels = dict.fromkeys(range(*cue), 0)
        word = next(
            (i for i in range(*cue) if self.heads[i] == i or self.heads[i] not in levels), cue[0]
        )
        steps = 0
        while self.heads[word] != word and self.heads[word] not in levels:
            word, steps = self.heads[word], steps + 1
            levels[word] = min(steps, _HIGHEST)
        return levels

    def _branch(self, word: int, level: dict[int, int], known: dict[int, int]) -> int:
        path: list[int] = []
        while word not in known:
            head = self.heads[word]
            if word in level:
                known[word] = 1 + level[word] * _PER_LEVEL
            elif head in level and head != word:
                code = _ON_PATH + self.relations[word]
                known[word] = 1 + level[head] * _PER_LEVEL + code
            elif head == word or len(path) > len(self.heads):
                known[word] = UNRELATED
            else:
                path.append(word)
                word = head
        for below in path:
            known[below] = known[word]
        return known[word]


def no_syntax(words: Words) -> Syntax:
    """What there is to say of a text that nobody parsed."""
    count = len(words)
    alone = array("q", range(count))
    return Syntax(bytearray(count), bytearray(count), alone, alone)


def align(words: Words, doc: Doc) -> Syntax:
    """The parse of the same text, told of its words.

    A word of several tokens ("don't") takes the topmost; of a token of several words ("U.S.") the
    later ones hang on the first.
    """
    first_word = array("q", [-1]) * len(doc)
    token_of = array("q")
    for word, tokens in enumerate(_overlaps(words, doc)):
        token_of.append(_topmost(doc, tokens))
        for i in tokens:
            if first_word[i] < 0:
                first_word[i] = word
    syntax = no_syntax(words)
    heads, roots = array("q", syntax.heads), array("q", syntax.roots)
    for word, index in enumerate(token_of):
        if index < 0:
            continue
        token = doc[index]
        syntax.relations[word] = _RELATION.get(token.dep_, 0)
        syntax.tags[word] = _TAG.get(token.tag_, 0)
        heads[word] = _head(word, token, first_word)
        root = next((t for t in _upwards(token) if t.head == t), token)
        roots[word] = first_word[root.i] if first_word[root.i] >= 0 else word
    return Syntax(syntax.relations, syntax.tags, heads, roots)


def _overlaps(words: Words, doc: Doc) -> Iterator[list[int]]:
    """For each word the tokens that share a character with it."""
    at, count = 0, len(doc)
    for start, end in zip(words.starts, words.ends, strict=True):
        while at < count and doc[at].idx + len(doc[at]) <= start:
            at += 1
        upto = at
        while upto < count and doc[upto].idx < end:
            upto += 1
        yield list(range(at, upto))


def _topmost(doc: Doc, tokens: list[int]) -> int:
    within = set(tokens)
    return next((i for i in tokens if doc[i].head.i == i or doc[i].head.i not in within), -1)


def _head(word: int, token: Token, first_word: "array[int]") -> int:
    """The word that holds the nearest token above which is not in this word."""
    if 0 <= first_word[token.i] < word:
        return first_word[token.i]
    for above in _upwards(token.head):
        if first_word[above.i] >= 0 and first_word[above.i] != word:
            return first_word[above.i]
    return word


def _upwards(token: Token) -> Iterable[Token]:
    yield token
    yield from token.ancestors
