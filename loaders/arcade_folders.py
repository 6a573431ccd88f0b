"""The folder of an embedded store: may one be made there, and what its engine has to have."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from loaders import cypher
from loaders.arcade import ArcadeDBError
from loaders.arcade_limits import plainly, refusal
from schemas.catalog import ACTORS, NODES, RELATIONSHIPS
from schemas.errors import StoreError, StoreLocked, StoreMissing
from schemas.stores import Limits

MARKER = "configuration.json"
"""A file of every ArcadeDB folder."""
_OTHER_TYPES = ("Actor", "Leader", *cypher.OWN)
_LABEL_SETS = (*(("Actor", label) for label in ACTORS), ("Actor", "Person", "Leader"))


def is_store(path: Path) -> bool:
    """Is there an ArcadeDB database, ours or another's?"""
    return (path / MARKER).exists()


def check_free(path: Path, *, create: bool) -> None:
    """May a store be made here? StoreError says why not; StoreMissing where none is to be."""
    if path.is_file():
        raise StoreError(
            f"{path} is a file: an embedded store is a folder; files end in .jsonl, .graphml, …"
        )
    if path.is_dir() and any(path.iterdir()):
        raise StoreError(f"{path} is a folder of something else: name a new or an empty one")
    if not create:
        raise StoreMissing(f"no store at {path}: load something into it first")


def check_ours(database: Any, path: Path) -> None:
    """StoreError where there are types that are not ours, as a new folder has none."""
    named = {name for row in _type_names(database) for name in row}
    if foreign := named - {*NODES, *RELATIONSHIPS, *_OTHER_TYPES}:
        raise StoreError(
            f"{path} is an ArcadeDB database of something else (it has the type "
            f"{min(foreign)!r}): name a new or an empty folder"
        )


def make_types(database: Any) -> None:
    """The engine's types of all nodes and relationships; harmless when done before.

    One for each set of labels too. The engine makes those when the first such node comes, outside
    of the transaction: a full disk then leaves one without its indexes, for good.
    """
    for label in (*NODES, *_OTHER_TYPES):
        database.command("sql", f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS").close()
    for type_ in RELATIONSHIPS:
        database.command("sql", f"CREATE EDGE TYPE `{type_}` IF NOT EXISTS").close()
    database.command("sql", "CREATE PROPERTY Statement.text IF NOT EXISTS STRING").close()
    there = _type_names(database)
    for labels in _LABEL_SETS:
        if frozenset(labels) not in there:
            database.run_in_transaction(partial(_make_and_drop, database, labels))


def make_indexes(database: Any) -> None:
    """Constraints and indexes on these types; harmless when done before."""
    for step in (*cypher.constraints(), *cypher.indexes()):
        database.command("opencypher", step.text).close()
    database.command("sql", cypher.ARCADE_FULL_TEXT.text).close()


@contextmanager
def translated(path: Path, *, asking: Limits | None = None) -> Iterator[None]:
    """The engine's errors as ours."""
    try:
        yield
    except (ArcadeDBError, OSError) as error:
        raise _translation(str(error), path, asking) from error


def _translation(said: str, path: Path, asking: Limits | None) -> StoreError:
    if "locked by another process" in said or "already in use" in said:
        return StoreLocked(
            f"{path} is open elsewhere (another graphkit, a notebook, or twice in this program) "
            "and not shared: close the other, open it there with `open_store(…, share=True)`, "
            "use another store, or Neo4j"
        )
    if asking:
        return refusal(said, asking)
    return StoreError(f"{path}: {plainly(said)}")


def _type_names(database: Any) -> set[frozenset[str]]:
    """The names of the engine's types; one of several labels is named by all of them."""
    rows = database.query("sql", "SELECT name FROM schema:types").to_list()
    return {frozenset(row["name"].split("~")) for row in rows}


def _make_and_drop(database: Any, labels: Sequence[str]) -> None:
    made = f"CREATE (n:{':'.join(labels)} {{id: 'graphkit'}}) DELETE n"
    database.command("opencypher", made).close()
