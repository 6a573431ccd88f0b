"""A store that also answers questions by name."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from graphkit.questions.library import ask
from schemas.errors import QueryError, StoreError
from schemas.graph import Graph
from schemas.stores import (
    LIMITS,
    Check,
    ExaminableStore,
    Fingerprint,
    Limits,
    LoadReport,
    QueryableStore,
    Rows,
    Store,
)
from schemas.streams import Piece, Stream


class AskableStore:
    """Any store, with `ask` beside what it can do itself; a `QueryableStore`."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def ask(self, name: str, /, *, limits: Limits = LIMITS, **parameters: Any) -> Rows:
        """The rows of a question of the library; see `graphkit.questions.ask`."""
        return ask(self, name, limits=limits, **parameters)

    def query(
        self,
        cypher: str,
        /,
        *,
        row_cap: int | None = None,
        limits: Limits = LIMITS,
        **parameters: Any,
    ) -> Rows:
        """Rows of a read-only query, the first `row_cap` of them, within `limits`.

        QueryError where it is wrong, takes too much, or the store answers none.
        """
        if not isinstance(self.store, QueryableStore):
            raise QueryError(
                "a file answers no questions and no Cypher; load it into a store first: "
                "graphkit load FILE --to ./graphkit-store"
            )
        return self.store.query(cypher, row_cap=row_cap, limits=limits, **parameters)

    def revision(self) -> str | None:
        """Another text after each change; null while a load is at work, or for a file."""
        return self.store.revision() if isinstance(self.store, QueryableStore) else None

    def examine(self) -> Iterator[Check]:
        """What is found when everything in the store is looked at; StoreError for a file."""
        if not isinstance(self.store, ExaminableStore):
            raise StoreError("a file is checked when it is loaded: graphkit load FILE")
        return self.store.examine()

    def prepare(self) -> None:
        """Create what the store needs; harmless when done before."""
        self.store.prepare()

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph into the store; GraphError before anything is written."""
        return self.store.load(graph)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs; resumes a load that was cut off."""
        return self.store.load_all(graphs)

    def read(self) -> Graph:
        """Everything in the store."""
        return self.store.read()

    def fingerprint(self) -> Fingerprint:
        """The content as one number, the same for the same graph in any store."""
        return self.store.fingerprint()

    def stream(self) -> Stream:
        """Everything in the store, piece by piece; to be walked while it is open."""
        return self.store.stream()

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return self.store.piece(document)

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        self.store.remove(document)

    def replace(self, graph: Graph) -> LoadReport:
        """Remove the graph's documents where present, then load it."""
        return self.store.replace(graph)

    def close(self) -> None:
        """Release what the store holds."""
        self.store.close()

    def __enter__(self) -> Self:
        self.store.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.store.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        return repr(self.store)
