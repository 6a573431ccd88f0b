"""What the registry says of an entity: its node, offices, affiliation and place."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry
from graphkit.knowledge.tables import Office as OfficeEntry
from schemas import relations as r
from schemas.actors import MediaOutlet, Office, Organization, Person, State
from schemas.base import Node, Relationship
from schemas.places import Venue

type Context = tuple[tuple[Node, ...], Mapping[str, Relationship]]  # relationships by id
_KEPT = 1 << 12  # entries and offices that are kept made: articles speak of the same ones


@lru_cache(_KEPT)
def node_of(entry: Entry) -> Node:
    """The node of a registry entry; its properties are the registry's alone."""
    common = {
        "id": entry.id,
        "name": entry.name,
        "aliases": entry.aliases,
        "wikidata": entry.wikidata,
    }
    match entry.kind:
        case "person":
            return Person(**common, origin="registry")
        case "state":
            return State(**common, origin="registry", iso3=entry.iso3)
        case "organization":
            return Organization(**common, origin="registry", kind=entry.subkind or "other")
        case "outlet" | "platform":
            return MediaOutlet(**common, origin="registry", kind=entry.kind)
        case "venue":
            return Venue(
                **common, origin="registry", kind=entry.subkind or "other",
                latitude=entry.latitude, longitude=entry.longitude,
            )  # fmt: skip


def office_node(office: OfficeEntry) -> Office:
    """The node of an office."""
    return Office(id=office.id, name=office.name, kind=office.kind)


@lru_cache(_KEPT)
def context_of(entry: Entry, registry: Registry) -> Context:
    """The entry's terms in office with what they belong to, its affiliations and its country."""
    nodes: list[Node] = []
    edges: list[Relationship] = []
    for term in registry.terms(entry.id):
        office = registry.office(term.office)
        if office is not None:
            edges.append(
                r.Holds(source=entry.id, target=office.id, valid_from=term.valid_from,
                        valid_to=term.valid_to, origin=term.origin)
            )  # fmt: skip
            office_nodes, office_edges = office_context(office, registry)
            nodes += office_nodes
            edges += office_edges.values()
    for link in entry.affiliations:
        edges.append(
            r.AffiliatedWith(source=entry.id, target=link.target, kind=link.kind,
                             valid_from=link.valid_from, valid_to=link.valid_to)
        )  # fmt: skip
        _follow(link.target, registry, nodes, edges)
    if entry.located_in is not None:
        edges.append(
            r.LocatedIn(
                source=entry.id,
                target=entry.located_in,
                status=entry.located_status or "recognised",
            )
        )
        _follow(entry.located_in, registry, nodes, edges)
    return tuple(nodes), _by_id(edges)


@lru_cache(_KEPT)
def office_context(office: OfficeEntry, registry: Registry) -> Context:
    """The office's node and the state or body that it belongs to."""
    nodes: list[Node] = [office_node(office)]
    edges: list[Relationship] = []
    if office.of is not None:
        edges.append(r.Of(source=office.id, target=office.of))
        _follow(office.of, registry, nodes, edges)
    return tuple(nodes), _by_id(edges)


def _by_id(edges: Iterable[Relationship]) -> Mapping[str, Relationship]:
    """The first of each id."""
    found: dict[str, Relationship] = {}
    for edge in edges:
        found.setdefault(edge.id, edge)
    return found


def _follow(id_: str, registry: Registry, nodes: list[Node], edges: list[Relationship]) -> None:
    entry = registry.entry(id_)
    if entry is not None:
        nodes.append(node_of(entry))
        more_nodes, more_edges = context_of(entry, registry)
        nodes += more_nodes
        edges += more_edges.values()
