"""The JSON-LD of a page (schema.org): what it says about its article."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graphkit.reading.dates import find_dates
from graphkit.reading.trees import Element

_ARTICLES = ("Article", "Posting", "Report")
_DEEPEST = 6  # levels of nesting that are looked into


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The article of the page's JSON-LD; every field None where it is silent or broken."""

    published: date | None = None
    publisher: str | None = None
    author: str | None = None
    section: str | None = None
    type: str | None = None


def linked_article(tree: Element) -> LinkedArticle:
    """The first article that the page describes about itself."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        for node in _nodes(_parsed(str(script)), 0):
            kind = _first(node.get("@type"))
            if kind and kind.endswith(_ARTICLES):
                dates = find_dates((_first(node.get("datePublished")) or "")[:10])
                return LinkedArticle(
                    published=dates[0].day if dates else None,
                    publisher=_first(node.get("publisher")),
                    author=_first(node.get("author")),
                    section=_first(node.get("articleSection")),
                    type=kind,
                )
    return LinkedArticle()


def _parsed(script: str) -> object:
    try:
        parsed: object = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None
    return parsed


def _nodes(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth + 1)


def _first(value: object) -> str | None:
    """A string, the first of several, or the name of a thing."""
    if isinstance(value, list):
        return _first(value[0]) if value else None
    if isinstance(value, dict):
        return _first(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None
