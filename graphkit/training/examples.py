"""Windows of annotated articles as the networks learn from them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from graphkit.attribution.syntax import Syntax, align, no_syntax
from graphkit.attribution.windows import Pieces, PieceVocabulary, split_pieces, windows
from graphkit.attribution.words import Span as WordSpan
from graphkit.attribution.words import Words, split_words
from graphkit.training.corpus import Article

SIZE = 256  # of windows, in pieces: more context to learn from than in use
_POOL = 256  # windows among which those of like length share a step


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated cue, in words of the article, and the words of its source and content."""

    cue: WordSpan
    source: tuple[int, ...]
    content: tuple[int, ...]
    outermost: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article in words, with its gold.

    `open_words`: words in a content of which nobody has said what it reports itself. `annotated`:
    false for a text that nobody has annotated, from which only a teacher can be imitated.
    """

    words: Words
    pieces: Pieces
    syntax: Syntax
    gold: tuple[Gold, ...]
    open_words: npt.NDArray[np.bool_]
    annotated: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """The words `start` to `end` of an article; `parsed` false hides its parse."""

    article: Prepared
    start: int
    end: int
    parsed: bool

    @property
    def syntax(self) -> Syntax:
        """The parse that the networks may see."""
        return self.article.syntax if self.parsed else no_syntax(self.article.words)

    @property
    def gold(self) -> list[Gold]:
        """The attributions whose cue lies in the window."""
        return [g for g in self.article.gold if self.start <= g.cue[0] and g.cue[1] <= self.end]


def prepare(article: Article, doc: Doc, vocabulary: PieceVocabulary) -> Prepared:
    """The article in words, pieces and parse; annotations that share a cue are one."""
    words = split_words(article.text)
    gold: dict[WordSpan, Gold] = {}
    open_words = np.zeros(len(words), np.bool_)
    cue_words: set[int] = set()
    for one in article.annotations:
        cue, source, content = (_words_in(words, s) for s in (one.cue, one.source, one.content))
        if not cue:
            continue
        cue_words.update(cue)
        if not one.complete:
            open_words[list(content)] = True
        key = (min(cue), max(cue) + 1)
        known = gold.get(key, Gold(key, (), (), one.outermost))
        gold[key] = Gold(
            key,
            tuple(sorted({*known.source, *source})),
            tuple(sorted({*known.content, *content})),
            known.outermost and one.outermost,
        )
    open_words[list(cue_words)] = False
    pieces = split_pieces(words, vocabulary)
    return Prepared(words, pieces, align(words, doc), tuple(gold.values()), open_words)


def prepare_text(text: str, doc: Doc, vocabulary: PieceVocabulary) -> Prepared:
    """A text that nobody has annotated."""
    return replace(prepare(Article("", text, ()), doc, vocabulary), annotated=False)


def shown_windows(
    articles: Sequence[Prepared], rnd: random.Random, hidden: float
) -> list[list[Example]]:
    """All articles cut anew into windows, shuffled, in pools; `hidden`: share without a parse."""
    examples = []
    for article in articles:
        first = rnd.randint(SIZE // 3, SIZE)
        cut = windows(article.words, article.pieces, size=SIZE, first=first)
        examples += [Example(article, *window, rnd.random() >= hidden) for window in cut]
    rnd.shuffle(examples)
    return [examples[i : i + _POOL] for i in range(0, len(examples), _POOL)]


def batches(
    pools: Sequence[list[Example]], size: int, rnd: random.Random
) -> Iterator[list[Example]]:
    """Windows of like length together, in random order."""
    for pool in pools:
        ordered = sorted(pool, key=lambda one: one.article.pieces.length(one.start, one.end))
        steps = [ordered[i : i + size] for i in range(0, len(ordered), size)]
        rnd.shuffle(steps)
        yield from steps


def _words_in(words: Words, spans: Sequence[WordSpan]) -> set[int]:
    """The words that the characters of the spans touch."""
    starts, ends = np.frombuffer(words.starts, np.int64), np.frombuffer(words.ends, np.int64)
    return {
        i
        for start, end in spans
        for i in range(
            int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
        )
    }
