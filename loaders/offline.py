"""Documents into a new Neo4j database while its server is down, by its `neo4j-admin`."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.exchange import writing
from loaders.interchange import check_any
from loaders.neo4j_import import ARGUMENTS, write_part, write_tables
from loaders.once import read_once
from schemas.errors import StoreError, StoreUnavailable
from schemas.streams import Counts

_SAID = 2_000  # characters of what neo4j-admin says at the end


def neo4j_admin(environment: Mapping[str, str] = os.environ) -> Path:
    """The command of $NEO4J_HOME, else of the path; StoreUnavailable where there is none."""
    name = "neo4j-admin.bat" if os.name == "nt" else "neo4j-admin"
    home = environment.get("NEO4J_HOME")
    if home and (command := Path(home) / "bin" / name).is_file():
        return command
    if found := shutil.which(name, path=environment.get("PATH")):
        return Path(found)
    raise StoreUnavailable(
        f"no {name} on this machine: set NEO4J_HOME to the folder of the Neo4j server, or export "
        "the tables with `graphkit export --to graph.neo4j` and import them where it runs"
    )


def import_offline(
    path: Path,
    name: str,
    admin: Path,
    *,
    database: str = "neo4j",
    overwrite: bool = False,
    processes: int | None = None,
) -> Counts:
    """Imports a file of the interchange form into a database that no server has open.

    Gives how many nodes and relationships. Errors call the file `name`: InputError where it cannot
    be read or nothing is in it, GraphError where a line is wrong, or tells of another document than
    its own. With `overwrite` what the database holds is lost; without, StoreError where it is there
    already. A large file is read by several `processes`, as many as there are processors unless
    told. Needs as much space for temporary files as the graph takes.
    """
    with TemporaryDirectory(prefix="graphkit-import-") as work:
        folder = Path(work)
        with writing(folder):
            told = read_once(path, name, folder, write_part, processes)
            counts = told.counts + write_tables(told.rest, folder, told.parts)
        check_any(counts.nodes, name)
        options = ["--overwrite-destination"] if overwrite else []
        _run(
            [str(admin), "database", "import", "full", database, *options, f"@{ARGUMENTS}"], folder
        )
    return counts


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise StoreUnavailable(f"{command[0]} cannot be run: {error}") from error
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise StoreError(
            f"neo4j-admin could not import: stop the server first, and give --overwrite where the "
            f"database is to be replaced. It says: {said[-_SAID:]}"
        )
