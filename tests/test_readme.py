"""The README: its commands and its Python run, its excerpt is real, its set-up names what is there."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from graphkit.cli import EXIT_CODES, SETTINGS, main
from graphkit.samples import dossier
from graphkit.settings import ENVIRONMENT
from tools.chromium import serving

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
KNOWN = {name for names in ENVIRONMENT.values() for name in names} | {"NEO4J_AUTH"}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
ROW = re.compile(r"^\| (.+) \|$", re.M)


def blocks(*languages: str) -> Iterator[str]:
    return (body for language, body in BLOCK.findall(README) if language in languages)


def commands(*languages: str) -> list[list[str]]:
    """The words of every command line, comments left out."""
    lines = (line for body in blocks(*languages) for line in body.splitlines())
    return [words for line in lines if (words := shlex.split(line, comments=True))]


SHELL = commands("sh", "console")
GRAPHKIT = [words[1:] for words in SHELL if Path(words[0]).name == "graphkit"]
SETUP = [words for words in SHELL if Path(words[0]).name != "graphkit"]


def check_setup(words: list[str]) -> None:
    """What a line of the set-up names is there; a line of an unknown kind fails."""
    match words:
        case ["make", target]:
            assert re.search(rf"^{target}:", MAKEFILE, re.M)
        case ["python3.12", "-m", "venv", ".venv"]:
            assert (ROOT / ".python-version").read_text().strip() == "3.12"
        case [".venv/bin/pip", "install", *flags]:
            assert " ".join(flags) in MAKEFILE
            assert [f for f in flags if f.endswith(".txt") and not (ROOT / f).is_file()] == []
        case ["docker", "compose", "up", "-d", "--wait"]:
            assert "neo4j:" in COMPOSE
        case ["export", *assignments]:
            assert {a.partition("=")[0] for a in assignments} <= KNOWN
            assert "NEO4J_PASSWORD" in COMPOSE
        case _:
            pytest.fail(f"the README has a command that no test knows: {shlex.join(words)}")


@pytest.mark.parametrize("words", SETUP, ids=shlex.join)
def test_setup_names_what_is_there(words: list[str]) -> None:
    check_setup(words)


def test_powershell_does_what_the_shell_does() -> None:
    lines = [line for body in blocks("powershell") for line in body.splitlines()]
    steps = [
        line.replace(".venv\\Scripts\\", ".venv/bin/") for line in lines if "$env:" not in line
    ]
    steps = [line.replace("py -3.12", "python3.12") for line in steps]
    shell = [shlex.join(words) for words in SHELL]
    assert steps
    assert [step for step in steps if step not in shell] == []
    given = {
        name: value
        for line in lines
        for name, value in re.findall(r'\$env:(\w+) = "([^"]*)"', line)
    }
    exported = next(words[1:] for words in SETUP if words[0] == "export")
    assert given == dict(word.split("=", 1) for word in exported)


def test_settings_and_exit_codes_are_those_of_the_command_line() -> None:
    plain = README.replace("`", "")
    codes = dict(re.findall(r"^\| (\d) \| (.+) \|$", plain, re.M))
    told = dict(re.findall(r"(\d) (.+?)(?: · |\.$)", EXIT_CODES))
    assert codes == told
    assert [name for name in re.findall(r"[A-Z0-9]+_[A-Z]+", SETTINGS) if name not in plain] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the articles that the page speaks of, and no settings of this machine."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    reports = sorted(dossier().glob("2025-*"))
    page = next(path for path in reports if path.suffix == ".html")
    shutil.copy(page, tmp_path / "article.html")
    (tmp_path / "articles").mkdir()
    for path in reports[:2]:
        shutil.copy(path, tmp_path / "articles")
    return tmp_path


@pytest.mark.slow
@pytest.mark.model
def test_everything_runs_as_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of the page; in one process, so that models load once."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        printed = capsys.readouterr()
        assert left.value.code == 0, (arguments, printed.err)
        return printed.out

    assert GRAPHKIT[0] == ["demo"]
    for arguments in GRAPHKIT:
        if arguments[0] == "serve":  # which ends only when it is told to
            check_served(folder, arguments)
            continue
        assert run(*arguments) or arguments[0] in {"ingest", "export"}, arguments
    assert (folder / "graph.graphml").is_file()
    (code,) = blocks("python")
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert len(names["said"])
    assert len(names["states"])
    ask = ("ask", "who-said-what", "--store", "./graphkit-demo", "--format", "json")
    check_excerpt(json.loads(run(*ask)))


def check_served(folder: Path, arguments: list[str]) -> None:
    """The store of a line with `serve` is shown."""
    assert arguments[:-1] == ["serve", "--store"]
    with serving(folder / arguments[-1]) as address, urlopen(f"{address}api/overview") as answer:
        assert json.load(answer)["statements"] > 0


def test_the_command_starts_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "graphkit", "--help"], cwd=ROOT, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


def check_excerpt(rows: list[dict[str, Any]]) -> None:
    """Every row of the excerpt is a row of the demo; … stands for the rest of a sentence."""
    found = {(r["speaker"], r["cue"], r["target"], r["stance"], r["sentence"]) for r in rows}
    excerpt = [tuple(row.split(" | ")) for row in ROW.findall(README) if row.count(" | ") == 4][1:]
    assert excerpt
    for *words, sentence in excerpt:
        whole, more, _ = sentence.partition(" …")
        same = [row for row in found if list(row[:4]) == words]
        assert [r for r in same if (r[4].startswith(whole) if more else r[4] == whole)], words
