"""A graph as a NetworkX MultiDiGraph, for network analysis."""

import json
from datetime import date
from typing import Any

import networkx  # type: ignore[import-untyped]

from schemas.base import Value
from schemas.graph import Graph


def to_networkx(graph: Graph, *, plain: bool = False) -> networkx.MultiDiGraph:
    """Nodes by id with `label`, `labels` and their properties; edges keyed by relationship id.

    Edges carry `type` and their properties, derived ones included. With `plain` every attribute is
    a string, number or truth value, as GraphML wants them: dates as ISO text, lists as JSON.
    """
    network = networkx.MultiDiGraph()
    for node in graph.nodes.values():
        network.add_node(
            node.id,
            **_attributes(
                {"label": node.label, "labels": list(node.labels), **node.properties()}, plain
            ),
        )
    for edge in graph.relationships.values():
        network.add_edge(
            edge.source,
            edge.target,
            key=edge.id,
            **_attributes({"type": edge.type, **edge.properties()}, plain),
        )
    return network


def _attributes(properties: dict[str, Value], plain: bool) -> dict[str, Any]:
    return {key: _plain(value) if plain else value for key, value in properties.items()}


def _plain(value: Value) -> str | int | float | bool:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value
