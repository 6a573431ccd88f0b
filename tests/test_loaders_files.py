"""JSON Lines, GraphML, CSV: what is written, whole or not at all."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx
import pytest

from loaders import open_export, open_store
from schemas.actors import Person
from schemas.errors import GraphError, SchemaError, StoreError
from schemas.graph import Graph
from tests.loaders_samples import article, every_row


@pytest.fixture
def graphml(tmp_path: Path) -> Iterator[tuple[Graph, networkx.MultiDiGraph]]:
    graph = every_row()
    with open_store(tmp_path / "out" / "graph.graphml") as store:
        store.load(graph)
    yield graph, networkx.read_graphml(tmp_path / "out" / "graph.graphml", force_multigraph=True)


def test_json_lines_hold_a_document_a_line(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "graph.jsonl"
    with open_store(path) as store:
        store.load(article(1))
        store.load(article(2))
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert [json.loads(line)["document"]["id"] for line in lines] == ["doc:1", "doc:2"]
    assert [p.name for p in path.parent.iterdir()] == ["graph.jsonl"]


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"not json\n", GraphError, "line 1"),
        (b'{"document": null, "nodes": []}\n', GraphError, "line 1"),
        (b"\xff\xfe\x00", StoreError, "graph.jsonl"),
        (
            b'{"document": null, "nodes": [{"id": "x", "labels": ["Alien"], "properties": {}}], '
            b'"relationships": []}',
            SchemaError,
            "Alien",
        ),
    ],
)
def test_a_wrong_file_is_named_and_left_alone(
    tmp_path: Path, content: bytes, error: type[Exception], says: str
) -> None:
    path = tmp_path / "graph.jsonl"
    path.write_bytes(content)
    with open_store(path) as store, pytest.raises(error, match=says):
        store.load(article(1))
    assert path.read_bytes() == content


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "graph.jsonl").mkdir()
    with open_store(tmp_path / "graph.jsonl") as store, pytest.raises(StoreError):
        store.load(article(1))


def test_graphml_has_every_node_and_relationship(
    graphml: tuple[Graph, networkx.MultiDiGraph],
) -> None:
    graph, network = graphml
    assert set(network.nodes) == graph.nodes.keys()
    assert {key for _, _, key in network.edges(keys=True)} == graph.relationships.keys()


def test_graphml_keeps_types_and_hostile_text(graphml: tuple[Graph, networkx.MultiDiGraph]) -> None:
    graph, network = graphml
    for id_, attributes in network.nodes(data=True):
        node = graph.nodes[id_]
        assert attributes["label"] == node.label
        for key, value in node.properties().items():
            expected = value.isoformat() if isinstance(value, date) else value
            found = attributes[key]
            assert (json.loads(found) if isinstance(value, list) else found) == expected


def test_graphml_replaces_what_xml_forbids(tmp_path: Path) -> None:
    node = Person(id="person:x", name="a\x00b\x0bc", origin="registry")
    with open_store(tmp_path / "x.graphml") as store:
        store.load(Graph([node]))
    network = networkx.read_graphml(tmp_path / "x.graphml")
    assert network.nodes["person:x"]["name"] == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("out.csv", ("out.nodes.csv", "out.relationships.csv")),
        ("out.csv/", ("out.csv/nodes.csv", "out.csv/relationships.csv")),
    ],
)
def test_csv_makes_two_tables(tmp_path: Path, address: str, names: tuple[str, str]) -> None:
    graph = every_row()
    with open_store(f"{tmp_path}/{address}") as store:
        store.load(graph)
    for name, expected in zip(names, (graph.nodes, graph.relationships), strict=True):
        with (tmp_path / name).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert {row["id"] for row in rows} == expected.keys()


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1")


@pytest.mark.parametrize("words", FORMULAS)
def test_csv_cells_are_no_formulas(tmp_path: Path, words: str) -> None:
    node = Person(id="person:x", name=words, origin="registry", aliases=("plain",))
    with open_store(tmp_path / "x.csv") as store:
        store.load(Graph([node]))
    with (tmp_path / "x.nodes.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["name"] == f"'{words}"
    assert row["aliases"] == '["plain"]'


def test_an_export_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for number in (1, 2):
        with open_export(path) as store:
            store.load(article(number))
    with open_store(path) as store:
        assert [document.id for document in store.read().documents] == ["doc:2"]


@pytest.mark.parametrize("name", ["x", "x.foo", "folder/", "bolt://x.jsonl"])
def test_an_export_without_a_known_ending_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match=r"\.jsonl, \.json, \.graphml, \.csv"):
        open_export(name)


def test_an_export_holds_all_that_was_loaded_through_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.graphml") as store:
        store.load(article(1))
        store.load(article(2))
        store.replace(article(2, version=1))
    network = networkx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    expected = Graph.merge(Graph.merge(article(1), article(2)).without("doc:2"), article(2, 1))
    assert set(network.nodes) == expected.nodes.keys()
