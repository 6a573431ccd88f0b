"""An embedded store that another process holds, through the Bolt port that it offers.

The engine behind the port takes writes in a read transaction, so a query is always rolled back.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from loaders import arcade_changes, cypher, examination, merging, removal
from loaders.arcade_values import columns_of
from loaders.bolt import Bolt, Wording, plan_of, rows_of, run
from loaders.closing import Closing
from loaders.sharing import Offer
from loaders.transactions import Session
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import QueryError, StoreVersionError
from schemas.graph import Graph
from schemas.stores import Check, LoadReport, Rows

_USER = "root"
_READS = ("r", None)


def open_shared(path: Path, offer: Offer) -> "SharedStore":
    """The store of a folder as its holder offers it.

    StoreUnavailable where the port does not answer, StoreRefused where something else does,
    StoreVersionError for another schema.
    """
    bolt = Bolt(offer.url, (_USER, offer.password), offer.database, _wording(path))
    try:
        return SharedStore(bolt, path)
    except BaseException:
        bolt.close()
        raise


class SharedStore(Closing):
    """A folder that another process holds. It lasts as long as that process keeps it open."""

    def __init__(self, bolt: Bolt, path: Path) -> None:
        self._bolt = bolt
        self._path = path
        self._check_version()

    def prepare(self) -> None:
        """Create constraints and indexes that are missing; the holder has done the rest."""
        with self._bolt.session() as session:
            for step in (*cypher.constraints(), *cypher.indexes()):
                session.run(step.text).consume()

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; up to 50,000 items in one transaction, above that one a batch."""
        return merging.load(graph, self._write)

    def read(self) -> Graph:
        """Everything of the schema in the store."""
        return self._bolt.read(lambda tx: merging.read(lambda query: run(tx, query)))

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        self._write(lambda session: removal.remove(session, [document]))

    def replace(self, graph: Graph) -> LoadReport:
        """Remove the graph's documents where present, then load it; one transaction where small."""
        return merging.replace(graph, self._write)

    def query(self, cypher: str, /, *, row_cap: int | None = None, **parameters: Any) -> Rows:
        """Rows of a read-only query, at most `row_cap`; dates as `date`.

        Nodes come as their properties and `labels`, relationships as theirs and `type`, a path as
        `nodes` and `relationships`. QueryError where the query is wrong or would write.
        """
        with self._bolt.session(asking=True) as session, session.begin_transaction() as tx:
            try:
                result = tx.run(cypher, parameters)
                rows = tuple(islice(rows_of(result), row_cap))
                columns = tuple(result.keys())
                writes = result.consume().query_type not in _READS
            finally:
                tx.rollback()
            if writes:
                raise QueryError(
                    "`query` only reads; use load, ingest or remove to change the store"
                )
            return Rows(columns or self._columns(cypher, parameters), rows)

    def examine(self) -> Iterator[Check]:
        """What is found when everything in the store is looked at, as it is found."""
        yield Check("engine", True, "ArcadeDB, held open by another program that shares it")
        yield from examination.examine(self._bolt.streamed, cypher.ARCADE_FULL_TEXT)

    def close(self) -> None:
        """Close the connections; the holder keeps the store."""
        self._bolt.close()

    def _write(self, work: Callable[[Session], None]) -> None:
        arcade_changes.change(
            work,
            lambda step: self._bolt.write(
                lambda tx: step(lambda query, **given: run(tx, query, **given))
            ),
        )

    def _columns(self, query: str, parameters: dict[str, Any]) -> tuple[str, ...]:
        """The columns of a query that found nothing."""
        plan = self._bolt.read(lambda tx: plan_of(tx, query, parameters).plan, asking=True) or {}
        return columns_of(str(plan.get("args", {}).get("string-representation", "")))

    def _check_version(self) -> None:
        found = self._bolt.read(lambda tx: run(tx, cypher.VERSION))
        if not found or found[0]["version"] != SCHEMA_VERSION:
            raise StoreVersionError(
                f"{self._path} is held open by another version of graphkit: use the same for both"
            )


def _wording(path: Path) -> Wording:
    return Wording(
        place=str(path),
        engine="the embedded store",
        unavailable=f"the program that held {path} open has closed it: open the store again",
        refused=f"the program that holds {path} open does not let this one in",
    )
