"""What was found set against gold: right, wrong speaker, false alarm, missed.

A statement is found where its content and the gold's have a Dice of at least 0.5 in characters, as
the scorer of the hand-annotated articles has it. Pairs are one to one, taken greedily, the most
alike first (the scorer seeks the best whole); one whose speaker agrees goes before one alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graphkit.explanation.gold import Gold, GoldStatement
from graphkit.explanation.layout import Explanation, Row, Verdict, words
from graphkit.knowledge.names import fold
from graphkit.spans import touch

_ALIKE = 0.5
_MOST = 0.6  # of the words of a description, as in the scorer
_SAME_SPEAKER = 0.2  # what an agreeing speaker adds to a pair's Dice, as in the scorer
_ORDER: tuple[Verdict, ...] = ("right", "wrong speaker", "false alarm")  # the best first


@dataclass(frozen=True, slots=True)
class Tally:
    """Statements, one a speaker; precision, recall and F1 are 0 to 1."""

    right: int
    wrong_speaker: int
    false_alarms: int
    missed: int

    @property
    def found(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of statements, whoever is taken for their speaker."""
        return self._scores(self.right + self.wrong_speaker)

    @property
    def who_said_what(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of statements with the right speaker."""
        return self._scores(self.right)

    def _scores(self, hits: int) -> tuple[float, float, float]:
        pairs = self.right + self.wrong_speaker
        ours, theirs = pairs + self.false_alarms, pairs + self.missed
        return (
            hits / ours if ours else 0.0,
            hits / theirs if theirs else 0.0,
            2 * hits / (ours + theirs) if ours + theirs else 0.0,
        )


@dataclass(frozen=True, slots=True)
class _Claim:
    """One statement of ours: the index of its row, and that of one of the row's speakers."""

    row: int
    speaker: int | None


def compare(explanation: Explanation, gold: Gold) -> tuple[Explanation, Tally]:
    """The explanation with a verdict on each row and the missed ones added, and the counts.

    A row of several speakers is as many statements; its verdict is the best of theirs. Not counted
    is what gold does not annotate: decrees and what became no statement, or all that is nested.
    """
    claims = list(_claims(explanation.rows, gold))
    pairs = _pairs(claims, explanation, gold.statements)
    verdicts: dict[int, list[Verdict]] = {}
    for n, claim in enumerate(claims):
        verdict: Verdict = "false alarm"
        if n in pairs:
            agrees = _agrees(claim, explanation, gold.statements[pairs[n]])
            verdict = "right" if agrees else "wrong speaker"
        verdicts.setdefault(claim.row, []).append(verdict)
    rows = [
        replace(row, verdict=min(verdicts.get(n, ()), key=_ORDER.index, default="not counted"))
        for n, row in enumerate(explanation.rows)
    ]
    taken = set(pairs.values())
    missed = [one for n, one in enumerate(gold.statements) if n not in taken]
    rows += [_missed(number, one) for number, one in enumerate(missed, len(rows) + 1)]
    each = [verdict for some in verdicts.values() for verdict in some]
    right, wrong, alarms = (each.count(verdict) for verdict in _ORDER)
    tally = Tally(right, wrong, alarms, len(missed))
    return replace(explanation, rows=tuple(rows)), tally


def _claims(rows: Sequence[Row], gold: Gold) -> Iterator[_Claim]:
    for n, row in enumerate(rows):
        if gold.outermost:
            if row.depth == 0:
                yield _Claim(n, None)
        elif row.class_ != "decree" and row.statements:
            yield from (_Claim(n, speaker) for speaker in range(len(row.called)))
            if not row.called:
                yield _Claim(n, None)


def _missed(number: int, one: GoldStatement) -> Row:
    return Row(number, one.names[:1], one.source, one.cue, one.content, verdict="missed")


def _agrees(claim: _Claim, explanation: Explanation, gold: GoldStatement) -> bool:
    """Are the sources, or what the speakers are called, the same, as far as gold has them?

    Of an unnamed source most words of the shorter description are enough.
    """
    row = explanation.rows[claim.row]
    if not gold.names:
        return touch(row.source, gold.source) or not (row.source or gold.source)
    if claim.speaker is None:
        return False
    ours = {fold(name) for name in row.called[claim.speaker]} - {""}
    theirs = {fold(name) for name in gold.names} - {""}
    if ours & theirs:
        return True
    said = fold(words(explanation.text, row.source))
    return gold.unnamed and any(_share(a, b) >= _MOST for a in {*ours, said} for b in theirs)


def _share(some: str, others: str) -> float:
    """How much of the shorter description's words stand in the other."""
    a, b = set(some.split()), set(others.split())
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _pairs(
    claims: Sequence[_Claim], explanation: Explanation, gold: Sequence[GoldStatement]
) -> dict[int, int]:
    """Index of the gold statement for each claim that has one."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(_likeness(claims, explanation, gold)):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _likeness(
    claims: Sequence[_Claim], explanation: Explanation, gold: Sequence[GoldStatement]
) -> Iterator[tuple[float, int, int]]:
    """(less for the more alike, claim, gold) of all that are alike enough."""
    theirs = [_characters(one.content) for one in gold]
    at: defaultdict[int, list[int]] = defaultdict(list)
    for j, content in enumerate(theirs):
        for character in content:
            at[character].append(j)
    for i, claim in enumerate(claims):
        ours = _characters(explanation.rows[claim.row].content)
        for j, shared in Counter(j for c in ours for j in at.get(c, ())).items():
            dice = 2 * shared / (len(ours) + len(theirs[j]))
            if dice >= _ALIKE:
                same = _agrees(claim, explanation, gold[j])
                yield -dice - _SAME_SPEAKER * same, i, j


def _characters(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}
