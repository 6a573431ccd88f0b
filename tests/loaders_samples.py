"""Sample graphs for the tests of the stores: every row of the catalog, and small made-up articles."""

import random
import types
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal, TypeAliasType, get_args, get_origin

import pytest

from loaders.fingerprint import fingerprint_of
from schemas.actors import MediaOutlet, Office, Organization, Person, State, Unnamed
from schemas.base import Model, Node, Relationship
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.events import Event
from schemas.graph import Graph
from schemas.places import Venue
from schemas.proposals import Concept, Proposal
from schemas.provenance import Document
from schemas.relations import (
    About,
    AffiliatedWith,
    CopyOf,
    DescribedAs,
    Holds,
    In,
    InstanceOf,
    LocatedIn,
    MentionedIn,
    Of,
    ParticipatedIn,
    PublishedBy,
    Rejects,
    Said,
)
from schemas.statements import Statement
from schemas.stores import QueryableStore, Store

HOSTILE = (
    "'); MATCH (n) DETACH DELETE n //",
    '</script><img src=x onerror="alert(1)">',
    'Erdoğan “said” "no" — it\'s `over`\\',
    "Зеленський 泽连斯基 🕊️\u2028 e\u0301",
    "$rows {id: 1} \n\t =1+1",
    "2025-05-12",
    "O'Neill & Sons <b>",
)
TEXT = " ".join(HOSTILE) * 3


# --- a graph with every row of the catalog ----------------------------------------------------------


def value(annotation: Any, turn: Iterator[int]) -> Any:
    """Some value of a field's type, another at each turn."""
    if isinstance(annotation, TypeAliasType):
        return value(annotation.__value__, turn)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments[next(turn) % len(arguments)]
    if origin is types.UnionType:
        return value(arguments[0], turn)
    if origin is tuple:
        return tuple(value(arguments[0], turn) for _ in range(3))
    k = next(turn)
    plain = {
        str: HOSTILE[k % len(HOSTILE)],
        int: k % 7 + 1,
        float: 0.125,
        bool: k % 2 == 0,
        date: date(2025, 5, 1 + k % 28),
    }
    return plain[annotation]


def filled(model: type[Model], turn: Iterator[int], **given: Any) -> Any:
    """An instance with a value in every field."""
    values = {
        field.alias or name: value(field.annotation, turn)
        for name, field in model.model_fields.items()
        if not {name, field.alias} & given.keys()
    }
    return model.model_validate({**values, **given})


def every_row() -> Graph:
    """Two nodes of every label with all properties, two relationships of every type and ends."""
    rng = random.Random(1)
    turn = iter(lambda: rng.randrange(1_000), None)
    given: dict[str, dict[str, Any]] = {
        "Document": {"text": TEXT},
        "Statement": {"modality": "asserted", "class": "attitude"},
    }
    nodes: dict[str, list[Node]] = {
        label: [
            filled(model, turn, id=f"{label.lower()}:{k}", **given.get(label, {})) for k in range(2)
        ]
        for label, model in NODES.items()
    }
    edges: list[Relationship] = []
    for row in RELATIONSHIPS.values():
        if row.layer == "derived":
            continue
        for source_label in row.sources:
            for target_label in row.targets:
                for k in (0, 1) if row.type != "COPY_OF" else (1,):
                    source, target = nodes[source_label][k], nodes[target_label][1 - k]
                    document = None if row.layer == "registry" else f"document:{k}"
                    edges.append(
                        filled(
                            row.model,
                            turn,
                            source=source.id,
                            target=target.id,
                            document=document,
                            start=3 if document else None,
                            end=9 if document else None,
                        )
                    )
    return Graph([n for pair in nodes.values() for n in pair], edges)


# --- documents that share entities ------------------------------------------------------------------

ENTITIES: tuple[tuple[type[Node], dict[str, Any]], ...] = (
    (Person, {"id": "person:ada-quill", "name": "Ada Quill"}),
    (Person, {"id": "person:quill", "name": "Quill"}),
    (Person, {"id": "person:bo-erdogan", "name": "Bo Erdoğan"}),
    (Person, {"id": "person:cy-orr", "name": "Cy Orr", "origin": "registry", "aliases": ("Orr",)}),
    (State, {"id": "state:AAA", "name": "Aland", "origin": "registry", "iso3": "AAA"}),
    (Organization, {"id": "organization:league", "name": "League", "kind": "igo"}),
    (MediaOutlet, {"id": "outlet:daily", "name": "The Daily"}),
    (Venue, {"id": "venue:port-iri", "name": "Port Iri", "latitude": -12.5}),
)
OFFICES = (
    Office(id="office:president-of-aland", name="President of Aland", kind="head_of_state"),
    Office(id="office:spokesman-of-aland", name="Spokesman", kind="spokesperson"),
)


def article(number: int, version: int = 0, copies: int | None = None) -> Graph:
    """A document with statements, a proposal, an event and mentions; the same for the same numbers."""
    rng = random.Random(1000 * number + version)
    document = _document(number, version)
    where = {"document": document.id, "confidence": 0.5}
    nodes: dict[str, Node] = {document.id: document}
    edges: list[Relationship] = []

    def evidence() -> dict[str, Any]:
        start = rng.randrange(50)
        return {**where, "start": start, "end": start + rng.randrange(1, 20)}

    def add(node: Node) -> Node:
        nodes[node.id] = node
        return node

    own = Unnamed(id=f"unnamed:diplomat@{document.id}", name="one diplomat", description="diplomat")
    cast = [add(model(**fields)) for model, fields in rng.sample(ENTITIES, 5)]
    actors = [node for node in [*cast, add(own)] if node.actor]
    for entity in cast:
        surfaces = tuple(rng.choice(_surfaces(entity)) for _ in range(rng.randrange(1, 4)))
        places = tuple(rng.randrange(50) for _ in surfaces)
        ends = tuple(p + 4 for p in places)
        spans = {"starts": places, "ends": ends, "surfaces": surfaces, "count": len(surfaces)}
        edges.append(MentionedIn(source=entity.id, target=document.id, **spans, **evidence()))
    for k in range(rng.randrange(1, 6)):
        statement = add(_statement(document, k, rng))
        edges.append(In(source=statement.id, target=document.id, **evidence()))
        if rng.random() < 0.9:
            edges.append(Said(source=rng.choice(actors).id, target=statement.id, **evidence()))
        for _ in range(rng.randrange(3)):
            about = {
                "target": rng.choice(cast).id,
                "stance": rng.choice(["positive", "neutral", "negative"]),
            }
            edges.append(About(source=statement.id, score=-0.5, **about, **evidence()))
    edges += _proposals(document, actors, add, evidence)
    edges += _registry(cast, add, rng, evidence)
    if copies is not None:
        original = add(_document(copies))
        edges.append(CopyOf(source=document.id, target=original.id, **where))
    return Graph(nodes.values(), sorted(edges, key=lambda edge: edge.id))


def _document(number: int, version: int = 0) -> Document:
    published = date(2025, 5, 1 + number) if number % 3 else None
    return Document(
        id=f"doc:{number}",
        name=HOSTILE[number % len(HOSTILE)],
        title=f"edition {version}" if version else None,
        text=TEXT,
        sha256="0",
        published=published,
    )


def _surfaces(entity: Node) -> list[str]:
    return [entity.name, entity.name.upper(), entity.name.split()[-1], f"{entity.name}’s"]


def _statement(document: Document, k: int, rng: random.Random) -> Statement:
    return Statement.model_validate(
        {
            "id": f"statement:{k}@{document.id}",
            "name": "s",
            "text": rng.choice(HOSTILE),
            "starts": (1, 8),
            "ends": (5, 9),
            "kind": "indirect",
            "class": rng.choice(["utterance", "attitude", "evidence"]),
            "modality": rng.choice(["asserted", "asserted", "denied"]),
            "rule": "test",
            "confidence": 1,
            "date_from": rng.choice([None, date(2025, 4, 1 + rng.randrange(28))]),
        }
    )


def _proposals(
    document: Document,
    actors: list[Node],
    add: Callable[[Node], Node],
    evidence: Callable[[], dict[str, Any]],
) -> Iterator[Relationship]:
    proposal = add(Proposal(id=f"proposal:truce@{document.id}", name="truce", kind="ceasefire"))
    concept = add(Concept(id="concept:ceasefire:state-aaa", name="truce", kind="ceasefire"))
    event = add(Event(id=f"event:call@{document.id}", name="call", kind="call"))
    yield InstanceOf(source=proposal.id, target=concept.id, document=document.id)
    yield ParticipatedIn(source=actors[-1].id, target=event.id, **evidence())
    for actor in actors[:2]:
        yield Rejects(source=actor.id, target=proposal.id, **evidence())


def _registry(
    cast: list[Node],
    add: Callable[[Node], Node],
    rng: random.Random,
    evidence: Callable[[], dict[str, Any]],
) -> Iterator[Relationship]:
    """What the registry says around these nodes, and what the text says of people's offices."""
    state = State.model_validate(ENTITIES[4][1])
    office_named = False
    for node in cast:
        if node.id == "person:cy-orr":
            office_named = True
            yield Holds(source=node.id, target=add(OFFICES[0]).id, valid_from="2014-06")
        elif isinstance(node, Person) and rng.random() < 0.5:
            office = add(rng.choice(OFFICES))
            office_named |= office is OFFICES[0]
            yield DescribedAs(source=node.id, target=office.id, consistent=False, **evidence())
        elif isinstance(node, Venue):
            yield LocatedIn(source=node.id, target=add(state).id)
        elif isinstance(node, MediaOutlet):
            yield AffiliatedWith(source=node.id, target=add(state).id, kind="government")
            document = evidence()["document"]
            yield PublishedBy(source=document, target=node.id, document=document)
    if office_named:
        yield Of(source=OFFICES[0].id, target=add(state).id)


def in_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is too small to be read in shares by several processes."""
    monkeypatch.setattr("loaders.once.WHOLE", 1)
    monkeypatch.setattr("loaders.once._SHARE", 1)


def held(store: Store) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an engine really holds, derived relationships included, past `read` and `Graph`."""
    if not isinstance(store, QueryableStore):
        return contents(store.read())
    nodes = store.query(
        "MATCH (n) WHERE NOT (n:GraphKit OR n:GraphKitLoad) RETURN labels(n) AS labels, properties(n) AS p"
    )
    edges = store.query(
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS source, b.id AS target, properties(r) AS p"
    )
    assert len({row["p"]["id"] for row in nodes}) == len(nodes)
    assert len({row["p"]["id"] for row in edges}) == len(edges)
    return (
        {row["p"]["id"]: (set(row["labels"]), row["p"]) for row in nodes},
        {row["p"]["id"]: (row["type"], row["source"], row["target"], row["p"]) for row in edges},
    )


def contents(graph: Graph) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        {n.id: (set(n.labels), n.properties()) for n in graph.nodes.values()},
        {e.id: (e.type, e.source, e.target, e.properties()) for e in graph.relationships.values()},
    )


def assert_holds(store: Store, graph: Graph) -> None:
    read = store.read()
    assert read.nodes == graph.nodes
    assert read.relationships == graph.relationships
    for found, expected in zip(held(store), contents(graph), strict=True):
        assert found == expected
    assert store.fingerprint() == fingerprint_of(graph)
