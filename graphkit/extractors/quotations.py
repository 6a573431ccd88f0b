"""Quotations that the reader leaves in their own paragraph, joined to who says them.

Four rules over attributions already found:

- *after a colon*: "The envoy believes it is a tactic:" ¶ "“If they refuse, …”": one statement.
- *colon alone*: "The minister, using Telegram, wrote:" ¶ "“We are ready.”": the verb is the cue.
- *running on*: a quotation left open at a paragraph's end goes on in the next one that opens anew.
- *alone*: "“We are ready,” she said." ¶ "“They are not.”": who spoke last goes on. Its annotators
  give the same source in 12 of 14 such paragraphs of PolNeAR train that the reader leaves out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from graphkit.clauses import text_of, tokens_in
from graphkit.cues import cue_head
from graphkit.knowledge.lexicons import lexicon
from graphkit.mentions import AttributionMention, Span
from graphkit.quotation import CLOSING, quoted_spans
from graphkit.spans import SpanIndex, touch

PARAGRAPH = re.compile(r"[^\s](?:[^\n]*[^\s])?")
SENTENCE = re.compile(r"\W(?![A-Z]+:).*[.!…]\W", re.S)  # in quotation marks; no "PENCE: …"
NEXT = re.compile(r":[ \t]*\n\s*(?=[“\"«„‘])")
COLON_PRECISION = 0.6
"""Of statements made by *colon alone*. On PolNeAR train *after a colon* is right in 23 of 25 and
*colon alone* in 0 of 2 (blocks after "From X writing at Y:", which its annotators leave out): the
first share, weighed as four cases, with the second."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A quotation that stands after a colon: where the colon is, and the quotation's characters."""

    colon: int
    content: tuple[Span, ...]


def join_quotations(
    doc: Doc, found: Sequence[AttributionMention], skip: Sequence[Span] = ()
) -> list[AttributionMention]:
    """The attributions, with block quotations joined to the sentence that announces them."""
    joined = list(found)
    for block in _blocks(text_of(doc), skip):
        if any(_inside(m.cue, block.content) and m.source for m in joined if m.parent is None):
            continue
        owner = _announcing(doc, joined, block.colon)
        if owner is not None:
            joined = _with_quotation(doc, joined, owner, block)
        elif (made := _from_colon(doc, block)) is not None:
            joined = [*_without_sourceless(joined, block), made]
    paragraph: dict[Span, Span] = {}
    for before, quotation in _alone(text_of(doc), skip):
        begun = paragraph.get(before, before)
        longer = _going_on(doc, joined, begun, quotation)
        if longer is not joined:
            joined, paragraph[quotation] = longer, begun
    return _ordered(joined)


def _blocks(text: str, skip: Sequence[Span]) -> Iterator[_Block]:
    for match in NEXT.finditer(text):
        if any(a <= match.start() < b for a, b in skip):
            continue
        yield _Block(match.start(), tuple(_quotation(text, match.end())))


def _alone(text: str, skip: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Each paragraph that is one quotation and nothing else, behind the one before it."""
    before: Span | None = None
    for match in PARAGRAPH.finditer(text):
        span = match.span()
        if any(a < span[1] and span[0] < b for a, b in skip):
            before = None
            continue
        whole = quoted_spans(text, *span) == [span] and SENTENCE.fullmatch(match.group())
        if before is not None and whole:
            yield before, span
        before = span


def _going_on(
    doc: Doc, found: list[AttributionMention], before: Span, quotation: Span
) -> list[AttributionMention]:
    """The quotation joined to what was said last in a paragraph before, in whole sentences.

    Not to a question, nor to who is quoted with a word or in passing ("whose aide called it …").
    """
    if any(m.source and touch(m.content, (quotation,)) for m in found):
        return found
    near = [
        (m.cue[0], n) for n, m in enumerate(found)
        if m.parent is None and m.cue and m.source and before[0] <= m.cue[0][0] < before[1]
    ]  # fmt: skip
    if not near:
        return found
    owner = found[max(near)[1]]
    verb = cue_head(tokens_in(doc, owner.cue))
    in_passing = verb is not None and verb.dep_ in {"relcl", "acl"}
    if owner.kind != "direct" or owner.act == "ask" or in_passing:
        return found
    if max(b for _, b in owner.content) > quotation[0]:
        return found
    longer = replace(
        owner, content=(*owner.content, quotation), rule=f"{owner.rule}, quotation alone"
    )
    return [
        longer if m is owner else m
        for m in found
        if m is owner or m.source or not touch(m.content, (quotation,))
    ]


def _quotation(text: str, start: int) -> Iterator[Span]:
    """The quotation that opens here, to its closing mark; paragraphs that open anew run on."""
    while True:
        closing = CLOSING[text[start]]
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        end = text.rfind(closing, start + 1, line_end)
        yield start, (end + 1 if end > start else line_end)
        following = re.compile(r"\s*").match(text, line_end)
        start = following.end() if following else len(text)
        if end > start or end > 0 or start >= len(text) or text[start] not in CLOSING:
            return


def _inside(spans: Sequence[Span], content: Sequence[Span]) -> bool:
    """Does a cue stand in the quotation's paragraph? Then that paragraph has its own speaker."""
    return any(a <= start < b for start, _ in spans for a, b in content)


def _announcing(doc: Doc, found: Sequence[AttributionMention], colon: int) -> int | None:
    """The outermost attribution of the sentence that ends in the colon."""
    paragraph = text_of(doc).rfind("\n", 0, colon) + 1
    mark = doc.char_span(colon, colon + 1, alignment_mode="expand")
    floor = max(paragraph, mark[0].sent.start_char if mark is not None else paragraph)
    near = [
        n for n, m in enumerate(found)
        if m.parent is None and m.cue and floor <= m.cue[0][0] < colon and m.source
    ]  # fmt: skip
    return near[-1] if near else None


def _with_quotation(
    doc: Doc, found: list[AttributionMention], owner: int, block: _Block
) -> list[AttributionMention]:
    mention = found[owner]
    before = tuple(s for s in mention.content if s[1] <= block.colon + 1)
    before = before or _clause_before(doc, mention, block.colon)
    content = (*before, *block.content)
    found[owner] = replace(
        mention,
        content=content,
        kind="mixed" if before else "direct",
        rule=f"{mention.rule}, quotation after a colon",
    )
    return [
        m for m in found if m is found[owner] or m.source or not touch(m.content, block.content)
    ]


def _clause_before(doc: Doc, mention: AttributionMention, colon: int) -> tuple[Span, ...]:
    """What the cue's verb says before the colon: "adds that the talks are adrift:" ¶ "“…”"."""
    for verb in tokens_in(doc, mention.cue):
        for clause in verb.children:
            start = clause.left_edge.idx
            if clause.dep_ == "ccomp" and verb.idx < start < colon:
                return ((start, colon),)
    return ()


def _without_sourceless(found: list[AttributionMention], block: _Block) -> list[AttributionMention]:
    return [m for m in found if m.source or not touch(m.content, block.content)]


def _from_colon(doc: Doc, block: _Block) -> AttributionMention | None:
    """By the last verb of saying before the colon: "The minister, using Telegram, wrote:"."""
    before = doc.char_span(block.colon, block.colon + 1, alignment_mode="expand")
    if before is None:
        return None
    sentence = before[0].sent
    for token in reversed([t for t in sentence if t.idx < block.colon]):
        row = lexicon("cues").get(token.lemma_.lower())
        if token.pos_ == "VERB" and row and row.get("class", "utterance") == "utterance":
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            return _made(token, subject, block, row["act"]) if subject is not None else None
    return None


def _made(verb: Token, subject: Token, block: _Block, act: str) -> AttributionMention:
    left, right = subject.left_edge, subject.right_edge
    return AttributionMention(
        cue=((verb.idx, verb.idx + len(verb)),),
        source=((left.idx, _phrase_end(subject, right)),),
        content=block.content,
        kind="direct",
        class_="utterance",
        act=act,  # type: ignore[arg-type]  # the lexicon's acts are the schema's
        modality="asserted",
        polarity=0.0,
        confidence=COLON_PRECISION,
        rule="colon alone",
    )


def _phrase_end(subject: Token, right: Token) -> int:
    """A subject's noun phrase without what follows its first comma."""
    for token in subject.doc[subject.i + 1 : right.i + 1]:
        if token.text in {",", "(", "—", "–"}:
            return token.idx
    return right.idx + len(right)


def _ordered(found: Sequence[AttributionMention]) -> list[AttributionMention]:
    """By place, with parents found anew: the smallest other content that holds the cue."""
    ordered = sorted(found, key=lambda m: (m.cue[0] if m.cue else m.content[0], m.content))
    contents = SpanIndex(m.content for m in ordered)
    return [replace(m, parent=_parent(n, ordered, contents)) for n, m in enumerate(ordered)]


def _parent(n: int, ordered: Sequence[AttributionMention], contents: SpanIndex) -> int | None:
    mention = ordered[n]
    place = mention.cue[0][0] if mention.cue else mention.content[0][0]
    near = ((k, ordered[k]) for k in contents.near(place, place) if k != n)
    holding = [
        (extent(m), k)
        for k, m in near
        if any(a <= place < b for a, b in m.content) and extent(m) > extent(mention)
    ]
    return min(holding)[1] if holding else None


def extent(mention: AttributionMention) -> int:
    """How many characters the content has."""
    return sum(end - start for start, end in mention.content)
