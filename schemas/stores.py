"""What a store can do, typed without a driver, and what it answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

from schemas.errors import SettingsError
from schemas.graph import Graph
from schemas.streams import Piece, Stream

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Refused:
    """A graph that could not be loaded: its documents, and why not."""

    documents: tuple[str, ...]
    reason: str
    graph: Graph = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load wrote: counts of documents, nodes and relationships offered to the store.

    `unchanged`: documents that were there already, as they are; `refused`: what was not loaded.
    """

    documents: int
    nodes: int
    relationships: int
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()

    def __add__(self, other: "LoadReport") -> "LoadReport":
        """What both wrote; a node that both offered counts twice."""
        return LoadReport(
            self.documents + other.documents,
            self.nodes + other.nodes,
            self.relationships + other.relationships,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items, and the sum of their SHA-256 modulo 2^256."""

    count: int = 0
    sum: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """That of both together."""
        return Tally(self.count + other.count, (self.sum + other.sum) % (1 << 256))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The content of a store as one number, equal for equal graphs: a tally a label and a type.

    The digest is a sum of hashes (Bellare and Micciancio 1997): no order, nothing held in memory.
    It covers properties, labels and ends, and the derived relationships too.
    """

    labels: Mapping[str, Tally]
    types: Mapping[str, Tally]

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return _total(self.labels).count

    @property
    def relationships(self) -> int:
        """How many relationships."""
        return _total(self.types).count

    @property
    def digest(self) -> str:
        """64 hex digits over everything."""
        return f"{(_total(self.labels) + _total(self.types)).sum:064x}"

    @property
    def tallies(self) -> dict[str, Tally]:
        """Of every label and type that is there."""
        return {**self.labels, **self.types}

    def differing(self, other: "Fingerprint") -> tuple[str, ...]:
        """Labels and types of which the two hold something else, or another number."""
        ours, theirs = self.tallies, other.tallies
        kinds = dict.fromkeys((*ours, *theirs))
        return tuple(kind for kind in kinds if ours.get(kind) != theirs.get(kind))


def _total(tallies: Mapping[str, Tally]) -> Tally:
    return sum(tallies.values(), Tally())


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and what to do where it is not as it should be."""

    name: str
    healthy: bool
    found: str
    remedy: str = ""


@dataclass(frozen=True)
class Rows(Sequence[Mapping[str, Any]]):
    """The answer to a query: rows as mappings, in order, with the columns' names."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...] = field(default=())

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.rows)

    def to_pandas(self) -> "pandas.DataFrame":
        """A DataFrame with one column a name; needs pandas (`pip install pandas`)."""
        import pandas

        return pandas.DataFrame([dict(row) for row in self.rows], columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        body = "".join(
            f"<tr>{''.join(_cell(row, c) for c in self.columns)}</tr>" for row in self.rows[:200]
        )
        more = f"<p>… {len(self.rows) - 200} more rows</p>" if len(self.rows) > 200 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take; LimitExceeded where it takes more, and None for no limit."""

    seconds: float | None = 60.0
    """From the question to its last row."""
    rows: int | None = 1_000_000
    characters: int | None = 200_000_000
    """Size of the answer: text counts by its length, any other value as ten characters."""

    def __post_init__(self) -> None:
        for name in ("seconds", "rows", "characters"):
            given = getattr(self, name)
            if given is not None and not given > 0:
                raise SettingsError(f"a query's limit of {name} must be above 0, not {given}")


LIMITS = Limits()
"""What a query may take where nothing else is said."""
UNLIMITED = Limits(None, None, None)
"""For texts of our own that read all there is."""


@runtime_checkable
class Store(Protocol):
    """A place where graphs live. Loading twice equals loading once, in any order."""

    def prepare(self) -> None:
        """Create what the store needs (constraints, indexes); harmless when done before."""
        ...

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph into the store; raises GraphError before anything is written."""
        ...

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs, in lots, with little held in memory.

        Documents that are there as they are given are left alone, so that a load that was cut off
        is resumed by loading again. What cannot be loaded is reported and stops nothing else.
        """
        ...

    def read(self) -> Graph:
        """Everything in the store."""
        ...

    def fingerprint(self) -> Fingerprint:
        """The content as one number, the same for the same graph in any store."""
        ...

    def stream(self) -> Stream:
        """Everything in the store, piece by piece; to be walked while the store is open."""
        ...

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        ...

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        ...

    def replace(self, graph: Graph) -> LoadReport:
        """Put the graph's documents in place of what they told before, as `Graph.replaced` does."""
        ...

    def close(self) -> None:
        """Release what the store holds."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@runtime_checkable
class QueryableStore(Store, Protocol):
    """A store that answers Cypher."""

    def query(
        self,
        cypher: str,
        /,
        *,
        row_cap: int | None = None,
        limits: Limits = LIMITS,
        **parameters: Any,
    ) -> Rows:
        """Rows of a read-only query, the first `row_cap` of them; values come as parameters.

        QueryError where it is wrong, would write, or calls what a query may not; LimitExceeded,
        which is one too, where it takes more time, rows or memory than `limits`.
        """
        ...

    def revision(self) -> str | None:
        """Another text after each change made by graphkit; null while a load is at work."""
        ...


@runtime_checkable
class ExaminableStore(QueryableStore, Protocol):
    """A store that looks itself over."""

    def examine(self) -> Iterator[Check]:
        """What is found when everything in the store is looked at, as it is found.

        Raises StoreError where the store does not even answer.
        """
        ...


def _cell(row: Mapping[str, Any], column: str) -> str:
    """A table cell; the words of the row's cue are marked in its source sentence."""
    value = row.get(column)
    text = escape("" if value is None else str(value))
    cue = row.get("cue")
    if column in {"sentence", "evidence"} and isinstance(cue, str) and cue:
        text = text.replace(escape(cue), f"<mark>{escape(cue)}</mark>", 1)
    return f"<td>{text}</td>"
