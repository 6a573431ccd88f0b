"""The embedded store: who holds it, what survives, what it refuses."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders import arcade, cypher, open_store
from loaders.arcade_values import DateColumns
from loaders.embedded import EmbeddedStore
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import (
    LimitExceeded,
    SchemaError,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreUnavailable,
    StoreVersionError,
)
from schemas.graph import Graph
from schemas.stores import Limits, QueryableStore
from tests.loaders_samples import article, assert_holds, every_row

ROOT = Path(__file__).parents[1]
LOAD = """
import sys, time
from pathlib import Path
from loaders import open_store
from schemas.graph import Graph
store = open_store(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as stream:
    store.load(Graph.from_jsonl(stream))
print("loaded", flush=True)
time.sleep(600)
"""
ENDLESS = """
import sys
from loaders import open_store
from schemas.errors import LimitExceeded
from schemas.stores import Limits
with open_store(sys.argv[1]) as store:
    try:
        store.query(
            "RETURN [x IN range(1, 1000000) WHERE all(y IN range(1, 1000000) WHERE y > 0)] AS x",
            limits=Limits(seconds=0.1),
        )
    except LimitExceeded:
        print(store.query("RETURN 1 AS one")[0]["one"])
"""


@pytest.fixture
def loaded_elsewhere(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A store that another process has loaded and still holds open."""
    path, source = tmp_path / "store", tmp_path / "graph.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        Graph.merge(article(1), article(2)).to_jsonl(stream)
    command = [sys.executable, "-c", LOAD, str(path), str(source)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loaded\n"
        yield path, process
        process.kill()


def changed(path: Path, query: str, **parameters: object) -> None:
    """Change a store behind our back."""
    with arcade.open_database(path) as database, database.transaction():
        database.command("opencypher", query, parameters)


def test_a_store_held_by_another_process_is_locked(
    loaded_elsewhere: tuple[Path, subprocess.Popen[str]],
) -> None:
    path, _ = loaded_elsewhere
    with pytest.raises(StoreLocked, match=str(path)) as raised:
        open_store(path)
    assert "graphkit serve" not in str(raised.value)
    assert "use another store" in str(raised.value)


def test_a_committed_load_survives_a_kill(
    loaded_elsewhere: tuple[Path, subprocess.Popen[str]],
) -> None:
    path, process = loaded_elsewhere
    process.kill()
    process.wait()
    with open_store(path) as store:
        assert_holds(store, Graph.merge(article(1), article(2)))


def test_a_store_opened_twice_is_locked(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"), pytest.raises(StoreLocked, match="store"):
        open_store(tmp_path / "store")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="something else"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "notes.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "foreign"
    with arcade.create_database(path) as database:
        database.command("sql", "CREATE VERTEX TYPE Customer").close()
    with pytest.raises(StoreError, match="Customer"):
        open_store(path)


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_store(tmp_path, create=False)
    with open_store(tmp_path) as store:
        store.load(article(1))
    with open_store(tmp_path, create=False) as store:
        assert_holds(store, article(1))


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    changed(tmp_path, "MATCH (n:GraphKit) SET n.schema_version = 99")
    with pytest.raises(StoreVersionError, match=rf"newer graphkit .*99.*{SCHEMA_VERSION}.*update"):
        open_store(tmp_path)


def test_labels_left_by_a_crash_are_settled_on_opening(tmp_path: Path) -> None:
    graph = every_row()
    leaders = [node.id for node in graph.nodes.values() if "Leader" in node.labels]
    with open_store(tmp_path) as store:
        store.load(graph)
    changed(tmp_path, cypher.UNMARK_LEADERS, ids=leaders)
    changed(tmp_path, cypher.NOTE_UNSETTLED, people=leaders)
    with open_store(tmp_path) as store:
        assert_holds(store, graph)


def test_the_engine_is_quiet_and_leaves_nothing_in_the_working_folder(tmp_path: Path) -> None:
    code = "from loaders import open_store\nopen_store('store').close()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    warning = "" if arcade.NATIVE else "WARNING: Using incubator modules: jdk.incubator.vector\n"
    assert (said.stdout, said.stderr) == ("", warning)
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


def test_a_property_that_the_schema_does_not_know_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.load(article(1))
    changed(tmp_path, "MATCH (n:Document {id: 'doc:1'}) SET n.colour = 'red'")
    with open_store(tmp_path) as store, pytest.raises(SchemaError, match="colour"):
        store.read()


def test_a_question_without_end_lets_the_program_end(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENDLESS, str(tmp_path / "store")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "1\n", "")
    with open_store(tmp_path / "store") as store:
        assert store.read() == Graph()


def test_a_load_has_no_deadline(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        assert isinstance(store, QueryableStore)
        with pytest.raises(LimitExceeded):
            store.query("UNWIND range(1, 1000000) AS n RETURN n", limits=Limits(seconds=0.001))
        store.load(every_row())
        assert_holds(store, every_row())


@pytest.mark.parametrize(
    ("query", "questions"),
    [
        ("MATCH (d:Document) RETURN toString(d.published) AS day", 0),
        ("MATCH (d:Document) RETURN toString(coalesce(d.published, date($x))) AS day", 0),
        ("MATCH (d:Document) WITH d.published AS day RETURN toString(day) AS day", 1),
        ("MATCH (d:Document) RETURN coalesce(d.published, date($x)) AS day", 1),
    ],
)
def test_what_is_made_text_is_not_asked_for_again(query: str, questions: int) -> None:
    asked: list[str] = []

    def ask(query: str, **_: object) -> list[dict[str, object]]:
        asked.append(query)
        return []

    rows = [{"day": "2025-05-12"}]
    assert list(DateColumns(ask).restored(rows, query, {})) == rows
    assert len(asked) == questions


def test_a_commit_that_failed_half_way_ends_all_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store"
    store = open_store(path)
    store.load(article(1))
    assert isinstance(store, EmbeddedStore)

    def failing(_: object) -> None:
        raise arcade.ArcadeDBError("Failed to commit transaction: Transaction error on commit")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_transact", failing)
        with pytest.raises(StoreUnavailable, match="is the disk full"):
            store.load(article(2))
    with pytest.raises(StoreUnavailable, match="end this program"):
        store.load_all([article(2)])
    store.close()
    assert store._database._closed
    with pytest.raises(StoreLocked):  # it is left as it is until this process ends
        open_store(path)
