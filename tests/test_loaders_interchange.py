"""JSON Lines into a store: whole, or line by line; nothing is written where a line is wrong."""

import gc
import json
import tracemalloc
from collections.abc import Iterable
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from loaders import lots, open_store
from loaders.interchange import read_interchange
from schemas.errors import GraphError, InputError, SchemaError
from schemas.graph import Graph
from schemas.stores import LoadReport, Store
from tests.loaders_samples import article, assert_holds


def lines(graph: Graph) -> str:
    return "".join(f"{line}\n" for line in graph.json_lines())


SAMPLE = Graph.merge(*(article(k) for k in range(6)), article(7, copies=3), article(0, copies=5))


@pytest.fixture(params=[1, 100, 32_000_000], ids=["by-line", "longer-line", "whole"])
def whole(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Characters that are read as a whole."""
    monkeypatch.setattr("loaders.interchange.WHOLE", request.param)
    monkeypatch.setattr("loaders.bulk.lots", partial(lots.lots, rows=40))
    return int(request.param)


@pytest.mark.usefixtures("whole")
def test_lines_become_the_graph(tmp_path: Path) -> None:
    count = len(SAMPLE.documents)
    with open_store(tmp_path / "store") as store:
        for expected in ((count, 0), (0, count)):
            with read_interchange(StringIO(lines(SAMPLE)), "x") as read:
                report = read.load_into(store)
            assert (report.documents, report.unchanged) == expected
            assert_holds(store, SAMPLE)


@pytest.mark.usefixtures("whole")
def test_an_original_that_the_lines_merely_name_stays_as_it_is(tmp_path: Path) -> None:
    there, copy = article(5, version=1), article(0, copies=5)
    with open_store(tmp_path / "store") as store:
        store.load(there)
        with read_interchange(StringIO(lines(copy)), "x") as read:
            read.load_into(store)
        assert_holds(store, Graph.merge(there, copy))


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("order", [1, -1])
def test_files_one_after_the_other_are_one(order: int, tmp_path: Path) -> None:
    """What one line says of a document is not undone by another that merely names it."""
    told, copy = article(5), article(0, copies=5)
    text = "".join([lines(told), lines(copy)][::order])
    with open_store(tmp_path / "store") as store:
        with read_interchange(StringIO(text), "x") as read:
            read.load_into(store)
        assert_holds(store, Graph.merge(told, copy))


@pytest.mark.usefixtures("whole")
def test_of_lines_that_tell_of_one_document_the_last_counts(tmp_path: Path) -> None:
    text = lines(article(2, version=1)) + lines(SAMPLE)
    with open_store(tmp_path / "store") as store:
        with read_interchange(StringIO(text), "x") as read:
            read.load_into(store)
        assert_holds(store, SAMPLE)


@pytest.mark.usefixtures("whole")
def test_documents_that_are_there_are_replaced(tmp_path: Path) -> None:
    """A copy in a later line takes nothing from its original in an earlier one."""
    new = Graph.merge(article(1, version=1), article(2, version=1), article(7, copies=1))
    kept = article(4)
    with open_store(tmp_path / "store") as store:
        store.load(Graph.merge(kept, article(1), article(2), article(7, copies=2)))
        with read_interchange(StringIO(lines(new)), "x") as read:
            read.load_into(store)
        assert_holds(store, Graph.merge(kept, new))


@pytest.mark.parametrize(
    ("broken", "error", "says"),
    [
        ("{not json", GraphError, "line 3"),
        ('{"document": null, "nodes": []}', GraphError, "line 3"),
        ('{"document": {"id": ["x"]}, "nodes": [], "relationships": []}', GraphError, "line 3"),
        (
            '{"document": null, "nodes": [{"id": "x", "labels": ["Spy"], "properties": {}}], '
            '"relationships": []}',
            SchemaError,
            "line 3: .*Spy",
        ),
    ],
)
@pytest.mark.usefixtures("whole")
def test_the_wrong_line_is_named_and_nothing_is_written(
    broken: str, error: type[Exception], says: str
) -> None:
    good = lines(Graph.merge(article(1), article(2)))
    with pytest.raises(error, match=rf"reports\.jsonl: {says}"):
        read_interchange(StringIO(f"{good}{broken}\n{good}"), "reports.jsonl")


def test_a_line_that_does_not_stand_for_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.interchange.WHOLE", 1)
    first, second = lines(Graph.merge(article(1), article(2))).rstrip("\n").split("\n")
    entry = json.loads(second)
    entry["nodes"] = []
    with pytest.raises(GraphError, match=r"x: line 2: .*has no node"):
        read_interchange(StringIO(f"{first}\n{json.dumps(entry)}\n"), "x")


def test_what_another_line_says_otherwise_of_an_actor_is_read_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A node of the same id is not taken for the one before it."""
    monkeypatch.setattr("loaders.interchange.WHOLE", 1)
    first, second = lines(Graph.merge(article(1), article(2))).rstrip("\n").split("\n")
    entry = json.loads(second)
    shared = {node["id"] for node in json.loads(first)["nodes"]}
    (node, *_) = (n for n in entry["nodes"] if n["id"] in shared)
    node["properties"]["name"] = "Another Name"
    with read_interchange(StringIO(f"{first}\n{json.dumps(entry)}\n"), "x") as read:
        before, after = (piece.nodes[node["id"]].name for piece in read.pieces())
    assert after == "Another Name" != before


@pytest.mark.usefixtures("whole")
def test_blank_lines_and_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        with read_interchange(StringIO(f"\n\n{lines(article(1))}\n\n"), "x") as read:
            read.load_into(store)
        assert_holds(store, article(1))
    with pytest.raises(InputError, match="x: is empty"):
        read_interchange(StringIO("\n \n"), "x")


class Counting:
    """A store that only counts."""

    def load_all(self, graphs: Iterable[Graph]) -> LoadReport:
        return LoadReport(sum(len(lot.parts) for lot in lots.lots(graphs, rows=300)), 0, 0)


FEW, MANY = 75, 300


def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The peak of Python's memory at four times the size is less than half as high again."""
    monkeypatch.setattr("loaders.interchange.WHOLE", 10_000)
    line = lines(article(1)).rstrip("\n")
    for count in (FEW, MANY):
        text = "\n".join(line.replace("doc:1", f"doc:1/{k}") for k in range(count))
        (tmp_path / f"{count}.jsonl").write_text(text, encoding="utf-8")
    peak(tmp_path / f"{MANY}.jsonl")  # fills the caches of ids, which have a bound of their own
    peaks = [peak(tmp_path / f"{count}.jsonl") for count in (FEW, MANY)]
    assert peaks[1] < 1.5 * peaks[0], peaks


def peak(path: Path) -> int:
    gc.collect()
    tracemalloc.start()
    store: Store = Counting()  # type: ignore[assignment]
    with path.open(encoding="utf-8") as stream, read_interchange(stream, "x") as read:
        read.load_into(store)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found
