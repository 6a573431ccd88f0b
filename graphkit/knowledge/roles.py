"""Role nouns: "prime minister", "spokeswoman", "defence ministers" → what office they name."""

from collections.abc import Iterable
from typing import Any

from graphkit.knowledge.names import fold
from graphkit.knowledge.tables import Entry, Office, Role
from schemas.identity import slug

_SMALL = frozenset({"of", "the", "to", "for", "and", "on", "in"})
_LED = frozenset({"head_of_state", "head_of_government"})


class Roles:
    """The table of role nouns, tolerant of case, plural, hyphens and spelling."""

    def __init__(self, table: Iterable[dict[str, Any]]) -> None:
        self._roles: dict[str, Role] = {}
        for row in table:
            role = Role(row["noun"], row["kind"], row["level"], row.get("shared", False))
            for noun in (row["noun"], *row.get("variants", ())):
                self._roles.setdefault(fold(noun), role)
        last_words = {key.rpartition(" ")[2] for key in self._roles}
        self._last_words = {form for word in last_words for form in (word, *_plural(word))}

    def may_end(self, word: str) -> bool:
        """Whether a role noun may end in a word; cheaper than to look for each noun phrase."""
        return fold(word).rpartition(" ")[2] in self._last_words

    def find(self, noun: str) -> Role | None:
        """The role of a noun; "Prime Ministers" and "secretaries of state" give the singular's."""
        key = fold(noun)
        if key.rpartition(" ")[2] not in self._last_words:
            return None
        for candidate in (key, *_singulars(key)):
            if role := self._roles.get(candidate):
                return role
        return None


def _singulars(key: str) -> Iterable[str]:
    """What a plural may be the plural of: the last word's, then the first word's singular."""
    words = key.split()
    for position in (len(words) - 1, 0):
        if words:
            for word in _singular(words[position]):
                yield " ".join([*words[:position], word, *words[position + 1 :]])


def _plural(word: str) -> Iterable[str]:
    """Every word that `_singular` gives this one of."""
    yield word + "s"
    if word.endswith("y"):
        yield word[:-1] + "ies"
    if word.endswith("man"):
        yield word[:-3] + "men"
    if word.endswith("person"):
        yield word[:-6] + "people"


def _singular(word: str) -> Iterable[str]:
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("men"):
        yield word[:-3] + "man"
    if word.endswith("people"):
        yield word[:-6] + "person"
    if word.endswith("s"):
        yield word[:-1]


def office_kind(role: Role, *, of_state: bool) -> str:
    """The kind of office that a role names: a president of an organization leads it."""
    return role.kind if of_state or role.kind not in _LED else "leader_of_organization"


def made_up(role: Role, owner: Entry) -> Office:
    """The office of a role at a state or organization, named from both: "President of Turkey"."""
    return Office(
        id=f"office:{slug(role.noun)}-of-{slug(owner.name)}",
        name=f"{titled(role.noun)} of {owner.in_sentence}",
        kind=office_kind(role, of_state=owner.kind == "state"),
        of=owner.id,
        nouns=(role.noun,),
        origin="derived",
    )


def titled(noun: str) -> str:
    """A role noun as a title: "secretary-general" → "Secretary-General"."""
    return " ".join(_capitalised(word) for word in noun.split())


def _capitalised(word: str) -> str:
    if word in _SMALL or word.startswith("d'"):
        return word
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
