"""What the terminal and the page say in the same words."""

from graphkit.explanation.comparison import Tally
from graphkit.explanation.layout import Explanation, Row, Verdict

SIGNS: dict[Verdict, str] = {
    "right": "✓",
    "wrong speaker": "≠",
    "false alarm": "✗",
    "missed": "○",
    "not counted": "–",
}
"""One sign for each verdict, so that colour is not needed."""


def signed(verdict: Verdict) -> str:
    """A verdict after its sign, "✓ right"; without gold there is no sign."""
    return f"{SIGNS.get(verdict, '')} {verdict}".strip()


def counts(explanation: Explanation, tally: Tally | None) -> list[str]:
    """How many there are; against gold, of each verdict, with precision, recall and F1."""
    if tally is None:
        number = len(explanation.rows)
        return [f"{number} attribution{'s' if number != 1 else ''}"]
    return [
        f"right {tally.right} · wrong speaker {tally.wrong_speaker} · "
        f"false alarms {tally.false_alarms} · missed {tally.missed}",
        "statement found: precision {:.2f}, recall {:.2f}, F1 {:.2f}".format(*tally.found),
        "who said what: precision {:.2f}, recall {:.2f}, F1 {:.2f}".format(*tally.who_said_what),
    ]


def facts(row: Row) -> list[str]:
    """What is known of an attribution besides its words; nothing of a missed one."""
    if row.verdict == "missed":
        return []
    return [
        row.kind,
        row.act,
        row.class_,
        row.modality,
        *([f"to {', '.join(row.addressees)}"] if row.addressees else []),
        *([f"via {', '.join(row.relay)}"] if row.relay else []),
        *([f"within {row.inside}"] if row.inside else []),
        f"by {row.rule}",
        *([] if row.statements else ["became no statement"]),
    ]
