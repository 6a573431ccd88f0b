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
def first_words(name: str, key: str) -> frozenset[str]:
    """The first word of every entry under `key`, whether that is a list or lists by label.

    {"DEMANDS": ["call for", "demand"]} → {"call", "demand"}: what to look at before the entries.
    """
    found: list[str] | dict[str, list[str]] = lexicon(name)[key]
    entries = [e for es in found.values() for e in es] if isinstance(found, dict) else found
    return frozenset(entry.partition(" ")[0] for entry in entries)


@cache
def table(name: str, key: str) -> Mapping[str, str]:
    """The lists under `key`, turned around: each word with the label that it stands under.

    {"talks": ["dialogue", "negotiation"]} → {"dialogue": "talks", "negotiation": "talks"}.
    """
    lists: dict[str, list[str]] = lexicon(name)[key]
    return MappingProxyType({word: label for label, ws in lists.items() for word in ws})


@cache
def precision(family: str, rule: str) -> float:
    """How often a rule was right where it was measured, as a share; the family's for a new rule.

    `lexicons/precision.json` is written by `tools/measure_rules.py` from annotated articles: right
    and found of each rule. A rule's share is drawn towards its family's with the weight of four
    cases (additive smoothing), since few cases of each are annotated.
    """
    counts: Mapping[str, list[int]] = lexicon("precision")[family]
    right, found = (sum(c[k] for c in counts.values()) for k in (0, 1))
    whole = (right + 1) / (found + 2)
    own_right, own_found = counts.get(rule, [0, 0])
    return (own_right + 4 * whole) / (own_found + 4)
