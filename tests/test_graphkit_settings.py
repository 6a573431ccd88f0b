"""Which setting wins, and what is said of one that makes no sense."""

from pathlib import Path

import pytest

from graphkit.settings import Settings, load_settings
from schemas.errors import SettingsError

DEFAULT = Settings()


@pytest.mark.parametrize(
    ("project", "dotenv", "environment", "flags", "expected"),
    [
        ("", "", {}, {}, {}),
        ('store = "a"', "", {}, {}, {"store": "a"}),
        ('store = "a"', "NEO4J_URI=b", {}, {}, {"store": "b"}),
        ('store = "a"', "NEO4J_URI=b", {"NEO4J_URI": "c"}, {}, {"store": "c"}),
        ('store = "a"', "NEO4J_URI=b", {"NEO4J_URI": "c"}, {"store": "d"}, {"store": "d"}),
        ('store = "a"', "", {}, {"store": None}, {"store": "a"}),
        ("", "", {"NEO4J_URI": "bolt://x", "GRAPHKIT_STORE": "./here"}, {}, {"store": "./here"}),
        ("", "", {"NEO4J_URI": ""}, {}, {}),
        ("", "", {"NEO4J_USER": "u"}, {}, {"user": "u"}),
        ("", "", {"NEO4J_USER": "u", "NEO4J_USERNAME": "v"}, {}, {"user": "v"}),
        ("", "", {"NEO4J_AUTH": "u/p/q"}, {}, {"user": "u", "password": "p/q"}),
        ("", "", {"NEO4J_AUTH": "none"}, {}, {}),
        ("", "", {"NEO4J_AUTH": "u/p", "NEO4J_PASSWORD": "r"}, {}, {"user": "u", "password": "r"}),
        ("", "NEO4J_PASSWORD=p", {"NEO4J_AUTH": "u/q"}, {}, {"user": "u", "password": "q"}),
        ('weights = "w"', "GRAPHKIT_WEIGHTS=v", {}, {}, {"weights": "v"}),
        ("", "export GRAPHKIT_MODEL='m' # ours", {}, {}, {"model": "m"}),
        ('database = "d"\nmodel = "m"', "", {}, {}, {"database": "d", "model": "m"}),
    ],
)
def test_flag_over_environment_over_file_over_default(
    tmp_path: Path,
    project: str,
    dotenv: str,
    environment: dict[str, str],
    flags: dict[str, str | None],
    expected: dict[str, str],
) -> None:
    (tmp_path / "graphkit.toml").write_text(project, encoding="utf-8")
    (tmp_path / ".env").write_text(dotenv, encoding="utf-8")
    found = load_settings(tmp_path, environment, flags)
    assert found == Settings(**expected)


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}, {}) == DEFAULT


@pytest.mark.parametrize(
    ("project", "environment", "words"),
    [
        ("store = ", {}, ["graphkit.toml", "not valid TOML"]),
        ('stor = "x"', {}, ["graphkit.toml", "'stor'", "store, user"]),
        ("database = 7", {}, ["'database'", "7"]),
        ("", {"NEO4J_AUTH": "justme"}, ["NEO4J_AUTH", "user/password"]),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(
    tmp_path: Path, project: str, environment: dict[str, str], words: list[str]
) -> None:
    (tmp_path / "graphkit.toml").write_text(project, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings(tmp_path, environment, {})
    assert [word for word in words if word not in str(raised.value)] == []


def test_a_password_is_never_shown() -> None:
    assert "secret" not in repr(Settings(password="secret"))
