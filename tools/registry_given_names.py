"""Given names and how many of their bearers are women, from nomquamgender.

Van Buskirk, Clauset and Larremore, "An Open-Source Cultural Consensus Approach to Name-Based Gender
Classification" (2023), put 36 public sources together. Kept are names that tell: of at least so
many people in so many sources, three quarters of whom are of one sex.
"""

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from graphkit.knowledge.names import fold
from tools.registry_sources import version

PEOPLE, SOURCES, SURE = 50, 3, 0.75
NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def given_names() -> dict[str, Any]:
    """Origin, and folded names by the per cent of women among their bearers, each a text."""
    found = distribution("nomquamgender").locate_file("nomquamgender/name_data.json")
    told: dict[str, tuple[int, int, float]] = {}
    for name, (sources, people, women, *_) in json.loads(
        Path(str(found)).read_text("utf-8")
    ).items():
        key = fold(name) if NAME.fullmatch(name) else ""
        if len(key) > 1 and people > told.get(key, (0, 0, 0.0))[1]:
            told[key] = sources, people, women
    by_share: dict[int, list[str]] = {}
    for key, (sources, people, women) in sorted(told.items()):
        if people >= PEOPLE and sources >= SOURCES and max(women, 1 - women) >= SURE:
            by_share.setdefault(round(100 * women), []).append(key.replace(" ", "-"))
    return {
        "origin": version("nomquamgender"),
        "women_percent": {str(share): " ".join(by_share[share]) for share in sorted(by_share)},
    }
