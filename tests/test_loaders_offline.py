"""A file read in shares by several processes gives the tables that one reader makes of it."""

import csv
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.neo4j_import import write_import
from loaders.offline import import_offline
from loaders.shares import divide
from schemas.base import Node, Relationship
from schemas.errors import GraphError, InputError, StoreError, StoreUnavailable
from schemas.graph import Graph
from schemas.reading import Outlines
from schemas.streams import Counts
from tests.loaders_samples import article, in_shares

type Tables = dict[str, list[dict[str, str]]]

MANY = Graph.merge(*(article(k) for k in range(24)), article(24, copies=3))


def lines(graph: Graph) -> list[str]:
    return list(graph.json_lines())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is too small to be read in shares."""
    in_shares(monkeypatch)


def admin(folder: Path, *, then: str = "") -> Path:
    """A command that keeps the tables that it is given."""
    path = folder / "neo4j-admin"
    path.write_text(f'#!/bin/sh\ncp -r . "{folder}/kept"\n{then}\n')
    path.chmod(0o755)
    return path


def tables(folder: Path) -> Tables:
    """The rows that an import reads, sorted; the store's own record aside."""
    csv.field_size_limit(sys.maxsize)
    found: Tables = {}
    for argument in (folder / "import.args").read_text().splitlines():
        name, _, files = argument.removeprefix("--").partition("=")
        if name in {"nodes", "relationships"}:
            rows: list[list[str]] = []
            for file in files.split(","):
                with (folder / file).open(encoding="utf-8", newline="") as stream:
                    rows += csv.reader(stream)
            header, *items = rows
            found[name] = [
                dict(zip(header, row, strict=True))
                for row in sorted(items)
                if row[header.index(":LABEL" if name == "nodes" else ":TYPE")] != "GraphKit"
            ]
    return found


def expected(graph: Graph, folder: Path) -> Tables:
    def items() -> list[Node | Relationship]:
        return [*graph.nodes.values(), *graph.relationships.values()]

    write_import(items(), folder)
    return tables(folder)


def imported(text: str | bytes, folder: Path, processes: int = 3) -> Tables:
    path = folder / "graph.jsonl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    counts = import_offline(path, "graph.jsonl", admin(folder), processes=processes)
    found = tables(folder / "kept")
    assert counts == Counts(len(found["nodes"]), len(found["relationships"]))
    return found


TOLD_TWICE = [*lines(article(2, version=1)), *lines(MANY)]
NAMED_BEFORE = [*lines(article(26, copies=5)), *lines(MANY)]
NAMED_AFTER = [*lines(MANY), *lines(article(26, copies=5))]
NAMED_ALONE = [*lines(article(26, copies=29)), *lines(MANY), *lines(article(27, copies=29))]
COPIED = Graph.merge(MANY, article(26, copies=5))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("processes", [1, 2, 5])
@pytest.mark.parametrize(
    ("given", "graph"),
    [
        (lines(MANY), MANY),
        (TOLD_TWICE, MANY),
        (NAMED_BEFORE, COPIED),
        (NAMED_AFTER, COPIED),
        (NAMED_ALONE, Graph.merge(MANY, article(26, copies=29), article(27, copies=29))),
    ],
    ids=["once", "told-twice", "named-before", "named-after", "named-alone"],
)
def test_shares_are_the_whole(
    given: list[str], graph: Graph, processes: int, tmp_path: Path
) -> None:
    found = imported("\n".join((*given, "")), tmp_path, processes)
    assert found == expected(graph, tmp_path / "expected.neo4j")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "written",
    [
        lambda given: b"\xef\xbb\xbf" + "\n".join(given).encode(),
        lambda given: "\r\n".join((*given, "")).encode(),
        lambda given: "\n\n\n".join(("", *given)).encode(),
    ],
    ids=["byte-order-mark", "carriage-returns", "blank-lines"],
)
def test_files_as_other_programs_write_them(
    written: Callable[[list[str]], bytes], tmp_path: Path
) -> None:
    found = imported(written(lines(MANY)), tmp_path)
    assert found == expected(MANY, tmp_path / "expected.neo4j")


@pytest.mark.usefixtures("small")
def test_a_statement_that_a_reply_brings_along_is_there_once(tmp_path: Path) -> None:
    """In the share of its own article and in that of the reply."""
    first, *others = (json.loads(line) for line in lines(MANY))
    said = next(node for node in first["nodes"] if "Statement" in node["labels"])
    for other in others:
        if other["document"]:
            other["nodes"].append(said)
    found = imported("\n".join(json.dumps(entry) for entry in (*others, first)), tmp_path)
    assert found == expected(MANY, tmp_path / "expected.neo4j")


def broken(entry: dict[str, Any]) -> str:
    return json.dumps({**entry, "nodes": []})


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("at", [0, 3, 20])
@pytest.mark.parametrize(
    ("wrong", "says"),
    [("{", "graph.jsonl: line {} is not a graph"), ("", "graph.jsonl: line {}: .*has no node")],
    ids=["no-json", "not-for-itself"],
)
def test_the_wrong_line_is_named_and_nothing_is_imported(
    at: int, wrong: str, says: str, tmp_path: Path
) -> None:
    given = lines(MANY)
    given[at] = wrong or broken(json.loads(given[at]))
    with pytest.raises(GraphError, match=says.format(at + 1)):
        imported("\n".join(given), tmp_path)
    assert not (tmp_path / "kept").exists()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"\n \n\n", "graph.jsonl: is empty"),
        ("\n".join(lines(MANY)).encode("utf-16"), "graph.jsonl: is not UTF-8"),
        ("\n".join(lines(MANY)).encode() + b"\xff", "graph.jsonl: is not UTF-8"),
    ],
    ids=["blank", "utf-16", "broken-at-the-end"],
)
def test_what_is_no_graph_is_said(text: bytes, error: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=error):
        imported(text, tmp_path)
    assert not (tmp_path / "kept").exists()


def test_a_file_that_cannot_be_read_is_no_fault_of_the_tables(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none.jsonl: cannot be read"):
        import_offline(tmp_path / "none.jsonl", "none.jsonl", admin(tmp_path))


def of_another(entries: list[dict[str, Any]], what: str) -> None:
    """Has the third line tell of something of a later one."""
    third = entries[2]
    first = next(e for e in entries[3:] if any(r["type"] == what for r in e["relationships"]))
    edges = {edge["type"]: edge for edge in reversed(first["relationships"])}
    ends = {edges[what]["source"], edges[what]["target"]}
    third["relationships"].append(edges[what])
    third["nodes"] += [node for node in first["nodes"] if node["id"] in ends]
    third["nodes"].append(
        {
            "id": first["document"]["id"],
            "labels": ["Document"],
            "properties": {k: v for k, v in first["document"].items() if k != "id"},
        }
    )


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("what", ["SAID", "MENTIONED_IN", "ABOUT"])
def test_a_line_tells_of_its_own_document_alone(what: str, tmp_path: Path) -> None:
    """Else what two lines tell would be there twice."""
    entries = [json.loads(line) for line in lines(MANY)]
    of_another(entries, what)
    with pytest.raises(GraphError, match=r"graph.jsonl: line 3: .* without --offline"):
        imported("\n".join(map(json.dumps, entries)), tmp_path)


@pytest.mark.parametrize("large", [False, True])
def test_of_a_shared_node_the_last_line_counts(
    large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does for a load."""
    if large:
        in_shares(monkeypatch)
    entries = [json.loads(line) for line in lines(MANY)]
    shared = next(
        node["id"]
        for node in entries[0]["nodes"]
        if "State" in node["labels"] and any(node in entry["nodes"] for entry in entries[1:])
    )
    own = [node for entry in entries for node in entry["nodes"] if node["id"] == shared]
    for number, node in enumerate(own):
        node["properties"]["aliases"] = [f"alias {number}"]
    found = imported("\n".join(map(json.dumps, entries)), tmp_path)
    row = next(row for row in found["nodes"] if row["id:ID(graphkit)"] == shared)
    assert row["aliases:string[]"] == f"alias {len(own) - 1}"


def test_a_file_is_large_by_its_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a load: what is read as a whole need not stand line by line."""
    given = json.loads(next(iter(article(1).json_lines())))
    bare = {**given, "nodes": []}
    nodes = {"document": None, "nodes": given["nodes"], "relationships": []}
    text = f"{json.dumps(bare)}\n{json.dumps(nodes)}\n"
    wide = text + " " * 10 + "\u2003" * len(text)
    monkeypatch.setattr("loaders.once.WHOLE", len(wide))
    assert len(wide.encode()) > 1.5 * len(wide)
    assert imported(wide, tmp_path) == expected(article(1), tmp_path / "expected.neo4j")


def ends(*_: object, **__: object) -> None:
    """As a process does that the system ends for want of memory."""
    os._exit(9)


@pytest.mark.usefixtures("small")
def test_a_reader_that_is_ended_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.once._tell", ends)
    with pytest.raises(StoreError, match=r"graph.jsonl: a process .* want of memory"):
        imported("\n".join(lines(MANY)), tmp_path)
    assert not (tmp_path / "kept").exists()


def test_an_import_that_fails_says_why(tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    path.write_text("\n".join(lines(article(1))))
    failing = admin(tmp_path, then="echo 'The database is in use' >&2; exit 1")
    with pytest.raises(StoreError, match=r"stop the server first.*The database is in use"):
        import_offline(path, path.name, failing)
    failing.chmod(0o644)
    with pytest.raises(StoreUnavailable, match="cannot be run"):
        import_offline(path, path.name, failing)


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 1_000])
def test_every_line_is_in_one_share(parts: int, tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    path.write_text("\n".join(lines(MANY)))
    shares = divide(path, parts)
    assert len(shares) <= parts
    assert len(shares) > 1 or parts == 1
    numbers = [number for share in shares for number, _ in share.pieces(Outlines())]
    assert numbers == list(range(1, len(lines(MANY)) + 1))
