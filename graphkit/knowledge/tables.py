"""The rows of the registry and the reading of its shipped tables.

The tables are JSON Lines in `knowledge/data/`, built by `tools/build_registry.py`; each row names
its `origin`. Dates are ISO 8601 of any precision: "2017-01-20", "2014-06", "2019".
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

type Kind = Literal["person", "state", "organization", "outlet", "platform", "venue"]

TABLES: tuple[tuple[Kind, str], ...] = (
    ("state", "states.jsonl"),
    ("organization", "organizations.jsonl"),
    ("person", "people.jsonl"),
    ("outlet", "outlets.jsonl"),
    ("platform", "platforms.jsonl"),
    ("venue", "venues.jsonl"),
)
"""The tables of entries in registry order: the order in which `Registry.find` lists candidates."""


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Whom an entry belongs to: `target` is an id; dates are null where open or not known."""

    target: str
    kind: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One named thing. Coordinates in degrees (WGS 84); `subkind` is `kind` of the graph contract.

    `aliases` may be matched wherever they stand capitalised; `weak_aliases` are other words or
    names too ("X", "VA") and are matched only on request. `gender` is given where a person's name
    does not tell it, or the wrong one. `short_names` stand for a person alone
    ("Lula", "MBS"); `in_sentence` is the name with its article ("the United States"). `claims` has
    every state of a contested place with its status; `located_in` is the first of them.
    """

    id: str
    kind: Kind
    name: str
    origin: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    iso3: str | None = None
    subkind: str | None = None
    affiliations: tuple[Affiliation, ...] = ()
    family_name: str | None = None
    gender: Literal["woman", "man"] | None = None
    short_names: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    located_in: str | None = None
    located_status: str | None = None
    claims: tuple[tuple[str, str], ...] = ()
    domains: tuple[str, ...] = ()
    in_sentence: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A post at `of`, a state or organization by id; `nouns` are the role nouns that mean it."""

    id: str
    name: str
    kind: str
    of: str
    nouns: tuple[str, ...] = ()
    origin: str = "registry"


@dataclass(frozen=True, slots=True)
class Term:
    """A person in an office. `valid_to` null: open when the table was last known right, `as_of`."""

    person: str
    office: str
    valid_from: str | None
    valid_to: str | None
    origin: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun in its main form, the office kind it means, and of what it is an office.

    `shared`: several may hold such an office at once, as deputy prime ministers do.
    """

    noun: str
    kind: str
    level: Literal["state", "organization", "any"]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class StateWords:
    """The words made from a state: adjectives, names of its people, its capital, its executive."""

    state: str
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: tuple[str, ...]


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of one shipped JSON Lines table."""
    text = (resources.files("graphkit.knowledge") / "data" / name).read_text(encoding="utf-8")
    return (json.loads(line) for line in text.splitlines() if line)


def document(name: str) -> Any:
    """One shipped JSON document."""
    path = resources.files("graphkit.knowledge") / "data" / name
    return json.loads(path.read_text(encoding="utf-8"))


def entry(kind: Kind, row: dict[str, Any]) -> Entry:
    """The entry of one row."""
    return Entry(
        id=row["id"],
        kind=kind,
        name=row["name"],
        origin=row["origin"],
        aliases=tuple(row.get("aliases", ())),
        weak_aliases=tuple(row.get("weak_aliases", ())),
        wikidata=row.get("wikidata"),
        iso3=row.get("iso3"),
        subkind=row.get("kind"),
        affiliations=tuple(Affiliation(**a) for a in row.get("affiliations", ())),
        family_name=row.get("family_name"),
        gender=row.get("gender"),
        short_names=tuple(row.get("short_names", ())),
        latitude=row.get("latitude"),
        longitude=row.get("longitude"),
        located_in=row.get("located_in"),
        located_status=row.get("located_status"),
        claims=tuple((state, status) for state, status in row.get("claims", ())),
        domains=tuple(row.get("domains", ())),
        in_sentence=row.get("in_sentence") or row["name"],
    )


def entries() -> Iterator[Entry]:
    """Every entry, in registry order."""
    for kind, name in TABLES:
        for row in rows(name):
            yield entry(kind, row)


def state_words() -> Iterator[StateWords]:
    """The words of every state."""
    for row in rows("states.jsonl"):
        capital = row.get("capital")
        names = (capital["name"], *capital["aliases"]) if capital else ()
        yield StateWords(row["id"], tuple(row["adjectives"]), tuple(row["demonyms"]), names)


def offices() -> Iterator[Office]:
    """Every office that somebody held, and those with names of their own."""
    for row in rows("offices.jsonl"):
        yield Office(**{**row, "nouns": tuple(row["nouns"])})


def terms() -> Iterator[Term]:
    """Every term in office."""
    return (Term(**row) for row in rows("terms.jsonl"))
