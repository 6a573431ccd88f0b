"""A Neo4j Community server for tests and trials: `python tools/neo4j/server.py lts` or `newest`.

Uses Docker where an engine answers, else the server's Maven artifacts (a process of its own, on
loopback, in a temporary home). The jars are kept in $GRAPHKIT_CACHE, default ~/.cache/graphkit.
Neo4j is GPL: it is started beside us and never shipped.
"""

import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

HERE = Path(__file__).parent
START_SECONDS = 120


class CannotStart(RuntimeError):
    """No way to a server on this machine; says what to install."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version of Neo4j, which is its Docker tag too, and the Java versions that run it."""

    version: str
    javas: range
    apoc: bool = False
    """With APOC core beside it; from Maven only."""


RELEASES = {
    "lts": Release("5.26.30", range(17, 22)),
    "newest": Release("2026.08.1", range(21, 26)),
    "apoc": Release("5.26.18", range(17, 22), apoc=True),  # the newest that has its APOC in Maven
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server answers, and as whom."""

    url: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    restart: Callable[[bool], None] | None = field(default=None, repr=False, compare=False)
    """Stops it, or kills it where that is true, and starts it again; null where it is not ours."""


@contextmanager
def running(release: Release) -> Iterator[Server]:
    """A server of this release until the block ends; CannotStart says what is missing."""
    with ExitStack() as stack:
        server = None
        if docker_answers() and not release.apoc:
            with suppress(CannotStart):  # an engine without a way to the image
                server = stack.enter_context(in_docker(release))
        yield server or stack.enter_context(from_maven(release))


# --- Docker ---------------------------------------------------------------------------------------


def docker_answers() -> bool:
    """Is there an engine? A client alone is no engine, so it is asked."""
    if not shutil.which("docker"):
        return False
    try:
        asked = subprocess.run(["docker", "info"], capture_output=True, timeout=10, check=False)
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


@contextmanager
def in_docker(release: Release) -> Iterator[Server]:
    """A container on a free loopback port, removed at the end."""
    password = secrets.token_hex(16)
    started = subprocess.run(
        [
            *("docker", "run", "--rm", "--detach", "--publish", "127.0.0.1::7687"),
            *("--env", "NEO4J_AUTH", f"neo4j:{release.version}"),
        ],
        env={**os.environ, "NEO4J_AUTH": f"neo4j/{password}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if started.returncode:
        raise CannotStart(f"docker run neo4j:{release.version} failed: {started.stderr.strip()}")
    container = started.stdout.strip()
    try:
        port = _output("docker", "port", container, "7687/tcp").splitlines()[0].rpartition(":")[2]
        server = Server(f"bolt://127.0.0.1:{port}", password=password)
        _wait(server, lambda: _output("docker", "ps", "--quiet", "--filter", f"id={container}"))
        yield server
    finally:
        subprocess.run(["docker", "stop", container], capture_output=True, check=False)


# --- Maven ----------------------------------------------------------------------------------------


@contextmanager
def from_maven(
    release: Release, before: Callable[[Path], object] = lambda _: None, *, page_cache: str = "256m"
) -> Iterator[Server]:
    """A process started from the server's jars, stopped by its own id at the end.

    `before` the start it is called with the server's `neo4j-admin`, to import something offline.
    What it reads of the disk is kept in a `page_cache` of that size.
    """
    java = java_for(release)
    jars = jars_of(release)
    with tempfile.TemporaryDirectory(prefix="graphkit-neo4j-", ignore_cleanup_errors=True) as home:
        server = Server(f"bolt://127.0.0.1:{_free_port()}", password=secrets.token_hex(16))
        process = _Process(_prepared(java, jars, release, Path(home), server, before, page_cache))
        try:
            process.start(Path(home), server)
            yield replace(
                server, restart=lambda kill: process.restart(Path(home), server, kill=kill)
            )
        finally:
            process.stop()


class _Process:
    """A server's process, started and stopped; with it goes nothing of its home."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, home: Path, server: Server) -> None:
        """Until it answers a query."""
        with (home / "server.log").open("ab") as log:
            started = self._process = subprocess.Popen(
                self._command,
                env=_environment(home),
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=home,
            )
        _wait(server, lambda: started.poll() is None, home / "server.log")

    def stop(self, *, kill: bool = False) -> None:
        """Until it has ended."""
        if self._process is None:
            return
        (self._process.kill if kill else self._process.terminate)()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def restart(self, home: Path, server: Server, *, kill: bool) -> None:
        """Stopped and started on the same data."""
        self.stop(kill=kill)
        self.start(home, server)


def importing(folder: Path) -> Callable[[Path], object]:
    """For `from_maven`: imports a folder of `graphkit export --to x.neo4j`."""
    words = ("database", "import", "full", "neo4j", "@import.args")
    return lambda admin: _administer([str(admin), *words], folder)


def jars_of(release: Release) -> Path:
    """The folder of the release's jars, fetched once."""
    cache = Path(os.environ.get("GRAPHKIT_CACHE") or Path.home() / ".cache" / "graphkit")
    folder = cache / f"neo4j-{release.version}{'-apoc' if release.apoc else ''}"
    if not folder.is_dir():
        maven = shutil.which("mvn")
        if not maven:
            raise CannotStart(
                f"no Neo4j {release.version}: set NEO4J_URI, start Docker, or install Maven (mvn)"
            )
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as draft:
            goal = "dependency:copy-dependencies"
            options = [f"-Dneo4j.version={release.version}", f"-DoutputDirectory={draft}/jars"]
            options += ["-Papoc"] if release.apoc else []
            command = [maven, "-q", "-B", "-f", str(HERE / "pom.xml"), goal, *options]
            fetched = subprocess.run(command, capture_output=True, text=True, check=False)
            if fetched.returncode:
                raise CannotStart(f"Maven cannot fetch Neo4j {release.version}: {fetched.stdout}")
            if not folder.is_dir():
                Path(draft, "jars").rename(folder)
    return folder


def java_for(release: Release) -> Path:
    """The newest Java of the machine that runs the release."""
    found = {version: path for path in _javas() if (version := _java_version(path))}
    fitting = [version for version in found if version in release.javas]
    if not fitting:
        there = ", ".join(str(v) for v in sorted(found)) or "none"
        raise CannotStart(
            f"Neo4j {release.version} needs Java {release.javas.start} to {release.javas.stop - 1} "
            f"(found: {there}): install one, start Docker, or set NEO4J_URI"
        )
    return found[max(fitting)]


def _javas() -> Iterator[Path]:
    """Java of JAVA_HOME and of the path, and those installed beside them."""
    on_path = shutil.which("java")
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [Path(on_path).resolve().parents[1]] if on_path else []
    for home in homes:
        for beside in (home, *sorted(home.resolve().parent.iterdir())):
            java = beside / "bin" / ("java.exe" if os.name == "nt" else "java")
            if java.is_file():
                yield java


def _java_version(java: Path) -> int | None:
    """The major version, from the `release` file of its home."""
    try:
        text = (java.resolve().parents[1] / "release").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r'JAVA_VERSION="(\d+)', text)
    return int(found[1]) if found else None


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}


def _prepared(
    java: Path,
    jars: Path,
    release: Release,
    home: Path,
    server: Server,
    before: Callable[[Path], object],
    page_cache: str,
) -> list[str]:
    """Settings, password and data in a new home; the command that starts a server in it."""
    (home / "conf").mkdir()
    address = server.url.removeprefix("bolt://")
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": address,
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.heap.max_size": "1g",
        "server.memory.pagecache.size": page_cache,
        "dbms.usage_report.enabled": "false",
        "dbms.cypher.min_replan_interval": "1h",  # small graphs that come and go need no new plans
    }
    if release.apoc:  # langchain-neo4j asks it for the schema
        settings["dbms.security.procedures.unrestricted"] = "apoc.meta.*"
    lines = "".join(f"{key}={value}\n" for key, value in settings.items())
    (home / "plugins").mkdir()
    for jar in jars.glob("apoc-core-*.jar"):
        (home / "plugins" / jar.name).symlink_to(jar)
    (home / "conf" / "neo4j.conf").write_text(lines, encoding="utf-8")
    classes = ["-cp", f"{jars}{os.sep}*"]
    opened = [
        f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch")
    ]
    admin = _script(home, [str(java), *opened, *classes, "org.neo4j.cli.AdminTool"])
    _administer([str(admin), "dbms", "set-initial-password", server.password], home)
    before(admin)
    main = [_entry_point(jars, release), f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    return [str(java), "-Xmx1g", *opened, *classes, *main]


def _administer(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        raise CannotStart(f"neo4j-admin failed: {done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def _script(home: Path, command: list[str]) -> Path:
    """The command `neo4j-admin`, which a packaged server has and its jars have not."""
    script = home / "bin" / "neo4j-admin"
    script.parent.mkdir()
    given = {"NEO4J_HOME": home, "NEO4J_CONF": home / "conf"}
    lines = (f"export {name}={shlex.quote(str(path))}" for name, path in given.items())
    script.write_text(
        "\n".join(("#!/bin/sh", *lines, f'exec {shlex.join(command)} "$@"', "")), encoding="utf-8"
    )
    script.chmod(0o755)
    return script


def _entry_point(jars: Path, release: Release) -> str:
    """The main class: its name changed between versions, the jar knows it."""
    with zipfile.ZipFile(jars / f"neo4j-{release.version}.jar") as jar:
        entry = jar.read("META-INF/services/org.neo4j.server.startup.EntryPoint")
    return entry.decode().strip()


# --- both -----------------------------------------------------------------------------------------


def _wait(server: Server, alive: Callable[[], object], log: Path | None = None) -> None:
    """Until the server answers a query ("Started." in a log is not enough)."""
    until = time.monotonic() + START_SECONDS
    said = ""
    with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        while time.monotonic() < until and alive():
            try:
                with driver.session(database="neo4j") as session:
                    session.run("RETURN 1").consume()
                return
            except (DriverError, Neo4jError) as error:
                said = str(error)
                time.sleep(0.5)
    tail = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log else ""
    raise CannotStart(f"Neo4j at {server.url} does not answer: {said}\n{tail}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    """Run a server until Ctrl-C; the address and the password stand on standard output."""
    name = sys.argv[1] if len(sys.argv) > 1 else "lts"
    if name not in RELEASES:
        sys.exit(f"usage: server.py [{'|'.join(RELEASES)}]")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the server is stopped too
    try:
        with running(RELEASES[name]) as server:
            sys.stdout.write(f"export NEO4J_URI={server.url} NEO4J_USERNAME={server.user}\n")
            sys.stdout.write(f"export NEO4J_PASSWORD={server.password}\n")
            sys.stdout.flush()
            while True:
                time.sleep(3600)
    except KeyboardInterrupt:
        sys.exit(0)
    except CannotStart as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
