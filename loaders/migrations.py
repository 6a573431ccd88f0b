"""From one version of the schema in a store to the next: forward only, each step once.

A step's statements are run, each in transactions of its own, until they find nothing more to do;
then the store is of the next version. A migration that was cut off goes on where it was.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from loaders import cypher
from loaders.transactions import InTransaction, Row, Session
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import StoreVersionError

type Told = Callable[[str], None]


class Step(NamedTuple):
    """What it does, in words, and the statements, which return how much they did as `n`."""

    what: str
    statements: tuple[str, ...]


STEPS: dict[int, Step] = {
    1: Step(
        "the journal is begun anew: of version 1, it did not know what was merged into a document "
        "later; unfinished loads are noted by name",
        (
            "MATCH (n:GraphKitLoad) WITH n LIMIT 10000 DELETE n RETURN count(*) AS n",
            "MATCH (n:GraphKit {id: 'graphkit'}) WHERE n.settling_due IS NOT NULL "
            "SET n.loading = CASE WHEN n.settling_due THEN ['version 1'] ELSE [] END "
            "REMOVE n.settling_due RETURN count(*) AS n",
        ),
    ),
}
"""By the version that a step starts from."""


def check_version(version: int, place: str) -> None:
    """StoreVersionError where a store is not of this program's version; says what to do."""
    if version > SCHEMA_VERSION:
        raise StoreVersionError(
            f"{place} was written by a newer graphkit (schema version {version}, this one knows "
            f"{SCHEMA_VERSION}): update graphkit; nothing was changed"
        )
    if version < SCHEMA_VERSION:
        raise StoreVersionError(
            f"{place} is of schema version {version}, this graphkit works with {SCHEMA_VERSION}: "
            "run `graphkit migrate` on it; nothing of the graph is lost"
        )


def migrate(version: int, in_transaction: InTransaction, told: Told) -> None:
    """Bring a store from a version to this program's; `told` hears of each step that is done."""
    for start in range(version, SCHEMA_VERSION):
        step = STEPS[start]
        for statement in step.statements:
            while _done(statement, in_transaction):
                pass
        _done(cypher.RAISE_VERSION, in_transaction, old=start, new=start + 1)
        told(f"schema version {start} → {start + 1}: {step.what}")


def _done(statement: str, in_transaction: InTransaction, **parameters: int) -> int:
    """How much one run of a statement did."""
    found: Sequence[Row] = ()

    def run(session: Session) -> None:
        nonlocal found
        found = session.run(statement, **parameters)

    in_transaction(run)
    return sum(row["n"] for row in found)
