"""An embedded store that another process holds, through the Bolt port that it offers.

The engine behind the port takes writes in a read transaction, so a query is always rolled back.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from loaders import arcade_changes, bulk, cypher, examination, marks, merging, sharing, streaming
from loaders.arcade import USER
from loaders.arcade_limits import refusal
from loaders.arcade_values import columns_of
from loaders.bolt import Bolt, Reader, Wording, plan_of, rows_of, run
from loaders.closing import Closing
from loaders.fingerprint import fingerprint
from loaders.guard import ONLY_READS, check_text
from loaders.limits import Questions, counted, too_large
from loaders.sharing import Offer
from loaders.transactions import Session
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import QueryError, StoreUnavailable, StoreVersionError
from schemas.graph import Graph
from schemas.stores import LIMITS, Check, Fingerprint, Limits, LoadReport, Rows
from schemas.streams import Piece, Stream

_PATIENCE = 15.0  # seconds: four more tries of a conflict; a holder that ended will not come back
_READS = ("r", None)


def open_shared(path: Path, offer: Offer) -> "SharedStore":
    """The store of a folder as its holder offers it.

    StoreUnavailable where the port does not answer, StoreRefused where something else does,
    StoreVersionError for another schema.
    """
    auth = (USER, offer.password)
    bolt = Bolt(offer.url, auth, offer.database, _wording(path), patience=_PATIENCE)
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
        self._questions = Questions()
        self._check_version()

    def prepare(self) -> None:
        """Create constraints and indexes that are missing; the holder has done the rest."""
        with self._bolt.session() as session:
            for step in (*cypher.constraints(), *cypher.indexes()):
                session.run(step.text).consume()

    def load(self, graph: Graph) -> LoadReport:
        """Merge a graph; up to 50,000 items in one transaction, above that one a batch."""
        return merging.load(graph, self._write)

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        """Replace the documents of many graphs, lot by lot; resumes a load that was cut off."""
        return bulk.load_all(graphs, self._write)

    def read(self) -> Graph:
        """Everything of the schema in the store."""
        return self._bolt.read(lambda tx: merging.read(lambda query: run(tx, query)))

    def fingerprint(self) -> Fingerprint:
        """The content as one number; rows are read as they come."""
        return fingerprint(self._bolt.streamed)

    def stream(self) -> Stream:
        """Everything of the schema in the store, piece by piece; to be walked while it is open.

        Each query is a transaction of its own: who writes meanwhile may be seen in half.
        """
        return streaming.stream(Reader(self._bolt))

    def piece(self, document: str) -> Piece:
        """What one document contributes; StoreMissing when it is not there."""
        return streaming.piece(Reader(self._bolt), document)

    def remove(self, document: str) -> None:
        """Take back one document's contribution; StoreMissing when it is not there."""
        merging.remove(document, self._write)

    def replace(self, graph: Graph) -> LoadReport:
        """Remove the graph's documents where present, then load it; one transaction where small."""
        return merging.replace(graph, self._write)

    def query(
        self,
        cypher: str,
        /,
        *,
        row_cap: int | None = None,
        limits: Limits = LIMITS,
        **parameters: Any,
    ) -> Rows:
        """Rows of a read-only query, the first `row_cap` of them; dates as `date`.

        Nodes come as their properties and `labels`, relationships as theirs and `type`, a path as
        `nodes` and `relationships`. QueryError where it is wrong, would write, or leaves the graph;
        LimitExceeded where it takes more than `limits`.
        """
        check_text(cypher)

        return self._questions.ask(
            lambda: self._answer(cypher, parameters, row_cap, limits), limits
        )

    def revision(self) -> str | None:
        """Another text after each change; null while a load is at work."""
        return marks.revision(self._bolt.read(lambda tx: run(tx, cypher.REVISION)))

    def examine(self) -> Iterator[Check]:
        """What is found when everything in the store is looked at, as it is found."""
        yield Check("engine", True, "ArcadeDB, held open by another program that shares it")
        yield from examination.examine(self._bolt.streamed, cypher.ARCADE_FULL_TEXT)

    def close(self) -> None:
        """Close the connections; the holder keeps the store."""
        self._bolt.close()

    def _write(self, work: Callable[[Session], None]) -> None:
        with sharing.writing(self._path):
            arcade_changes.change(
                work,
                lambda step: self._bolt.write(
                    lambda tx: step(lambda query, **given: run(tx, query, **given))
                ),
            )

    def _answer(
        self, query: str, parameters: dict[str, Any], row_cap: int | None, limits: Limits
    ) -> Rows:
        try:
            return self._rolled_back(query, parameters, row_cap, limits)
        except StoreUnavailable as error:
            self._bolt.read(lambda tx: run(tx, "RETURN 1"))  # raises where the holder is gone
            raise too_large("the engine gave up the connection") from error

    def _rolled_back(
        self, query: str, parameters: dict[str, Any], row_cap: int | None, limits: Limits
    ) -> Rows:
        with (
            self._bolt.session(asking=limits) as session,
            session.begin_transaction(timeout=limits.seconds) as tx,
        ):
            try:
                result = tx.run(query, parameters)
                rows = tuple(counted(islice(rows_of(result), row_cap), limits))
                columns = tuple(result.keys())
                writes = result.consume().query_type not in _READS
            finally:
                tx.rollback()
        if writes:
            raise QueryError(ONLY_READS)
        return Rows(columns or self._columns(query, parameters, limits), rows)

    def _columns(self, query: str, parameters: dict[str, Any], limits: Limits) -> tuple[str, ...]:
        """The columns of a query that found nothing."""
        plan = self._bolt.read(lambda tx: plan_of(tx, query, parameters).plan, asking=limits) or {}
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
        refusal=refusal,
        unavailable=f"the program that held {path} open has closed it: open the store again",
        refused=(
            f"the program that holds {path} open has closed it, or does not let this one in: "
            "open the store again"
        ),
    )
