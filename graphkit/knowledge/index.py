"""Names to ids: exact keys, Latin spellings of Cyrillic, names that stand for a person alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from graphkit.knowledge.names import casing_fits, fold, is_abbreviation, slavic
from graphkit.knowledge.tables import Entry, Kind, StateWords

_KEPT = 1 << 14  # surfaces whose ids are kept: an article names the same ones again and again


class Names:
    """Ids by folded name; a name in capitals throughout matches only what is written so."""

    def __init__(self) -> None:
        self._exact: dict[str, dict[str, bool]] = defaultdict(dict)
        self._slavic: dict[str, dict[str, bool]] = defaultdict(dict)
        self._found: dict[str, tuple[str, ...]] = {}
        self._first: set[str] = set()

    def add(self, name: str, id: str) -> None:
        """Make `id` a candidate for a name."""
        key, capitals = fold(name), is_abbreviation(name)
        if key:
            self._found.clear()
            for table, k in ((self._exact, key), (self._slavic, slavic(key))):
                table[k][id] = capitals and table[k].get(id, True)
                self._first.add(k.partition(" ")[0])

    def find(self, surface: str) -> tuple[str, ...]:
        """The ids of a name in the order of adding; the Slavic key only if the plain one fails."""
        known = self._found.get(surface)
        if known is None:
            if len(self._found) == _KEPT:
                self._found.clear()
            known = self._found[surface] = tuple(self._ids(surface))
        return known

    def may_begin(self, word: str) -> bool:
        """Whether a name may begin with a word that a blank follows; cheaper than to find it."""
        key = fold(word).partition(" ")[0]
        return key in self._first or slavic(key) in self._first

    def _ids(self, surface: str) -> list[str]:
        key = fold(surface)
        found = self._exact.get(key) or self._slavic.get(slavic(key))
        if not found:
            return []
        fits = casing_fits(surface)
        return [id for id, capitals in found.items() if fits or not capitals]


class NameIndex:
    """Every entry by name, alias and weak alias, and people by the names that stand alone."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._strong, self._weak, self._people = Names(), Names(), Names()
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            self._entries[entry.id] = entry
            self._add(entry)

    def find(
        self, surface: str, kinds: Collection[Kind] | None, *, weak: bool
    ) -> tuple[Entry, ...]:
        """The entries of a name, in the order in which they were given."""
        ids = dict.fromkeys(self._strong.find(surface))
        if weak:
            ids |= dict.fromkeys(self._weak.find(surface))
        found = (self._entries[id] for id in ids)
        return tuple(e for e in found if kinds is None or e.kind in kinds)

    def may_begin(self, word: str) -> bool:
        """Whether a name that is not weak may begin with a word that a blank follows."""
        return self._strong.may_begin(word)

    def people(self, name: str) -> tuple[Entry, ...]:
        """The people known by a family name or a short name alone."""
        return tuple(self._entries[id] for id in self._people.find(name))

    def _add(self, entry: Entry) -> None:
        for name in dict.fromkeys((entry.name, *entry.aliases)):
            if name not in entry.weak_aliases:
                self._strong.add(name, entry.id)
        for name in entry.weak_aliases:
            self._weak.add(name, entry.id)
        for name in filter(None, (entry.family_name, *entry.short_names)):
            self._people.add(name, entry.id)


class StateNames:
    """The words made from states: adjectives, names of their people, capitals."""

    def __init__(self, words: Iterable[StateWords]) -> None:
        self._adjectives, self._demonyms, self._capitals = Names(), Names(), Names()
        for row in words:
            for adjective in row.adjectives:
                self._adjectives.add(adjective, row.state)
            for demonym in row.demonyms:
                self._demonyms.add(demonym, row.state)
                self._demonyms.add(demonym.removesuffix("s"), row.state)
            for capital in row.capital:
                self._capitals.add(capital, row.state)

    def of_word(self, word: str) -> str | None:
        """The one state of an adjective or demonym; None where none or several have it."""
        for names in (self._adjectives, self._demonyms):
            if len(found := names.find(word)) == 1:
                return found[0]
        return None

    def may_begin(self, word: str) -> bool:
        """Whether an adjective or demonym may begin with a word that a blank follows."""
        return self._adjectives.may_begin(word) or self._demonyms.may_begin(word)

    def is_demonym(self, word: str) -> bool:
        """Whether a word names the people of a state."""
        return bool(self._demonyms.find(word))

    def of_capital(self, name: str) -> str | None:
        """The state of a capital."""
        return next(iter(self._capitals.find(name)), None)
