"""The registry: names to entries, words to states, role nouns to offices, who held them when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Self

from graphkit.knowledge import tables
from graphkit.knowledge.index import NameIndex, StateNames
from graphkit.knowledge.names import fold
from graphkit.knowledge.roles import Roles, made_up
from graphkit.knowledge.tables import Entry, Kind, Office, Role, StateWords, Term
from graphkit.knowledge.terms import any_term, begins_after

_ONE_HOLDER = frozenset(
    {"head_of_state", "head_of_government", "minister", "leader_of_organization"}
)
_BY_HAND = "public record"  # terms of this origin are all that their person had
_KEPT = 1 << 16  # words of which it is kept whether a name may begin with them
_DOMAIN_LABELS = 2  # "bbc.com": what is left of a host must have at least so many


class Registry:
    """What is known of states, people, offices, organizations, media and venues. Read only."""

    def __init__(
        self,
        entries: Iterable[Entry],
        *,
        words: Iterable[StateWords] = (),
        offices: Iterable[Office] = (),
        terms: Iterable[Term] = (),
        roles: Roles | None = None,
        metonyms: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._names = NameIndex(self._entries.values())
        self._roles = roles or Roles(())
        self._words = StateNames(words)
        self._beginnings: dict[str, bool] = {}
        self._metonyms = {fold(surface): target for surface, target in metonyms}
        self._offices = {office.id: office for office in offices}
        self._terms: dict[str, list[Term]] = defaultdict(list)
        self._held: dict[str, list[Term]] = defaultdict(list)
        self._domains = {d: e for e in self._entries.values() for d in e.domains}
        self._index_terms(terms)
        self._of_one_holder = {
            office.id
            for office in self._offices.values()
            if office.kind in _ONE_HOLDER and not self._is_shared(office)
        }
        self._by_noun = {
            (office.of, self._noun(noun)): office
            for office in reversed(self._offices.values())
            for noun in office.nouns
        }

    @classmethod
    def load(cls) -> Self:
        """The shipped tables; `registry()` keeps one."""
        return cls(
            tables.entries(),
            words=tables.state_words(),
            offices=tables.offices(),
            terms=tables.terms(),
            roles=Roles(tables.document("roles.json")),
            metonyms=((row["surface"], row["target"]) for row in tables.rows("metonyms.jsonl")),
        )

    def entry(self, id: str) -> Entry | None:
        """The entry of an id, or None."""
        return self._entries.get(id)

    def entries(self, kind: Kind | None = None) -> tuple[Entry, ...]:
        """Every entry, of one kind if given, in registry order."""
        return tuple(e for e in self._entries.values() if kind is None or e.kind == kind)

    def find(
        self, surface: str, kinds: Collection[Kind] | None = None, *, weak: bool = False
    ) -> tuple[Entry, ...]:
        """All entries of a name, in registry order; none where the name is not known.

        Case, accents, script, "the", a possessive and dots are folded; names in Latin spellings
        of Cyrillic are tried when the plain key is unknown. Abbreviations need their capitals
        ("us" is no state). Weak aliases ("X", "VA") match only with `weak`.
        """
        return self._names.find(surface, kinds, weak=weak)

    def may_begin(self, word: str) -> bool:
        """Whether a name or an adjective may begin with a word that a blank follows.

        Cheaper than to `find` each run of words that begins there. Any name may begin with "The".
        """
        known = self._beginnings.get(word)
        if known is None:
            if len(self._beginnings) >= _KEPT:
                self._beginnings.clear()
            known = self._beginnings[word] = (
                word.lower() == "the" or self._names.may_begin(word) or self._words.may_begin(word)
            )
        return known

    def people(self, family_name: str) -> tuple[Entry, ...]:
        """The people whom a name alone may mean: "Trump", "Zelenskyy", "Xi", "Lula"."""
        return self._names.people(family_name)

    def adjective(self, word: str) -> Entry | None:
        """The state of an adjective or a people's name: "Turkish", "U.S.", "Americans".

        None where several states share the word ("Congolese", "Dominican").
        """
        return self._entries.get(self._words.of_word(word) or "")

    def is_demonym(self, word: str) -> bool:
        """Whether a word names people of a state: "Americans", "Briton"."""
        return self._words.is_demonym(word)

    def capital_of(self, surface: str) -> Entry | None:
        """The state whose capital this is; "Brussels" gives Belgium (see `metonym`)."""
        return self._entries.get(self._words.of_capital(surface) or "")

    def metonym(self, surface: str) -> Entry | None:
        """The actor that a place or building stands for: "Moscow" → Russia, "Brussels" → the EU."""
        target = self._metonyms.get(fold(surface)) or self._words.of_capital(surface)
        if target:
            return self._entries.get(target)
        bodies = self.find(surface, {"organization"})
        return bodies[0] if bodies and bodies[0].subkind == "government_body" else None

    def office(self, id: str) -> Office | None:
        """The office of an id, or None."""
        return self._offices.get(id)

    def offices(self, *, kind: str | None = None, of: str | None = None) -> tuple[Office, ...]:
        """Offices, of one kind or of one state or organization if given."""
        return tuple(
            office
            for office in self._offices.values()
            if kind in (None, office.kind) and of in (None, office.of)
        )

    def office_for(self, role_noun: str, of: str) -> Office | None:
        """The office that a role noun means at a state or organization.

        "foreign minister" at the United States is the Secretary of State. Where the registry has
        none, it is made up from the noun and the name, always the same; None where noun or
        entry is not known, or where "leader" does not say which office.
        """
        if office := self._by_noun.get((of, self._noun(role_noun))):
            return office
        role, owner = self.role(role_noun), self._entries.get(of)
        if role is None or owner is None or owner.kind not in ("state", "organization"):
            return None
        return made_up(role, owner) if _has_such(owner, role) else None

    def ends_role(self, word: str) -> bool:
        """Whether a role noun may end in a word."""
        return self._roles.may_end(word)

    def role(self, noun: str) -> Role | None:
        """The role of a noun, whatever its case, number and spelling."""
        return self._roles.find(noun)

    def terms(self, person: str) -> tuple[Term, ...]:
        """The terms in office of a person id, as the tables list them."""
        return tuple(self._terms.get(person, ()))

    def holders(self, office: str, on: date) -> tuple[Entry, ...]:
        """Who held an office on a day: those certain, else those whom the dates do not exclude.

        Two on the day of a handover.
        """
        answers = {
            term.person: self.holds(term.person, office, on) for term in self._held.get(office, ())
        }
        for wanted in (True, None):
            if found := [self._entries[p] for p, held in answers.items() if held is wanted]:
                return tuple(found)
        return ()

    def holds(self, person: str, office: str, on: date) -> bool | None:
        """Whether a person held an office on a day; None where the registry's dates do not tell.

        No is said where another is known to hold an office that only one can hold, or where the
        person's terms, known in full, leave the day out; never of people whom it does not know.
        """
        if person not in self._entries:
            return None
        own = [term for term in self._held.get(office, ()) if term.person == person]
        answer = any_term(own, on) if own else None
        if answer is True:
            return True
        if self._held_by_another(person, office, on):
            return False
        if answer is False and self._told_in_full(office, own, on):
            return False
        return None

    def outlet_of_domain(self, host: str) -> Entry | None:
        """The outlet whose web pages a host serves: "www.lemonde.fr" → Le Monde."""
        labels = host.lower().strip(".").split(":")[0].split(".")
        while len(labels) >= _DOMAIN_LABELS:
            if found := self._domains.get(".".join(labels)):
                return found
            labels = labels[1:]
        return None

    def _told_in_full(self, office: str, terms: list[Term], on: date) -> bool:
        """Whether a day outside the listed terms is a day out of office.

        Not for offices that one may hold again and again (senator, adviser); nor before a
        Factbook's "since", which may be a re-election.
        """
        known = self._offices.get(office)
        if known is None or known.kind == "other":
            return False
        return not any(t.origin != _BY_HAND and begins_after(t, on) for t in terms)

    def _held_by_another(self, person: str, office: str, on: date) -> bool:
        if office not in self._of_one_holder:
            return False
        others: dict[str, list[Term]] = defaultdict(list)
        for term in self._held[office]:
            others[term.person].append(term)
        return any(any_term(terms, on) for other, terms in others.items() if other != person)

    def _is_shared(self, office: Office) -> bool:
        roles = (self.role(noun) for noun in office.nouns)
        return any(role is not None and role.shared for role in roles)

    def _noun(self, noun: str) -> str:
        role = self.role(noun)
        return role.noun if role else fold(noun)

    def _index_terms(self, terms: Iterable[Term]) -> None:
        for term in terms:
            self._terms[term.person].append(term)
            self._held[term.office].append(term)


@cache
def registry() -> Registry:
    """The shipped registry, loaded once (about 0.2 s)."""
    return Registry.load()


def _has_such(owner: Entry, role: Role) -> bool:
    """States have no secretary-general; of organizations, only governments have ministers."""
    if owner.kind == "state":
        return role.level != "organization"
    return role.level != "state" or owner.subkind in {"government_body", "armed_group"}
