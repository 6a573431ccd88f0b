"""ArcadeDB, the engine of the embedded store: the native build, or else the one on a bundled JVM.

The only importer of the engine. The native build (`arcadedb`) is taken where both are installed,
unless $GRAPHKIT_ARCADEDB says `jvm`; the JVM build (`arcadedb-embedded`) has the same calls under
another name.
"""

import os
import shlex
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from loaders.transactions import Row

# The engine logs to this process's own output unless told before it is loaded, each build its way.
_QUIET = Path(__file__).with_name("arcade_logging.properties")
os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
os.environ.setdefault("ARCADEDB_JVM_ARGS", shlex.quote(f"-Djava.util.logging.config.file={_QUIET}"))

_BUILDS = ["arcadedb", "arcadedb_embedded"]
if os.environ.get("GRAPHKIT_ARCADEDB") == "jvm":
    _BUILDS.reverse()

try:
    engine: Any = import_module(_BUILDS[0])
except ModuleNotFoundError as missing:
    try:
        engine = import_module(_BUILDS[1])
    except ModuleNotFoundError:
        raise missing from None

NATIVE = engine.__name__ == "arcadedb"
ArcadeDBError: type[Exception] = engine.ArcadeDBError
USER = "root"
"""The only user of a port."""
BUILD = f"ArcadeDB {engine.__version__}, {'native' if NATIVE else 'JVM'}"

_ATTEMPTS = 5
_LOOPBACK = "127.0.0.1"


def open_database(path: Path) -> Any:
    """The database of a folder; ArcadeDBError where it is locked or damaged."""
    return engine.open_database(str(path))


def create_database(path: Path) -> Any:
    """A new database in a folder."""
    return engine.create_database(str(path))


def abandon(database: Any) -> None:
    """Let go of a database without closing it, so that the engine recovers it when it is opened.

    A clean close would drop the log of a transaction that is half in the pages. The folder stays
    locked until this process ends.
    """
    database._closed = True  # neither its `close` nor its finalizer does anything then


def rows(answer: Iterable[Any]) -> Iterator[Row]:
    """The rows of an answer as they come; computed dates are ISO text, as in the native build."""
    for row in answer:
        values: Row = row.to_dict()
        yield values if NATIVE else {key: _without_java(item) for key, item in values.items()}


@contextmanager
def detachable() -> Iterator[None]:
    """For a thread that may be left alone in the engine, until the program ends.

    Python drops the thread's handle then, and a handle that owns its engine thread detaches it:
    in the midst of a query that ends the process in a crash. So it owns it outside of the block
    only.
    """
    if not NATIVE:
        yield
        return
    from arcadedb._native import lib

    lib._thread_handle()
    mine = lib._local.thread
    owned, mine.owned = mine.owned, False
    try:
        yield
    finally:
        mine.owned = owned


class Port:
    """A Bolt port on loopback to a database that is open in this process."""

    def __init__(self, path: Path, home: Path, password: str) -> None:
        """Open it; what its server writes goes into `home`. ArcadeDBError where that fails."""
        for attempt in range(_ATTEMPTS):
            self.number = _free_port()
            self._server = engine.create_server(
                str(home), password, config=_configuration(path, self.number)
            )
            try:
                self._server.start()
                return
            except ArcadeDBError as error:  # another program took the port in between
                if "Unable to listen" not in str(error) or attempt == _ATTEMPTS - 1:
                    raise

    def close(self) -> None:
        """Close the port, and with it the database where it was used."""
        self._server.stop()


def _configuration(path: Path, port: int) -> dict[str, Any]:
    return {
        "mode": "development",  # in production it does not tell what is wrong with a query
        "host": _LOOPBACK,
        "http_port": 0,
        "bolt_port": port,
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server_databaseDirectory": str(path.parent),
        "server_databaseLoadAtStartup": "false",
    }


def _without_java(value: Any) -> Any:
    """A value of the JVM build as the native one gives it: records as mappings, dates as text."""
    match value:
        case list():
            return [_without_java(item) for item in value]
        case {"_type": "path"}:
            return {key: _without_java(value[key]) for key in ("nodes", "relationships")}
        case dict():
            return {key: _without_java(item) for key, item in value.items()}
        case _ if hasattr(value, "toMap"):
            with_type = (True,) if hasattr(value, "getTypeName") else ()
            own = engine.type_conversion.convert_java_to_python(value.toMap(*with_type))
            return _without_java(own)
        case _ if hasattr(value, "getClass"):
            return str(value)
        case _:
            return value


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
