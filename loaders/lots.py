"""Many documents as rows, in lots of a size that one transaction takes. Knows no engine."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from loaders.batches import Merged, merged
from loaders.parts import Part, parts
from schemas.errors import GraphError
from schemas.graph import Graph
from schemas.stores import Refused

LOT_ROWS = 25_000
LOT_BYTES = 16_000_000
"""A lot has no more rows, and no more bytes of text, than these, unless one document has."""
_FIRST_ROWS = 4_000
"""Of the first lot, and twice as many of each next: the store need not wait long to begin."""


@dataclass(slots=True)
class Lot:
    """Some parts that are written together, and what was refused on the way to them.

    `ready`: the rows of all parts, once `make_ready` has made them.
    """

    parts: list[Part] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ready: Merged | None = None

    def make_ready(self) -> "Lot":
        """Makes its rows, in the thread that makes the lot, whether or not the store lacks them."""
        self.ready = merged(self.parts)
        return self

    @property
    def documents(self) -> set[str]:
        """The ids of the documents that it tells of, and of those that it names."""
        found = {part.document for part in self.parts if part.document is not None}
        return found.union(*(part.named for part in self.parts))

    def rows_of(self, some: list[Part]) -> Merged:
        """The rows of some of its parts."""
        return self.ready if self.ready and some == self.parts else merged(some)


def lots(graphs: Iterable[Graph], *, rows: int = LOT_ROWS, size: int = LOT_BYTES) -> Iterator[Lot]:
    """The graphs in order, in lots; one that is not sound is refused.

    The documents of a graph stay together, and no lot has a document twice: a later graph replaces
    what an earlier one said.
    """
    lot, filled, weight = Lot(), 0, 0
    most = min(rows, _FIRST_ROWS)
    inside: set[str] = set()
    for graph in graphs:
        documents = graph.told
        try:
            found = parts(graph.check())
        except GraphError as error:
            lot.refused.append(Refused(documents, str(error), graph))
            continue
        more, heavier = sum(part.rows for part in found), sum(part.size for part in found)
        full = filled + more > most or weight + heavier > size
        if lot.parts and (full or not inside.isdisjoint(documents)):
            yield lot.make_ready()
            lot, filled, weight = Lot(), 0, 0
            most = min(rows, 2 * most)
            inside.clear()
        lot.parts += found
        filled, weight = filled + more, weight + heavier
        inside.update(document.id for document in graph.documents)
    if lot.parts or lot.refused:
        yield lot.make_ready()


def ahead[T](made: Iterable[T]) -> Iterator[T]:
    """The same items, each made in a thread of its own while the caller works on the one before.

    One waits at most, so that memory stays flat. An error of the making is raised here.
    """
    left = iter(made)
    with ThreadPoolExecutor(1, thread_name_prefix="graphkit-lots") as maker:
        coming = maker.submit(next, left, None)
        while (one := coming.result()) is not None:
            coming = maker.submit(next, left, None)
            yield one
