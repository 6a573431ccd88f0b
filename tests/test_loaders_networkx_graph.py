"""A graph as a NetworkX MultiDiGraph."""

from io import BytesIO

import networkx
import pytest

from loaders import to_networkx
from tests.loaders_samples import every_row


def test_every_node_and_relationship_is_there() -> None:
    graph = every_row()
    network = to_networkx(graph)
    assert isinstance(network, networkx.MultiDiGraph)
    assert set(network.nodes) == graph.nodes.keys()
    assert {key for _, _, key in network.edges(keys=True)} == graph.relationships.keys()
    for source, target, key, attributes in network.edges(keys=True, data=True):
        edge = graph.relationships[key]
        assert (source, target, attributes["type"]) == (edge.source, edge.target, edge.type)
        assert {k: v for k, v in attributes.items() if k != "type"} == edge.properties()
    for id_, attributes in network.nodes(data=True):
        assert attributes.items() >= graph.nodes[id_].properties().items()
        assert attributes["labels"] == list(graph.nodes[id_].labels)


@pytest.mark.parametrize("plain", [True])
def test_plain_attributes_survive_graphml(plain: bool) -> None:
    network = to_networkx(every_row(), plain=plain)
    stream = BytesIO()
    networkx.write_graphml(network, stream)
    stream.seek(0)
    again = networkx.read_graphml(stream, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
