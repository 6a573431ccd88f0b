"""What `graphkit explain` shows: the marked text, the rows, the comparison with gold, the page."""

import hashlib
import io
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from graphkit.explanation import (
    Explanation,
    Gold,
    GoldStatement,
    Row,
    compare,
    explain,
    page,
    print_explanation,
    read_gold,
)
from graphkit.explanation.layout import segments
from graphkit.pipeline import Pipeline
from graphkit.reading import read_text
from graphkit.resolution.analysis import Analysis
from schemas.errors import InputError

TEXT = (
    "Marco Rubio said that the envoy had warned him the truce would not hold.\n"
    '“We <b>never</b> agreed & never "will",” Sergei Lavrov told reporters.\n'
)
SCRIPT = "A says <script>alert('x')</script> \"quoted\" & more"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return Pipeline().analyse(read_text(TEXT, published=None))


@pytest.fixture(scope="module")
def explanation(analysis: Analysis) -> Explanation:
    return explain(analysis)


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


# --- layout ---------------------------------------------------------------------------------------


def test_segments_are_the_text(explanation: Explanation) -> None:
    parts = list(segments(explanation))
    assert "".join(part.text for part in parts) == explanation.text == TEXT
    marked = [(part.text, [(mark.role, mark.row.number) for mark in part.marks]) for part in parts]
    assert ("Marco Rubio", [("source", 1)]) in marked
    assert ("the envoy", [("content", 1), ("source", 2)]) in marked


def test_rows_tell_who_and_within_what(explanation: Explanation) -> None:
    outer, inner, last = explanation.rows
    assert outer.speakers == ("Marco Rubio",)
    assert (inner.inside, inner.relay, inner.depth) == (1, ("Marco Rubio",), 1)
    assert (last.speakers, last.kind) == (("Sergei Lavrov",), "direct")
    assert [row.number for row in explanation.rows if not 0 < (row.confidence or 0) <= 1] == []


def test_what_is_less_sure_can_be_left_out(analysis: Analysis) -> None:
    middle = sorted(row.confidence or 0 for row in explain(analysis).rows)[1]
    assert [row.number for row in explain(analysis, least=middle).rows] == [1, 2]


def row(number: int, *roles: tuple[int, int], speaker: str = "A", depth: int = 0) -> Row:
    source, cue, content = (((start, end),) for start, end in roles)
    called = (frozenset({speaker}),)
    return Row(number, (speaker,), source, cue, content, depth=depth, called=called, rule="test")


OVERLAPS = {
    "nested": (row(1, (0, 1), (2, 3), (4, 20)), row(2, (4, 6), (7, 9), (10, 20), depth=1)),
    "source across an edge": (
        row(1, (0, 1), (2, 3), (4, 12)),
        row(2, (10, 14), (15, 16), (17, 20)),
    ),
    "the same cue": (row(1, (0, 1), (2, 3), (4, 9)), row(2, (10, 12), (2, 3), (14, 20))),
    "touching": (row(1, (0, 4), (4, 8), (8, 12)), row(2, (12, 13), (13, 14), (14, 20))),
}


@pytest.mark.parametrize("name", OVERLAPS)
def test_every_character_has_its_marks_and_every_row_its_number(name: str) -> None:
    rows = OVERLAPS[name]
    parts = list(segments(Explanation("t", "x" * 20, rows)))
    for part in parts:
        for role in ("source", "cue", "content"):
            there = {r.number for r in rows for a, b in getattr(r, role) if a <= part.span[0] < b}
            assert {mark.row.number for mark in part.marks if mark.role == role} == there
    assert sorted(r.number for part in parts for r in part.numbered) == [1, 2]


def test_zones_are_named_once_and_keep_their_marks() -> None:
    shown = Explanation("t", "x" * 20, (row(1, (6, 7), (8, 9), (12, 14)),), (("teaser", (5, 10)),))
    parts = list(segments(shown))
    assert "".join(part.text for part in parts if part.zone == "teaser") == "x" * 5
    assert [part.span[0] for part in parts if part.opens_zone] == [5]
    assert "not read: teaser" in page(shown)
    assert "[not read: teaser]" in printed(shown)


# --- against gold ---------------------------------------------------------------------------------

ENTITIES = [
    {"id": "r", "type": "Person", "name": "Marco Rubio", "aliases": ["Rubio"]},
    {"id": "k", "type": "Person", "name": "Kaja Kallas", "aliases": []},
    {"id": "l", "type": "Person", "name": "Lavrov", "aliases": ["Sergei Lavrov"]},
    {"id": "e", "type": "Unnamed", "name": "an envoy to the talks", "aliases": []},
]
HEARD = place("that the envoy had warned him the truce would not hold")
WARNED = place("the truce would not hold")
QUOTED = place('“We <b>never</b> agreed & never "will",”')
ELSEWHERE = place("told reporters")


def gold_file(folder: Path, *statements: tuple[str, tuple[int, int]], **more: object) -> Path:
    told = [{"speaker": who, "cue": None, "content": [what]} for who, what in statements]
    path = folder / "gold.json"
    path.write_text(json.dumps({"entities": ENTITIES, "statements": told, **more}), "utf-8")
    return path


@pytest.mark.parametrize(
    ("statements", "verdicts"),
    [
        ([("r", HEARD)], ["right", "false alarm", "false alarm"]),
        ([("k", HEARD)], ["wrong speaker", "false alarm", "false alarm"]),
        ([("e", WARNED)], ["false alarm", "right", "false alarm"]),
        (
            [("k", QUOTED), ("k", ELSEWHERE)],
            ["false alarm", "false alarm", "wrong speaker", "missed"],
        ),
        (
            [("k", QUOTED), ("l", QUOTED)],
            ["false alarm", "false alarm", "right", "missed"],
        ),
        ([], ["false alarm", "false alarm", "false alarm"]),
    ],
)
def test_gold_gives_verdicts(
    explanation: Explanation,
    tmp_path: Path,
    statements: list[tuple[str, tuple[int, int]]],
    verdicts: list[str],
) -> None:
    judged, tally = compare(explanation, read_gold(gold_file(tmp_path, *statements), TEXT))
    assert [row.verdict for row in judged.rows] == verdicts
    counted = (tally.right, tally.wrong_speaker, tally.false_alarms, tally.missed)
    assert counted == tuple(
        verdicts.count(v) for v in ("right", "wrong speaker", "false alarm", "missed")
    )


def test_counts_give_precision_recall_and_f1(explanation: Explanation, tmp_path: Path) -> None:
    path = gold_file(tmp_path, ("r", HEARD), ("k", QUOTED), ("k", ELSEWHERE))
    _, tally = compare(explanation, read_gold(path, TEXT))
    assert tally.found == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert tally.who_said_what == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_each_speaker_of_a_row_counts() -> None:
    two = Row(1, ("A", "B"), (), (), ((4, 9),), called=(frozenset("A"), frozenset("B")))
    statements = tuple(GoldStatement((name,), (), (), ((4, 9),)) for name in ("B", "A"))
    _, tally = compare(Explanation("t", "x" * 20, (two,)), Gold(statements))
    assert (tally.right, tally.missed) == (2, 0)


@pytest.mark.parametrize(
    ("left_out", "outermost"),
    [
        (Row(1, (), (), (), ((4, 9),), class_="decree"), False),
        (Row(1, (), (), (), ((4, 9),), statements=0), False),
        (Row(1, (), (), (), ((4, 9),), depth=1), True),
    ],
    ids=["decree", "no statement", "nested"],
)
def test_what_gold_does_not_annotate_is_not_counted(left_out: Row, outermost: bool) -> None:
    shown = Explanation("t", "x" * 20, (left_out,))
    judged, tally = compare(shown, Gold((), outermost=outermost))
    assert (judged.rows[0].verdict, tally.false_alarms) == ("not counted", 0)


BRAT = (
    "T1\tSource 0 11\tMarco Rubio\nT2\tCue 12 16\tsaid\n"
    "T3\tContent 17 37;38 71\tthat the envoy had w arned him the truce would not hold\n"
    "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
)


def test_brat_gold_is_judged_by_the_source(explanation: Explanation, tmp_path: Path) -> None:
    path = tmp_path / "x_a1.ann"
    path.write_text(BRAT.replace("17 37;38 71", "17 71"), encoding="utf-8")
    judged, tally = compare(explanation, read_gold(path, TEXT))
    assert [row.verdict for row in judged.rows] == ["right", "not counted", "false alarm"]
    assert tally.missed == 0


@pytest.mark.parametrize("text", ["", "[]", '{"statements": 3}', "no json", '{"entities": [3]}'])
def test_what_is_no_gold_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.json is no gold"):
        read_gold(path, TEXT)


def test_gold_of_another_text_is_refused(tmp_path: Path) -> None:
    same = {"text_sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    assert read_gold(gold_file(tmp_path, **same), TEXT) == Gold(())
    brat = tmp_path / "x_a1.ann"
    brat.write_text(BRAT.replace("said", "sang"), encoding="utf-8")
    for path, text in (
        (gold_file(tmp_path, **same), TEXT.upper()),
        (gold_file(tmp_path, ("r", (5, 9999))), TEXT),
        (brat, TEXT),
    ):
        with pytest.raises(InputError, match="of another text"):
            read_gold(path, text)


# --- the page -------------------------------------------------------------------------------------


@dataclass
class Element:
    """An element's name, attributes and words."""

    name: str
    given: dict[str, str | None]
    words: str = ""
    inner: list["Element"] = field(default_factory=list)


class Page(HTMLParser):
    """All elements of a page; one that is closed out of turn fails."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.all.append(element)
        for outer in self._open:
            outer.inner.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def named(self, name: str) -> list[Element]:
        return [element for element in self.all if element.name == name]


def test_marks_numbers_and_rows_lead_to_each_other(explanation: Explanation) -> None:
    made = Page(page(explanation))
    ids = [element.given["id"] for element in made.all if "id" in element.given]
    links = {element.given["href"] for element in made.named("a")}
    assert len(ids) == len(set(ids)) == 6
    assert links == {f"#{id}" for id in ids}
    assert {mark.given["data-n"] for mark in made.named("mark") if "data-n" in mark.given} == {
        "1",
        "2",
        "3",
    }
    nested = next(m for m in made.named("mark") if m.given["class"] == "content found" and m.inner)
    assert nested.given["data-n"] == "1"


def test_nothing_of_the_text_is_markup(explanation: Explanation) -> None:
    made = Page(page(explanation))
    assert made.named("b") == []
    article = made.named("article")[0]
    assert '“We <b>never</b> agreed & never "will",”' in article.words


@pytest.mark.parametrize("evil", [SCRIPT, '"><script>x</script>', "</title><script>", "%%rows%%"])
def test_no_words_break_out_of_the_page(evil: str) -> None:
    one = row(1, (0, 2), (2, 4), (4, len(evil)), speaker=evil)
    shown = Explanation(evil, evil, (one,), ((evil, (0, 3)),))
    made = Page(page(shown))
    assert len(made.named("script")) == 1
    assert made.named("title")[0].words == evil
    assert made.named("td")[0].words == evil
    assert [e.name for e in made.all if any(name.startswith("on") for name in e.given)] == []


def test_the_page_needs_nothing_else(explanation: Explanation) -> None:
    text = page(explanation)
    assert [word for word in ("http", "src=", "@import", "url(", "%%") if word in text] == []
    assert {"lang": "en"} in [element.given for element in Page(text).named("html")]


def test_the_page_shows_verdicts_without_colour(explanation: Explanation, tmp_path: Path) -> None:
    path = gold_file(tmp_path, ("r", HEARD), ("k", ELSEWHERE))
    made = Page(page(*compare(explanation, read_gold(path, TEXT))))
    assert [a.words for a in made.named("a") if a.given.get("class", "")] == [
        "1✓",
        "2✗",
        "3✗",
        "4○",
    ]
    assert [tr.given["class"] for tr in made.named("tr") if "class" in tr.given] == [
        "right",
        "false-alarm",
        "false-alarm",
        "missed",
    ]
    assert "F1" in made.named("header")[0].words


# --- the terminal ---------------------------------------------------------------------------------


def printed(shown: Explanation, gold: Gold | None = None, *, coloured: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=100,
        color_system="standard" if coloured else None,
        force_terminal=coloured,
    )
    judged, tally = compare(shown, gold) if gold else (shown, None)
    print_explanation(judged, console, tally)
    return out.getvalue()


def test_brackets_stand_in_for_colours(explanation: Explanation) -> None:
    out = printed(explanation)
    assert "⟨Marco Rubio⟩ ‹said›[1] ⟦that ⟨the envoy⟩ ‹had warned›[2] him ⟦the truce" in out
    assert "would not hold⟧⟧." in out
    assert "3 attributions" in out
    coloured = printed(explanation, coloured=True)
    assert "\x1b[" in coloured
    assert "⟨" not in coloured


def test_verdicts_are_told_by_signs(explanation: Explanation) -> None:
    gold = Gold(
        (GoldStatement(("Marco Rubio",), (), (), (HEARD,)), GoldStatement((), (), (), ((0, 3),)))
    )
    out = printed(explanation, gold)
    for words in ("said›[1✓]", "warned›[2✗]", "⟦Mar⟧[4○]", "○ missed", "missed 1", "recall 0.50"):
        assert words in out


def test_no_text_moves_the_cursor() -> None:
    text = "A said \x1b[2Jno\r\nmore [red]x[/]"
    out = printed(Explanation("t\x1b[31m", text, (row(1, (0, 1), (2, 6), (7, 13)),)))
    assert "\x1b" not in out
    assert "\r" not in out
    assert "[red]x[/]" in out
