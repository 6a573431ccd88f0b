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
    untitled: int = field(default=0, compare=False, repr=False)  # spans after no woman's title


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

    def add(self, entity: Entity) -> Entity:
        """The entity of that id, the one already there if any."""
        return self.by_id.setdefault(entity.id, entity)

    def denote(self, denotation: Denotation, *, pronoun: bool = False) -> None:
        """Record that these characters denote an entity; the first record of a head word stays."""
        if denotation.head in self._by_head:
            return
        self._number[denotation.head] = len(self._by_head)
        self._by_head[denotation.head] = denotation
        insort(self._heads, denotation.head)
        grown = self._sorted.copy()  # whoever goes through the old list may do so to its end
        insort(grown, denotation, key=_place)
        self._sorted = grown
        entity = self.by_id[denotation.entity]
        (entity.pronouns if pronoun else entity.spans).append((denotation.start, denotation.end))

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
        """Those whose head is among the tokens from `first` to `end`, in the order of the text."""
        heads = self._heads[bisect_left(self._heads, first) : bisect_left(self._heads, end)]
        found = sorted((*_place(self._by_head[h]), self._number[h], h) for h in heads)
        return [self._by_head[head] for *_, head in found]

    def before(self, start: int) -> Iterator[Denotation]:
        """Those that begin before this character, the last one first."""
        known = self._sorted
        for i in range(bisect_left(known, start, key=_start) - 1, -1, -1):
            yield known[i]

    def starting(self, start: int) -> Denotation | None:
        """The shortest that begins at this character."""
        i = bisect_left(self._sorted, start, key=_start)
        found = self._sorted[i] if i < len(self._sorted) else None
        return found if found is not None and found.start == start else None

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
