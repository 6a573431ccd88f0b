"""Neo4j Browser's style and saved Cypher: whole, readable by strict rules, and a server takes them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from neo4j import GraphDatabase

from graphkit.cli import main
from graphkit.neo4j_browser import COLOURS, grass, saved_cypher, write_browser
from graphkit.questions import Question, questions
from loaders import open_store
from schemas.catalog import EXTRA_LABELS, NODES, RELATIONSHIPS
from schemas.errors import InputError
from tests.conftest import Neo4j
from tests.loaders_samples import every_row

TOKENS = Path(__file__).parents[1] / "graphkit/explorer/web/src/styles/tokens.css"
RULE = re.compile(r"(\w+(?:\.\w+)?) \{\n((?:  [\w-]+: [^;\n]+;\n)+)\}\n")
VALUES = re.compile(r"#[0-9a-f]{6}|\d+px|'(?:\{\w+\}|<type>)'")
PARAMETER = re.compile(r":param (\w+) => (null|\d+|'(?:[^'\\]|\\.)*');")
OWN = {"PRAISES": "positive", "CRITICISES": "negative", "MENTIONS": "neutral"}


def rules() -> dict[str, dict[str, str]]:
    """The style by its selectors; fails on anything that is no rule, a comment for one."""
    text, at, found = grass(), 0, dict[str, dict[str, str]]()
    while at < len(text):
        match = RULE.match(text, at)
        assert match, f"no rule: {text[at : at + 60]!r}"
        assert match[1] not in found, f"two rules for {match[1]}"
        pairs = (line.strip(" ;").split(": ") for line in match[2].splitlines())
        found[match[1]] = dict(pairs)
        at = match.end() + len(re.match("\n?", text[match.end() :])[0])  # type: ignore[index]
    return found


def contrast(one: str, other: str) -> float:
    """As WCAG 2 reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


# --- the style ----------------------------------------------------------------------------------


def test_every_label_and_type_has_a_rule_and_nothing_else() -> None:
    nodes = {"node", *(f"node.{name}" for name in (*NODES, *EXTRA_LABELS))}
    types = {"relationship", *(f"relationship.{name}" for name in RELATIONSHIPS)}
    assert rules().keys() == nodes | types


def test_every_value_is_a_colour_a_length_or_a_caption() -> None:
    values = [value for rule in rules().values() for value in rule.values()]
    assert [value for value in values if not VALUES.fullmatch(value)] == []


def test_captions_name_what_nodes_have() -> None:
    for label, model in NODES.items():
        caption = rules()[f"node.{label}"]["caption"].strip("'{}")
        assert caption in model.model_fields, label


def test_the_later_rule_wins_so_general_ones_come_first() -> None:
    order = list(rules())
    assert order[:3] == ["node", "relationship", "node.Actor"]
    assert order.index("node.Leader") > max(order.index(f"node.{name}") for name in NODES)


@pytest.mark.parametrize("name", OWN)
def test_a_stance_is_seen(name: str) -> None:
    rule = rules()[f"relationship.{name}"]
    assert rule["color"] == COLOURS[OWN[name]]
    assert contrast(rule["color"], "#ffffff") >= 3
    assert len({rules()[f"relationship.{other}"]["color"] for other in OWN}) == 3


def test_text_is_read_on_its_ground() -> None:
    low = {
        selector: contrast(rule["color"], rule["text-color-internal"])
        for selector, rule in rules().items()
        if contrast(rule["color"], rule["text-color-internal"]) < 4.5
    }
    assert low == {}


def test_colours_are_the_explorers() -> None:
    light = TOKENS.read_text(encoding="utf-8").partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    assert {name: tokens.get(name) for name in COLOURS} == COLOURS


# --- the questions ------------------------------------------------------------------------------


def parameters(text: str) -> dict[str, str | int | None]:
    """What the `:param` lines set."""
    found: dict[str, str | int | None] = {}
    for name, value in PARAMETER.findall(text):
        found[name] = None if value == "null" else int(value) if value.isdigit() else value[1:-1]
    return found


def query(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith((":param ", "// "))]
    return "\n".join(lines).removesuffix(";")


@pytest.fixture(params=questions().values(), ids=lambda question: question.name)
def question(request: pytest.FixtureRequest) -> Question:
    asked: Question = request.param
    return asked


def test_a_question_begins_with_its_title_and_sets_each_parameter(question: Question) -> None:
    text = saved_cypher(question)
    comments = [line for line in text.splitlines() if line.startswith("//")]
    assert text.startswith(f"// {question.title}\n")
    assert [line for line in comments if ";" in line] == []
    assert list(parameters(text)) == [p.name for p in question.parameters]
    assert text.count(":param") == len(question.parameters)
    assert text.endswith(";\n")


def test_no_value_stands_in_a_query(question: Question) -> None:
    text = saved_cypher(question)
    own = "\n".join(line for line in question.cypher.splitlines() if not line.startswith("//"))
    assert query(text).strip() == own.strip()
    for parameter in question.parameters:
        assert f"${parameter.name}" in query(text)
        if parameter.required:
            assert parameters(text)[parameter.name] is not None


def test_names_are_given_as_ids_and_words_as_the_index_reads_them() -> None:
    known = {name: parameters(saved_cypher(asked)) for name, asked in questions().items()}
    assert known["said-about-over-time"]["target"] == "person:volodymyr-zelensky"
    assert known["talks-by-venue"]["venue"] == "venue:istanbul"
    assert known["search-statements"]["words"] == '+"peace" +"talks"'
    assert known["speaker-target-matrix"]["minimum"] == 2


@pytest.mark.parametrize(
    ("given", "literal"), [("it's", r"it\'s"), ("a\\", r"a\\"), ("x'; MATCH", r"x\'; MATCH")]
)
def test_a_value_ends_no_literal(given: str, literal: str) -> None:
    asked = questions()["evidence"]
    example = f"graphkit ask evidence --param {shlex.quote(f'id={given}')}"
    text = saved_cypher(asked.model_copy(update={"example": example}))
    assert parameters(text) == {"id": literal}


# --- the command, the archive and the server ----------------------------------------------------


def test_the_command_writes_style_and_all_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "browser"
    with pytest.raises(SystemExit) as left:
        main(["browser", "--to", str(folder)])
    assert left.value.code == 0
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {p for p in folder.rglob("*") if p.is_file()} == set(printed)
    assert (folder / "graphkit.grass").read_text(encoding="utf-8") == grass()
    assert {p.stem for p in (folder / "queries").iterdir()} == set(questions())
    with ZipFile(folder / "queries.zip") as packed:
        assert sorted(packed.namelist()) == sorted(f"{name}.cypher" for name in questions())


def test_twice_is_the_same_and_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in write_browser(tmp_path)}
    assert {path: path.read_bytes() for path in write_browser(tmp_path)} == first
    with pytest.raises(InputError, match="cannot write to"):
        write_browser(tmp_path / "graphkit.grass")


@pytest.fixture(scope="module", params=["lts", "newest"])
def prepared(request: pytest.FixtureRequest) -> Iterator[Neo4j]:
    """A server with the constraints and indexes that the questions rest on."""
    server: Neo4j = request.getfixturevalue(f"neo4j_{request.param}")
    server.empty()
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.prepare()
        store.load(every_row())
    yield server


@pytest.mark.neo4j
def test_a_server_sets_the_parameters_and_takes_each_query(prepared: Neo4j) -> None:
    driver = GraphDatabase.driver(prepared.url, auth=(prepared.user, prepared.password))
    with driver, driver.session(database="neo4j") as session:
        for asked in questions().values():
            text = saved_cypher(asked)
            lines = re.findall(r"^:param (\w+) => (.*);$", text, re.MULTILINE)
            values = {}
            for name, expression in lines:  # as Browser does it
                values[name] = session.run(f"RETURN {expression} AS value").single(strict=True)[0]
            session.run(f"EXPLAIN {query(text)}", values).consume()  # type: ignore[arg-type]
            assert tuple(session.run(query(text), values).keys()) == asked.columns  # type: ignore[arg-type]
