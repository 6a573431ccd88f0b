"""Which stretch of a page's text is what: title, byline, dateline, caption, body, teaser, …

Nothing is deleted: every letter of the text lies in exactly one zone. In doubt a paragraph is body,
because a missed statement is worse than a caption that is read.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graphkit.reading.datelines import find_dateline
from graphkit.reading.dates import is_date_line, names_date
from graphkit.reading.paragraphs import Paragraph, paragraphs
from graphkit.reading.signs import Signs, signs
from graphkit.reading.teasers import bullet_teasers, teaser_blocks
from schemas.provenance import ZoneKind

_CLOSING = 4  # paragraphs at the end of the page, in which a notice is taken for one more easily
_BYLINE_REACH = 6  # paragraphs after the first prose, in which a byline may still stand
_CREDITING = frozenset({"caption", "notice"})
_MERGED = frozenset({"byline", "body", "teaser", "navigation", "notice"})

_NAME = r"(?:[^\W\d_a-z][\w.’'-]+|de|van|von|al)"
_NAMES = re.compile(
    rf"{_NAME}(?: {_NAME}){{1,3}}(?:(?:,| and| &) {_NAME}(?: {_NAME}){{1,3}}){{0,3}}"
    r"(?P<post>,? in [A-Z][\w ,]{1,40}|,? \([\w .]{2,60}\)|, [A-Z][\w ]{2,40}"
    r"| with [A-Z][\w ,]{1,40})?"
)

_BARE_DATELINE = re.compile(r"[A-Z][A-Z .,()]{1,40}\s*[—–―-]{1,2}")

type Kinds = list[ZoneKind | None]


class Zone(NamedTuple):
    """A labelled stretch of the text, half open, in Unicode code points."""

    kind: ZoneKind
    start: int
    end: int


def label_zones(text: str, hints: Mapping[str, ZoneKind] | None = None) -> tuple[Zone, ...]:
    """The zones of a text in order: sorted, without overlap, every letter and digit inside one.

    `hints` names the kind of paragraphs that are known, by their words with white space folded.
    """
    parts = paragraphs(text)
    known = signs()
    kinds: Kinds = [(hints or {}).get(part.words) or _sign(part, known) for part in parts]
    _label_close(parts, kinds, known)
    opening = _opening(parts, kinds, known)
    title = _title(parts, kinds, opening, known)
    _label_head(parts, kinds, opening, title, known)
    for index in (*teaser_blocks(parts, kinds), *bullet_teasers(parts, kinds)):
        kinds[index] = "teaser"
    _label_rest(parts, kinds)
    return tuple(_merged(text, _pieces(text, parts, kinds)))


def _sign(part: Paragraph, known: Signs) -> ZoneKind | None:
    """What a paragraph is by its own words, wherever it stands."""
    line = part.words
    if not any(c.isalnum() for c in line):
        return "navigation"
    if not part.short:
        return None
    if known.is_notice(line):
        return "notice"
    if known.is_navigation(line) or (known.is_section_path(line) and not names_date(line)):
        return "navigation"
    if _BARE_DATELINE.fullmatch(line):
        return "dateline"
    if known.teaser.fullmatch(line):
        return "teaser"
    return "caption" if part.count <= 80 and known.is_caption(line) else None


def _label_close(parts: list[Paragraph], kinds: Kinds, known: Signs) -> None:
    """Label the notices that only their place at the end of the page gives away."""
    for i in range(max(1, len(parts) - _CLOSING), len(parts)):
        if kinds[i] is None and parts[i].short and known.closing_notice.fullmatch(parts[i].words):
            kinds[i] = "notice"


def _opening(parts: list[Paragraph], kinds: Kinds, known: Signs) -> int:
    """Index of the first paragraph of prose; without any, of the line after the first headline."""
    for index, part in enumerate(parts):
        if kinds[index] is None and part.is_prose and not part.is_headline:
            return index if not _is_byline(part, known) else index + 1
    for index, part in enumerate(parts[:-1]):
        if kinds[index] is None and part.is_headline and part.count >= 3:
            return index + 1
    return 0


def _title(parts: list[Paragraph], kinds: Kinds, opening: int, known: Signs) -> int | None:
    """Index of the headline among the paragraphs before the prose."""
    if "title" in kinds:
        return kinds.index("title")
    head = range(min(opening, len(parts) - 1))
    menus = [i for i in head if known.is_menu(parts[i].words) or _is_path(parts, kinds, i, known)]
    open_to = [
        i
        for i in head
        if kinds[i] is None
        and parts[i].is_headline
        and i not in menus
        and not _is_byline(parts[i], known)
    ]
    below = [i for i in open_to if i > max(menus, default=-1)]
    marked = [i for i in open_to if parts[i].heading]
    long = [i for i in below or open_to if parts[i].count >= 4]
    long = [i for i in long[:5] if not _is_masthead(parts, kinds, i)] or long
    medium = [i for i in below or open_to if parts[i].count >= 2 or i == 0][-1:]
    return next(iter(marked + long + medium), None)


def _is_masthead(parts: list[Paragraph], kinds: Kinds, i: int) -> bool:
    """A few words, all in capitals or repeated in a credit or a notice: the outlet's own name."""
    words = parts[i].words.casefold()
    credit = (parts[k].words.casefold() for k, kind in enumerate(kinds) if kind in _CREDITING)
    return parts[i].count <= 5 and (parts[i].words.isupper() or any(words in c for c in credit))


def _is_path(parts: list[Paragraph], kinds: Kinds, i: int, known: Signs) -> bool:
    return kinds[i] == "navigation" and known.is_section_path(parts[i].words)


def _label_head(
    parts: list[Paragraph], kinds: Kinds, opening: int, title: int | None, known: Signs
) -> None:
    """Label what stands above the prose, and the byline that may stand under a standfirst."""
    if title is not None:
        kinds[title] = "title"
    top = opening if title is None else title
    masthead = "navigation" in kinds[:top]
    for i in range(min(len(parts), opening + _BYLINE_REACH)):
        if kinds[i] is None and i < top:
            kinds[i] = _above_title(parts[i], known, masthead=masthead)
        elif kinds[i] is None and _is_byline(parts[i], known):
            kinds[i] = "byline"
        elif kinds[i] is None and i < opening:
            kinds[i] = _below_title(parts, kinds, i, opening)
    _label_names(parts, kinds, range(min(len(parts), opening + _BYLINE_REACH)), title)


def _above_title(part: Paragraph, known: Signs, *, masthead: bool) -> ZoneKind:
    if is_date_line(part.words):
        return "navigation" if masthead else "byline"
    if _is_byline(part, known):
        return "byline"
    return "navigation" if part.is_label or part.count <= 2 else "body"


def _below_title(parts: list[Paragraph], kinds: Kinds, i: int, opening: int) -> ZoneKind | None:
    part, known = parts[i], signs()
    if part.is_label and known.is_menu(part.words):
        return "navigation"
    above_caption = "caption" in kinds[i + 1 : i + 2]
    if part.is_label and i + 2 >= opening and (names := _NAMES.fullmatch(part.words)):
        return "byline" if names["post"] or not above_caption else "caption"
    capitals = all(word[0].isupper() for word in part.words.split())
    if capitals and part.is_label and part.count <= 5 and known.outlet_word.search(part.words):
        return "byline"
    if part.is_label and part.count <= 8 and above_caption:
        return "caption"
    return "title" if part.is_label and part.count >= 5 else None


def _label_names(parts: list[Paragraph], kinds: Kinds, reach: range, title: int | None) -> None:
    """A bare name beside a byline belongs to it: "Jane Doe" over "11 May 2025"."""
    for i in reach:
        near = kinds[max(0, i - 1) : i] + kinds[i + 1 : i + 2]
        bare = parts[i].is_label and _NAMES.fullmatch(parts[i].words)
        if kinds[i] is None and bare and "byline" in near and (title is None or i > title):
            kinds[i] = "byline"


def _is_byline(part: Paragraph, known: Signs) -> bool:
    line = part.words
    if part.count > 20 or len(line) > 160:
        return False
    if is_date_line(line):
        return True
    if known.byline.fullmatch(line):
        return not part.is_sentence or part.count <= 6
    return part.count <= 14 and any(c in line for c in "|•·/—") and names_date(line)


def _label_rest(parts: list[Paragraph], kinds: Kinds) -> None:
    """Sub-headings, alternative texts of pictures, what trails; the rest is body."""
    unsigned = [i for i, kind in enumerate(kinds) if kind is None]
    prose = [i for i in unsigned if not parts[i].is_label]
    last = prose[-1] if prose else -1
    tail = (i for i, kind in enumerate(kinds) if i > last and kind in ("notice", "teaser"))
    closed = next(tail, len(parts))
    for i in unsigned:
        follows = kinds[i + 1 : i + 2]
        if not parts[i].is_label or parts[i].count > 20:
            kinds[i] = "body"
        elif "caption" in follows and parts[i].count <= 8:
            kinds[i] = "caption"
        elif i < last:
            kinds[i] = "title"
        else:
            kinds[i] = "navigation" if i > closed else "body"


def _pieces(text: str, parts: list[Paragraph], kinds: Kinds) -> Iterable[Zone]:
    first = next((i for i, kind in enumerate(kinds) if kind == "body"), len(parts))
    for i, (part, kind) in enumerate(zip(parts, kinds, strict=True)):
        kind = kind or "body"
        dateline = find_dateline(part.words, first=i == first) if kind == "body" else None
        cut = part.start + _length(text, part, dateline.end) if dateline else part.start
        if dateline and cut < part.end:
            yield Zone("dateline", part.start, part.start + len(text[part.start : cut].rstrip()))
            yield Zone(kind, cut, part.end)
        else:
            yield Zone(kind, part.start, part.end)


def _length(text: str, part: Paragraph, folded: int) -> int:
    """Characters of the paragraph behind the first `folded` characters of its folded words."""
    wanted = len("".join(part.words[:folded].split()))
    position = part.start
    while wanted or text[position].isspace():
        wanted -= not text[position].isspace()
        position += 1
    return position - part.start


def _merged(text: str, pieces: Iterable[Zone]) -> Iterable[Zone]:
    """Neighbours of the same kind as one zone; titles, captions and datelines stay apart."""
    held: Zone | None = None
    for piece in pieces:
        if held and held.kind == piece.kind and piece.kind in _MERGED:
            held = held._replace(end=piece.end)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
