"""An explanation as one page of HTML that needs nothing else."""

from html import escape
from pathlib import Path

from graphkit.explanation.comparison import Tally
from graphkit.explanation.layout import Explanation, Mark, Row, Segment, segments, words
from graphkit.explanation.wording import SIGNS, counts, facts, signed

_FRAME = Path(__file__).with_name("page.html")
_COLUMNS = ("#", "gold", "speaker", "source", "cue", "content", "sure", "more")


def page(explanation: Explanation, tally: Tally | None = None) -> str:
    """The page: text on the left, a row for each attribution on the right, linked both ways.

    Nothing of the article is markup: every character of it is escaped.
    """
    judged = tally is not None
    parts = {
        "title": escape(explanation.title),
        "counts": "<br>".join(map(escape, counts(explanation, tally))),
        "signs": _signs() if judged else "",
        "text": "".join(map(_marked, segments(explanation))),
        "head": "".join(f'<th scope="col">{name}</th>' for name in _columns(judged=judged)),
        "rows": "".join(_row(row, explanation.text, judged=judged) for row in explanation.rows),
    }
    pieces = _FRAME.read_text(encoding="utf-8").split("%%")  # text and names in turn
    return "".join(parts[piece] if n % 2 else piece for n, piece in enumerate(pieces))


def _columns(*, judged: bool) -> list[str]:
    return [name for name in _COLUMNS if judged or name != "gold"]


def _signs() -> str:
    return "".join(
        f' <span class="legend {_name(verdict)}">{signed(verdict)}</span>' for verdict in SIGNS
    )


def _marked(segment: Segment) -> str:
    text = escape(segment.text)
    for mark in reversed(segment.marks):
        text = _mark(mark, text)
    if segment.zone:
        kind = escape(segment.zone)
        label = f'<small class="kind">not read: {kind}</small>' if segment.opens_zone else ""
        text = f'<span class="zone" title="not read: {kind}">{label}{text}</span>'
    return text + "".join(map(_number, segment.numbered))


def _mark(mark: Mark, text: str) -> str:
    row = mark.row
    told = escape(f"{row.number}: {mark.role} of {_speaker(row)}{_sure(row, ', ')}")
    sure = f' style="--sure:{row.confidence:.0%}"' if row.confidence is not None else ""
    return (
        f'<mark class="{mark.role} {_name(row.verdict)}" data-n="{row.number}"'
        f' title="{told}"{sure}>{text}</mark>'
    )


def _number(row: Row) -> str:
    told = escape(f"attribution {row.number}, {row.verdict}, {_speaker(row)}{_sure(row, ', ')}")
    sign = SIGNS.get(row.verdict, "")
    return (
        f'<a class="number {_name(row.verdict)}" href="#r{row.number}" id="m{row.number}"'
        f' aria-label="{told}" title="{told}">{row.number}{sign}</a>'
    )


def _row(row: Row, text: str, *, judged: bool) -> str:
    name = _name(row.verdict)
    cells = (
        *([signed(row.verdict)] if judged else []),
        ", ".join(row.speakers),
        words(text, row.source),
        words(text, row.cue),
        words(text, row.content),
        _sure(row, ""),
        " · ".join(facts(row)),
    )
    rest = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    number = f'<th scope="row"><a href="#m{row.number}">{row.number}</a></th>'
    return f'<tr id="r{row.number}" class="{name}">{number}{rest}</tr>\n'


def _speaker(row: Row) -> str:
    return ", ".join(row.speakers) or "nobody named"


def _sure(row: Row, before: str) -> str:
    return f"{before}{row.confidence:.2f}" if row.confidence is not None else ""


def _name(verdict: str) -> str:
    return verdict.replace(" ", "-")
