"""A store made offline is the store that loading makes, or is not there at all."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders import arcade, build_store, once, open_store
from loaders.fingerprint import fingerprint_of
from schemas.errors import GraphError, InputError, StoreError, StoreLocked
from schemas.graph import Graph
from schemas.stores import Check, Store
from schemas.streams import Counts
from tests.loaders_samples import article, assert_holds, every_row, held, in_shares

LEADERS = Graph.merge(*(article(k) for k in range(6)), article(7, copies=3))


def write(graph: Graph, folder: Path) -> Path:
    path = folder / "graph.jsonl"
    path.write_text("".join(f"{line}\n" for line in graph.json_lines()), encoding="utf-8")
    return path


def told(store: Store) -> list[Check]:
    """What the store finds of itself."""
    return list(store.examine())


def schema(folder: Path) -> list[list[str]]:
    """The engine's types and indexes."""
    database = arcade.open_database(folder)
    try:
        return [
            sorted(str({key: row[key] for key in keys}) for row in rows)
            for name, keys in (
                ("types", ("name", "type", "parentTypes")),
                ("indexes", ("typeName", "properties", "unique", "indexType")),
            )
            for rows in [database.query("sql", f"SELECT FROM schema:{name}").to_list()]
        ]
    finally:
        database.close()


@pytest.mark.parametrize("shares", [False, True], ids=["whole", "shares"])
def test_what_is_made_is_what_loading_makes(
    shares: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shares:
        in_shares(monkeypatch)
        monkeypatch.setattr("loaders.row_files._ROWS", 3)
    path = write(LEADERS, tmp_path)
    counts = build_store(path, path.name, tmp_path / "made")
    assert counts == Counts(len(LEADERS.nodes), len(LEADERS.relationships))
    with open_store(tmp_path / "loaded") as store:
        store.load_all(LEADERS.parts())
        expected, checked = held(store), told(store)
    with open_store(tmp_path / "made") as store:
        assert held(store) == expected
        assert store.fingerprint() == fingerprint_of(LEADERS)
        assert told(store) == checked
        assert_holds(store, LEADERS)
    assert schema(tmp_path / "made") == schema(tmp_path / "loaded")


def test_it_goes_on_as_any_store(tmp_path: Path) -> None:
    """Loaded into, taken out of, asked by text and by id."""
    path = write(LEADERS, tmp_path)
    build_store(path, path.name, tmp_path / "made")
    with open_store(tmp_path / "made") as store:
        store.load_all(LEADERS.parts())
        assert_holds(store, LEADERS)
        more = Graph.merge(LEADERS, article(9))
        store.load_all([article(9), article(2, version=1)])
        assert_holds(store, more.replaced(article(2, version=1)))
        first = LEADERS.documents[0].id
        store.remove(first)
        assert_holds(store, more.replaced(article(2, version=1)).without(first))


@pytest.mark.parametrize("labels", ["Person", "Actor", "Actor:Person", "Actor:Person:Leader"])
def test_no_id_is_there_twice(labels: str, tmp_path: Path) -> None:
    """Constraints hold for types of several labels that were there before them."""
    path = write(LEADERS, tmp_path)
    build_store(path, path.name, tmp_path / "made")
    person = next(id_ for id_, node in LEADERS.nodes.items() if node.labels[-1] == "Leader")
    database = arcade.open_database(tmp_path / "made")
    try:
        with pytest.raises(arcade.ArcadeDBError, match=r"[Dd]uplicate"), database.transaction():
            database.command("opencypher", f"CREATE (n:{labels} {{id: $id}})", {"id": person})
    finally:
        database.close()


def test_a_store_is_replaced_only_where_that_is_said(tmp_path: Path) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"
    with open_store(folder) as store:
        store.load(article(9))
    with pytest.raises(StoreError, match=r"is a store already.*--overwrite"):
        build_store(path, path.name, folder)
    with open_store(folder) as store:
        assert_holds(store, article(9))
        with pytest.raises(StoreLocked):
            build_store(path, path.name, folder, overwrite=True)
    build_store(path, path.name, folder, overwrite=True)
    with open_store(folder) as store:
        assert_holds(store, LEADERS)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph.jsonl", "made"]


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """What another program does while the store is made."""

    def read(*given: Any) -> Any:
        act()
        return once.read_once(*given)

    monkeypatch.setattr("loaders.embedded_offline.read_once", read)


def test_a_store_that_came_to_be_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"

    def act() -> None:
        with open_store(folder) as store:
            store.load(article(9))

    meanwhile(monkeypatch, act)
    with pytest.raises(StoreError, match="something else already"):
        build_store(path, path.name, folder)
    with open_store(folder) as store:
        assert_holds(store, article(9))


def test_a_store_that_is_replaced_cannot_be_opened_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"
    build_store(path, path.name, folder)
    refused: list[str] = []

    def act() -> None:
        try:
            open_store(folder).close()
        except StoreLocked as error:
            refused.append(str(error))

    meanwhile(monkeypatch, act)
    build_store(path, path.name, folder, overwrite=True)
    assert refused


def test_a_folder_keeps_its_rights_and_a_replaced_store_gets_another_revision(
    tmp_path: Path,
) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"
    folder.mkdir(mode=0o700)
    found = []
    for overwrite in (False, True):
        build_store(path, path.name, folder, overwrite=overwrite)
        assert folder.stat().st_mode & 0o777 == 0o700
        with open_store(folder) as store:
            found.append(store.revision())
    assert found[0] != found[1]
    assert all(found)


def test_the_folder_that_one_is_in_is_not_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"
    folder.mkdir()
    monkeypatch.chdir(folder)
    with pytest.raises(StoreError, match="name another"):
        build_store(path, path.name, Path())
    assert not any(folder.iterdir())


def test_every_kind_of_row(tmp_path: Path) -> None:
    """But for statements, which stand in one document each."""
    every = every_row()
    edges = [e for e in every.stated if e.type not in {"SAID", "ABOUT", "IN"}]
    used = {end for edge in edges for end in (edge.source, edge.target)}
    kept = Graph([node for id_, node in every.nodes.items() if id_ in used], edges)
    path = write(kept, tmp_path)
    build_store(path, path.name, tmp_path / "made")
    with open_store(tmp_path / "made") as store:
        assert_holds(store, kept)


def test_what_is_something_else_is_left_alone(tmp_path: Path) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "other"
    database = arcade.create_database(folder)
    database.command("sql", "CREATE VERTEX TYPE Ship").close()
    database.close()
    with pytest.raises(StoreError, match=r"something else.*Ship"):
        build_store(path, path.name, folder, overwrite=True)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.txt").write_text("mine")
    for overwrite in (False, True):
        with pytest.raises(StoreError, match="something else"):
            build_store(path, path.name, notes, overwrite=overwrite)
    assert (notes / "a.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "error"),
    [("", InputError), ("{", GraphError), ("\n".join(every_row().json_lines()), GraphError)],
    ids=["empty", "no-json", "a-statement-of-another-document"],
)
def test_what_is_wrong_leaves_nothing(text: str, error: type[Exception], tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        build_store(path, path.name, tmp_path / "made")
    assert os.listdir(tmp_path) == ["graph.jsonl"]


def load(*words: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "graphkit", "load", "--offline", *words],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command(tmp_path: Path) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"
    done = load(str(path), "--store", str(folder))
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{len(LEADERS.nodes)} nodes" in done.stderr
    again = load("-", "--store", str(folder), given=path.read_text())
    assert again.returncode == StoreError.exit_code
    assert "--overwrite" in again.stderr
    piped = load("-", "--store", str(folder), "--overwrite", given=path.read_text())
    assert piped.returncode == 0, piped.stderr
    with open_store(folder) as store:
        assert_holds(store, LEADERS)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["none.jsonl", "--store", "made"], InputError.exit_code, "none.jsonl: cannot be read"),
        (["graph.jsonl", "--store", "other.jsonl"], 2, "is a file"),
        (["graph.jsonl", "--store", "made", "--start", "true"], 2, "address of the server"),
        (["graph.graphml", "--store", "made"], InputError.exit_code, "export only"),
        (["latin.jsonl", "--store", "made"], InputError.exit_code, "latin.jsonl: is not UTF-8"),
        (["empty.jsonl", "--store", "made"], InputError.exit_code, "empty.jsonl: is empty"),
        (["broken.jsonl", "--store", "made"], GraphError.exit_code, "broken.jsonl: line 1"),
        (["graph.jsonl", "--store", "http://made"], StoreError.exit_code, "no store answers"),
    ],
)
def test_the_command_says_what_is_wrong(
    words: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.chdir(tmp_path)
    write(article(1), tmp_path)
    Path("latin.jsonl").write_bytes("é".encode("latin-1"))
    Path("empty.jsonl").touch()
    Path("broken.jsonl").write_text("{")
    done = load(*words)
    assert done.returncode == code, done.stderr
    assert says in " ".join(done.stderr.replace("│", " ").split())
    assert not Path("made").exists()


def test_a_full_disk_is_no_fault_of_the_input(tmp_path: Path) -> None:
    """A file may have 8 kB here: the rows need more."""
    path = write(LEADERS, tmp_path)
    command = [sys.executable, "-m", "graphkit", "load", str(path), "--offline", "--store", "made"]
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 16; exec {shlex.join(command)}"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == StoreError.exit_code, done.stderr
    assert "made cannot be written" in done.stderr
    assert os.listdir(tmp_path) == ["graph.jsonl"]


def test_a_pipe_is_read(tmp_path: Path) -> None:
    path, folder = write(LEADERS, tmp_path), tmp_path / "made"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["sh", "-c", f"cat {path} > {pipe}"]):
        done = load(str(pipe), "--store", str(folder))
    assert done.returncode == 0, done.stderr
    with open_store(folder) as store:
        assert_holds(store, LEADERS)
