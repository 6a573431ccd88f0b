"""The entities of one document, and which characters denote them."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from graphkit.knowledge.tables import Entry
from graphkit.mentions import Span

type EntityKind = Literal[
    "person", "state", "organization", "outlet", "platform", "venue", "unnamed"
]

ACTING: frozenset[str] = frozenset(
    {"person", "state", "organization", "outlet", "platform", "unnamed"}
)


@dataclass(slots=True)
class Entity:
    """One node to be. `spans` are its names in the text; pronouns are kept apart in `pronouns`."""

    id: str
    kind: EntityKind
    name: str
    entry: Entry | None = None
    plural: bool = False
    spans: list[Span] = field(default_factory=list)
    pronouns: list[Span] = field(default_factory=list)
    affiliations: list[tuple[str, Span]] = field(default_factory=list)
    looked_at: int = field(default=0, compare=False, repr=False)  # spans without a title before


@dataclass(frozen=True, slots=True)
class Denotation:
    """Characters that denote an entity; `adjective` and `locative` ones do not act.

    `certainty` is 1 where the words spell a name, less where a pronoun had rivals.
    """

    start: int
    end: int
    head: int
    entity: str
    adjective: bool = False
    locative: bool = False
    certainty: float = 1.0


class Entities:
    """Entities by id and denotations by place; grows while pronouns and descriptions resolve."""

    def __init__(self) -> None:
        self.by_id: dict[str, Entity] = {}
        self._by_head: dict[int, Denotation] = {}
        self._sorted: list[Denotation] = []
        self._heads: list[int] = []
        self._number: dict[int, int] = {}  # of a head: how many came before it
        self._offered: dict[int, Denotation] = {}
        self._taken_up: set[int] = set()

    def add(self, entity: Entity) -> Entity:
        """The entity of that id, the one already there if any."""
        return self.by_id.setdefault(entity.id, entity)

    def denote(self, denotation: Denotation, *, pronoun: bool = False) -> None:
        """Record that these characters denote an entity; the first record of a head word stays.

        But for that of a nation: "many Iranians" are not Iran.
        """
        known = self._by_head.get(denotation.head)
        if known is None:
            self._number[denotation.head] = len(self._by_head)
            insort(self._heads, denotation.head)
        elif not known.adjective or denotation.adjective:
            return
        self._by_head[denotation.head] = denotation
        grown = self._sorted.copy()  # whoever goes through the old list may do so to its end
        insort(grown, denotation, key=_place)
        self._sorted = grown
        entity = self.by_id[denotation.entity]
        (entity.pronouns if pronoun else entity.spans).append((denotation.start, denotation.end))

    def offer(self, denotation: Denotation) -> None:
        """One that counts only once a pronoun takes it up ("it alarms many analysts. They …")."""
        if denotation.head not in self._by_head:
            self._offered[denotation.head] = denotation

    def take_up(self, head: int) -> Denotation | None:
        """What a head word denotes, one that was only offered too, which counts from now on."""
        offered = self._offered.pop(head, None)
        if offered is not None:
            self._taken_up.add(head)
            self.denote(offered)
        return self.at(head)

    def was_offered(self, head: int) -> bool:
        """Does a head word denote somebody for a later pronoun's sake alone?"""
        return head in self._taken_up

    def offered(self, head: int) -> Denotation | None:
        """What a head word denotes, one that is only offered too."""
        return self._by_head.get(head) or self._offered.get(head)

    def at(self, token: int) -> Denotation | None:
        """What a head word denotes."""
        return self._by_head.get(token)

    def within(self, start: int, end: int) -> Iterator[Denotation]:
        """Denotations inside these characters, in the order of the text."""
        known = self._sorted
        for i in range(bisect_left(known, start, key=_start), len(known)):
            if known[i].start > end:
                return
            if known[i].end <= end:
                yield known[i]

    def headed(self, first: int, end: int) -> list[Denotation]:
        """Those whose head is among the tokens from `first` to `end`, in the order of the text.

        After them those that are only offered.
        """
        heads = self._heads[bisect_left(self._heads, first) : bisect_left(self._heads, end)]
        found = sorted((*_place(self._by_head[h]), self._number[h], h) for h in heads)
        offered = (d for h, d in self._offered.items() if first <= h < end)
        return [*(self._by_head[head] for *_, head in found), *offered]

    def before(self, start: int) -> Iterator[Denotation]:
        """Those that begin before this character, the last one first."""
        known = self._sorted
        for i in range(bisect_left(known, start, key=_start) - 1, -1, -1):
            yield known[i]

    def denotations(self) -> list[Denotation]:
        """All of them, in the order of the text."""
        return self._sorted

    def of_kind(self, *kinds: EntityKind) -> Iterator[Entity]:
        """The entities of some kinds, by first addition."""
        return (e for e in self.by_id.values() if e.kind in kinds)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.by_id.values())


def _place(denotation: Denotation) -> Span:
    return denotation.start, denotation.end


def _start(denotation: Denotation) -> int:
    return denotation.start


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Sorted, each once."""
    return sorted(set(spans))
