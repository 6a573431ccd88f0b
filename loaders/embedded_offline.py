"""Documents into a new embedded store by the engine's bulk API, indexes and constraints after them.

The store is made in a folder beside its place, which it takes when it is whole: one that is cut off
leaves nothing.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders import arcade
from loaders.arcade_folders import MARKER, check_free, check_ours, is_store, make_types, translated
from loaders.arcade_limits import cap_heap
from loaders.embedded import open_folder
from loaders.exchange import drafted_folder
from loaders.interchange import check_any
from loaders.once import read_once
from loaders.row_files import read_nodes, read_relationships, write_rows
from schemas.errors import StoreError
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

    Gives how many nodes and relationships. Errors call the file `name`: InputError where nothing is
    in it, GraphError where a line is wrong, or tells of statements that stand in another document.
    With `overwrite` a store that is there is replaced; without, that is StoreError; StoreLocked
    where it is open. A large file is read by several `processes`, as many as there are processors
    unless told. Needs as much space for temporary files as the graph takes. OSError where the file
    cannot be read.
    """
    with path.open("rb"):
        pass  # what goes wrong from here on is told of the folder
    _check_replaceable(folder, overwrite=overwrite)
    with TemporaryDirectory(prefix="graphkit-rows-") as work:
        rows = Path(work)
        told = read_once(path, name, rows, write_rows, processes)
        counts = told.counts + write_rows(told.rest, rows, _REST)
        check_any(counts.nodes, name)
        with drafted_folder(folder, MARKER) as draft:
            _fill(draft, rows, [_REST, *told.parts])
            open_folder(draft).close()  # makes what a store has beside the graph
    return counts


def _check_replaceable(folder: Path, *, overwrite: bool) -> None:
    if not is_store(folder):
        check_free(folder, create=True)
    elif overwrite:
        cap_heap()
        with translated(folder), closing(arcade.open_database(folder)) as database:
            check_ours(database, folder)
    else:
        raise StoreError(
            f"{folder} is a store already: load without --offline, or with --overwrite, by which "
            "what it holds is lost"
        )


def _fill(folder: Path, rows: Path, parts: Sequence[str]) -> None:
    """All nodes, then the relationships between their records."""
    cap_heap()
    with translated(folder), closing(arcade.create_database(folder)) as database:
        make_types(database)
        records: dict[str, str] = {}
        with database.graph_batch() as batch:
            for labels, found in read_nodes(rows, parts):
                made = batch.create_vertices("~".join(sorted(labels)), found)
                records |= zip((str(row["id"]) for row in found), made, strict=True)
            for type_, sources, targets, found in read_relationships(rows, parts):
                batch.new_edges(
                    [records[id_] for id_ in sources],
                    type_,
                    [records[id_] for id_ in targets],
                    found,
                )
