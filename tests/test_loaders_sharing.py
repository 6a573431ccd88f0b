"""An embedded store that one process holds and others work with: real processes, real ports."""

import json
import logging
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from threading import Thread

import pytest

from benchmarks.synthetic import corpus
from loaders import open_store, sharing
from loaders.embedded import EmbeddedStore
from loaders.shared_folder import SharedStore
from schemas.errors import QueryError, StoreError, StoreLocked, StoreMissing, StoreUnavailable
from schemas.graph import Graph
from tests.holding import ROOT, held
from tests.loaders_samples import article, assert_holds

REPORT = ROOT / "tests" / "data" / "six_reports.jsonl"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store"


def address(path: Path) -> Path:
    return path / "graphkit-share" / "address.json"


def rewritten(path: Path, **changes: object) -> None:
    """The address file with other values, as a stale or damaged one would have."""
    file = address(path)
    text = json.dumps(json.loads(file.read_text()) | changes)
    file.write_text(text)


# --- the second process -----------------------------------------------------------------------------


def test_a_second_process_reads_and_writes(path: Path) -> None:
    with held(path):
        with open_store(path) as store:
            assert isinstance(store, SharedStore)
            store.prepare()
            store.load(article(1))
        with open_store(path, create=False) as again:
            again.replace(article(1, version=1))
            again.load(article(2))
    with open_store(path) as own:
        assert isinstance(own, EmbeddedStore)
        expected = Graph.merge(article(1, version=1), article(2))
        assert_holds(own, expected)


def test_both_write_at_once(path: Path) -> None:
    mine, theirs = [article(k) for k in range(1, 11)], [article(k) for k in range(11, 21)]
    source = path.with_name("theirs.jsonl")
    with source.open("w", encoding="utf-8") as stream:
        for graph in theirs:
            graph.to_jsonl(stream)
    with open_store(path, share=True) as store:
        code = (
            "import sys\nfrom loaders import open_store\nfrom schemas.graph import Graph\n"
            "with open_store(sys.argv[1]) as store:\n"
            "    for line in open(sys.argv[2], encoding='utf-8'):\n"
            "        store.load(Graph.from_jsonl([line]))\n"
        )
        command = [sys.executable, "-c", code, str(path), str(source)]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as other:
            for graph in mine:
                store.load(graph)
            _, said = other.communicate(timeout=120)
        assert other.returncode == 0, said
        assert_holds(store, Graph.merge(*mine, *theirs))


def loading(path: Path) -> "subprocess.Popen[str]":
    """Another process that loads documents, says how many were refused, and is at it already."""
    code = (
        "import sys\nfrom itertools import islice\nfrom benchmarks.synthetic import corpus\n"
        "from loaders import open_store\n"
        "graphs = list(islice(corpus(80), 40, None))\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    print(flush=True)\n"
        "    print(len(store.load_all(graphs).refused), flush=True)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "\n"
    return other


def test_what_both_bring_along_is_refused_to_none(path: Path) -> None:
    """The same registry: each would make what the other is making, which the engine refuses."""
    with open_store(path, share=True) as store:
        with loading(path) as other:
            assert not store.load_all(islice(corpus(80), 40)).refused
            said, _ = other.communicate(timeout=120)
        assert (other.returncode, said) == (0, "0\n")
        assert_holds(store, Graph.merge(*corpus(80)))


def test_who_writes_is_waited_for(path: Path) -> None:
    with open_store(path, share=True) as store:
        with sharing.writing(path):
            other = loading(path)
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(1)
            assert not store.read().nodes
        with other:
            said, _ = other.communicate(timeout=120)
        assert (other.returncode, said) == (0, "0\n")


def test_who_waits_to_write_hears_that_the_holder_closed(path: Path) -> None:
    with ExitStack() as until_closed:
        with open_store(path, share=True):
            until_closed.enter_context(sharing.writing(path))
            other = loading(path)
        _, said = other.communicate(timeout=120)
    assert other.returncode == 1
    assert "closed it" in said


def test_who_is_killed_lets_go_of_the_lock(path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom loaders import sharing\n"
        "with sharing.writing(Path(sys.argv[1])):\n    print(flush=True)\n    time.sleep(600)\n"
    )
    with open_store(path, share=True) as store:
        command = [sys.executable, "-c", code, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "\n"
            other.kill()
        store.load(article(1))
        assert_holds(store, article(1))


def test_a_lock_that_nobody_lets_go_of_is_told_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_PATIENCE", 0.05)
    with open_store(path, share=True) as store:
        with sharing.writing(path), pytest.raises(StoreLocked, match="has been writing"):
            store.load(article(1))
        store.load(article(1))


def test_what_the_holder_has_closed_is_said(path: Path) -> None:
    with held(path) as holder:
        store = open_store(path)
        assert holder.stdin is not None
        holder.stdin.close()
        holder.wait(60)
        with store, pytest.raises(StoreUnavailable, match="has closed it: open the store again"):
            store.read()
    open_store(path).close()


# --- what the holder leaves -------------------------------------------------------------------------


def test_the_address_is_for_this_user_alone_and_goes(path: Path) -> None:
    with held(path):
        assert stat.S_IMODE(address(path).stat().st_mode) == 0o600
        assert stat.S_IMODE(address(path).parent.stat().st_mode) == 0o700
    assert not address(path).parent.exists()
    with open_store(path, create=False) as store:
        assert isinstance(store, EmbeddedStore)


def test_a_killed_holder_leaves_a_store_that_opens(path: Path) -> None:
    with held(path) as holder:
        with open_store(path) as store:
            store.load(article(1))
        holder.send_signal(signal.SIGKILL)
        holder.wait(60)
        assert address(path).exists()
        with open_store(path) as store:
            assert isinstance(store, EmbeddedStore)
            assert not address(path).exists()
            assert_holds(store, article(1))


def test_a_holder_that_ends_without_closing_ends(path: Path) -> None:
    code = (
        "import sys\nfrom loaders import open_store\nstore = open_store(sys.argv[1], share=True)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=True, timeout=60)
    open_store(path, create=False).close()


# --- what is not shared -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "not-the-password"},
        {"port": 1},
        {"pid": 2**22 + 1},
        {"pid": 2**80},
        {"pid": os.getpid()},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_stale_address_is_no_way_in(path: Path, changes: dict[str, object]) -> None:
    with held(path):
        password = json.loads(address(path).read_text())["password"]
        rewritten(path, **changes)
        with pytest.raises(StoreLocked, match="not shared: close the other") as raised:
            open_store(path)
    for secret in (password, "not-the-password"):
        assert secret not in f"{raised.value!r} {raised.value.__cause__!r}"


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "{}", "\0\0"])
def test_a_damaged_address_is_no_way_in(path: Path, text: str) -> None:
    path.mkdir()
    sharing.make_room(path)
    address(path).write_text(text)
    address(path).chmod(0o600)
    assert sharing.offered(path) is None


def test_an_address_that_others_may_write_is_no_way_in(path: Path) -> None:
    path.mkdir()
    sharing.make_room(path)
    sharing.publish(path, sharing.Offer(7687, "store", os.getppid(), "word"))
    assert sharing.offered(path) is not None
    address(path).chmod(0o644)
    assert sharing.offered(path) is None


def test_a_stale_address_is_cleared_by_the_next_holder(path: Path) -> None:
    open_store(path).close()
    sharing.make_room(path)
    sharing.publish(path, sharing.Offer(1, "store", 2**22 + 1, "word"))
    with open_store(path, share=True):
        assert json.loads(address(path).read_text())["pid"] == os.getpid()
    assert not address(path).exists()


def test_a_short_command_is_waited_for(path: Path) -> None:
    store = open_store(path)

    def close_soon() -> None:
        time.sleep(1)
        store.close()

    closing = Thread(target=close_soon)
    closing.start()
    open_store(path).close()
    closing.join()


def test_the_same_program_is_not_let_in_twice(path: Path) -> None:
    with open_store(path, share=True), pytest.raises(StoreLocked, match="twice in this program"):
        open_store(path)


def test_where_no_port_opens_the_store_is_its_own(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_store(path).close()
    (path / "graphkit-share").write_text("in the way")
    with caplog.at_level(logging.WARNING), open_store(path, share=True) as store:
        store.load(article(1))
    assert "cannot be shared" in caplog.text


# --- secrets ----------------------------------------------------------------------------------------


def test_the_password_stands_in_the_address_file_alone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = tmp_path / "logs"
    monkeypatch.setenv("ARCADEDB_LOG_DIR", str(logs))
    with held(path) as holder:
        with open_store(path) as store:
            store.load(article(1))
            with pytest.raises(QueryError):
                store.query("MATCH (n RETURN n")  # type: ignore[attr-defined]
        password = json.loads(address(path).read_text())["password"].encode()
        command = Path(f"/proc/{holder.pid}/cmdline")
        assert not command.exists() or password not in command.read_bytes()
        found = [
            file for file in tmp_path.rglob("*") if file.is_file() and password in file.read_bytes()
        ]
    assert found == [address(path)]
    offer = sharing.Offer(1, "store", 1, "secret-word")
    assert "secret-word" not in repr(offer)


# --- the command line -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with the six reports that another process holds, as a notebook does."""
    path = tmp_path_factory.mktemp("notebook") / "store"
    with open_store(path) as store, REPORT.open(encoding="utf-8") as stream:
        store.load(Graph.from_jsonl(stream))
    with held(path):
        yield path


def graphkit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "graphkit", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "documents"), "rows"),
        (("query", "MATCH (d:Document) RETURN count(d) AS n"), "6"),
        (("load", str(REPORT)), "loaded 6 documents"),
        (("export", "--to", "-"), '"document"'),
        (("query", "CREATE (n:Person {id: 'x'})"), "only reads"),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_commands_work_beside_a_notebook(
    notebook: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = graphkit(tmp_path, *arguments, "--store", str(notebook))
    assert words in ran.stdout + ran.stderr, ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.returncode == (5 if words == "only reads" else 0)


@pytest.mark.model
def test_ingest_works_beside_a_notebook(notebook: Path, tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("President Ada Quill said on Monday that the truce in Port Iri would hold.\n")
    ran = graphkit(
        tmp_path, "ingest", str(text), "--to", str(notebook), "--published", "2025-05-12"
    )
    assert ran.returncode == 0, ran.stderr
    ran = graphkit(
        tmp_path, "query", "MATCH (d:Document) RETURN count(d) AS n", "--store", str(notebook)
    )
    assert "7" in ran.stdout


def test_a_command_says_what_to_do_where_a_store_is_not_shared(path: Path, tmp_path: Path) -> None:
    with held(path, share=False):
        ran = graphkit(tmp_path, "ask", "documents", "--store", str(path))
    assert ran.returncode == StoreError.exit_code
    assert "close the other" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_create_there_must_be_a_store(path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_store(path, create=False, share=True)
