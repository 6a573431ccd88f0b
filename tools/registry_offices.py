"""The offices of the registry, made from "OWNER:role" as the hand tables name them."""

import re

from graphkit.knowledge.names import fold
from graphkit.knowledge.roles import Roles, office_kind, titled
from graphkit.knowledge.tables import document
from schemas.identity import slug
from tools.registry_sources import Row, fields, lines, listed

RECORD = "public record"
CHIEF_NOUNS = {
    "head_of_state": ("supreme leader", "president", "monarch", "pope", "leader"),
    "head_of_government": ("prime minister", "chancellor", "chief executive"),
}
LEADING = ("leader_of_organization", "head_of_state", "head_of_government")
_SUBNATIONAL = re.compile(
    r"(mayor|governor|premier|chief minister|first minister|minister-president|head|president) of "
)


class Offices:
    """Offices by owner and role, made when first named."""

    def __init__(self, states: list[Row], organizations: list[Row]) -> None:
        self.rows: dict[str, Row] = {}
        self._roles = Roles(document("roles.json"))
        self._owners: dict[str, Row] = {}
        for row in reversed(organizations):
            self._owners |= dict.fromkeys((*row["aliases"], row["name"]), row)
        self._owners |= {row["iso3"]: row for row in states}
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
            chiefs = [r for r in self.rows.values() if r["of"] == body and r["kind"] in LEADING]
            if len(chiefs) == 1 and "leader" not in chiefs[0]["nouns"]:
                chiefs[0]["nouns"].append("leader")

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
