"""Resolved mentions → `Graph`: the only maker of nodes and relationships."""

from graphkit.assembly.documents import add_document
from graphkit.assembly.entities import add_entities
from graphkit.assembly.events import add_events
from graphkit.assembly.offices import add_offices
from graphkit.assembly.parts import Parts
from graphkit.assembly.proposals import add_proposals
from graphkit.assembly.statements import add_statements
from graphkit.resolution.analysis import Analysis
from schemas.graph import Graph

__all__ = ["assemble"]


def assemble(analysis: Analysis) -> Graph:
    """The graph of one document, checked: every edge has its endpoints and its characters.

    Raises GraphError if it breaks the contract.
    """
    parts = Parts(analysis)
    add_document(parts)
    statement_ids = add_statements(parts)
    add_proposals(parts, statement_ids)
    add_events(parts, statement_ids)
    add_offices(parts)
    add_entities(parts)
    return Graph(parts.nodes.values(), parts.edges.values()).check()
