"""The marked text of an article: which characters are source, cue, content of which attribution."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graphkit.clauses import text_of
from graphkit.mentions import AttributionMention, Span
from graphkit.resolution.analysis import Analysis
from graphkit.resolution.entities import Entity
from graphkit.resolution.statements import Told, depth
from graphkit.spans import pieces
from schemas.provenance import READ_ZONES

type Role = Literal["content", "source", "cue"]
type Verdict = Literal["found", "right", "wrong speaker", "false alarm", "missed", "not counted"]


@dataclass(frozen=True, slots=True)
class Row:
    """One attribution as the reader gave it, and what the pipeline made of it.

    `speakers` are the names of the entities; empty where the text names none. `statements`: how
    many the attribution became, one a speaker; 0 where the pipeline dropped it. `called`: for each
    speaker, the name and what the text calls it. `inside`: the number of the attribution whose
    content holds it. `confidence`: 0 to 1; null for a gold row.
    """

    number: int
    speakers: tuple[str, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    act: str = ""
    kind: str = ""
    class_: str = ""
    modality: str = ""
    confidence: float | None = None
    rule: str = ""
    inside: int | None = None
    depth: int = 0
    addressees: tuple[str, ...] = ()
    relay: tuple[str, ...] = ()
    statements: int = 1
    called: tuple[frozenset[str], ...] = ()
    verdict: Verdict = "found"

    @property
    def place(self) -> int:
        """Where its number stands: after the cue, or after the content where there is no cue."""
        return (self.cue or self.content)[-1][1]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text with its rows and the zones that nothing is read from."""

    title: str
    text: str
    rows: tuple[Row, ...]
    zones: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters that play a role in one attribution."""

    role: Role
    row: Row
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that are marked alike; `marks` from the outermost to the innermost.

    `numbered`: the rows whose number follows; `zone`: why it is not read, if it is not.
    """

    span: Span
    text: str
    marks: tuple[Mark, ...]
    numbered: tuple[Row, ...]
    zone: str | None
    opens_zone: bool


def explain(analysis: Analysis, *, least: float = 0.0, title: str = "") -> Explanation:
    """What was found in one article; attributions of a confidence below `least` are left out.

    `title` is used where the article has none of its own.
    """
    mentions = analysis.attributions
    shown = [n for n, m in enumerate(mentions) if m.confidence >= least]
    numbers = {n: number for number, n in enumerate(shown, 1)}
    told: defaultdict[int, list[Told]] = defaultdict(list)
    for one in analysis.told:
        told[one.index].append(one)
    text, known = text_of(analysis.doc), analysis.entities.by_id
    document = analysis.document
    return Explanation(
        title=document.title or title or document.name,
        text=text,
        rows=tuple(_row(n, numbers, mentions, told[n], known, text) for n in shown),
        zones=tuple(
            (kind, (zone.start, zone.end))
            for kind, zone in document.zones()
            if kind not in READ_ZONES
        ),
    )


def segments(explanation: Explanation) -> Iterator[Segment]:
    """The whole text, cut wherever a mark or a zone begins or ends."""
    numbered: defaultdict[int, list[Row]] = defaultdict(list)
    for row in explanation.rows:
        numbered[row.place].append(row)
    parts = pieces(
        len(explanation.text),
        _marks(explanation.rows),
        explanation.zones,
        span=lambda mark: mark.span,
        layer=_layer,
    )
    for (start, end), marks, zone, opens in parts:
        text, rows = explanation.text[start:end], tuple(numbered[end])
        yield Segment((start, end), text, tuple(marks), rows, zone, opens)


def words(text: str, spans: Sequence[Span]) -> str:
    """The characters of the spans on one line, pieces parted by an ellipsis."""
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _row(
    n: int,
    numbers: Mapping[int, int],
    mentions: Sequence[AttributionMention],
    told: Sequence[Told],
    known: Mapping[str, Entity],
    text: str,
) -> Row:
    mention = mentions[n]
    speakers = [known[one.speaker] for one in told if one.speaker]
    return Row(
        number=numbers[n],
        speakers=tuple(entity.name for entity in speakers),
        source=mention.source,
        cue=mention.cue,
        content=mention.content,
        act=mention.act,
        kind=mention.kind,
        class_=mention.class_,
        modality=mention.modality,
        confidence=mention.confidence,
        rule=mention.rule,
        inside=numbers.get(mention.parent) if mention.parent is not None else None,
        depth=depth(n, mentions),
        addressees=tuple(dict.fromkeys(known[id].name for one in told for id, _ in one.addressees)),
        relay=tuple(dict.fromkeys(known[id].name for one in told for id in one.relay)),
        statements=len(told),
        called=tuple(_called(entity, text) for entity in speakers),
    )


def _called(entity: Entity, text: str) -> frozenset[str]:
    return frozenset({entity.name, *(text[start:end] for start, end in entity.spans)})


def _marks(rows: Sequence[Row]) -> Iterator[Mark]:
    roles: tuple[Role, ...] = ("content", "source", "cue")
    for row in rows:
        for role, spans in zip(roles, (row.content, row.source, row.cue), strict=True):
            yield from (Mark(role, row, span) for span in spans if span[0] < span[1])


def _layer(mark: Mark) -> tuple[int, bool, int]:
    """Longer marks below shorter ones, contents below sources and cues of the same length."""
    start, end = mark.span
    return start - end, mark.role != "content", mark.row.number
