"""Who stands where: positions of an actor, on a concept, or in a document."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphkit.explorer.answers import ConceptCount, ConceptPage, Named, Need, Stand
from graphkit.explorer.marking import Place
from graphkit.explorer.names import named, node
from graphkit.questions.sentences import with_sentences
from schemas.errors import StoreMissing
from schemas.stores import QueryableStore

_OWN = (
    "id",
    "position",
    "proposal",
    "proposal_id",
    "condition",
    "sentence",
    "day",
    "statement",
    "document",
)
_POSITION = "position:PROPOSES|SUPPORTS|REJECTS|DEMANDS|CONDITIONS|OFFERS"
_OF_ACTOR = f"MATCH (actor:Actor {{id: $id}})-[{_POSITION}]->(proposal:Proposal)\n"
_ON_CONCEPT = (
    "MATCH (:Concept {id: $id})<-[:INSTANCE_OF]-(proposal:Proposal)\n"
    f"MATCH (actor:Actor)-[{_POSITION}]->(proposal)\n"
)
_IN_DOCUMENT = (
    "CALL () {\n"
    "  MATCH (:Document {id: $id})<-[:MENTIONED_IN]-(proposal:Proposal) RETURN proposal\n"
    "  UNION\n"
    "  MATCH (:Document {id: $id})<-[:IN]-(:Statement)-[:ABOUT]->(proposal:Proposal)\n"
    "  RETURN proposal\n"
    "}\n"
    f"MATCH (actor:Actor)-[{_POSITION}]->(proposal)\nWHERE position.document = $id\n"
)
_STANDS = """OPTIONAL MATCH (s:Statement {id: coalesce(position.statement, '')})
OPTIONAL MATCH (d:Document {id: coalesce(position.document, '')})
WITH actor, position, proposal, d.id AS document,
     coalesce(position.date_from, s.date_from, d.published) AS day
ORDER BY day IS NULL, day, document, position.start, position.id LIMIT $limit
OPTIONAL MATCH (proposal)-[:INSTANCE_OF]->(concept:Concept)
RETURN position.id AS id, actor.id AS actor, type(position) AS position,
       proposal.name AS proposal, proposal.id AS proposal_id, concept.name AS concept,
       concept.id AS concept_id, concept.kind AS concept_kind, position.condition AS condition,
       toString(day) AS day, position.statement AS statement, document,
       position.start AS start, position.end AS end, null AS sentence
ORDER BY day IS NULL, day, document, start, id, concept_id"""
_CONCEPTS = f"""MATCH (concept:Concept)
OPTIONAL MATCH (concept)<-[:INSTANCE_OF]-(:Proposal)<-[{_POSITION}]-(actor:Actor)
RETURN concept.id AS id, concept.name AS name, concept.kind AS kind,
       count(DISTINCT position) AS positions, count(DISTINCT actor) AS actors
ORDER BY positions DESC, actors DESC, id LIMIT $limit"""
_CONCEPT = """MATCH (concept:Concept {id: $id})
RETURN concept.id AS id, concept.name AS name, labels(concept) AS labels, concept.kind AS kind,
       concept.definition AS definition"""
_NEEDS = """MATCH (concept:Concept {id: $id})<-[:INSTANCE_OF]-(mine:Proposal)
MATCH (mine)-[needs:CONDITIONAL_ON]-(:Proposal)
WITH DISTINCT needs
WITH needs, startNode(needs) AS proposal, endNode(needs) AS other
OPTIONAL MATCH (actor:Actor {id: coalesce(needs.actor, '')})
OPTIONAL MATCH (proposal)-[:INSTANCE_OF]->(of:Concept)
OPTIONAL MATCH (other)-[:INSTANCE_OF]->(needed:Concept)
OPTIONAL MATCH (d:Document {id: coalesce(needs.document, '')})
RETURN actor.name AS actor, actor.id AS actor_id, coalesce(of.name, proposal.name) AS proposal,
       coalesce(needed.name, other.name) AS needs, of.id AS concept_id, needed.id AS needs_id,
       null AS sentence, toString(d.published) AS day, needs.statement AS statement,
       d.id AS document, needs.start AS start, needs.end AS end, needs.id AS edge
ORDER BY day IS NULL, day, document, start, edge, concept_id, needs_id"""
_MOST = 500


def concepts(store: QueryableStore, *, limit: int = 200) -> tuple[ConceptCount, ...]:
    """The concepts of the codebook, those of most positions first."""
    return tuple(
        ConceptCount(
            concept=Named(id=r["id"], name=r["name"], label="Concept", kind=r["kind"]),
            positions=r["positions"],
            actors=r["actors"],
        )
        for r in store.query(_CONCEPTS, limit=limit)
    )


def concept(store: QueryableStore, id_: str) -> ConceptPage:
    """Who stands where on a concept, and what depends on what; StoreMissing where there is none."""
    rows = store.query(_CONCEPT, id=id_)
    if not rows:
        raise StoreMissing(f"there is no concept {id_!r} in this store")
    needs = with_sentences(store, store.query(_NEEDS, id=id_))
    wanted = set(Need.model_fields)
    return ConceptPage(
        concept=node(rows[0]),
        definition=rows[0]["definition"],
        stands=tuple(stand for stand, _ in _stands(store, _ON_CONCEPT, id_)),
        needs=tuple(Need(**{k: v for k, v in row.items() if k in wanted}) for row in needs),
    )


def stands_of(store: QueryableStore, actor: str) -> tuple[Stand, ...]:
    """The positions of an actor, oldest first."""
    return tuple(stand for stand, _ in _stands(store, _OF_ACTOR, actor))


def stands_in(store: QueryableStore, document: str) -> Iterator[tuple[Stand, Place | None]]:
    """The positions that a document tells of, with the characters that they rest on."""
    return _stands(store, _IN_DOCUMENT, document)


def _stands(store: QueryableStore, text: str, id_: str) -> Iterator[tuple[Stand, Place | None]]:
    rows = with_sentences(store, store.query(text + _STANDS, id=id_, limit=_MOST))
    names = named(store, [row["actor"] for row in rows])
    seen: set[str] = set()
    for row in rows:
        if row["id"] not in seen:
            seen.add(row["id"])
            yield _stand(row, names[row["actor"]]), _place(row)


def _stand(row: Mapping[str, Any], actor: Named) -> Stand:
    concept = row["concept_id"] and Named(
        id=row["concept_id"], name=row["concept"], label="Concept", kind=row["concept_kind"]
    )
    return Stand(actor=actor, concept=concept or None, **{name: row[name] for name in _OWN})


def _place(row: Mapping[str, Any]) -> Place | None:
    if row["start"] is None or row["end"] is None:
        return None
    return Place(row["start"], row["end"], "evidence", row["id"])
