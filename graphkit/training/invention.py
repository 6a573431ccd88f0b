"""Invented nesting: a sentence that reports something becomes the content of another's report.

A corpus of outermost attributions says nothing of reports within reports. Here the frame of one
article ("The envoy's aides concede that", ", a spokesman said") is laid around a sentence of
another that is annotated itself, so that both attributions are known.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from graphkit.attribution.words import Span as Characters
from graphkit.evaluation.standoff import Annotation
from graphkit.training.corpus import Article

_SHARE = 0.4  # of the sentences that could be wrapped
_LONGEST_FRAME = 70  # characters of source and cue
_WORDS = range(5, 46)  # of a sentence that is wrapped
_QUOTATION_MARKS = frozenset('"“”«»„')


@dataclass(frozen=True, slots=True)
class Frames:
    """Sources with their cues, as corpora have them before ("that …") and after (", … said")."""

    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]


def frames(articles: Sequence[Article]) -> Frames:
    """The frames of a corpus: one source, one cue, one content, side by side."""
    before, after = [], []
    for article in articles:
        for one in article.annotations:
            if len(one.source) == len(one.cue) == len(one.content) == 1:
                source, cue = _text(article, one.source[0]), _text(article, one.cue[0])
                if len(source) + len(cue) > _LONGEST_FRAME or "\n" in source + cue:
                    continue
                if _adjacent(article, one.source[0], one.cue[0]):
                    content = _text(article, one.content[0])
                    if content.startswith("that ") and one.cue[0][0] < one.content[0][0]:
                        before.append((source, cue))
                    if one.content[0][0] < one.source[0][0] and _ends_sentence(article, one.cue[0]):
                        after.append((source, cue))
    return Frames(tuple(before), tuple(after))


def nested(article: Article, doc: Doc, known: Frames, rnd: random.Random) -> Article:
    """The article with some of its reporting sentences wrapped in the frames of others."""
    if not known.before or not known.after:
        return article
    text, annotations = article.text, list(article.annotations)
    chosen = [s for s in _wrappable(article, doc) if rnd.random() < _SHARE]
    for sentence in reversed(chosen):  # from the end, so that earlier places stay
        wrap = _WRAPS[rnd.randrange(len(_WRAPS))]
        text, annotations = _wrapped(text, annotations, sentence, wrap(known, rnd))
    return replace(article, text=text, annotations=tuple(annotations))


@dataclass(frozen=True, slots=True)
class _Wrap:
    """What goes before and after a sentence; source and cue are places in the one that `leads`.

    `marks`: how many characters of it, before and after the sentence, belong to the content.
    """

    before: str
    after: str
    source: Characters
    cue: Characters
    leads: bool
    marks: tuple[int, int] = (0, 0)


def _that(known: Frames, rnd: random.Random) -> _Wrap:
    source, cue = rnd.choice(known.before)
    before = f"{source[0].upper()}{source[1:]} {cue} that "
    place = len(source) + 1
    that = (len("that "), 0)
    return _Wrap(before, "", (0, len(source)), (place, place + len(cue)), True, that)


def _said(known: Frames, rnd: random.Random) -> _Wrap:
    return _trailing("", ", ", known, rnd)


def _quoted(known: Frames, rnd: random.Random) -> _Wrap:
    return _trailing("“", ",” ", known, rnd)


def _trailing(opening: str, closing: str, known: Frames, rnd: random.Random) -> _Wrap:
    source, cue = rnd.choice(known.after)
    begin = len(closing)
    place = begin + len(source) + 1
    return _Wrap(
        opening,
        f"{closing}{source} {cue}",
        (begin, begin + len(source)),
        (place, place + len(cue)),
        False,
        (1, 2) if opening else (0, 0),
    )


def _according(known: Frames, rnd: random.Random) -> _Wrap:
    source, _ = rnd.choice(known.after)
    cue = len("According to")
    return _Wrap(f"According to {source}, ", "", (cue + 1, cue + 1 + len(source)), (0, cue), True)


_WRAPS = (_that, _that, _said, _quoted, _according)


def _wrappable(article: Article, doc: Doc) -> Iterator[Span]:
    """Sentences that hold whole attributions, none in part, and no quotation mark."""
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        text = sentence.text.rstrip()
        if len(sentence) not in _WORDS or not text.endswith(".") or "\n" in text:
            continue
        if _QUOTATION_MARKS & set(text):
            continue
        touching = [a for a in article.annotations if _touches(a, start, end)]
        if touching and all(_within(a, start, end) for a in touching):
            yield sentence


def _wrapped(
    text: str, annotations: list[Annotation], sentence: Span, wrap: _Wrap
) -> tuple[str, list[Annotation]]:
    start, end = sentence.start_char, sentence.end_char
    stop = start + len(sentence.text.rstrip()) - 1  # the full stop
    body = text[start:stop]
    if wrap.leads and _lowers(sentence[0]):
        body = body[0].lower() + body[1:]
    inner = start + len(wrap.before)  # where the sentence begins now

    def moved(span: Characters) -> Characters:
        if start <= span[0] < end:
            return span[0] + inner - start, min(span[1], stop) + inner - start
        grown = len(wrap.before) + len(wrap.after) if span[0] >= end else 0
        return span[0] + grown, span[1] + grown

    def carried(one: Annotation) -> Annotation:
        within = any(start <= cue < end for cue, _ in one.cue)
        return Annotation(
            tuple(map(moved, one.source)),
            tuple(map(moved, one.cue)),
            tuple(map(moved, one.content)),
            outermost=one.outermost and not within,
            complete=one.complete,
        )

    frame = start if wrap.leads else inner + len(body)
    source, cue = ((frame + a, frame + b) for a, b in (wrap.source, wrap.cue))
    content = (inner - wrap.marks[0], inner + len(body) + wrap.marks[1])
    outer = Annotation((source,), (cue,), (content,), complete=True)
    new = text[:start] + wrap.before + body + wrap.after + text[stop:]
    return new, [outer, *map(carried, annotations)]


def _lowers(token: Token) -> bool:
    return token.pos_ != "PROPN" and token.text != "I" and token.text[1:].islower()


def _text(article: Article, span: Characters) -> str:
    return article.text[span[0] : span[1]]


def _adjacent(article: Article, first: Characters, second: Characters) -> bool:
    return first[1] + 1 == second[0] and article.text[first[1]] == " "


def _ends_sentence(article: Article, cue: Characters) -> bool:
    return article.text[cue[1] : cue[1] + 1] == "."


def _touches(one: Annotation, start: int, end: int) -> bool:
    spans = (*one.source, *one.cue, *one.content)
    return any(a < end and start < b for a, b in spans)


def _within(one: Annotation, start: int, end: int) -> bool:
    spans = (*one.source, *one.cue, *one.content)
    return bool(one.cue) and all(start <= a and b <= end for a, b in spans)
