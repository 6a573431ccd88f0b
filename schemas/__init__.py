"""The typed graph and nothing else; stands on pydantic alone.

`catalog` names every node label and relationship type; `graph` holds them; `identity` makes ids.
"""

from schemas.actors import MediaOutlet, Office, Organization, Person, State, Unnamed
from schemas.base import Node, Relationship
from schemas.catalog import NODES, RELATIONSHIPS, SCHEMA_VERSION
from schemas.errors import GraphKitError
from schemas.events import Event, Occurrence
from schemas.graph import Graph
from schemas.places import Venue
from schemas.proposals import Concept, Proposal
from schemas.provenance import Document, Evidence
from schemas.statements import Statement
from schemas.stores import Limits, LoadReport, QueryableStore, Rows, Store

__all__ = [
    "NODES",
    "RELATIONSHIPS",
    "SCHEMA_VERSION",
    "Concept",
    "Document",
    "Event",
    "Evidence",
    "Graph",
    "GraphKitError",
    "Limits",
    "LoadReport",
    "MediaOutlet",
    "Node",
    "Occurrence",
    "Office",
    "Organization",
    "Person",
    "Proposal",
    "QueryableStore",
    "Relationship",
    "Rows",
    "State",
    "Statement",
    "Store",
    "Unnamed",
    "Venue",
]
