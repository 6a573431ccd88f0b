"""An explanation in the terminal: the text in colours or brackets, then a table."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graphkit.explanation.comparison import Tally
from graphkit.explanation.layout import Explanation, Mark, Row, Segment, Verdict, segments, words
from graphkit.explanation.wording import SIGNS, counts, facts, signed

_STYLES = {"source": "bold green", "cue": "bold yellow", "content": "cyan"}
_BRACKETS = {"source": ("⟨", "⟩"), "cue": ("‹", "›"), "content": ("⟦", "⟧")}
_NESTED = "underline"
_NOT_READ = "dim"
_VERDICTS: dict[Verdict, str] = {
    "found": "",
    "right": "green",
    "wrong speaker": "magenta",
    "false alarm": "red strike",
    "missed": "red reverse",
    "not counted": "dim",
}
_SHOWN_IN_TEXT: tuple[Verdict, ...] = ("missed", "false alarm")
_LONGEST = 90  # characters of a source or content in the table
_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A}, "\ufffd")


def print_explanation(
    explanation: Explanation, console: Console, tally: Tally | None = None
) -> None:
    """The title, the text with numbered cues, a table and, against gold, the counts.

    Without colours (a file, a pipe, NO_COLOR) brackets mark what is source, cue and content. Only
    a terminal's text is broken at its width.
    """
    bracketed = console.no_color or console.color_system is None
    console.print(Text(_shown(explanation.title), style="bold"))
    console.print(_legend(judged=tally is not None, bracketed=bracketed))
    console.print()
    text = Text()
    for segment in segments(explanation):
        _append(text, segment, bracketed=bracketed)
    console.print(text, soft_wrap=not console.is_terminal)
    console.print()
    if explanation.rows:
        console.print(_table(explanation, judged=tally is not None))
    for line in counts(explanation, tally):
        console.print(line)


def _legend(*, judged: bool, bracketed: bool) -> Text:
    legend = Text()
    for role, style in _STYLES.items():
        before, after = _BRACKETS[role] if bracketed else ("", "")
        legend.append(f"{before}{role}{after}", style).append("  ")
    if not bracketed:
        legend.append("content within content", f"{_STYLES['content']} {_NESTED}").append("  ")
    legend.append("not read", _NOT_READ)
    if judged:
        for verdict in SIGNS:
            legend.append("  ").append(signed(verdict), _VERDICTS[verdict])
    return legend


def _append(text: Text, segment: Segment, *, bracketed: bool) -> None:
    style = _style(segment)
    if segment.opens_zone:
        text.append(f"[not read: {segment.zone}] ", "dim italic")
    if bracketed:
        opened = (_BRACKETS[m.role][0] for m in segment.marks if m.span[0] == segment.span[0])
        text.append("".join(opened))
    text.append(_shown(segment.text), style)
    if bracketed:
        closed = (_BRACKETS[m.role][1] for m in segment.marks if m.span[1] == segment.span[1])
        text.append("".join(reversed(list(closed))))
    for row in segment.numbered:
        text.append(f"[{row.number}{SIGNS.get(row.verdict, '')}]", "bold")


def _style(segment: Segment) -> str:
    styles = [_NOT_READ] if segment.zone else []
    if segment.marks:
        mark: Mark = segment.marks[-1]
        styles.append(_STYLES[mark.role])
        if mark.row.verdict in _SHOWN_IN_TEXT:
            styles.append(_VERDICTS[mark.row.verdict])
        if sum(mark.role == "content" for mark in segment.marks) > 1:
            styles.append(_NESTED)
    return " ".join(styles)


def _table(explanation: Explanation, *, judged: bool) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("#", justify="right", style="bold")
    if judged:
        table.add_column("gold", no_wrap=True)
    table.add_column("sure", justify="right")
    table.add_column("who said what", overflow="fold")
    for row in explanation.rows:
        sure = f"{row.confidence:.2f}" if row.confidence is not None else ""
        verdict = [Text(signed(row.verdict), _VERDICTS[row.verdict])] if judged else []
        table.add_row(str(row.number), *verdict, sure, _told(row, explanation.text))
    return table


def _told(row: Row, text: str) -> Text:
    """Two lines: who, by which words, with which cue, what; then what is known of it."""
    named, said = ", ".join(row.speakers), words(text, row.source)
    told = Text(_shown(named or said or "nobody named"), _STYLES["source"])
    if said and named and said != named:
        told.append(f" ({_short(said)})", "not bold")
    told.append(" ").append(_shown(words(text, row.cue)) or "–", _STYLES["cue"])
    told.append(": ", "default").append(_short(words(text, row.content)), _STYLES["content"])
    if known := facts(row):
        told.append("\n").append(_shown(" · ".join(known)), "not bold dim")
    return told


def _short(text: str) -> str:
    return _shown(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _shown(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_CONTROLS)
