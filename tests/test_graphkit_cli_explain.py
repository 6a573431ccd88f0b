"""The command `graphkit explain`: what it prints and writes, and how it fails."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.cli import main
from graphkit.settings import ENVIRONMENT

TEXT = "Kaja Kallas said on Monday that the ships would stay in port.\n"
SAID = (TEXT.index("that the"), TEXT.index("."))

type Ran = tuple[int, str, str]
type Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `graphkit explain` where an article and its gold lie."""
    for name in [*(n for names in ENVIRONMENT.values() for n in names), "NEO4J_AUTH", "COLUMNS"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    gold = {
        "entities": [{"id": "k", "type": "Person", "name": "Kaja Kallas"}],
        "statements": [{"speaker": "k", "cue": None, "content": [SAID]}],
    }
    Path("gold.json").write_text(json.dumps(gold), encoding="utf-8")

    def command(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            main(["explain", *arguments])
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return command


def test_a_pipe_gets_the_marked_text_without_escapes(run: Run) -> None:
    code, out, err = run("a.txt")
    assert (code, err) == (0, "")
    assert out.startswith("a.txt\n")
    assert "⟨Kaja Kallas⟩ ‹said›[1] on Monday ⟦that the ships would stay in port⟧." in out
    assert "1 attribution\n" in out
    assert "\x1b" not in out


def test_what_is_less_sure_is_left_out(run: Run) -> None:
    assert "0 attributions\n" in run("a.txt", "--least", "1")[1]


def test_against_gold(run: Run) -> None:
    code, out, _ = run("a.txt", "--against", "gold.json")
    assert code == 0
    assert "said›[1✓]" in out
    assert "right 1 · wrong speaker 0 · false alarms 0 · missed 0" in out


def test_a_page_is_written(run: Run) -> None:
    code, out, err = run("a.txt", "--against", "gold.json", "--html", "page.html")
    assert (code, out) == (0, "")
    assert "wrote page.html" in err
    assert "Kaja Kallas" in Path("page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["b.txt"], 3, "b.txt: no such file"),
        (["a.txt", "--against", "b.json"], 3, "b.json: no such file"),
        (["a.txt", "--against", "a.txt"], 3, "a.txt is no gold"),
        (["a.txt", "--html", "a.txt"], 2, "a.txt is what is read"),
        (["a.txt", "--html", "no/x.html"], 2, "no/x.html cannot be written"),
        (["a.txt", "--least", "2"], 2, "--least"),
        ([], 2, "FILE"),
    ],
)
def test_what_is_wrong_is_named(run: Run, arguments: list[str], code: int, told: str) -> None:
    ended, out, err = run(*arguments)
    assert (ended, out) == (code, "")
    assert told in " ".join(err.split())
    assert Path("a.txt").read_text(encoding="utf-8") == TEXT
