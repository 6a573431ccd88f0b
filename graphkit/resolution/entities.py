"""The entities of one document, and which characters denote them."""

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
        self._sorted: list[Denotation] | None = None

    def add(self, entity: Entity) -> Entity:
        """The entity of that id, the one already there if any."""
        return self.by_id.setdefault(entity.id, entity)

    def denote(self, denotation: Denotation, *, pronoun: bool = False) -> None:
        """Record that these characters denote an entity; the first record of a head word stays."""
        if denotation.head in self._by_head:
            return
        self._by_head[denotation.head] = denotation
        self._sorted = None
        entity = self.by_id[denotation.entity]
        (entity.pronouns if pronoun else entity.spans).append((denotation.start, denotation.end))

    def at(self, token: int) -> Denotation | None:
        """What a head word denotes."""
        return self._by_head.get(token)

    def within(self, start: int, end: int) -> Iterator[Denotation]:
        """Denotations inside these characters, in the order of the text."""
        return (d for d in self.denotations() if start <= d.start and d.end <= end)

    def denotations(self) -> list[Denotation]:
        """All of them, in the order of the text."""
        if self._sorted is None:
            self._sorted = sorted(self._by_head.values(), key=lambda d: (d.start, d.end))
        return self._sorted

    def of_kind(self, *kinds: EntityKind) -> Iterator[Entity]:
        """The entities of some kinds, by first addition."""
        return (e for e in self.by_id.values() if e.kind in kinds)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.by_id.values())


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Sorted, each once."""
    return sorted(set(spans))
