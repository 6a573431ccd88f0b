"""Who wrote and published an article, and what its notices say it is based on."""

import re
from collections.abc import Iterator, Sequence

from graphkit.reading.datelines import find_dateline
from graphkit.reading.dates import find_dates
from graphkit.reading.results import BasedOn
from graphkit.reading.signs import signs
from graphkit.reading.zones import Zone
from schemas.provenance import ZoneKind

_SOURCE_OF = re.compile(
    r"\b(?:materials?|reporting|reports?|articles?|story|text|information|inputs?|files|analysis)"
    r"(?: (?:published|produced|written|released|provided|that appeared|originally published))?"
    r"\s+(?:by|in|from|of|on)\s+"
    r"|\b(?:published|republished|reprinted|reproduced|adapted|translated|syndicated|appeared"
    r"|printed|posted|summari[sz]ed|compiled)\s+(?:with permission\s+)?(?:by|in|from|on)\s+"
    r"|\b(?:report|article|story|text) (?:by|from)\s+"
    r"|\bfollowing link:?\s+|\boriginal (?:text|article|story) belongs? to\s+"
    r"|\A\W{0,2}sources?\s*[:–—]\s*|\binputs? from\s+",
    re.IGNORECASE,
)
_ABOUT_THIS = re.compile(
    r"based on|prepared|adapted|translated|compiled|summari[sz]ed|republished|printed"
    r"|syndicated|original|appeared|published|inputs? from|materials? (?:from|by|of)"
    r"|\A\W{0,2}sources?\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[Tt]he\s+)?[A-ZÀ-ÞА-Я][\w’'&-]*(?:\.\w{2,6}\b)?"
    r"(?:\s+(?:(?:of|the|de|la|le|du|des|für)\s+)?"
    r"[A-ZÀ-ÞА-Я0-9][\w’'&-]*(?:\.\w{2,6}\b)?){0,5}"
)
_NEXT = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\s+|&\s*)")
_NOT_AN_OUTLET = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|An?|This|It|Here|Creative)\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]*)*")
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright)(?:\s*(?:©|\([cC]\)))?\s*"
    r"(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?"
)
_BY = re.compile(
    r"(?:.{0,60}[|—–]\s*|.{0,24}\b)?by\s*:?\s+|(?:authors?|reporter|correspondent|text)\s*:\s*",
    re.IGNORECASE,
)
_BYLINE_PART = re.compile(r"\s*(?:[|•·/–—;]|,\s|\s-\s|\bfor\s+(?=[A-Z]))\s*")
_PERSON = re.compile(r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]+){1,3}(?=,| \(| and | in |\Z)")
_POST = re.compile(
    r"\b(?:writer|correspondent|reporter|editor|staff|min(?:ute)?s?\b)", re.IGNORECASE
)
_TITLE_TAIL = re.compile(r"\s+[|–—]\s+(?P<name>[^|–—]{2,40})\Z")

_CREDITING = ("caption", "notice", "byline")

type Span = tuple[int, int]


def author_in_text(text: str, zones: Sequence[Zone]) -> str | None:
    """The names behind "By" in a byline, without outlet, post and date."""
    lines = [line for _, line in _zone_lines(text, zones, "byline")]
    signed = [line[match.end() :] for line in lines if (match := _BY.match(line))]
    for names in signed + [line for line in lines if _PERSON.match(line)]:
        first = _BYLINE_PART.split(names)[0].split("(")[0].strip(" .")
        dates = find_dates(first)
        name = first[: dates[0].start].strip(" .,") if dates else first
        if name and not _outlet_name(name):
            return name
    return None


def outlet_in_text(text: str, zones: Sequence[Zone]) -> Span | None:
    """Where the page names its outlet: masthead, title, byline, dateline, copyright line."""
    candidates = (
        *_mastheads(text, zones),
        *_title_tails(text, zones),
        *_named(text, zones, "byline"),
        *_agencies(text, zones),
        *_copyrights(text, zones),
    )
    return next(iter(candidates), None)


def based_on(text: str, zones: Sequence[Zone], outlet: str | None) -> tuple[BasedOn, ...]:
    """The outlets that the article rests on, each once, in the order of the text.

    Those that a notice names, and the agency of the dateline where another outlet prints it.
    """
    found: dict[str, BasedOn] = {_plain(outlet): BasedOn("", 0, 0)} if outlet else {}
    for start, end in _agencies(text, zones):
        found.setdefault(_plain(text[start:end]), BasedOn(text[start:end], start, end))
    for start, line in _zone_lines(text, zones, "notice"):
        for sentence in _SENTENCE.finditer(line):
            if _ABOUT_THIS.search(sentence[0]):
                for name in _sources(sentence[0], start + sentence.start()):
                    found.setdefault(_plain(name.name), name)
    return tuple(sorted((hit for hit in found.values() if hit.end), key=lambda hit: hit.start))


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _sources(sentence: str, offset: int) -> Iterator[BasedOn]:
    for match in _SOURCE_OF.finditer(sentence):
        position = match.end()
        while name := _NAME.match(sentence, position):
            if _NOT_AN_OUTLET.match(name[0]):
                break
            yield BasedOn(" ".join(name[0].split()), offset + name.start(), offset + name.end())
            following = _NEXT.match(sentence, name.end())
            if following is None:
                break
            position = following.end()


def _agencies(text: str, zones: Sequence[Zone]) -> Iterator[Span]:
    for start, line in _zone_lines(text, zones, "dateline"):
        dateline = find_dateline(f"{line} x", first=True)
        if dateline and dateline.agency:
            yield start + dateline.agency[0], start + dateline.agency[1]


def _named(text: str, zones: Sequence[Zone], kind: ZoneKind) -> Iterator[Span]:
    """A part of a line that is an outlet's name."""
    for start, line in _zone_lines(text, zones, kind):
        by = _BY.match(line)
        position = by.end() if by else 0
        for part in (*_BYLINE_PART.finditer(line, position), None):
            end = part.start() if part else len(line)
            if _outlet_name(line[position:end]):
                yield start + position, start + end
            position = part.end() if part else end


def _mastheads(text: str, zones: Sequence[Zone]) -> Iterator[Span]:
    """Lines above the headline: a name of the trade, or one that captions and notices repeat."""
    first = next((i for i, zone in enumerate(zones) if zone.kind == "title"), 0)
    above = zones[:first]
    yield from _named(text, above, "navigation")
    foot = " ".join(text[z.start : z.end][:2000] for z in zones[first:] if z.kind in _CREDITING)
    for start, line in list(_zone_lines(text, above, "navigation"))[:2]:
        if _NAME.fullmatch(line) and " " in line and line.casefold() in foot.casefold():
            yield start, start + len(line)


def _title_tails(text: str, zones: Sequence[Zone]) -> Iterator[Span]:
    for start, line in list(_zone_lines(text, zones, "title"))[:1]:
        match = _TITLE_TAIL.search(line[:300])
        if match and _outlet_name(match["name"]):
            yield start + match.start("name"), start + match.end("name")


def _copyrights(text: str, zones: Sequence[Zone]) -> Iterator[Span]:
    for start, line in _zone_lines(text, zones, "notice"):
        match = _COPYRIGHT.match(line)
        name = _NAME.match(line, match.end()) if match else None
        if name and not name[0].startswith("All "):
            yield start + name.start(), start + name.end()


def _outlet_name(words: str) -> bool:
    """Two to five capitalised words, one of them of the trade: "The Meridian Wire"."""
    parts = words.split()
    capital = all(part[0].isupper() or part in ("of", "the", "and") for part in parts)
    named = 2 <= len(parts) <= 5 and capital and signs().outlet_word.search(words) is not None
    return named and not _POST.search(words) and not signs().is_menu(words)


def _zone_lines(text: str, zones: Sequence[Zone], kind: ZoneKind) -> Iterator[tuple[int, str]]:
    """(start in the text, first 1000 characters) of the lines in zones of a kind."""
    for zone in zones:
        if zone.kind == kind:
            for line in re.finditer(r"\S[^\r\n]{0,999}", text[zone.start : zone.end]):
                yield zone.start + line.start(), line[0].rstrip()
