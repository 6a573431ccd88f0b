"""Word lists of the language (not of the world), read once from the JSON files in `lexicons/`."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from schemas.errors import InputError


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The whole file `lexicons/NAME.json`, read only. Raises InputError if there is none."""
    path = files("graphkit.knowledge") / "lexicons" / f"{name}.json"
    if not path.is_file():
        raise InputError(f"no lexicon {name!r} in graphkit/knowledge/lexicons/")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType(loaded)


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list under `key` of that lexicon, as a set."""
    return frozenset(lexicon(name)[key])


@cache
def table(name: str, key: str) -> Mapping[str, str]:
    """The lists under `key`, turned around: each word with the label that it stands under.

    {"talks": ["dialogue", "negotiation"]} → {"dialogue": "talks", "negotiation": "talks"}.
    """
    lists: dict[str, list[str]] = lexicon(name)[key]
    return MappingProxyType({word: label for label, ws in lists.items() for word in ws})
