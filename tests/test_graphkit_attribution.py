"""The attribution component: words, windows, decoding, and the reader with the shipped weights."""

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy

from graphkit.attribution import Attribution, AttributionReader
from graphkit.attribution.decoding import (
    CONTENT,
    NONE,
    SOURCE,
    Judged,
    Validity,
    assemble,
    cue_candidates,
    decode_roles,
)
from graphkit.attribution.nesting import outermost, with_parents
from graphkit.attribution.network import MANIFEST, SHIPPED, Limits, Network
from graphkit.attribution.syntax import align, no_syntax
from graphkit.attribution.windows import WINDOW, encode, split_pieces, windows
from graphkit.attribution.words import CLOSES, INSIDE, OPENS, OUTSIDE, split_words, visible_spans
from graphkit.evaluation.polnear import KINDS, predict, predict_article, score
from graphkit.language import parse_text
from schemas.errors import InputError, ModelError

type Read = Callable[..., list[Attribution]]

REPORT = """Harbour talks put off

Mara Okonjo, the harbour commissioner, said on Tuesday that the ferry would not sail before June.
“We have no crew,” she told reporters. “Nobody wants the night shift.”
The shipping line denies that wages are too low.
"""


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


@pytest.fixture(scope="module")
def reader(network: Network) -> AttributionReader:
    return AttributionReader(network)


@pytest.fixture(scope="module")
def read(reader: AttributionReader) -> Read:
    """The attributions of a text, which is parsed first."""

    def parsed(text: str, **options: Any) -> list[Attribution]:
        return reader.read(parse_text(text), **options)

    return parsed


def parts(text: str, found: Attribution) -> tuple[str, str, str]:
    """Source, cue and content as words; the pieces of one role parted by a bar."""
    source, cue, content = (
        " | ".join(text[start:end] for start, end in role)
        for role in (found.source, found.cue, found.content)
    )
    return source, cue, content


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("Lind's ferry can't sail.", ["Lind", "'s", "ferry", "can't", "sail", "."]),
        ("L’État c’est moi", ["L’État", "c’est", "moi"]),
        ("Erdog\u0306an co\u00adop \ufeffyes", ["Erdog\u0306an", "co\u00adop", "yes"]),
        ("Київ — 東京 🚢!", ["Київ", "—", "東京", "🚢", "!"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    words = split_words(text)
    assert list(words) == expected
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He: “Go on”, yes.", [OUTSIDE] * 2 + [OPENS, INSIDE, INSIDE, CLOSES] + [OUTSIDE] * 3),
        ('He: "Go", yes', [OUTSIDE] * 2 + [OPENS, INSIDE, CLOSES, OUTSIDE, OUTSIDE]),
        ("«Oui» „so“", [OPENS, INSIDE, CLOSES, OPENS, INSIDE, OPENS]),
        ("went on” he", [INSIDE, INSIDE, CLOSES, OUTSIDE]),
        ('went on" he', [INSIDE, INSIDE, CLOSES, OUTSIDE]),
        ("“never closed\nnext", [OPENS, INSIDE, INSIDE, OUTSIDE]),
    ],
)
def test_quotation_states(text: str, expected: list[int]) -> None:
    assert [code // 3 % 4 for code in split_words(text).features] == expected


def test_sentences_and_paragraphs() -> None:
    words = split_words("Mr. Lind left. “Why?” Nobody knew.\n\nThe U.S. Army came.")
    opening = [w for i, w in enumerate(words) if words.features[i] % 3]
    assert opening == ["Mr", "“", "Nobody", "The"]
    assert words.paragraphs[-1] == 1
    assert words.sentences[-1] == 3


@pytest.mark.parametrize(
    ("skip", "expected"),
    [
        ([], [(0, 9)]),
        ([(0, 3)], [(3, 9)]),
        ([(5, 12), (1, 2)], [(0, 1), (2, 5)]),
        ([(1, 5), (2, 3), (5, 6)], [(0, 1), (6, 9)]),
        ([(0, 9)], []),
    ],
)
def test_visible_spans(skip: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert visible_spans(9, skip) == expected


# Windows


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "One line and no full stop " * 400,
        "A short sentence stands here. " * 300,
        "\n".join(["word " * n for n in range(1, 120, 7)]),
        "\n".join(["word " * n for n in (100, 12, 12, 12, 240, 250, 5, 249)]),
        '"' * 2000,
    ],
)
def test_windows_cover_the_text_and_fit(text: str, network: Network) -> None:
    words = split_words(text)
    pieces = split_pieces(words, network.vocabulary)
    laid = list(windows(words, pieces))
    assert laid[0].start == 0
    assert laid[-1].end == len(words)
    for window in laid:
        shown = encode(words, pieces, window, network.vocabulary, no_syntax(words))
        assert window.start < window.end
        assert shown["ids"].shape[1] <= WINDOW + 1
    for one, following in pairwise(laid):
        assert one.end == following.start


def test_long_paragraph_is_cut_at_sentences(network: Network) -> None:
    words = split_words("A short sentence stands here. " * 300)
    cuts = [w.end for w in windows(words, split_pieces(words, network.vocabulary))][:-1]
    assert len(cuts) > 4
    assert all(words[cut - 1] == "." for cut in cuts)


# Decoding


def judged(count: int, edge: int | None = None, role: int = CONTENT) -> Judged:
    """Ten words of which the network knows only that six from the third on are likelier a role."""
    roles = np.zeros((count, 10, 3), np.float32)
    roles[:, 2:8, role] = 0.4
    edges = np.full((count, 10, 4), -2.0, np.float32)
    if edge is not None:
        edges[:, edge, 2 if role == CONTENT else 0] = 5.0
    return Judged([(0, 1)] * count, roles, edges)


def labels_of(*windows: Judged) -> list[list[list[int]]]:
    return [[labels.tolist() for labels, _ in one] for one in decode_roles(windows)]


@pytest.mark.parametrize("role", [SOURCE, CONTENT])
@pytest.mark.parametrize("edge", [2, 3, 4])
def test_a_role_begins_where_the_network_sees_an_edge(role: int, edge: int) -> None:
    assert labels_of(judged(1, edge, role))[0][0].index(role) == edge


def test_a_weak_run_without_edges_is_none() -> None:
    assert labels_of(judged(1)) == [[[NONE] * 10]]


def test_windows_decoded_together_are_decoded_as_alone() -> None:
    short = judged(2, 4)
    short = Judged(short.cues, short.roles[:, :5], short.edges[:, :5])
    together = labels_of(judged(1, 3), short, judged(3, 2, SOURCE))
    assert together == [labels_of(one)[0] for one in (judged(1, 3), short, judged(3, 2, SOURCE))]
    assert list(decode_roles([])) == []


def test_cue_runs_are_cut_where_a_new_cue_begins() -> None:
    outermost = [[0.9, 0.1, 0], [0.1, 0.8, 0.1], [0.2, 0.1, 0.7], [0.1, 0.9, 0], [1, 0, 0]]
    other = [[0.2, 0.8, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0]]
    probability = np.array([outermost, other], np.float32).transpose(1, 0, 2)
    assert cue_candidates(probability, 0.3) == [(1, 3), (3, 4), (0, 1)]
    assert cue_candidates(probability, 0.95) == [(2, 3)]


def test_roles_become_spans() -> None:
    words = split_words("“Yes”, “no” said he\nand Ann")
    labels = np.array([2, 2, 2, 0, 2, 2, 2, 0, 1, 1, 1], np.int8)
    probability = np.full((11, 3), 0.5, np.float32)
    found = assemble(words, 0, (7, 8), labels, probability, Validity(0.8, 0.9))
    assert found is not None
    assert (found.source, found.cue, found.content) == (((8, 9),), (7, 8), ((0, 7),))
    assert found.certainty == pytest.approx(0.5 * 0.5)
    assert assemble(words, 0, (7, 8), labels % 2, probability, Validity(0.8, 0.9)) is None


def attribution(cue: int, *content: tuple[int, int], validity: float = 0.9) -> Attribution:
    return Attribution(((cue, cue + 1),), (), content, validity, validity, validity)


def test_parents_and_outermost() -> None:
    outer, middle = attribution(0, (10, 90)), attribution(20, (30, 60), (70, 80))
    inner, other = attribution(75, (76, 79)), attribution(100, (110, 120))
    nested = with_parents([other, inner, outer, middle])
    assert [one.place for one in nested] == [0, 20, 75, 100]
    assert [(one.depth, one.parent) for one in nested] == [(0, None), (1, 0), (2, 1), (0, None)]
    assert outermost([inner, other, middle, outer]) == [other, outer]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_that_hold_each_other_the_surer_stays(order: int) -> None:
    first, second = attribution(0, (10, 20)), attribution(15, (0, 5), validity=0.7)
    assert outermost([first, second][::order]) == [first]
    assert [one.parent for one in with_parents([first, second][::order])] == [None, 0]


# The reader


def test_report(read: Read) -> None:
    assert [parts(REPORT, found) for found in read(REPORT)] == [
        (
            "Mara Okonjo, the harbour commissioner,",
            "said",
            "that the ferry would not sail before June",
        ),
        ("she", "told", "“We have no crew,” | “Nobody wants the night shift.”"),
        ("The shipping line", "denies", "that wages are too low"),
    ]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("«", "»"), ("« ", " »"), ("‘", "’"), ("„", "”"), ("'", "'")],
)
def test_quotation_marks(opening: str, closing: str, read: Read) -> None:
    text = f"{opening}The bridge is closed,{closing} Ivo Lind said on Monday."
    (found,) = read(text)
    source, cue, content = parts(text, found)
    assert (source, cue) == ("Ivo Lind", "said")
    assert "The bridge is closed" in content
    assert "said" not in content


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("🚢🚢 — Zoë Müller-Şahin said that Łódź is “très calme”.", "Zoë Müller-Şahin", "Łódź"),
        ("Mu\u0308ller said that the dam in Malmo\u0308 held.", "Mu\u0308ller", "Malmo\u0308"),
        (
            "\ufeffAnna Berg said that the co\u00adoperation ended.",
            "Anna Berg",
            "co\u00adoperation",
        ),
        (
            "Anna Berg said\u00a0that\u2003it rained.\r\nAll went home.\r\n",
            "Anna Berg",
            "it rained",
        ),
    ],
)
def test_unicode(text: str, source: str, content: str, read: Read) -> None:
    (found,) = read(text)
    assert parts(text, found)[0] == source
    assert content in parts(text, found)[2]


@pytest.mark.parametrize("text", ["", " ", "\n\n\r\n", "\u200b", "”", "a" * 10_000, "…" * 3000])
def test_nothing_to_find(text: str, read: Read) -> None:
    assert read(text) == []


def test_attribution_without_source(read: Read) -> None:
    text = "It is widely believed that the dam will not hold."
    (found,) = read(text)
    assert found.source == ()
    assert 0 < found.score <= found.validity <= 1


def test_nested(read: Read) -> None:
    text = (
        "Olga Brandt told the committee that the engineer had warned her the dam would break. "
        "The mayor disagreed."
    )
    outer, inner = read(text)[:2]
    assert parts(text, outer)[:2] == ("Olga Brandt", "told")
    assert parts(text, inner)[0] == "the engineer"
    assert "the dam would break" in parts(text, inner)[2]
    assert [(one.depth, one.parent) for one in (outer, inner)] == [(0, None), (1, 0)]
    assert [one.cue for one in read(text, nested=False)][:1] == [outer.cue]
    assert inner.cue not in [one.cue for one in read(text, nested=False)]


@pytest.mark.parametrize("nested", [True, False])
def test_skipped_zone_is_as_if_absent(nested: bool, read: Read) -> None:
    zone = "Read more: minister says that taxes will rise"
    head, tail = REPORT.split("“We", maxsplit=1)
    text, shorter = f"{head}{zone}“We{tail}", f"{head}\n“We{tail}"
    start, end = len(head), len(head) + len(zone)

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        return (span[0] + len(zone) - 1, span[1] + len(zone) - 1) if span[0] > start else span

    expected = read(shorter, nested=nested)
    found = read(text, skip=[(start, end)], nested=nested)
    assert [(one.cue, one.content) for one in found] == [
        (tuple(map(moved, one.cue)), tuple(map(moved, one.content))) for one in expected
    ]
    scores = [one.score for one in expected]  # the parser has seen the zone
    assert [one.score for one in found] == pytest.approx(scores, abs=0.1)


def test_content_is_cut_at_a_skipped_zone(read: Read) -> None:
    text = "Ivo Lind said: “The bridge is closed. ADVERTISEMENT It will open in May.”"
    zone = (text.index("ADV"), text.index("It will"))
    (found,) = read(text, skip=[zone])
    spans = (*found.cue, *found.source, *found.content)
    assert all(end <= zone[0] or start >= zone[1] for start, end in spans)
    assert "It will open in May" in parts(text, found)[2]


def test_reading_is_the_same_whatever_was_read_before(read: Read) -> None:
    alone = read(REPORT)
    read("Nobody knows what the mayor thinks of it. " * 30)
    assert read(REPORT) == alone
    assert AttributionReader.load().read(parse_text(REPORT)) == alone


def test_texts_read_together_are_read_as_alone(reader: AttributionReader) -> None:
    texts = [REPORT, "Nothing happens here.", "", "“We agree,” the envoy said.", REPORT * 3]
    given = [(parse_text(text), [(0, 3)] if n % 2 else []) for n, text in enumerate(texts)]
    alone = [reader.read(doc, skip=skip) for doc, skip in given]
    assert reader.read_all(given) == alone
    assert [bool(found) for found in alone] == [True, False, False, True, True]


def test_windows_do_not_change_what_distant_windows_find(read: Read) -> None:
    filler = "The old town lies on a hill by the river and has a small station.\n" * 60
    text = REPORT + filler + REPORT
    found = [parts(text, one) for one in read(text)]
    assert found == [parts(REPORT, one) for one in read(REPORT)] * 2


def test_result_is_sorted_and_in_range(read: Read) -> None:
    text = (REPORT + "He said she said that he thinks that they hope so.\n") * 8
    found = read(text, limits=Limits(0.1, 0.2, 0, 0.2, 0))
    assert [one.place for one in found] == sorted(one.place for one in found)
    for one in found:
        covered: set[int] = set()
        for start, end in (*one.cue, *one.source, *one.content):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert covered.isdisjoint(range(start, end))
            covered.update(range(start, end))
        if one.parent is not None:
            assert found[one.parent].holds(one)
            assert found[one.parent].depth == one.depth - 1


# Weights and corpus


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json"):
        AttributionReader.load(tmp_path)


@pytest.mark.parametrize("damage", ["truncated", "gone", "manifest", "no list"])
def test_damaged_weights_are_named(damage: str, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    victim = folder / ("pairs.int8.onnx" if damage in {"truncated", "gone"} else MANIFEST)
    if damage == "gone":
        victim.unlink()
    elif damage == "no list":
        victim.write_text(json.dumps([1]), encoding="utf-8")
    else:
        victim.write_bytes(victim.read_bytes()[:100])
    with pytest.raises(ModelError, match=victim.name):
        AttributionReader.load(folder)


def test_polnear_format_and_score(tmp_path: Path, reader: AttributionReader) -> None:
    (tmp_path / "text").mkdir()
    article = tmp_path / "text" / "one.txt"
    article.write_bytes(REPORT.replace("\n", "\r\n").encode())
    (line,) = predict(tmp_path, reader)
    assert line == predict_article(article, reader)
    assert line["id"] == "one"
    text = article.read_bytes().decode()
    assert [text[a:b] for one in line["attributions"] for a, b in one["cue"]] == [
        "said",
        "told",
        "denies",
    ]


def test_polnear_names_what_is_missing(tmp_path: Path, reader: AttributionReader) -> None:
    with pytest.raises(InputError, match="No articles"):
        predict(tmp_path, reader)
    with pytest.raises(InputError, match="scorer"):
        score(tmp_path, tmp_path / "none.py", [])


def test_polnear_scores_of_two_articles(reader: AttributionReader, shared: Path) -> None:
    corpus = shared / "data" / "polnear"
    part, scorer = corpus / "dev", corpus / "score_attribution.py"
    paths = sorted((part / "text").glob("*.txt"))[:2]
    result = score(part, scorer, [predict_article(path, reader) for path in paths])
    assert result.articles == 2
    assert result.scores["all", "full_overlap"].f1 > 0.6
    assert set(result.scores) >= {(kind, "full_good") for kind in ("all", *KINDS)}
    with pytest.raises(InputError, match="no article nowhere"):
        score(part, scorer, [{"id": "nowhere", "attributions": []}])


# The parse


def test_syntax_is_told_of_words() -> None:
    doc = parse_text("The U.S. envoy didn't say that talks will resume.")
    words = split_words(doc.text)
    syntax = align(words, doc)
    told = list(words)
    heads = {word: told[head] for word, head in zip(told, syntax.heads, strict=True)}
    assert heads["envoy"] == heads["didn't"] == heads["resume"] == heads["say"] == "say"
    assert (heads["S"], heads["U"]) == ("U", "envoy")
    assert {told[root] for root in syntax.roots} == {"say"}


def test_branches_tell_subject_from_clause() -> None:
    doc = parse_text("The envoy said that talks will resume. Nobody left.")
    words = split_words(doc.text)
    codes = align(words, doc).branches((2, 3), 0, len(words)).tolist()
    assert codes[0] == codes[1] != codes[3]
    assert len(set(codes[3:7])) == 1
    assert codes[2] not in codes[:2] + codes[3:]
    assert set(codes[8:]) == {0}


def test_a_text_that_nobody_parsed_has_no_syntax() -> None:
    words = split_words("The envoy said so.")
    blank = align(words, spacy.blank("en")("The envoy said so."))
    assert blank == no_syntax(words)
    assert not blank.branches((2, 3), 0, 5)[3:].any()
