"""The part of a store that an answer names, or that lies around an actor: by hand, on both engines."""

from collections import Counter
from collections.abc import Iterator

import pytest

from graphkit.questions import AskableStore, part_around, part_of_answer
from schemas.errors import QuestionError
from schemas.graph import Graph
from tests.opening import EITHER, new_store
from tests.six_reports import six_reports

TRUMP = "person:donald-trump"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return six_reports()


@pytest.fixture(scope="module", params=EITHER)
def store(
    request: pytest.FixtureRequest, graph: Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    with AskableStore(new_store(request, tmp_path_factory.mktemp("store"))) as store:
        store.load(graph)
        yield store


def test_an_answer_brings_statements_whole(store: AskableStore, graph: Graph) -> None:
    part = part_of_answer(store, "who-said-what", speaker="Trump")
    nodes = {node.id: node for node in part.nodes}
    edges = {edge.id: edge for edge in part.relationships}
    assert nodes.items() <= graph.nodes.items()
    assert edges.items() <= graph.relationships.items()
    statements = {id_ for id_, node in nodes.items() if node.label == "Statement"}
    said = {e.target for e in graph.stated if e.type == "SAID" and e.source == TRUMP}
    assert statements >= said
    for edge in graph.stated:
        if edge.source in said and edge.type in {"ABOUT", "IN", "RELAYED_BY"}:
            assert edge.id in edges


def test_every_relationship_between_chosen_nodes_is_there(
    store: AskableStore, graph: Graph
) -> None:
    part = part_of_answer(store, "speaker-target-matrix")
    nodes, edges = {node.id for node in part.nodes}, {edge.id for edge in part.relationships}
    spoken = [e for e in graph.relationships.values() if e.type == "SPOKE_ABOUT"]
    assert nodes == {end for edge in spoken for end in (edge.source, edge.target)}
    assert edges == {
        edge.id
        for edge in graph.relationships.values()
        if edge.source in nodes and edge.target in nodes
    }
    assert Counter(edge.partition(":")[0] for edge in edges)["spoke_about"] == len(spoken)


def test_around_an_actor_is_all_that_touches_it(store: AskableStore, graph: Graph) -> None:
    part = part_around(store, "Trump")
    edges = {edge.id for edge in part.relationships}
    touching = {
        edge.id for edge in graph.relationships.values() if TRUMP in {edge.source, edge.target}
    }
    assert touching
    assert edges >= touching


def test_pieces_of_a_part_hold_its_statements(store: AskableStore) -> None:
    part = part_of_answer(store, "who-said-what", speaker="Trump")
    statements = {node.id for node in part.nodes if node.label == "Statement"}
    found = {
        node.id
        for piece in part.pieces
        for node in piece.nodes.values()
        if node.label == "Statement"
    }
    assert found == statements


def test_an_empty_answer_is_an_empty_part(store: AskableStore) -> None:
    part = part_of_answer(store, "who-said-what", since="2031-01-01")
    assert [*part.nodes, *part.relationships, *part.pieces] == []


@pytest.mark.parametrize("name", ["Nobody At All", "person:nobody"])
def test_an_unknown_actor_is_named(store: AskableStore, name: str) -> None:
    with pytest.raises(QuestionError, match=name):
        part_around(store, name)
