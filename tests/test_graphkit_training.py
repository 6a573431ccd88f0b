"""Training without torch: the corpus, invented nesting, windows as examples, choices, the card."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from graphkit.attribution.decoding import Found, Validity
from graphkit.attribution.nesting import Attribution, Calibration
from graphkit.attribution.network import SHIPPED, TOKENIZER, Limits
from graphkit.attribution.vocabulary import Vocabulary
from graphkit.attribution.words import split_words
from graphkit.evaluation.polnear import PolnearScores, Score
from graphkit.evaluation.standoff import Annotation
from graphkit.language import parse_text
from graphkit.training.card import Taught, Trained, write_card
from graphkit.training.corpus import Article, held_out, read_corpus, read_texts
from graphkit.training.examples import batches, prepare, prepare_text, shown_windows
from graphkit.training.invention import Frames, frames, nested
from graphkit.training.pieces import kept_pieces, with_pieces
from graphkit.training.plan import FAST, WIDE, Form, Plan
from graphkit.training.selection import calibrate, is_right
from schemas.errors import InputError

TEXT = "The mayor said that the dam holds.\nThe bridge is old, Ivo Lind warned.\n"
BRAT = """\
T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 33\tthat the dam holds
E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3
T4\tSource 54 62\tIvo Lind
T5\tCue 63 69\twarned
T6\tContent 35 52\tThe bridge is old
E2\tAttribution-no-source:T5 Source:T4 Cue:T5 Content2:T6
T7\tDiscard 0 3\tThe
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(SHIPPED / "tokenizer.json")


@pytest.fixture
def article(tmp_path: Path) -> Article:
    for folder, name, text in (
        ("text", "one.txt", TEXT),
        ("attributions", "one_b2.ann", "T1\tCue 0 3\tThe\n"),
        ("attributions", "one_a1.ann", BRAT),
        ("text", "nobody.txt", TEXT),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    (found,) = read_corpus(tmp_path)
    return found


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " | ".join(text[start:end] for start, end in spans)


def roles(article: Article) -> list[tuple[str, str, str, bool]]:
    text = article.text
    return [
        (words(text, a.source), words(text, a.cue), words(text, a.content), a.outermost)
        for a in article.annotations
    ]


def test_the_corpus_is_read(article: Article) -> None:
    assert article.name == "one"
    assert roles(article) == [
        ("The mayor", "said", "that the dam holds", True),
        ("Ivo Lind", "warned", "The bridge is old", True),
    ]


@pytest.mark.parametrize("broken", ["T1\tCue a b\tThe\n", "E1\tAttribution:T9 Cue:T9 Content:T9\n"])
def test_a_broken_annotation_is_named(broken: str, tmp_path: Path) -> None:
    for folder, name, text in (("text", "x.txt", TEXT), ("attributions", "x_a.ann", broken)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x_a\.ann"):
        read_corpus(tmp_path)


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotated articles"):
        read_corpus(tmp_path)


def test_the_same_articles_are_held_out_in_any_order() -> None:
    articles = [Article(f"a{i}", "", ()) for i in range(20)]
    learnt, kept = held_out(articles, 5)
    assert len(kept) == 5
    assert {a.name for a in learnt}.isdisjoint(a.name for a in kept)
    assert {a.name for a in held_out(articles[::-1], 5)[1]} == {a.name for a in kept}


def test_frames_are_sources_beside_their_cues(article: Article) -> None:
    assert frames([article]) == Frames(
        before=(("The mayor", "said"),), after=(("Ivo Lind", "warned"),)
    )


WRAPPINGS = {
    "The envoy claims that the mayor said that the dam holds.": (
        "The envoy", "claims", "that the mayor said that the dam holds"),
    "The mayor said that the dam holds, she added.": (
        "she", "added", "The mayor said that the dam holds"),
    "“The mayor said that the dam holds,” she added.": (
        "she", "added", "“The mayor said that the dam holds,”"),
    "According to she, the mayor said that the dam holds.": (
        "she", "According to", "the mayor said that the dam holds"),
}  # fmt: skip


def test_sentences_are_wrapped_in_frames(article: Article) -> None:
    known = Frames(before=(("the envoy", "claims"),), after=(("she", "added"),))
    doc, seen = parse_text(article.text), {}
    for seed in range(60):
        wrapped = nested(article, doc, known, random.Random(seed))
        first = wrapped.text.split("\n")[0]
        if first in WRAPPINGS:
            inner = ("The mayor", "the mayor")
            outer, *rest = [r for r in roles(wrapped) if r[2] != "The bridge is old"]
            if len(rest) == 1 and rest[0][0] in inner:
                seen[first] = outer[:3]
                assert rest[0][1:] == ("said", "that the dam holds", False)
    assert seen == WRAPPINGS


def test_gold_in_words(article: Article, vocabulary: Vocabulary) -> None:
    ready = prepare(article, parse_text(article.text), vocabulary)
    told = list(ready.words)
    assert [
        (told[slice(*gold.cue)], [told[i] for i in gold.source], [told[i] for i in gold.content])
        for gold in ready.gold
    ] == [
        (["said"], ["The", "mayor"], ["that", "the", "dam", "holds"]),
        (["warned"], ["Ivo", "Lind"], ["The", "bridge", "is", "old"]),
    ]
    assert [told[i] for i in np.flatnonzero(ready.open_words)] == [
        *("that", "the", "dam", "holds"),
        *("The", "bridge", "is", "old"),
    ]


def test_examples_cover_each_word_once(vocabulary: Vocabulary) -> None:
    text = "A short sentence stands here.\n" * 200
    ready = prepare(Article("long", text, ()), parse_text(text), vocabulary)
    pools = shown_windows([ready], random.Random(3), 0.5)
    steps = list(batches(pools, 4, random.Random(3)))
    covered = sorted(i for step in steps for one in step for i in range(one.start, one.end))
    assert covered == list(range(len(ready.words)))
    assert all(len(step) <= 4 for step in steps)
    hidden = [one for step in steps for one in step if not one.parsed]
    assert hidden
    assert not any(hidden[0].syntax.relations)


def test_texts_without_annotations_are_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "b.txt").write_text("A court ruled.", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "notes.md").write_text("No report.", encoding="utf-8")
    first, second = read_texts(tmp_path)
    assert (first, second) == (TEXT, "A court ruled.")
    ready = prepare_text(first, parse_text(first), vocabulary)
    assert not ready.annotated
    assert not ready.gold


def test_a_folder_without_texts_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no texts: give a folder of \.txt"):
        read_texts(tmp_path)
    (tmp_path / "old.txt").write_bytes(b"caf\xe9")
    with pytest.raises(InputError, match="UTF-8"):
        read_texts(tmp_path)


def test_a_corpus_that_leaves_nothing_to_learn_from_is_refused() -> None:
    articles = [Article(str(n), "One said no.", ()) for n in range(4)]
    assert [len(part) for part in held_out(articles, 3)] == [1, 3]
    with pytest.raises(InputError, match="4 annotated articles are too few: 4 are held out"):
        held_out(articles, 4)


# Pieces


PIECES = ["[PAD]", "[unused0]", "[UNK]", "a", "b", "##a", "##b", "ab", "ба", "б", "##abb", "bab"]


def test_marks_and_characters_are_kept_and_then_what_was_shown_most() -> None:
    vocabulary = {piece: i for i, piece in enumerate(PIECES)}
    kept = kept_pieces(vocabulary, [[11, 10], [11]], size=8)
    assert [PIECES[i] for i in kept] == [*PIECES[:1], *PIECES[2:7], "##abb", "bab"]
    assert [PIECES[i] for i in kept_pieces(vocabulary, [], size=7)][-1] == "ab"


def test_a_word_without_its_piece_is_read_in_shorter_ones(tmp_path: Path) -> None:
    whole = json.loads((SHIPPED / TOKENIZER).read_text(encoding="utf-8"))
    numbers = whole["model"]["vocab"]
    kept = kept_pieces(numbers, [[numbers["minister"]] * 3, [numbers["##s"]]], size=1_000)
    path = tmp_path / TOKENIZER
    path.write_text(json.dumps(with_pieces(whole, kept)), encoding="utf-8")
    small, full = Vocabulary(path), Vocabulary(SHIPPED / TOKENIZER)
    assert len(small.pieces("minister")) == len(full.pieces("minister")) == 1
    assert len(small.pieces("ministers")) == 2
    assert len(small.pieces("ferry")) > len(full.pieces("ferry"))
    assert kept[small.pieces("minister")[0]] == numbers["minister"]
    assert small.pieces("ξ") == (small.pieces("😀")[0],)


# Choices


def attribution(cue: tuple[int, int], *source: tuple[int, int]) -> Attribution:
    return Attribution((cue,), source, ((20, 30),), 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (attribution((12, 14), (4, 9)), True),
        (attribution((12, 14)), False),
        (attribution((14, 16), (4, 9)), False),
        (attribution((12, 14), (12, 13)), False),
    ],
)
def test_right_is_cue_and_source(found: Attribution, right: bool) -> None:
    gold = Annotation(((0, 9),), ((10, 14),), ((15, 33),))
    assert is_right(found, [gold]) is right


def test_calibration_learns_what_a_score_is_worth() -> None:
    """Half of what scores .8 is right, all that scores .99; contents lie apart."""
    text = "said so. " * 400
    gold, found = [], []
    ready = split_words(text)
    for i in range(400):
        sure, at = i % 2 == 0, ready.starts[3 * i]
        score = 0.99 if sure else 0.8
        cue, content = (3 * i, 3 * i + 1), (3 * i + 1, 3 * i + 2)
        found.append(Found(cue, (), (content,), Validity(1, 1), score))
        if i % 40 if sure else i % 4 == 1:  # nineteen of twenty, and half
            gold.append(Annotation((), ((at, at + 4),), ((at + 5, at + 7),)))
    article = Article("x", text, tuple(gold))
    prepared = prepare(article, parse_text(text), Vocabulary(SHIPPED / "tokenizer.json"))
    limits = Limits(0, 0, 0, 0, 0)
    curve = calibrate({"x": (ready, found)}, limits, [(article, prepared)])
    assert 0.4 < curve.confidence(0.8) < 0.5
    assert 0.9 < curve.confidence(0.99) < 0.95


def test_the_card_tells_plan_limits_and_figures(tmp_path: Path) -> None:
    scores = PolnearScores(1, 2, 3, {("all", "full_good"): Score(0.5, 0.25, 1 / 3)})
    both = {**scores.scores, ("all", "full_overlap"): Score(0.6, 0.6, 0.6)}
    scores = PolnearScores(1, 2, 3, both)
    trained = Trained(
        "trial",
        "e5",
        FAST,
        Taught(Form((12,) * 12, 1536, None, WIDE), 1_200),
        Plan(seed=7),
        60.0,
        Limits(),
        Calibration(1.5, 0.25),
        scores,
        None,
    )
    write_card(tmp_path, trained)
    card = (tmp_path / "MODEL_CARD.md").read_text(encoding="utf-8")
    for expected in (
        "`trial`",
        "seed 7",
        "A model of all 12 layers",
        "36 of 144 heads",
        "1,200 reports that nobody has annotated",
        "validity 0.6",
        "| all full_good | 50.0 | 25.0 | 33.3 |",
    ):
        assert expected in card
    assert trained.headline == "held-out full overlap 60.0, full good 33.3"


def test_where_nothing_was_found_a_score_counts_as_it_is() -> None:
    ready = split_words(TEXT)
    assert calibrate({"a": (ready, [])}, Limits(), [(Article("a", TEXT, ()), None)]) == (  # type: ignore[list-item]
        Calibration()
    )
