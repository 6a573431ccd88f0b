"""How many of those who bear a given name are women: nomquamgender's shares, by many sources.

A name that does not tell (borne by men and women alike, or by few) is not in the table.
"""

from collections.abc import Mapping
from functools import cache

from graphkit.knowledge.names import fold
from graphkit.knowledge.tables import document


def share_of_women(given_name: str) -> float | None:
    """In [0, 1], to a hundredth; None for a name that does not tell. Case and accents are folded.

    Source: Van Buskirk, Clauset and Larremore, "An Open-Source Cultural Consensus Approach to
    Name-Based Gender Classification" (2023).
    """
    return _shares().get(fold(given_name))


@cache
def _shares() -> Mapping[str, float]:
    told: Mapping[str, str] = document("given_names.json")["women_percent"]
    return {
        name.replace("-", " "): int(percent) / 100
        for percent, names in told.items()
        for name in names.split(" ")
    }
