"""Every question asked of every kind of store, against answers worked out by hand."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from graphkit.questions import AskableStore, ask, questions, who_said_what
from graphkit.questions.headers import read_question
from graphkit.questions.sentences import Sentences
from loaders import open_store
from schemas.catalog import RELATIONSHIPS
from schemas.errors import QueryError, QuestionError
from schemas.graph import Graph
from tests.six_reports import REPORTS, ROOT, six_reports

SERVERS = ("neo4j-lts", "neo4j-newest")
ON_SERVERS = [pytest.param(name, marks=pytest.mark.neo4j) for name in SERVERS]

CEASEFIRE = "concept:ceasefire:state-rus+state-ukr"
NO_TALKS = "There can be no talks without a ceasefire, Zelenskyy said in Kyiv."
NO_CEASEFIRE = "Kremlin spokesman Dmitry Peskov said there would be no ceasefire before talks."
BRAVE = "“Zelenskyy is a brave man,” Trump wrote on Truth Social."
PROMISES = "Putin accused Ukraine of breaking promises, Meridian Wire reported"
ZELENSKYY = "Volodymyr Zelenskyy"
PRESIDENT_OF = "{0} –HOLDS→ President of {1} –OF→ {1}"
PUTIN_PATH = PRESIDENT_OF.format("Vladimir Putin", "Russia")
ZELENSKYY_PATH = PRESIDENT_OF.format(ZELENSKYY, "Ukraine")
TRUMP_PATH = (
    "Donald Trump –HOLDS→ President of the United States –OF→ United States"
    f" | about | {ZELENSKYY_PATH}"
)
LAWMAKER_PATH = (
    "Maria Kovalenko –DESCRIBED_AS→ Lawmaker of Ukraine –OF→ Ukraine"
    f" | about | {PRESIDENT_OF.format('Recep Tayyip Erdoğan', 'Turkey')}"
)
PESKOV_PATH = (
    f"Dmitry Peskov –AFFILIATED_WITH→ Kremlin –AFFILIATED_WITH→ Russia | about | {ZELENSKYY_PATH}"
)

type Row = tuple[Any, ...]
type Case = tuple[str, dict[str, Any], tuple[str, ...], list[Row]]

CASES: list[Case] = [
    (
        "who-said-what",
        {"speaker": "Trump"},
        ("speaker", "cue", "target", "stance", "sentence", "date"),
        [
            ("Donald Trump", "wrote", ZELENSKYY, "positive", BRAVE, "2025-05-10"),
            (
                "Donald Trump",
                "said",
                ZELENSKYY,
                "negative",
                "Trump said Zelenskyy had made a mistake.",
                "2025-06-02",
            ),
        ],
    ),
    (
        "who-said-what",
        {"target": "Ukraine"},
        ("speaker", "relayed_by", "sentence", "document"),
        [
            (
                "Vladimir Putin",
                ["a diplomat", "Meridian Wire"],
                f"{PROMISES}, citing a diplomat.",
                "wire-1",
            ),
            ("Vladimir Putin", ["Meridian Wire"], f"{PROMISES}.", "echo-1"),
        ],
    ),
    (
        "who-said-what",
        {"speaker": "Putin", "target": "Zelensky"},
        ("modality", "date", "class"),
        [("denied", None, "utterance")],
    ),
    (
        "who-said-what",
        {"since": "2025-05-16", "until": "2025-05-17"},
        ("speaker", "target", "class"),
        [
            ("Oleh Kovalenko", "Vladimir Putin", "attitude"),
            ("Maria Kovalenko", "Recep Tayyip Erdoğan", "utterance"),
            (ZELENSKYY, "Vladimir Putin", "utterance"),
        ],
    ),
    (
        "said-about-over-time",
        {"speaker": "Trump", "target": "Zelenskyy"},
        ("date", "stance", "score", "sentence"),
        [
            ("2025-05-10", "positive", 0.8, BRAVE),
            ("2025-06-02", "negative", -0.6, "Trump said Zelenskyy had made a mistake."),
        ],
    ),
    (
        "said-about-over-time",
        {"speaker": "Zelenskyy", "target": "Putin"},
        ("date", "sentence"),
        [("2025-05-17", "Putin is afraid, Zelenskyy said after the talks.")],
    ),
    (
        "who-criticises-whom",
        {},
        ("speaker", "target", "statements", "first_day"),
        [
            ("Dmitry Peskov", ZELENSKYY, 1, "2025-06-02"),
            ("Donald Trump", ZELENSKYY, 1, "2025-06-02"),
            ("Joe Biden", "Vladimir Putin", 1, "2025-06-02"),
            ("Oleh Kovalenko", "Vladimir Putin", 1, "2025-05-16"),
            ("Vladimir Putin", "Ukraine", 1, "2025-05-11"),
            (ZELENSKYY, "Vladimir Putin", 1, "2025-05-17"),
            ("one European official", "Russia", 1, "2025-05-10"),
        ],
    ),
    (
        "who-criticises-whom",
        {"target": "Moscow"},
        ("speaker", "target"),
        [("one European official", "Russia")],
    ),
    (
        "speaker-target-matrix",
        {"minimum": "2"},
        (
            "speaker",
            "target",
            "statements",
            "positive",
            "neutral",
            "negative",
            "first_day",
            "last_day",
        ),
        [("Donald Trump", ZELENSKYY, 2, 1, 0, 1, "2025-05-10", "2025-06-02")],
    ),
    (
        "relayed-statements",
        {"relay": "Meridian Wire"},
        ("speaker", "relayed_by", "document"),
        [
            ("Vladimir Putin", ["a diplomat", "Meridian Wire"], "wire-1"),
            ("Vladimir Putin", ["Meridian Wire"], "echo-1"),
        ],
    ),
    ("relayed-statements", {"speaker": "Trump"}, ("speaker",), []),
    (
        "first-hand-only",
        {"speaker": "Putin"},
        ("speaker", "target", "document"),
        [("Vladimir Putin", ZELENSKYY, "undated")],
    ),
    (
        "positions-on-concept",
        {"concept": "ceasefire"},
        ("date", "actor", "position", "proposal", "sentence"),
        [
            ("2025-05-10", ZELENSKYY, "DEMANDS", "a ceasefire", NO_TALKS),
            ("2025-05-11", "Dmitry Peskov", "REJECTS", "ceasefire", NO_CEASEFIRE),
            (
                "2025-06-02",
                "Emmanuel Macron",
                "SUPPORTS",
                "a ceasefire",
                "Macron backed a ceasefire and told Trump so.",
            ),
        ],
    ),
    (
        "positions-on-concept",
        {"concept": CEASEFIRE, "actor": "Macron", "since": "2025-06-01"},
        ("actor", "concept"),
        [("Emmanuel Macron", "ceasefire of Russia and Ukraine")],
    ),
    (
        "positions-on-concept",
        {"kind": "talks"},
        ("actor", "position", "concept"),
        [(ZELENSKYY, "CONDITIONS", "talks of Russia and Ukraine")],
    ),
    (
        "positions-on-concept",
        {"since": "2025-05-11", "until": "2025-06-02"},
        ("date", "actor", "position"),
        [
            ("2025-05-11", "Dmitry Peskov", "REJECTS"),
            ("2025-06-02", "Emmanuel Macron", "SUPPORTS"),
        ],
    ),
    (
        "conditions",
        {},
        ("actor", "proposal", "condition", "sentence"),
        [(ZELENSKYY, "talks", "without a ceasefire", NO_TALKS)],
    ),
    (
        "conditions",
        {"since": "2025-05-10", "until": "2025-05-10"},
        ("actor", "date"),
        [(ZELENSKYY, "2025-05-10")],
    ),
    ("conditions", {"since": "2025-05-11", "until": "2025-06-30"}, ("actor",), []),
    (
        "dependencies",
        {},
        ("actor", "proposal", "needs", "sentence", "date"),
        [
            (ZELENSKYY, "talks", "a ceasefire", NO_TALKS, "2025-05-10"),
            ("Dmitry Peskov", "ceasefire", "talks", NO_CEASEFIRE, "2025-05-11"),
        ],
    ),
    (
        "dependencies",
        {"actor": "Peskov"},
        ("concept", "needed_concept"),
        [("ceasefire of Russia and Ukraine", "talks of Russia and Ukraine")],
    ),
    (
        "deadlocks",
        {},
        ("deadlock", "documents"),
        [
            (
                f"{ZELENSKYY}: talks needs a ceasefire; Dmitry Peskov: a ceasefire needs talks",
                ["courier-1", "wire-1"],
            )
        ],
    ),
    (
        "wrong-offices",
        {},
        ("person", "described_as", "expected", "sentence", "date"),
        [
            (
                "Joe Biden",
                "President of the United States",
                "Donald Trump",
                "U.S. President Joe Biden made no comment.",
                "2025-05-11",
            )
        ],
    ),
    (
        "unnamed-sources",
        {},
        ("affiliation", "source", "statements", "about", "document"),
        [("European Union", "one European official", 1, ["Russia"], "courier-1")],
    ),
    ("unnamed-sources", {"affiliation": "Ukraine"}, ("source",), []),
    (
        "talks-by-venue",
        {"venue": "Istanbul"},
        ("venue", "states", "talks", "kind", "status", "held", "actors", "sentence"),
        [
            (
                "Istanbul",
                ["Turkey"],
                "talks in Istanbul",
                "talks",
                "occurred",
                "2025-05-16",
                ["Russia", "Ukraine"],
                "Delegations of Russia and Ukraine held talks in Istanbul on Friday.",
            )
        ],
    ),
    (
        "state-about-state",
        {},
        ("month", "speaker", "target", "statements", "positive", "neutral", "negative", "paths"),
        [
            ("2025-05", "Russia", "Ukraine", 1, 0, 0, 1, [f"{PUTIN_PATH} | about | Ukraine"]),
            (
                "2025-05",
                "Ukraine",
                "Russia",
                1,
                0,
                0,
                1,
                [f"{ZELENSKYY_PATH} | about | {PUTIN_PATH}"],
            ),
            ("2025-05", "Ukraine", "Turkey", 1, 1, 0, 0, [LAWMAKER_PATH]),
            ("2025-05", "United States", "Ukraine", 1, 1, 0, 0, [TRUMP_PATH]),
            ("2025-06", "Russia", "Ukraine", 1, 0, 0, 1, [PESKOV_PATH]),
            ("2025-06", "United States", "Ukraine", 1, 0, 0, 1, [TRUMP_PATH]),
        ],
    ),
    (
        "state-about-state",
        {"speaker": "Moscow", "until": "2025-05-31"},
        ("month", "target"),
        [("2025-05", "Ukraine")],
    ),
    (
        "evidence",
        {"id": "statement:trump:69305c7082:1@courier-1"},
        ("type", "source", "target", "words", "sentence"),
        [("Statement", "Donald Trump", None, "Zelenskyy is a brave man,” Trump wrote", BRAVE)],
    ),
    (
        "replies",
        {},
        ("speaker", "text", "answered", "earlier", "sentence"),
        [
            (
                "Dmitry Peskov",
                "there would be no ceasefire before talks",
                ZELENSKYY,
                "There can be no talks without a ceasefire",
                NO_CEASEFIRE,
            )
        ],
    ),
    (
        "speakers-on-platform",
        {"platform": "Truth Social"},
        ("platform", "speaker", "target", "sentence"),
        [("Truth Social", "Donald Trump", ZELENSKYY, BRAVE)],
    ),
    (
        "search-statements",
        {"words": "Ceasefire TALKS"},
        ("speaker", "date", "sentence"),
        [(ZELENSKYY, "2025-05-10", NO_TALKS), ("Dmitry Peskov", "2025-05-11", NO_CEASEFIRE)],
    ),
    (
        "search-statements",
        {"words": "ceasefire", "speaker": "Peskov", "since": "2025-05-11", "until": "2025-05-11"},
        ("speaker",),
        [("Dmitry Peskov",)],
    ),
    ("search-statements", {"words": "ceasefire nowhere"}, ("speaker",), []),
    (
        "unattributed",
        {},
        ("cue", "target", "stance", "sentence"),
        [("is widely seen", "Vladimir Putin", "negative", "He is widely seen as isolated.")],
    ),
    (
        "documents",
        {"until": "2025-05-12"},
        ("date", "outlet", "statements", "speakers", "copy_of", "document"),
        [
            ("2025-05-10", "Northgate Courier", 3, 3, [], "courier-1"),
            ("2025-05-11", "Meridian Wire", 2, 2, [], "wire-1"),
            ("2025-05-12", "Morning Echo", 1, 1, ["wire-1"], "echo-1"),
        ],
    ),
]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return six_reports().check()


@pytest.fixture(scope="module")
def embedded(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskableStore]:
    folder = tmp_path_factory.mktemp("questions") / "store"
    with AskableStore(open_store(folder)) as store:
        store.prepare()
        store.load(graph)
        yield store


@pytest.fixture(scope="module", params=["embedded", *ON_SERVERS])
def store(
    request: pytest.FixtureRequest, embedded: AskableStore, graph: Graph
) -> Iterator[AskableStore]:
    if request.param == "embedded":
        yield embedded
        return
    server = request.getfixturevalue(request.param.replace("-", "_"))
    server.empty()
    with AskableStore(open_store(server.url, user=server.user, password=server.password)) as opened:
        opened.prepare()
        opened.load(graph)
        yield opened


@pytest.mark.parametrize(("name", "parameters", "columns", "expected"), CASES)
def test_answers_are_those_worked_out_by_hand(
    store: AskableStore,
    name: str,
    parameters: dict[str, Any],
    columns: tuple[str, ...],
    expected: list[Row],
) -> None:
    rows = store.ask(name, **parameters)
    assert [tuple(row[column] for column in columns) for row in rows] == expected


@pytest.mark.parametrize(("name", "parameters"), [(case[0], case[1]) for case in CASES])
def test_every_store_gives_the_same_rows(
    store: AskableStore, embedded: AskableStore, name: str, parameters: dict[str, Any]
) -> None:
    assert store.ask(name, **parameters) == embedded.ask(name, **parameters)


def test_every_question_is_asked_here() -> None:
    assert {case[0] for case in CASES} == set(questions())


def test_evidence_is_looked_up_by_each_type() -> None:
    types = re.findall(r"^MATCH \(a\)-\[edge:(\w+)\]", questions()["evidence"].cypher, re.MULTILINE)
    assert sorted(types) == sorted(RELATIONSHIPS)


def test_the_page_in_docs_lists_every_question() -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    listed = [
        f"| `{q.name}` | {q.title} | {q.signature} |".replace("|  |", "| |")
        for q in questions().values()
    ]
    assert [line for line in page.splitlines() if line.startswith("| `")] == listed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_the_library_names_the_columns_that_the_query_gives(
    embedded: AskableStore, case: Case
) -> None:
    asked = questions()[case[0]]
    assert set(asked.table) <= set(asked.columns)
    for row in embedded.ask(case[0], **case[1]):
        assert tuple(row) == asked.columns


@pytest.mark.parametrize("name", questions())
def test_the_example_of_a_question_gives_what_it_needs(name: str) -> None:
    asked = questions()[name]
    words = shlex.split(asked.example)
    assert words[:3] == ["graphkit", "ask", name]
    given = {word.partition("=")[0] for word in words if "=" in word}
    assert given <= {parameter.name for parameter in asked.parameters}
    assert {parameter.name for parameter in asked.parameters if parameter.required} <= given


@pytest.mark.parametrize("type_", ["SAID", "ABOUT", "REJECTS", "CONDITIONAL_ON", "DESCRIBED_AS"])
def test_the_evidence_for_an_edge_is_its_words(
    store: AskableStore, graph: Graph, type_: str
) -> None:
    edge = next(e for e in graph.stated if e.type == type_)
    rows = store.ask("evidence", id=edge.id)
    assert [(row["type"], row["source"], row["target"]) for row in rows] == [
        (type_, graph.nodes[edge.source].name, graph.nodes[edge.target].name)
    ]
    text = graph.document(edge.document or "").text
    assert rows[0]["words"] == text[edge.start : edge.end]
    assert rows[0]["words"] in rows[0]["sentence"]


def test_the_evidence_for_a_derived_edge_is_every_statement_behind_it(
    store: AskableStore, graph: Graph
) -> None:
    for edge in graph.relationships.values():
        if edge.type in {"SPOKE_ABOUT", "PRAISES", "CRITICISES"}:
            rows = store.ask("evidence", id=edge.id)
            assert len(rows) == getattr(edge, "statements", None)


@pytest.mark.parametrize(
    ("surface", "speaker"),
    [
        ("Trump", "person:donald-trump"),
        ("trump", "person:donald-trump"),
        ("Zelensky", "person:volodymyr-zelensky"),
        ("Zelenskiy", "person:volodymyr-zelensky"),
        ("Volodymyr Zelenskyy", "person:volodymyr-zelensky"),
        ("person:vladimir-putin", "person:vladimir-putin"),
        ("Oleh Kovalenko", "person:oleh-kovalenko"),
        ("Peskov", "person:dmitry-peskov"),
        ("one European official", "unnamed:one-european-official@courier-1"),
    ],
)
def test_actors_are_found_by_the_names_people_use(
    embedded: AskableStore, surface: str, speaker: str
) -> None:
    rows = embedded.ask("who-said-what", speaker=surface)
    assert {row["speaker_id"] for row in rows} == {speaker}


@pytest.mark.parametrize("surface", ["Moscow", "Russia", "state:RUS", "the Russian Federation"])
def test_a_capital_stands_for_its_state(embedded: AskableStore, surface: str) -> None:
    rows = embedded.ask("who-said-what", target=surface)
    assert [row["target"] for row in rows] == ["Russia"]


def test_a_body_is_not_its_state(embedded: AskableStore) -> None:
    assert not embedded.ask("who-said-what", target="the Kremlin")


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("who-said-wat", {}, ["'who-said-wat'", "who-said-what"]),
        ("zzz", {}, ["'zzz'", "known:", "deadlocks", "graphkit questions"]),
        ("who-said-what", {"speeker": "Trump"}, ["'speeker'", "it takes speaker, target"]),
        ("deadlocks", {"actor": "Trump"}, ["takes no parameter"]),
        ("said-about-over-time", {"speaker": "Trump"}, ["needs", "'target'", "graphkit ask"]),
        ("evidence", {"id": ""}, ["needs", "'id'"]),
        ("who-said-what", {"since": "May 2025"}, ["'since'", "'May 2025'", "2025-05-31"]),
        ("speaker-target-matrix", {"minimum": "many"}, ["'minimum'", "'many'"]),
        (
            "who-said-what",
            {"speaker": "Kovalenko"},
            ["several", "person:oleh-kovalenko", "person:maria-kovalenko", "Give the id"],
        ),
        ("who-said-what", {"speaker": "Kowalenko"}, ["near:", "person:oleh-kovalenko"]),
        ("who-said-what", {"speaker": "Narendra Modi"}, ["person:narendra-modi", "this store"]),
        ("search-statements", {"words": '*:* … "?"'}, ["'words'", "no word to look for"]),
        ("search-statements", {"words": " ".join(map(str, range(99)))}, ["99 words", "50"]),
        ("positions-on-concept", {"concept": "state visit"}, ["no concept", "'state visit'"]),
        ("positions-on-concept", {"concept": "Russia and Ukraine"}, ["several", CEASEFIRE]),
        ("talks-by-venue", {"venue": "Istambul"}, ["no venue", "venue:istanbul"]),
    ],
)
def test_a_wrong_question_says_what_to_do(
    embedded: AskableStore, name: str, parameters: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(QuestionError) as raised:
        ask(embedded, name, **parameters)
    assert [word for word in words if word not in str(raised.value)] == []


def test_a_file_answers_no_question() -> None:
    with (
        AskableStore(open_store(REPORTS)) as file,
        pytest.raises(QueryError, match="graphkit load"),
    ):
        file.ask("documents")


def test_an_askable_store_reads_what_it_holds(embedded: AskableStore, graph: Graph) -> None:
    assert embedded.read() == graph


TEXT = (
    "Title without a stop\n"
    "U.S. President Trump spoke. “Go!” said J. D. Vance on Jan. 3. He left.\n\n"
    "It was 5.5 percent. Why? Nobody knew … Then it ended"
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("without", "Title without a stop"),
        ("Trump", "U.S. President Trump spoke."),
        ("Vance", "“Go!” said J. D. Vance on Jan. 3."),
        ("left", "He left."),
        ("percent", "It was 5.5 percent."),
        ("Why", "Why?"),
        ("Nobody", "Nobody knew …"),
        ("ended", "Then it ended"),
        ("spoke. “Go", "U.S. President Trump spoke. “Go!” said J. D. Vance on Jan. 3."),
    ],
)
def test_the_sentence_around_evidence(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    assert Sentences(TEXT).around(start, start + len(words)) == sentence


def test_a_graph_in_no_store_answers_too(graph: Graph, embedded: AskableStore) -> None:
    columns = ("speaker", "cue", "target", "stance", "sentence", "document")
    stored = {tuple(row[c] for c in columns) for row in embedded.ask("who-said-what")}
    found = {tuple(row[c] for c in columns) for row in who_said_what(graph) if row["speaker"]}
    assert found == stored


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("// title: A\n", "description"),
        ("// title: A\n// param x (colour, required): y\n", "colour"),
    ],
)
def test_a_header_that_lacks_something_is_named(header: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        read_question("mine", header + "RETURN 1 AS one\n")
