"""Many documents as rows, in lots of a size that one transaction takes. Knows no engine."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from queue import Queue
from threading import Event, Thread

from loaders import cypher
from loaders.settling import edge_row
from loaders.transactions import Row
from schemas.errors import GraphError
from schemas.graph import Graph
from schemas.stores import Refused

type Labels = tuple[str, ...]
type Kind = tuple[str, str, str]  # a relationship's type, and the labels that find its ends
type Grouped[K] = dict[K, dict[str, Row]]  # rows by id

LOT_ROWS = 25_000
LOT_BYTES = 16_000_000
"""A lot has no more rows, and no more bytes of text, than these, unless one document has."""
_AHEAD = 2  # lots that are made while another one is written


@dataclass(slots=True)
class Part:
    """The rows of one document, or of what belongs to none (`document` is null).

    `digest` is the same for the same contribution, whoever made it and in whatever order. `graph`
    is what it was made of.
    """

    document: str | None
    digest: str
    nodes: Grouped[Labels]
    edges: Grouped[Kind]
    graph: Graph

    @property
    def rows(self) -> int:
        """How many nodes and relationships it has."""
        return sum(map(len, (*self.nodes.values(), *self.edges.values())))

    @property
    def size(self) -> int:
        """About how many bytes its texts take."""
        return sum(2 * len(document.text) for document in self.graph.documents)


@dataclass(slots=True)
class Lot:
    """Some parts that are written together, and what was refused on the way to them."""

    parts: list[Part] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def lots(graphs: Iterable[Graph], *, rows: int = LOT_ROWS, size: int = LOT_BYTES) -> Iterator[Lot]:
    """The graphs in order, in lots; one that is not sound is refused.

    The documents of a graph stay together, and no lot has a document twice: a later graph replaces
    what an earlier one said.
    """
    lot, filled, weight = Lot(), 0, 0
    inside: set[str] = set()
    for graph in graphs:
        documents = graph.told
        try:
            found = parts(graph.check())
        except GraphError as error:
            lot.refused.append(Refused(documents, str(error), graph))
            continue
        more, heavier = sum(part.rows for part in found), sum(part.size for part in found)
        full = filled + more > rows or weight + heavier > size
        if lot.parts and (full or not inside.isdisjoint(documents)):
            yield lot
            lot, filled, weight = Lot(), 0, 0
            inside.clear()
        lot.parts += found
        filled, weight = filled + more, weight + heavier
        inside.update(document.id for document in graph.documents)
    if lot.parts or lot.refused:
        yield lot


def parts(graph: Graph) -> list[Part]:
    """A part for each document of a graph, and one for what belongs to none, if there is any."""
    documents = graph.told
    if len(documents) == 1:
        return [_part(graph, documents[0])]
    own = [(document, graph.part_of(document)) for document in documents]
    held = {id_ for _, part in own for id_ in (*part.nodes, *part.relationships)}
    rest = Graph(
        [node for id_, node in graph.nodes.items() if id_ not in held],
        [edge for edge in graph.stated if edge.id not in held],
    )
    found = [_part(part, id_) for id_, part in own]
    if not rest.nodes and all(edge.id in held for edge in graph.stated):
        return found
    return [*found, _part(Graph(graph.nodes.values(), rest.stated), None)]


def _part(graph: Graph, document: str | None) -> Part:
    """The rows of a graph; a person's label Leader is left to the settling."""
    nodes: Grouped[Labels] = {}
    edges: Grouped[Kind] = {}
    ends = {id_: cypher.end_label(node) for id_, node in graph.nodes.items()}
    for node in graph.nodes.values():
        labels = node.labels if node.labels[-1] != "Leader" else node.labels[:-1]
        nodes.setdefault(labels, {})[node.id] = {"id": node.id, "properties": node.properties()}
    for edge in graph.stated:
        row = edge_row(edge)
        kind = (edge.type, ends[edge.source], ends[edge.target])
        edges.setdefault(kind, {})[row["id"]] = row
    return Part(document, _digest(nodes, edges), nodes, edges, graph)


def _digest(nodes: Grouped[Labels], edges: Grouped[Kind]) -> str:
    """Of all rows; a graph's are sorted by id and their properties by field."""
    rows = [
        [kind, list(by_id.values())]
        for grouped in (nodes, edges)
        for kind, by_id in sorted(grouped.items())
    ]
    return hashlib.sha256(canonical(rows)).hexdigest()


def canonical(rows: object) -> bytes:
    """Rows as bytes: equal for equal ones."""
    return json.dumps(rows, default=str).encode()


def ahead[T](made: Iterable[T]) -> Iterator[T]:
    """The same items, made in a thread of its own while the caller works on earlier ones.

    At most `_AHEAD` wait, so that memory stays flat. An error of the making is raised here.
    """
    waiting: Queue[tuple[T | None, BaseException | None]] = Queue(_AHEAD)
    stopped = Event()

    def make() -> None:
        try:
            for one in made:
                waiting.put((one, None))
                if stopped.is_set():
                    return
            waiting.put((None, _End()))
        except BaseException as error:  # noqa: BLE001 (raised in the caller's thread)
            waiting.put((None, error))

    maker = Thread(target=make, daemon=True, name="graphkit-lots")
    maker.start()
    try:
        while True:
            one, error = waiting.get()
            if isinstance(error, _End):
                return
            if error is not None:
                raise error
            yield one  # type: ignore[misc]  # there is one where there is no error
    finally:
        stopped.set()
        while maker.is_alive():  # it may wait for room
            if not waiting.empty():
                waiting.get_nowait()
            maker.join(0.01)


class _End(Exception):
    """Nothing more comes."""
