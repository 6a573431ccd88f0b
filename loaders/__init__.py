"""A graph into a store and out of it; `open_store` picks the store by its address."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from loaders import files, sharing
from schemas.errors import StoreError, StoreLocked, StoreRefused, StoreUnavailable
from schemas.graph import Graph
from schemas.stores import Store

if TYPE_CHECKING:
    import networkx  # type: ignore[import-untyped]

    from schemas.streams import Counts

SERVER_SCHEMES: tuple[str, ...] = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
EXPORT_SUFFIXES: dict[str, Callable[..., files.Export]] = {
    ".jsonl": files.jsonl_export,
    ".json": files.jsonl_export,
    ".graphml": files.graphml_export,
    ".csv": files.csv_export,
    ".gexf": files.gexf_export,
    ".parquet": files.parquet_export,
    ".neo4j": files.neo4j_export,
}
"""What `open_export` writes."""
FILE_SUFFIXES: dict[str, Callable[..., Store]] = {
    **EXPORT_SUFFIXES,
    ".jsonl": files.JsonLinesStore,
    ".json": files.JsonLinesStore,
}
"""What `open_store` takes for a file; every other path is the folder of an embedded store."""
_FOLDERS = (files.csv_export, files.parquet_export, files.neo4j_export)
_EMBEDDED = 'pip install "diplomatic-graphkit[embedded]"'
_PATIENCE = 3.0
_PAUSE = 0.1  # seconds; a short command of another process may be about to end


def open_store(
    url: str | Path,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    create: bool = True,
    share: bool = False,
    migrating: Callable[[str], None] | None = None,
) -> Store:
    """The store at an address: a Neo4j server, a file by its suffix, else an embedded folder.

    `user`, `password` and `database` are for servers. With `create=False` a store that is not
    there is StoreMissing. An embedded store is held by one process; with `share` other processes of
    this user work with it through that one until it is closed, else theirs is StoreLocked.
    One of an older schema is StoreVersionError, or, with `migrating`, brought to this one's first;
    that hears of each step. StoreUnavailable where a driver is not installed or no server answers.
    """
    address = str(url)
    if is_server(address):
        if "@" in address.partition("://")[2].partition("/")[0]:
            raise StoreError(
                "the address holds a user or password: give them as user= and password=, or in "
                "NEO4J_USERNAME and NEO4J_PASSWORD"
            )
        return _server(address, user, password, database, create=create, migrating=migrating)
    if kind := FILE_SUFFIXES.get(Path(address).suffix.lower()):
        return kind(Path(address), folder=address.endswith(("/", "\\")), create=create)
    # the engine keeps the working folder that it was first started in: give it whole paths
    return _folder(Path(address).resolve(), create=create, share=share, migrating=migrating)


def is_server(address: str) -> bool:
    """Is it the address of a Neo4j server, not a path? StoreError for another kind of address."""
    scheme, separator, _ = address.partition("://")
    if separator and scheme not in SERVER_SCHEMES:
        raise StoreError(
            f"no store answers to {scheme!r}: use one of {', '.join(SERVER_SCHEMES)}, or a path"
        )
    return bool(separator)


def build_store(path: Path, name: str, folder: Path, *, overwrite: bool = False) -> "Counts":
    """A new embedded store of a file: see `loaders.embedded_offline`."""
    try:
        from loaders.embedded_offline import build_folder
    except ModuleNotFoundError as error:
        raise _not_installed(error, _EMBEDDED) from error
    return build_folder(path, name, folder.resolve(), overwrite=overwrite)


def open_export(path: str | Path) -> files.Export:
    """A file by its suffix, written anew: what it held before is lost, not merged.

    StoreError names the suffixes where there is none for this one, and for a folder.
    """
    address = str(path)
    kind = EXPORT_SUFFIXES.get(Path(address).suffix.lower())
    folder = Path(address).is_dir() and kind not in _FOLDERS  # tables may go into one
    if kind is None or folder or "://" in address:
        raise StoreError(
            f"{address} is no file to export to: its name must end in {', '.join(EXPORT_SUFFIXES)}"
        )
    return kind(Path(address), folder=address.endswith(("/", "\\")))


def to_networkx(graph: Graph, *, plain: bool = False) -> "networkx.MultiDiGraph":
    """The graph as a NetworkX MultiDiGraph: see `loaders.networkx_graph`."""
    from loaders.networkx_graph import to_networkx

    return to_networkx(graph, plain=plain)


def _server(
    url: str,
    user: str | None,
    password: str | None,
    database: str | None,
    *,
    create: bool,
    migrating: Callable[[str], None] | None,
) -> Store:
    try:
        from loaders.neo4j_server import open_server
    except ModuleNotFoundError as error:
        raise _not_installed(error, "pip install neo4j") from error
    return open_server(
        url, user=user, password=password, database=database, create=create, migrating=migrating
    )


def _folder(
    path: Path, *, create: bool, share: bool, migrating: Callable[[str], None] | None
) -> Store:
    """The folder opened, or as its holder shares it; one that is neither is asked for a while."""
    try:
        from loaders.embedded import open_folder
    except ModuleNotFoundError as error:
        raise _not_installed(error, _EMBEDDED) from error
    patience = monotonic() + _PATIENCE
    while True:
        try:
            return open_folder(path, create=create, share=share, migrating=migrating)
        except StoreLocked:
            if shared := _shared(path):
                return shared
            if monotonic() > patience:
                raise
        sleep(_PAUSE)


def _shared(path: Path) -> Store | None:
    """The store as its holder shares it; none where its offer is stale or there is none."""
    if not (offer := sharing.offered(path)):
        return None
    try:
        from loaders.shared_folder import open_shared

        return open_shared(path, offer)
    except ModuleNotFoundError as error:
        raise _not_installed(error, "pip install neo4j") from error
    except (StoreUnavailable, StoreRefused):
        return None


def _not_installed(error: ModuleNotFoundError, remedy: str) -> StoreUnavailable:
    return StoreUnavailable(f"this store needs {error.name!r}, which is not installed: {remedy}")


__all__ = [
    "EXPORT_SUFFIXES",
    "FILE_SUFFIXES",
    "SERVER_SCHEMES",
    "build_store",
    "is_server",
    "open_export",
    "open_store",
    "to_networkx",
]
