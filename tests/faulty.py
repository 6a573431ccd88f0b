"""Loads in a process of their own that meets a fault, on either store.

The processes are forked from one that has imported everything, so that a fault takes seconds.
"""

import multiprocessing
import os
import random
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Protocol

from benchmarks.synthetic import corpus
from loaders import bulk, lots, neo4j_server, open_store
from loaders.fingerprint import fingerprint_of
from schemas.errors import StoreError
from schemas.graph import Graph
from schemas.stores import Fingerprint
from tests.conftest import Neo4j

DOCUMENTS = 12
GRAPHS = list(corpus(DOCUMENTS))
CLEAN = fingerprint_of(Graph.merge(*GRAPHS))
ENOUGH = 256_000_000  # bytes of the small disk when there is room again
_LOGS = 3.0
"""How much a load takes while it goes on, of what it leaves: its logs go when the store is closed."""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def load(address: str, login: dict[str, str], said: Connection, file_bytes: int | None) -> None:
    """In the other process: load everything in small lots, and say when it begins and ends."""
    if file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, resource.RLIM_INFINITY))
    small = partial(lots.lots, rows=600)
    bulk.lots = small  # type: ignore[assignment]
    hasty = partial(neo4j_server.Bolt, patience=2.0)
    neo4j_server.Bolt = hasty  # type: ignore[assignment, misc]
    try:
        with open_store(address, **login) as store:
            said.send("begins")
            store.load_all(GRAPHS)
            said.send("ends")
    except StoreError as error:
        said.send(str(error))


class Load:
    """A load in another process, from when it begins."""

    def __init__(self, address: str, login: dict[str, str], file_bytes: int | None = None) -> None:
        self._said, said = _FORKS.Pipe(duplex=False)
        self.process: BaseProcess = _FORKS.Process(
            target=load, args=(address, login, said, file_bytes)
        )
        self.process.start()
        said.close()
        self._first = self._said.recv()

    def ended(self) -> bool:
        """Waits; did it come to its end?"""
        self.process.join(240)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
            raise AssertionError("a load that met a fault does not end")
        last = self._first
        with suppress(EOFError):
            while True:
                last = self._said.recv()
        return bool(last == "ends")


class Faulty(Protocol):
    """A store under faults, by their kinds."""

    name: str
    kinds: dict[str, Callable[[random.Random], bool]]
    """Each loads into an empty store and meets its fault; was the load cut off?"""

    def resumed(self) -> Fingerprint:
        """What the store holds after loading again."""
        ...


def killed(begin: Callable[[], Load], seconds: float, rng: random.Random) -> bool:
    """The client is killed somewhere between its first lot and its end."""
    child = begin()
    time.sleep(rng.uniform(0.0, 0.8) * seconds)
    child.process.kill()
    return not child.ended()


def _measured(begin: Callable[[], Load]) -> float:
    child, start = begin(), time.monotonic()
    assert child.ended()
    return time.monotonic() - start


# --- the embedded store -----------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[int], None] | None]:
    """A disk of its own at a folder, and how to set its size; none where none may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ENOUGH}", "graphkit-test", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    try:
        yield lambda size: _remount(folder, size)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _remount(folder: Path, size: int) -> None:
    command = ["mount", "-o", f"remount,size={size}", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


class FaultyFolder:
    """An embedded store, on a disk that can be made small where that is allowed."""

    name = "embedded ArcadeDB"

    def __init__(self, folder: Path, resize: Callable[[int], None] | None) -> None:
        self._path = folder / "store"
        self._resize = resize
        self.kinds: dict[str, Callable[[random.Random], bool]] = {
            "client killed": lambda rng: killed(self._begin, self._seconds, rng),
            "disk full" if resize else "file too large (RLIMIT_FSIZE)": self._filled,
        }
        self._empty()
        self._least = self._taken()
        self._seconds = _measured(lambda: Load(str(self._path), {}))
        self._most = self._taken()

    def resumed(self) -> Fingerprint:
        if self._resize:
            self._resize(ENOUGH)
        with open_store(self._path) as store:
            store.load_all(GRAPHS)
            return store.fingerprint()

    def _filled(self, rng: random.Random) -> bool:
        """There is no more room somewhere between an empty store and a full one."""
        self._empty()
        room = int(self._least + rng.uniform(0.0, _LOGS) * (self._most - self._least))
        if self._resize:
            self._resize(room)
            return not Load(str(self._path), {}).ended()
        return not Load(str(self._path), {}, room).ended()

    def _begin(self) -> Load:
        self._empty()
        return Load(str(self._path), {})

    def _empty(self) -> None:
        if self._resize:
            self._resize(ENOUGH)
        shutil.rmtree(self._path, ignore_errors=True)
        open_store(self._path).close()

    def _taken(self) -> int:
        """Bytes of the disk; of the largest file where it is that which is limited."""
        sizes = [file.stat() for file in self._path.rglob("*") if file.is_file()]
        if self._resize:
            return sum(stat.st_blocks * 512 for stat in sizes)
        return max(stat.st_size for stat in sizes)


# --- Neo4j ------------------------------------------------------------------------------------------


class Proxy:
    """A wire to a server that is cut after so many bytes from the client; null for never."""

    def __init__(self, url: str, limit: int | None = None, *, mends: bool = False) -> None:
        host, _, port = url.partition("://")[2].partition(":")
        self._server = (host, int(port))
        self._limit = limit
        self._mends = mends
        self._lock = Lock()
        self._open: list[socket.socket] = []
        self.passed = 0
        self.is_cut = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        self._cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_cut.is_set() and not self._mends:
                    client.close()
                    continue
                server = socket.create_connection(self._server)
                self._open += [client, server]
                for pair in ((client, server), (server, client)):
                    Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        up = source.getsockname()[1] == self._listener.getsockname()[1]
        with suppress(OSError):
            while data := source.recv(4096):
                if up and self._reached(len(data)):
                    sink.sendall(data[: len(data) // 2])  # a message in half
                    self._cut()
                    return
                sink.sendall(data)
        for end in (source, sink):
            end.close()

    def _reached(self, count: int) -> bool:
        with self._lock:
            self.passed += count
            if self._limit is None or self.passed < self._limit or self.is_cut.is_set():
                return False
            self.is_cut.set()
            return True

    def _cut(self) -> None:
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()


class FaultyServer:
    """A Neo4j server, with a wire to it that can be cut, restarted where it is ours."""

    name = "Neo4j"

    def __init__(self, server: Neo4j) -> None:
        self._server = server
        self._login = {"user": server.user, "password": server.password}
        self.kinds: dict[str, Callable[[random.Random], bool]] = {
            "client killed": lambda rng: killed(self._begin, self._seconds, rng),
            "connection cut": self._wire_cut,
        }
        if server.restart:
            self.kinds["server stopped and started"] = partial(self._restarted, kill=False)
            self.kinds["server killed and started"] = partial(self._restarted, kill=True)
        proxy = Proxy(server.url)  # the first load warms plans and caches
        _measured(lambda: self._begin(proxy.url))
        self._bytes = proxy.passed
        proxy.close()
        self._seconds = _measured(self._begin)

    def resumed(self) -> Fingerprint:
        with open_store(self._server.url, **self._login) as store:
            store.load_all(GRAPHS)
            return store.fingerprint()

    def _wire_cut(self, rng: random.Random) -> bool:
        """After some byte, for good or so that the driver may try again."""
        limit = int(rng.uniform(0.01, 1.0) * self._bytes)
        proxy = Proxy(self._server.url, limit, mends=rng.random() < 0.5)
        try:
            self._begin(proxy.url).ended()
            return proxy.is_cut.is_set()
        finally:
            proxy.close()

    def _restarted(self, rng: random.Random, *, kill: bool) -> bool:
        child = self._begin()
        time.sleep(rng.uniform(0.0, 1.0) * self._seconds)
        assert self._server.restart is not None
        self._server.restart(kill)
        return not child.ended()

    def _begin(self, url: str | None = None) -> Load:
        self._server.empty()
        return Load(url or self._server.url, self._login)


def processor() -> str:
    """What the machine calls itself."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return f"{os.cpu_count()} × {line.partition(':')[2].strip()}"
    return f"{os.cpu_count()} processors"
