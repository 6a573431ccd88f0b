"""Documents into a new embedded store by the engine's bulk API, indexes and constraints after them.

The store is made in a folder beside its place, which it takes when it is whole: one that is cut off
is not there.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders import arcade
from loaders.arcade_folders import MARKER, check_free, check_ours, is_store, make_types, translated
from loaders.arcade_limits import cap_heap
from loaders.embedded import open_folder
from loaders.exchange import drafted_folder, keep
from loaders.interchange import check_any
from loaders.lots import ahead
from loaders.once import read_once
from loaders.row_files import Relationships, read_nodes, read_relationships, write_rows
from schemas.errors import StoreError
from schemas.graph import Graph
from schemas.streams import Counts

_REST = ""  # the name of the part with what several documents tell of


def build_folder(
    path: Path,
    name: str,
    folder: Path,
    *,
    overwrite: bool = False,
    processes: int | None = None,
) -> Counts:
    """Makes a store in a folder of a file of the interchange form.

    Gives how many nodes and relationships. Errors call the file `name`: InputError where it cannot
    be read or nothing is in it, GraphError where a line is wrong, or tells of another document than
    its own. With `overwrite` a store that is there is replaced, which nobody can open meanwhile;
    without, that is StoreError; StoreLocked where it is open. A large file is read by several
    `processes`, as many as there are processors unless told. Needs twice as much space beside the
    folder as the graph takes.
    """
    there = is_store(folder)
    if there and not overwrite:
        raise StoreError(
            f"{folder} is a store already: load without --offline, or with --overwrite, by which "
            "what it holds is lost"
        )
    if not there:
        check_free(folder, create=True)
    cap_heap()
    with (
        drafted_folder(folder, MARKER if there else None) as draft,
        _kept_closed(folder) if there else nullcontext(),
        TemporaryDirectory(prefix=f".{folder.name}.rows-", dir=draft.parent) as work,
    ):
        rows = Path(work)
        told = read_once(path, name, rows, write_rows, processes)
        counts = told.counts + write_rows(told.rest, rows, _REST)
        check_any(counts.nodes, name)
        _fill(draft, rows, [_REST, *told.parts])
        with open_folder(draft) as store:  # makes what a store has beside the graph
            store.load(Graph())  # notes that this is another graph than was here before
        keep(draft)
    return counts


@contextmanager
def _kept_closed(folder: Path) -> Iterator[None]:
    """Nobody opens the store in a folder."""
    with translated(folder), closing(arcade.open_database(folder)) as database:
        check_ours(database, folder)
        yield


def _fill(folder: Path, rows: Path, parts: Sequence[str]) -> None:
    """All nodes, then the relationships between their records; read while the engine writes."""
    with translated(folder), closing(arcade.create_database(folder)) as database:
        make_types(database)
        records: dict[str, str] = {}

        def between_records() -> Iterator[Relationships]:
            for type_, sources, targets, found in read_relationships(rows, parts):
                starts, ends = ([records[id_] for id_ in ids] for ids in (sources, targets))
                yield Relationships(type_, starts, ends, found)

        with database.graph_batch() as batch:
            for labels, found in ahead(read_nodes(rows, parts)):
                made = batch.create_vertices("~".join(sorted(labels)), found)
                records |= zip((str(row["id"]) for row in found), made, strict=True)
            for type_, sources, targets, found in ahead(between_records()):
                batch.new_edges(sources, type_, targets, found)
