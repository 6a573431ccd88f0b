"""Every export: typed, whole after reading it back, hostile text and nothing at all included."""

import csv
import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pandas
import pytest
from pyarrow import parquet

from loaders import EXPORT_SUFFIXES, open_export, open_store
from loaders.columns import node_columns, relationship_columns
from schemas.actors import Person
from schemas.base import Node, Relationship
from schemas.catalog import NODES
from schemas.errors import ExportOnly, StoreError
from schemas.graph import Graph
from schemas.streams import Piece, Stream
from tests.loaders_samples import article, every_row

HOSTILE = (
    "</script><script>alert(1)</script>",
    "a\x00b\x0bc\x1fd\ufffe",
    "=cmd()|' /C calc'!A0",
    "quote \" and ' and ; and , and \\",
    "line\nline\r\nline\rline\ttab",
    "عربي \u202e ltr \u2066 עברית",
    "long " * 40_000,
    "]]>&amp;<!--",
    " padded ",
)


def hostile() -> Graph:
    return Graph(
        Person(id=f"person:{k} {text[:40]}", name=text, aliases=(text, "b"), origin="registry")
        for k, text in enumerate(HOSTILE)
    )


GRAPHS = {"every-row": every_row(), "hostile": hostile(), "empty": Graph()}


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest) -> Graph:
    return GRAPHS[request.param]


def exported(graph: Graph, path: Path) -> Path:
    with open_export(path) as export:
        export.load(graph)
    return path


# --- GraphML and GEXF -------------------------------------------------------------------------------


def read_graphml(path: Path) -> networkx.MultiDiGraph:
    return networkx.read_graphml(path, force_multigraph=True)


def read_gexf(path: Path) -> networkx.MultiDiGraph:
    return networkx.MultiDiGraph(networkx.read_gexf(path))


def shown(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as XML has them, with their types."""
    values = {
        key: value.isoformat()
        if isinstance(value, date)
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, list)
        else value
        for key, value in properties.items()
    }
    return {key: allowed(v) if isinstance(v, str) else v for key, v in values.items()}


def allowed(text: str) -> str:
    return text.translate(dict.fromkeys((0x00, 0x0B, 0x1F, 0xFFFE), "\ufffd"))


@pytest.mark.parametrize(
    ("ending", "read", "label"),
    [("graphml", read_graphml, "label"), ("gexf", read_gexf, "node_label")],
)
def test_networkx_reads_types_and_text(
    tmp_path: Path,
    graph: Graph,
    ending: str,
    read: Callable[[Path], networkx.MultiDiGraph],
    label: str,
) -> None:
    network = read(exported(graph, tmp_path / f"x.{ending}"))
    assert set(network) == {allowed(id_) for id_ in graph.nodes}
    for node in graph.nodes.values():
        found = network.nodes[allowed(node.id)]
        expected = {label: node.label, "labels": " ".join(node.labels), **shown(node.properties())}
        assert {key: found[key] for key in expected} == expected
        assert {key: type(found[key]) for key in expected} == {
            key: type(value) for key, value in expected.items()
        }
        if ending == "gexf":
            assert found["label"] == allowed(node.name)
    edges = {data["id"]: (a, b, data) for a, b, data in network.edges(data=True)}
    assert edges.keys() == graph.relationships.keys()
    for edge in graph.relationships.values():
        source, target, found = edges[edge.id]
        expected = {"type": edge.type, **shown(edge.properties())}
        assert (source, target) == (edge.source, edge.target)
        assert {key: found[key] for key in expected} == expected
        assert type(found.get("confidence", 0.5)) is float


# --- tables -----------------------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_csv_cells_hold_the_text(tmp_path: Path) -> None:
    exported(hostile(), tmp_path / "x.csv")
    found = {row["id"]: row for row in rows(tmp_path / "x.nodes.csv")}
    for node in hostile().nodes.values():
        assert found[node.id]["name"].removeprefix("'") == node.name
        assert json.loads(found[node.id]["aliases"]) == [node.name, "b"]
    assert all(not row["name"].startswith("=") for row in found.values())


def table(path: Path) -> list[dict[str, Any]]:
    return list(parquet.read_table(path).to_pylist())


def present(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def test_parquet_holds_everything_typed(tmp_path: Path, graph: Graph) -> None:
    exported(graph, tmp_path / "x.parquet")
    nodes = {row["id"]: present(row) for row in table(tmp_path / "x.nodes.parquet")}
    assert nodes == {
        node.id: {"label": node.label, "labels": list(node.labels), **node.properties()}
        for node in graph.nodes.values()
    }
    edges = {row["id"]: present(row) for row in table(tmp_path / "x.relationships.parquet")}
    assert edges == {
        edge.id: {
            "type": edge.type,
            "source": edge.source,
            "target": edge.target,
            **edge.properties(),
        }
        for edge in graph.relationships.values()
    }
    schema = parquet.read_schema(tmp_path / "x.nodes.parquet")
    assert {"id", "label", "labels", *node_columns()} == set(schema.names)
    types = {name: str(schema.field(name).type) for name in schema.names}
    assert types["published"] == "date32[day]"
    assert (types["latitude"], types["plural"], types["starts"]) == (
        "double",
        "bool",
        "list<element: int64>",
    )


def test_parquet_in_a_folder(tmp_path: Path) -> None:
    with open_export(f"{tmp_path}/out.parquet/") as export:
        export.load(article(1))
    names = sorted(path.name for path in (tmp_path / "out.parquet").iterdir())
    assert names == ["nodes.parquet", "relationships.parquet", "statements.parquet"]


def test_statements_are_joined(tmp_path: Path) -> None:
    """As many rows as speakers times targets; what they say is what the graph says."""
    graph = Graph.merge(*(article(k) for k in range(6)))
    exported(graph, tmp_path / "x.parquet")
    frame = pandas.read_parquet(tmp_path / "x.statements.parquet")
    said, about, where = edges_of(graph, "SAID"), edges_of(graph, "ABOUT"), edges_of(graph, "IN")
    expected = sorted(
        (statement.id, speaker.source if speaker else None, target.target if target else None)
        for statement in graph.statements
        for speaker in [e for e in said if e.target == statement.id] or [None]
        for target in [e for e in about if e.source == statement.id] or [None]
    )
    keys = frame[["statement", "speaker_id", "target_id"]].astype(object)
    found = keys.where(keys.notna(), None).itertuples(index=False, name=None)
    assert sorted(found, key=str) == sorted(expected, key=str)
    for row in table(tmp_path / "x.statements.parquet"):
        statement = graph.nodes[row["statement"]]
        (home,) = (e.target for e in where if e.source == statement.id)
        document = graph.document(home)
        assert row["quote"] == statement.properties()["text"]
        assert row["date"] == (statement.properties().get("date_from") or document.published)
        assert (row["document"], row["published"]) == (document.id, document.published)
        assert (row["start"], row["end"]) == (1, 9)
        if row["speaker_id"]:
            assert row["speaker"] == graph.nodes[row["speaker_id"]].name
        if row["target_id"]:
            assert row["target"] == graph.nodes[row["target_id"]].name
            assert row["score"] == -0.5


def edges_of(graph: Graph, type_: str) -> list[Relationship]:
    return [edge for edge in graph.stated if edge.type == type_]


# --- neo4j-admin ------------------------------------------------------------------------------------


def test_import_tables_are_typed_and_named(tmp_path: Path) -> None:
    folder = exported(every_row(), tmp_path / "x.neo4j")
    arguments = (folder / "import.args").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[2] for line in arguments if ".csv" in line}
    assert named == {f"./{path.name}" for path in folder.glob("*.csv")}
    nodes, edges = (header_of(folder / f"{name}.csv") for name in ("nodes", "relationships"))
    assert nodes[:3] == ["id:ID(graphkit)", ":LABEL", "name:string"]
    assert {"aliases:string[]", "latitude:double", "starts:long[]", "class:string"} <= set(nodes)
    assert edges[:4] == [":START_ID(graphkit)", ":END_ID(graphkit)", ":TYPE", "id:string"]
    assert {"statements:long", "first:date", "confidence:double"} <= set(edges)
    for header in (nodes, edges):
        names = [column.partition(":")[0] for column in header if not column.startswith(":")]
        assert len(set(names)) == len(names)


def header_of(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as rows:
        return next(csv.reader(rows))


def test_an_import_folder_is_written_anew_and_nothing_else_is_touched(tmp_path: Path) -> None:
    folder = exported(every_row(), tmp_path / "x.neo4j")
    exported(hostile(), folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "import.args",
        "nodes.csv",
        "relationships.csv",
    ]
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as rows:
        assert {row[":LABEL"] for row in csv.DictReader(rows)} == {"Actor\x1fPerson", "GraphKit"}
    other = tmp_path / "thesis.neo4j"
    other.mkdir()
    (other / "chapter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(StoreError, match=r"something else"):
        exported(hostile(), other)
    assert [path.name for path in other.iterdir()] == ["chapter.txt"]


# --- all of them ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", set(EXPORT_SUFFIXES) - {".jsonl", ".json"})
def test_exports_are_never_read(tmp_path: Path, ending: str) -> None:
    with open_store(tmp_path / f"x{ending}") as store:
        for act in (store.read, store.stream, lambda: store.piece("x"), lambda: store.remove("x")):
            with pytest.raises(ExportOnly):
                act()


@pytest.mark.parametrize("ending", EXPORT_SUFFIXES)
def test_a_failure_leaves_what_was_there(tmp_path: Path, ending: str) -> None:
    path = exported(article(1), tmp_path / f"x{ending}")
    before = contents(tmp_path)

    def broken() -> Iterator[Any]:
        yield from ()
        raise StoreError("the server went away")

    with open_export(path) as export, pytest.raises(StoreError, match="went away"):
        export.write(Stream(broken(), broken(), broken()))
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


FEW, MANY = 75, 300


@pytest.mark.parametrize("ending", sorted(set(EXPORT_SUFFIXES) - {".json"}))
def test_memory_does_not_grow_with_the_graph(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The peak of Python's memory at four times the size is less than half as high again."""
    monkeypatch.setattr("loaders.parquet_files._GROUP", 100)
    with open_export(tmp_path / f"x{ending}") as export:
        export.write(made_up(MANY))  # fills the caches of ids, which have a bound of their own
    peaks = []
    for documents in (FEW, MANY):
        stream = made_up(documents)
        with open_export(tmp_path / f"x{ending}") as export:
            gc.collect()
            tracemalloc.start()
            export.write(stream)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0], peaks


def made_up(documents: int) -> Stream:
    """A stream of that many documents, each the same but for its ids, made when it is asked for."""
    pattern = article(1)

    def pieces() -> Iterator[Piece]:
        for number in range(documents):
            found = {id_: node_of(node, number) for id_, node in pattern.nodes.items()}
            nodes = {node.id: node for node in found.values()}
            edges = [
                edge.model_copy(
                    update={
                        "source": found[edge.source].id,
                        "target": found[edge.target].id,
                        "document": edge.document and f"doc:1/{number}",
                    }
                )
                for edge in pattern.stated
            ]
            yield Piece(nodes[f"doc:1/{number}"], nodes, edges)  # type: ignore[arg-type]

    return Stream(
        (node for piece in pieces() for node in piece.nodes.values()),
        (edge for piece in pieces() for edge in piece.relationships),
        pieces(),
    )


def node_of(node: Node, number: int) -> Node:
    return node.model_copy(update={"id": f"{node.id}/{number}"})


def test_columns_name_every_property() -> None:
    graph = every_row()
    for node in graph.nodes.values():
        assert node.properties().keys() <= node_columns().keys()
    for edge in graph.relationships.values():
        assert edge.properties().keys() <= relationship_columns().keys()
    assert node_columns()["class"] == "text"
    assert {model.label for model in NODES.values()} == {n.label for n in graph.nodes.values()}
