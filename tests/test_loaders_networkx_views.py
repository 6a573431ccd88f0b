"""Networks that analysts make: counted by hand, the same from a store, whole after a file."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx
import pytest

from loaders import open_store
from loaders.networkx_graph import actor_network, position_network, time_slices
from schemas.actors import Office, Person, State
from schemas.base import Node, Relationship
from schemas.graph import Graph
from schemas.proposals import Concept, Proposal
from schemas.provenance import Document
from schemas.relations import (
    About,
    CopyOf,
    Holds,
    In,
    InstanceOf,
    Of,
    Rejects,
    Said,
    Stance,
    Supports,
)
from schemas.statements import Statement
from tests.loaders_samples import article, every_row

HOSTILE = "</script>\x00\x0b'=cmd()\"\r\n<&> \u202eعربي " + "x" * 100_000

ANN = Person(id="person:ann", name="Ann", origin="registry")
BEN = Person(id="person:ben", name=HOSTILE, origin="registry")
AAA = State(id="state:AAA", name="Aland", iso3="AAA", origin="registry")
BBB = State(id="state:BBB", name="Beland", iso3="BBB", origin="registry")
OFFICE = Office(id="office:president-of-aland", name="President", kind="head_of_state")
TRUCE = Concept(id="concept:truce", name="truce", kind="ceasefire")


def document(name: str, day: date | None) -> Document:
    return Document(id=name, name=name, text="x" * 20, sha256="0", published=day)


def said(
    number: int,
    where: Document,
    speaker: Node,
    target: Node,
    stance: Stance,
    day: date | None = None,
    **given: Any,
) -> tuple[Statement, list[Relationship]]:
    statement = Statement.model_validate(
        {
            "id": f"statement:{number}@{where.id}",
            "name": "s",
            "text": "s",
            "starts": (0,),
            "ends": (3,),
            "kind": "direct",
            "rule": "test",
            "confidence": 1,
            "date_from": day,
            **given,
        }
    )
    evidence: dict[str, Any] = {"document": where.id, "start": 0, "end": 3}
    return statement, [
        Said(source=speaker.id, target=statement.id, **evidence),
        About(source=statement.id, target=target.id, stance=stance, **evidence),
        In(source=statement.id, target=where.id, **evidence),
    ]


def sample() -> Graph:
    """Ann, president of Aland until March, on Ben and Beland; a copy and a denial that count not."""
    may, june = document("doc:may", date(2025, 5, 12)), document("doc:june", date(2025, 6, 2))
    copy, undated = document("doc:copy", date(2025, 6, 3)), document("doc:undated", None)
    winter = date(2025, 2, 1)
    told = [
        said(1, may, ANN, BEN, "negative"),
        said(2, may, ANN, BEN, "negative", date(2025, 5, 1)),
        said(3, june, ANN, BEN, "positive"),
        said(4, june, BEN, ANN, "neutral", modality="denied"),
        said(5, copy, ANN, BEN, "negative"),
        said(6, undated, ANN, AAA, "neutral"),
        said(7, may, ANN, BBB, "positive", winter),
        said(8, may, AAA, BBB, "negative", winter),
        said(9, may, ANN, AAA, "positive", winter),
        said(10, may, BBB, AAA, "neutral", winter, **{"class": "evidence"}),
    ]
    first = Proposal(id="proposal:1", name="truce now", kind="ceasefire")
    second = Proposal(id="proposal:2", name="talks", kind="talks")
    at: dict[str, Any] = {"start": 0, "end": 3}
    edges: list[Relationship] = [
        CopyOf(source=copy.id, target=june.id, document=copy.id),
        Holds(source=ANN.id, target=OFFICE.id, valid_from="2020", valid_to="2025-03"),
        Of(source=OFFICE.id, target=AAA.id),
        InstanceOf(source=first.id, target=TRUCE.id, document=may.id),
        Supports(source=ANN.id, target=first.id, document=may.id, **at),
        Supports(source=ANN.id, target=first.id, document=june.id, **at),
        Supports(source=ANN.id, target=first.id, document=copy.id, **at),
        Rejects(source=ANN.id, target=first.id, document=may.id, date_from=winter, **at),
        Rejects(source=BEN.id, target=second.id, document=undated.id, **at),
    ]
    nodes = [ANN, BEN, AAA, BBB, OFFICE, TRUCE, may, june, copy, undated, first, second]
    edges += [edge for _, own in told for edge in own]
    return Graph([*nodes, *(statement for statement, _ in told)], edges).check()


def edges(network: networkx.DiGraph) -> dict[tuple[str, str], dict[str, Any]]:
    return {(a, b): data for a, b, data in network.edges(data=True)}


# --- by hand ----------------------------------------------------------------------------------------


def test_actors_are_counted_by_stance() -> None:
    network = actor_network(sample())
    assert set(network) == {ANN.id, BEN.id, AAA.id, BBB.id}
    assert network.nodes[AAA.id] == {"label": "State", "name": "Aland"}
    found = edges(network)
    assert found.keys() == {
        (ANN.id, BEN.id),
        (ANN.id, AAA.id),
        (ANN.id, BBB.id),
        (AAA.id, BBB.id),
    }
    assert found[ANN.id, BEN.id] == {
        "statements": 3,
        "positive": 1,
        "neutral": 0,
        "negative": 2,
        "weight": 3.0,
        "balance": pytest.approx(-1 / 3),
        "sign": -1,
        "first": "2025-05-01",
        "last": "2025-06-02",
    }
    assert found[ANN.id, AAA.id]["first"] == found[ANN.id, AAA.id]["last"] == "2025-02-01"
    assert found[ANN.id, AAA.id]["statements"] == 2


def test_states_are_those_of_the_day() -> None:
    """Ann is Aland in February and nobody in May; a state about itself is left out."""
    network = actor_network(sample(), states=True)
    assert edges(network) == {
        (AAA.id, BBB.id): {
            "statements": 2,
            "positive": 1,
            "neutral": 0,
            "negative": 1,
            "weight": 2.0,
            "balance": 0.0,
            "sign": 0,
            "first": "2025-02-01",
            "last": "2025-02-01",
        }
    }


def test_positions_are_counted_over_concepts() -> None:
    network = position_network(sample())
    assert {n: d["bipartite"] for n, d in network.nodes(data=True)} == {
        ANN.id: 0,
        BEN.id: 0,
        TRUCE.id: 1,
        "proposal:2": 1,
    }
    assert network.nodes[TRUCE.id]["kind"] == "ceasefire"
    found = edges(network)[ANN.id, TRUCE.id]
    assert (found["positions"], found["supports"], found["rejects"], found["offers"]) == (
        3,
        2,
        1,
        0,
    )
    assert (found["balance"], found["sign"]) == (pytest.approx(1 / 3), 1)
    assert (found["first"], found["last"]) == ("2025-02-01", "2025-06-02")
    undated = edges(network)[BEN.id, "proposal:2"]
    assert (undated["rejects"], undated["sign"], "first" in undated) == (1, -1, False)


def test_positions_over_proposals_and_of_states() -> None:
    found = edges(position_network(sample(), over="proposal"))
    assert found.keys() == {(ANN.id, "proposal:1"), (BEN.id, "proposal:2")}
    found = edges(position_network(sample(), states=True))
    assert found.keys() == {(AAA.id, TRUCE.id)}
    assert (found[AAA.id, TRUCE.id]["rejects"], found[AAA.id, TRUCE.id]["positions"]) == (1, 1)


def test_days_outside_are_left_out() -> None:
    network = actor_network(sample(), since=date(2025, 5, 2), until=date(2025, 6, 1))
    assert edges(network)[ANN.id, BEN.id]["statements"] == 1
    assert network.number_of_edges() == 1


@pytest.mark.parametrize(
    ("by", "periods"),
    [
        ("day", ["2025-02-01", "2025-05-01", "2025-05-12", "2025-06-02"]),
        ("week", ["2025-W05", "2025-W18", "2025-W20", "2025-W23"]),
        ("month", ["2025-02", "2025-05", "2025-06"]),
        ("year", ["2025"]),
    ],
)
def test_slices_add_up(by: Any, periods: list[str]) -> None:
    slices = list(time_slices(sample(), by=by))
    assert [period for period, _ in slices] == periods
    total = sum(network.size(weight="statements") for _, network in slices)
    assert total == actor_network(sample()).size(weight="statements") - 1  # the undated one


def test_slices_of_every_view() -> None:
    (period, states), *rest = time_slices(sample(), view="states")
    assert (period, rest, set(states)) == ("2025-02", [], {AAA.id, BBB.id})
    found = {p: set(n) for p, n in time_slices(sample(), view="concepts", by="year")}
    assert found == {"2025": {ANN.id, TRUCE.id}}
    found = {p: set(n) for p, n in time_slices(sample(), view="proposals")}
    assert found == {month: {ANN.id, "proposal:1"} for month in ("2025-02", "2025-05", "2025-06")}


# --- for every graph --------------------------------------------------------------------------------

VIEWS: tuple[Callable[[Any], networkx.DiGraph], ...] = (
    actor_network,
    lambda source: actor_network(source, states=True),
    lambda source: actor_network(source, since=date(2025, 4, 20), until=date(2025, 5, 5)),
    position_network,
    lambda source: position_network(source, over="proposal"),
    lambda source: position_network(source, states=True),
)
GRAPHS = {
    "sample": sample(),
    "every-row": every_row(),
    "articles": Graph.merge(*(article(k) for k in range(8)), article(9, copies=3)),
    "empty": Graph(),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_store_gives_the_same(tmp_path: Path, name: str) -> None:
    graph = GRAPHS[name]
    with open_store(tmp_path / "store") as store:
        store.load(graph)
        for view in VIEWS:
            found, expected = view(store), view(graph)
            assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
            assert edges(found) == edges(expected)
        slices = [[(p, edges(n)) for p, n in time_slices(s, by="week")] for s in (store, graph)]
        assert slices[0] == slices[1]


@pytest.mark.parametrize("name", GRAPHS)
def test_actors_agree_with_what_the_graph_derives(name: str) -> None:
    graph = GRAPHS[name]
    derived = {
        (e.source, e.target): {
            k: v.isoformat() if isinstance(v, date) else v
            for k, v in e.properties().items()
            if k != "id"
        }
        for e in graph.relationships.values()
        if e.type == "SPOKE_ABOUT"
    }
    found = edges(actor_network(graph))
    assert found.keys() == derived.keys()
    for pair, properties in derived.items():
        assert found[pair].items() >= properties.items()


def through_graphml(network: networkx.DiGraph) -> networkx.DiGraph:
    stream = BytesIO()
    networkx.write_graphml(network, stream)
    stream.seek(0)
    return networkx.read_graphml(stream)


def through_gexf(network: networkx.DiGraph) -> networkx.DiGraph:
    stream = BytesIO()
    networkx.write_gexf(network, stream)
    stream.seek(0)
    return networkx.read_gexf(stream)


@pytest.mark.parametrize("through", [through_graphml, through_gexf])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", GRAPHS)
def test_attributes_outlive_a_file(name: str, view: Any, through: Any) -> None:
    network = view(GRAPHS[name])
    again = through(network)
    for (node, expected), (same, found) in zip(
        sorted(network.nodes(data=True)), sorted(again.nodes(data=True)), strict=True
    ):
        assert (same, found) == (node, expected)
        assert {k: type(v) for k, v in found.items()} == {k: type(v) for k, v in expected.items()}
    for pair, expected in edges(network).items():
        found = edges(again)[pair]
        found.pop("id", None)  # GEXF numbers its edges
        assert found == expected
        assert {k: type(v) for k, v in found.items()} == {k: type(v) for k, v in expected.items()}
