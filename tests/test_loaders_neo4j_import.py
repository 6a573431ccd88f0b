"""The tables for neo4j-admin, imported by it: the server then holds what an online load makes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loaders import open_export, open_store
from loaders.offline import import_offline, neo4j_admin
from schemas.actors import Person
from schemas.errors import StoreUnavailable
from schemas.graph import Graph, json_lines
from schemas.stores import Store
from tests.loaders_samples import article, contents, every_row, held, in_shares
from tools.neo4j.server import RELEASES, CannotStart, from_maven, importing

pytestmark = pytest.mark.neo4j

HOSTILE = (
    "=cmd()|' /C calc'!A0",
    'quote "" " and \' and ; and | and \\',
    "\\",
    "line\nline\r\nline\ttab",
    "عربي \u202e ltr",
    "a\x00b\x0bc",
    " padded ",
    "</script>",
    "long " * 100_000,
)


def sample() -> Graph:
    people = [
        Person(
            id=f"person:{k};{text[:20]}",
            name=text[:1_000],  # names are indexed
            aliases=(text, "b;c"),
            origin="registry",
        )
        for k, text in enumerate(HOSTILE)
    ]
    articles = [*(article(k) for k in range(6)), article(7, copies=3)]
    return Graph.merge(every_row(), *articles, Graph(people))


@pytest.fixture(params=["lts", "newest"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Graph, Store]]:
    """The graph, and a server that was started on its import."""
    graph = sample()
    with open_export(tmp_path / "graph.neo4j") as export:
        export.load(graph)
    try:
        with (
            from_maven(RELEASES[request.param], importing(tmp_path / "graph.neo4j")) as server,
            open_store(
                server.url, user=server.user, password=server.password, create=False
            ) as store,
        ):
            yield graph, store
    except CannotStart as error:
        pytest.fail(str(error))


def test_an_import_is_an_online_load(stores: tuple[Graph, Store]) -> None:
    graph, store = stores
    imported, read = told(store), store.read()
    assert read == graph
    pieces = [piece.document.id for piece in store.stream().pieces if piece.document]
    assert pieces == [document.id for document in graph.documents]
    store.load(graph)  # into what was imported: nothing is doubled, nothing changes
    assert (told(store), store.read()) == (imported, graph)
    for document in graph.documents:
        store.remove(document.id)
    assert store.read() == without_documents(graph)
    store.load(graph)
    assert (told(store), store.read()) == (imported, graph)


def without_documents(graph: Graph) -> Graph:
    for document in graph.documents:
        graph = graph.without(document.id)
    return graph


def told(store: Store) -> object:
    """What the server holds, labels, types and values; an empty list is no property in an import."""
    return without_empty(held(store))


def without_empty(all_found: tuple[dict[str, Any], dict[str, Any]]) -> object:
    return [
        {
            id_: (*traits, {key: value for key, value in properties.items() if value != []})
            for id_, (*traits, properties) in found.items()
        }
        for found in all_found
    ]


def test_documents_imported_offline_are_an_online_load(tmp_path: Path) -> None:
    """`graphkit load --offline`, then `--start` as far as a server that runs can show it."""
    articles = [*(article(k) for k in range(6)), article(7, copies=3)]
    pieces = (piece for graph in articles for piece in graph.stream().pieces)
    file, graph = tmp_path / "graph.jsonl", Graph.merge(*articles)
    file.write_text("".join(f"{line}\n" for line in json_lines(pieces)), encoding="utf-8")

    def run(*words: str, **environment: str) -> str:
        command = [sys.executable, "-m", "graphkit", "load", str(file), "--offline", *words]
        given = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment}
        return subprocess.run(
            command, env=given, cwd=tmp_path, check=True, capture_output=True, text=True
        ).stderr

    said: list[str] = []
    try:
        with from_maven(
            RELEASES["lts"],
            lambda admin: said.append(
                run("--store", "bolt://127.0.0.1:1", NEO4J_HOME=str(admin.parents[1]))
            ),
        ) as server:
            assert "start the server" in said[0]
            (tmp_path / "bin").mkdir()
            script(tmp_path / "bin" / "neo4j-admin", "exit 0")
            login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
            told_then = run(
                *("--start", "true", "--store", server.url), **login, NEO4J_HOME=str(tmp_path)
            )
            assert "indexes are there" in told_then
            with open_store(server.url, user=server.user, password=server.password) as store:
                assert store.read() == graph
                assert told(store) == without_empty(contents(graph))
    except CannotStart as error:
        pytest.fail(str(error))


def script(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("release", ["lts", "newest"])
def test_shares_imported_offline_are_an_online_load(
    release: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read by three processes, each of which writes a part of the tables."""
    in_shares(monkeypatch)
    graph = Graph.merge(*(article(k) for k in range(9)), article(7, copies=3))
    file = tmp_path / "graph.jsonl"
    file.write_text("".join(f"{line}\n" for line in graph.json_lines()), encoding="utf-8")
    try:
        with (
            from_maven(
                RELEASES[release], lambda admin: import_offline(file, "x", admin, processes=3)
            ) as server,
            open_store(server.url, user=server.user, password=server.password) as store,
        ):
            assert store.read() == graph
            assert told(store) == without_empty(contents(graph))
            assert store.load(graph).unchanged == 0
            assert store.read() == graph
    except CannotStart as error:
        pytest.fail(str(error))


def test_where_there_is_no_neo4j_admin_the_remedy_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="NEO4J_HOME"):
        neo4j_admin({"PATH": str(tmp_path)})
