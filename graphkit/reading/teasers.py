"""Teasers for other articles: blocks under a heading such as "Read also", and lists in the text."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graphkit.reading.paragraphs import Paragraph
from graphkit.reading.signs import signs
from schemas.provenance import ZoneKind

_LONGEST_HEADING = 60  # characters
_MOST_BULLETS = 4

type Kinds = Sequence[ZoneKind | None]


def teaser_blocks(parts: Sequence[Paragraph], kinds: Kinds) -> Iterator[int]:
    """Indexes of the paragraphs that belong to teaser blocks, the headings included."""
    flow = _flow(parts, kinds)
    end = 0
    for i, part in enumerate(parts):
        if i < end or kinds[i] not in (None, "title") or not _may_head(part):
            continue
        end = _block_end(part, i, flow)
        if end > i + 1:
            yield from (k for k in range(i, end) if kinds[k] in (None, "caption", "title"))


def _may_head(part: Paragraph) -> bool:
    return len(part.words) <= _LONGEST_HEADING and not part.is_sentence


def _block_end(part: Paragraph, heading: int, flow: "_Flow") -> int:
    """Where the block under a heading ends; `heading` itself where it heads no teasers."""
    closing = signs().heads_closing_teasers(part.words)
    if not closing and not signs().heads_inline_teasers(part.words):
        return heading
    after = heading + 1
    prose = flow.prose[after]
    resumed = (flow.pairs if heading < flow.notice else flow.triples)[after]
    if resumed == after < flow.end:
        return heading
    if not closing and heading < flow.notice:
        return prose  # in doubt the article goes on with the next paragraph
    if resumed < flow.end:
        return prose if not closing or resumed - prose <= 1 else resumed
    lone = prose < flow.end and flow.prose[prose + 1] == flow.end
    return prose if not closing and lone else flow.end


class _Flow(NamedTuple):
    """Where the article's prose goes on, from each paragraph onwards; `end` where it does not.

    `prose`: the next paragraph of prose; `pairs`, `triples`: the next of two or three in a row,
    furniture between them not counted. `notice`: the first notice.
    """

    prose: list[int]
    pairs: list[int]
    triples: list[int]
    notice: int
    end: int


def _flow(parts: Sequence[Paragraph], kinds: Kinds) -> _Flow:
    end = len(parts)
    prose, pairs, triples = ([end] * (end + 1) for _ in range(3))
    run = 0
    for k in range(end - 1, -1, -1):
        if _is_prose(parts[k], kinds[k]):
            run += 1
        elif kinds[k] != "navigation":
            run = 0
        here = _is_prose(parts[k], kinds[k])
        prose[k] = k if here else prose[k + 1]
        pairs[k] = k if here and run >= 2 else pairs[k + 1]
        triples[k] = k if here and run >= 3 else triples[k + 1]
    notice = kinds.index("notice") if "notice" in kinds else end
    return _Flow(prose, pairs, triples, notice, end)


def _is_prose(part: Paragraph, kind: ZoneKind | None) -> bool:
    return kind in (None, "body") and part.is_prose and not part.is_headline


def bullet_teasers(parts: Sequence[Paragraph], kinds: Kinds) -> Iterator[int]:
    """Indexes of list items in the text that are headlines of other articles.

    A list under a sentence with a full stop, at most four items, each a capitalised headline of
    five words or more without punctuation at its end. A list under a colon belongs to the article.
    """
    i = 0
    while i < len(parts):
        end = i
        while end < len(parts) and parts[end].is_bullet:
            end += 1
        items = [k for k in range(i, end) if kinds[k] is None]
        advertised = any(kinds[k] == "navigation" for k in range(i, end))
        stands_alone = i > 0 and end < len(parts) and parts[i - 1].is_sentence
        if items and (stands_alone or advertised) and len(items) <= _MOST_BULLETS:
            yield from items if all(_is_bare_headline(parts[k]) for k in items) else ()
        i = max(end, i + 1)


def _is_bare_headline(part: Paragraph) -> bool:
    words = part.words.lstrip("-–•*·▪●‣◦ ")
    return part.count >= 6 and words[:1].isupper() and part.ending[-1] not in ".;:,!"
