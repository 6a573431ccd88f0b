"""How many statements hold very frequent words, from the texts of all of them, read once.

The full text of an engine gives every hit before they can be counted: where half of 400,000
statements hold a word, that alone takes seconds.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_

from graphkit.explorer.filters import COUNTS, Filters
from graphkit.explorer.reports import in_lots
from graphkit.questions.searching import small_words_in
from schemas.stores import QueryableStore

VERY_MANY = 20_000
"""Statements that hold a word, from which the word is very frequent."""
_DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id"
_TEXTS = f"""UNWIND $ids AS id
MATCH (d:Document {{id: id}})<-[:IN]-(s:Statement)
WHERE EXISTS {{ (s)<-[:SAID]-(:Actor) }}
RETURN s.text AS text, {COUNTS} AS counts"""


class Frequent:
    """The very frequent words of a store, each with the statements that hold it."""

    def __init__(self, texts: Iterable[tuple[str, bool]], very_many: int) -> None:
        """Reads the text of each statement, and whether it is meant without `everything`.

        Some eight bytes a word are held meanwhile.
        """
        holding: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
        counting = array("L")
        for number, (text, counts) in enumerate(texts):
            for word in small_words_in(text):
                holding[word].append(number)
            if counts:
                counting.append(number)
        self._counting = _bits(counting)
        self._holding: Mapping[str, int] = {
            word: _bits(numbers) for word, numbers in holding.items() if len(numbers) >= very_many
        }

    def count(self, filters: Filters) -> int | None:
        """How many statements hold all of the words, which alone are asked for.

        Null where one of them is not very frequent.
        """
        words = small_words_in(filters.words or "")
        if not words or not words <= self._holding.keys():
            return None
        found = reduce(and_, (self._holding[word] for word in words))
        return (found if filters.everything else found & self._counting).bit_count()


def frequent(store: QueryableStore) -> Frequent:
    """The very frequent words of all statements that somebody said, each of one document."""
    documents = [row["id"] for row in store.query(_DOCUMENTS)]
    texts = ((row["text"], row["counts"]) for row in in_lots(store, _TEXTS, documents))
    return Frequent(texts, VERY_MANY)


def _bits(places: array[int]) -> int:
    """A number whose bits at these places are set; the last place is the highest."""
    octets = bytearray(places[-1] // 8 + 1 if places else 0)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")
