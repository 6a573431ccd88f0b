"""The parse of a text, word by word: what each word is, and how it hangs together with a cue.

A small encoder sees little of where a clause ends; the parser beside it does. Each word gets the
codes of its tag and of its relation to its head; towards a cue it gets the *branch* by which it
hangs on the cue or on one of the words above it: the relation of the topmost word of that branch.
"""

from array import array
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from graphkit.attribution.words import Span, Words
from graphkit.columns import Columns, columns

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
    told = columns(doc)
    token_of, first_word = _places(words, told)
    tops = _tops(told.head)
    syntax = no_syntax(words)
    heads, roots = array("q", syntax.heads), array("q", syntax.roots)
    for word, token in enumerate(token_of):
        if token < 0:
            continue
        syntax.relations[word] = _RELATION.get(told.dep[token], 0)
        syntax.tags[word] = _TAG.get(told.tag[token], 0)
        heads[word] = _head(word, token, first_word, told.head)
        root = first_word[tops[token]]
        roots[word] = root if root >= 0 else word
    return Syntax(syntax.relations, syntax.tags, heads, roots)


def _places(words: Words, told: Columns) -> tuple[list[int], list[int]]:
    """For each word the topmost token that shares a character with it; for each token its word.

    -1 where there is none.
    """
    at, count = 0, len(told.head)
    token_of, first_word = [], [-1] * count
    for word, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        while at < count and told.end[at] <= start:
            at += 1
        upto = at
        while upto < count and told.start[upto] < end:
            if first_word[upto] < 0:
                first_word[upto] = word
            upto += 1
        token_of.append(at if upto == at + 1 else _topmost(told.head, range(at, upto)))
    return token_of, first_word


def _topmost(heads: list[int], tokens: range) -> int:
    return next((i for i in tokens if heads[i] == i or heads[i] not in tokens), -1)


def _tops(heads: list[int]) -> list[int]:
    """For each token the root of its tree."""
    tops = [i if head == i else -1 for i, head in enumerate(heads)]
    for token in range(len(heads)):
        above, path = token, []
        while tops[above] < 0:
            path.append(above)
            above = heads[above]
        for below in path:
            tops[below] = tops[above]
    return tops


def _head(word: int, token: int, first_word: list[int], heads: list[int]) -> int:
    """The word that holds the nearest token above which is not in this word."""
    if 0 <= first_word[token] < word:
        return first_word[token]
    while heads[token] != token:
        token = heads[token]
        if first_word[token] >= 0 and first_word[token] != word:
            return first_word[token]
    return word
