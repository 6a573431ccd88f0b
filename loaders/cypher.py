"""The Cypher of both engines as pure text: set-up, loading, reading back, removal, derivation.

Labels, types and property names come from `schemas.catalog` and nowhere else; values are always
parameters. Every text is static, so that an engine plans it once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from loaders.columns import columns
from schemas import catalog
from schemas.base import Node
from schemas.catalog import NODES, RELATIONSHIPS

BATCH_ROWS = 10_000
"""Rows of one statement; the rate is flat from 5,000 up (measured on Neo4j 5.26)."""

STATED: tuple[str, ...] = tuple(t for t in RELATIONSHIPS if t not in catalog.DERIVED)
DERIVED: tuple[str, ...] = tuple(t for t in RELATIONSHIPS if t in catalog.DERIVED)
REGISTRY: tuple[str, ...] = tuple(t for t, row in RELATIONSHIPS.items() if row.layer == "registry")
ENTITY_ENDS: tuple[str, ...] = ("Actor", "Venue")
"""Labels that reach all shared entities (and more) with the fewest statements."""
REGISTRY_SOURCES: frozenset[str] = frozenset(
    "Actor" if NODES[label].actor else label
    for type_ in REGISTRY
    for label in RELATIONSHIPS[type_].sources
)
REGISTRY_TARGETS: frozenset[str] = frozenset(
    "Actor" if NODES[label].actor else label
    for type_ in REGISTRY
    for label in RELATIONSHIPS[type_].targets
)
STATEMENT_INDEX = "statement_text"
"""Name of the full-text index on Statement.text, the same in both engines."""

OWN: tuple[str, ...] = ("GraphKit", "GraphKitLoad")
"""Labels of the store's own records, which are no part of the graph."""

_INDEXED: tuple[tuple[str, str], ...] = (
    ("Actor", "name"),
    ("Venue", "name"),
    ("Office", "name"),
    ("Concept", "name"),
    ("Proposal", "kind"),
    ("Document", "published"),
    ("Statement", "date_from"),
)
_INDEXED_TYPES: tuple[tuple[str, str], ...] = (("CONDITIONAL_ON", "actor"),)
_DEGREE = {"Statement": 0, "Proposal": 1, "Event": 1, "Unnamed": 1, "Document": 2}
"""Nodes of one document have few relationships: a MERGE that starts there is fast on both."""


class SetUp(NamedTuple):
    """A schema statement, the name that it gives, and the label or type and property it is on."""

    name: str
    text: str
    on: str
    key: str


ARCADE_FULL_TEXT = SetUp(
    STATEMENT_INDEX,
    f"CREATE INDEX {STATEMENT_INDEX} IF NOT EXISTS ON Statement (text) FULL_TEXT",
    "Statement",
    "text",
)
"""ArcadeDB makes this one in SQL."""


def constraints() -> list[SetUp]:
    """Uniqueness of every node's id per label, and of every relationship's id per type."""
    labels = (*NODES, "Actor", *OWN)
    return [
        *(
            SetUp(
                f"{label.lower()}_id",
                f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS "
                f"FOR (n:{label}) REQUIRE n.id IS UNIQUE",
                label,
                "id",
            )
            for label in labels
        ),
        *(
            SetUp(
                f"{type_.lower()}_key",
                f"CREATE CONSTRAINT {type_.lower()}_key IF NOT EXISTS "
                f"FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE",
                type_,
                "id",
            )
            for type_ in RELATIONSHIPS
        ),
    ]


def indexes() -> list[SetUp]:
    """A range index on what is looked up, and on each stated relationship's `document`."""
    on_types = (*((type_, "document") for type_ in STATED), *_INDEXED_TYPES)
    return [
        *(
            SetUp(
                f"{label.lower()}_{key}",
                f"CREATE INDEX {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})",
                label,
                key,
            )
            for label, key in _INDEXED
        ),
        *(
            SetUp(
                f"{type_.lower()}_{key}",
                f"CREATE INDEX {type_.lower()}_{key} IF NOT EXISTS "
                f"FOR ()-[r:{type_}]-() ON (r.{key})",
                type_,
                key,
            )
            for type_, key in on_types
        ),
    ]


# --- writing --------------------------------------------------------------------------------------


def merge_nodes(labels: Sequence[str]) -> str:
    """Nodes with these labels from $rows of {id, properties}.

    The properties are replaced, not added to: what a corrected document drops, goes.
    """
    named = ":".join(labels)
    return f"UNWIND $rows AS row MERGE (n:{named} {{id: row.id}}) SET n = row.properties"


def create_nodes(labels: Sequence[str]) -> str:
    """As `merge_nodes`, of nodes that are known not to be there: from $rows of `node_values`."""
    given = _given(_node_properties(labels[-1]), 0)
    return f"UNWIND $rows AS row CREATE (n:{':'.join(labels)} {given})"


def node_values(label: str, row: Mapping[str, Any]) -> list[Any]:
    """A row of `merge_nodes` as `create_nodes` takes it: values alone, in the contract's order."""
    return [*map(row["properties"].get, _node_properties(label))]


def make_nodes(label: str) -> str:
    """Nodes with this label from $rows of {id, properties}; one that is there stays as it is."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) ON CREATE SET n = row.properties"


def merge_relationships(type_: str, source: str, target: str) -> str:
    """Relationships of one type between two labels from $rows of {id, source, target, properties}.

    Merged on their id: two documents that say the same stay two relationships.
    """
    if _DEGREE.get(target, 3) < _DEGREE.get(source, 3):
        path = f"(b)<-[r:{type_} {{id: row.id}}]-(a)"
    else:
        path = f"(a)-[r:{type_} {{id: row.id}}]->(b)"
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) "
        f"MATCH (b:{target} {{id: row.target}}) MERGE {path} SET r = row.properties"
    )


def create_relationships(type_: str, source: str, target: str) -> str:
    """As `merge_relationships`, of those that are known not to be there: $rows of `edge_values`.

    Values without their keys take a fifth less time (measured on Neo4j 5.26 and ArcadeDB 26.11).
    """
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row[0]}}) "
        f"MATCH (b:{target} {{id: row[1]}}) "
        f"CREATE (a)-[r:{type_} {_given(_edge_properties(type_), 2)}]->(b)"
    )


def edge_values(type_: str, row: Mapping[str, Any]) -> list[Any]:
    """A row of `merge_relationships` as `create_relationships` takes it: values alone.

    Source, target, and the properties in the contract's order.
    """
    given = map(row["properties"].get, _edge_properties(type_))
    return [row["source"], row["target"], *given]


def _given(names: Sequence[str], first: int) -> str:
    """Properties from a row's values, of which `first` is the first one's."""
    return f"{{{', '.join(f'`{name}`: row[{first + n}]' for n, name in enumerate(names))}}}"


@cache
def _node_properties(label: str) -> tuple[str, ...]:
    return tuple(columns([NODES[label]]))


@cache
def _edge_properties(type_: str) -> tuple[str, ...]:
    return ("id", *columns([RELATIONSHIPS[type_].model]))


def rename(label: str) -> str:
    """Names and aliases of shared entities from $rows of {id, name, aliases}."""
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) "
        "SET n.name = row.name, n.aliases = row.aliases"
    )


MARK_LEADERS = "UNWIND $ids AS id MATCH (n:Person {id: id}) WHERE NOT n:Leader SET n:Leader"
UNMARK_LEADERS = "UNWIND $ids AS id MATCH (n:Person {id: id}) WHERE n:Leader REMOVE n:Leader"


def delete_nodes(label: str) -> str:
    """Take nodes of one label away by $ids, with what hangs on them."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n"


DELETE_PAIRS = (
    f"UNWIND $rows AS row MATCH (a:Actor {{id: row.source}})-[r:{'|'.join(DERIVED)}]->"
    "(:Actor {id: row.target}) WHERE r.id = row.id DELETE r"
)
"""Takes derived relationships away by $rows of {id, source, target}."""


# --- reading back ---------------------------------------------------------------------------------


def ids(label: str) -> str:
    """The id of every node of one label."""
    return f"MATCH (n:{label}) RETURN n.id AS id"


def nodes(label: str) -> str:
    """Every node of one label: labels, properties."""
    return f"MATCH (n:{label}) RETURN labels(n) AS labels, properties(n) AS properties"


def relationships(type_: str) -> str:
    """Every relationship of one type: source, target (ids), properties."""
    return (
        f"MATCH (a)-[r:{type_}]->(b) "
        "RETURN a.id AS source, b.id AS target, properties(r) AS properties"
    )


def nodes_of(label: str) -> str:
    """Those of $ids with one label: labels, properties."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
        "RETURN labels(n) AS labels, properties(n) AS properties"
    )


def of_documents(type_: str) -> str:
    """The relationships of $documents of one type: source, target, labels of both, properties."""
    return (
        f"MATCH (a)-[r:{type_}]->(b) WHERE r.document IN $documents "
        "RETURN a.id AS source, labels(a) AS source_labels, "
        "b.id AS target, labels(b) AS target_labels, properties(r) AS properties"
    )


def of_registry(type_: str) -> str:
    """The registry's relationships of one type: source, target, labels of both, properties."""
    return (
        f"MATCH (a)-[r:{type_}]->(b) WHERE r.document IS NULL "
        "RETURN a.id AS source, labels(a) AS source_labels, "
        "b.id AS target, labels(b) AS target_labels, properties(r) AS properties"
    )


def bare(label: str) -> str:
    """Nodes of one label that no document's relationship touches: labels, properties."""
    return (
        f"MATCH (n:{label}) WHERE NOT EXISTS {{ (n)-[r]-() WHERE r.document IS NOT NULL }} "
        "RETURN labels(n) AS labels, properties(n) AS properties"
    )


# --- what belongs to documents --------------------------------------------------------------------


def contribution(type_: str) -> str:
    """Ends of one type's relationships of $documents: in this form ArcadeDB seeks."""
    return (
        f"MATCH (a)-[r:{type_}]->(b) WHERE r.document IN $documents "
        "UNWIND [a, b] AS n RETURN DISTINCT n.id AS id, labels(n) AS labels"
    )


def forget(type_: str) -> str:
    """Deletes one type's relationships of $documents."""
    return f"MATCH ()-[r:{type_}]->() WHERE r.document IN $documents DELETE r"


CONTRIBUTION = (
    "CALL () { "
    + " UNION ".join(
        f"MATCH (a)-[r:{type_}]->(b) USING INDEX SEEK r:{type_}(document) "
        "WHERE r.document IN $documents RETURN a, b"
        for type_ in STATED
    )
    + " } UNWIND [a, b] AS n RETURN DISTINCT n.id AS id, labels(n) AS labels"
)
"""The nodes at the ends of all relationships of $documents: Neo4j seeks in this form."""

FORGET = (
    "CALL () { "
    + " UNION ALL ".join(
        f"MATCH ()-[r:{type_}]->() USING INDEX SEEK r:{type_}(document) "
        "WHERE r.document IN $documents RETURN r"
        for type_ in STATED
    )
    + " } DELETE r"
)
"""Deletes all relationships of $documents."""


JUDGED = (
    "MATCH (a)-[r:INSTANCE_OF]->(b) WHERE r.document IN $documents AND r.origin = 'judgement' "
    "RETURN a.id AS source, labels(a) AS source_labels, "
    "b.id AS target, labels(b) AS target_labels, properties(b) AS target_properties, "
    "properties(r) AS properties"
)
"""What people decided about the contributions of $documents."""
PEOPLE = "UNWIND $ids AS id MATCH (p:Person {id: id}) RETURN p.id AS id"
PRESENT = "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id"
NEIGHBOURS = (
    "UNWIND $ids AS id MATCH (d:Document {id: id})--(n) RETURN DISTINCT n.id AS id, "
    "labels(n) AS labels"
)
COPIES = "UNWIND $ids AS id MATCH (:Document {id: id})<-[:COPY_OF]-(d) RETURN DISTINCT d.id AS id"
STATEMENTS_IN = (
    "UNWIND $ids AS id MATCH (:Document {id: id})<-[:IN]-(s:Statement) RETURN DISTINCT s.id AS id"
)
STATEMENTS_IN_COPIES = (
    "UNWIND $ids AS id MATCH (:Document {id: id})<-[:COPY_OF]-(:Document)<-[:IN]-(s:Statement) "
    "RETURN DISTINCT s.id AS id"
)

# --- the store's own record -----------------------------------------------------------------------

_RECORD = "MATCH (n:GraphKit {id: 'graphkit'}) "
"""Where a store notes what it is, and what is done in it."""
VERSION = f"{_RECORD}RETURN n.schema_version AS version"
WRITE_VERSION = (
    "MERGE (n:GraphKit {id: 'graphkit'}) ON CREATE SET n.schema_version = $version, "
    "n.name = 'graphkit'"
)

RAISE_VERSION = (
    f"{_RECORD}WHERE n.schema_version = $old SET n.schema_version = $new RETURN count(*) AS n"
)

LOADED = "UNWIND $ids AS id MATCH (n:GraphKitLoad {id: id}) RETURN n.id AS id, n.digest AS digest"
"""The journal: which documents were loaded, and a digest of what each contributed."""
NOTE_LOADED = "UNWIND $rows AS row MERGE (n:GraphKitLoad {id: row.id}) SET n.digest = row.digest"
FORGET_LOADED = "UNWIND $ids AS id MATCH (n:GraphKitLoad {id: id}) DELETE n"

LOADING = f"{_RECORD}RETURN n.loading AS marks"
"""The marks of loads that have written and not yet computed what follows: at work, or cut off."""
NOTE_LOADING = (
    f"{_RECORD}SET n.loading = "
    "[mark IN coalesce(n.loading, []) WHERE NOT mark STARTS WITH $load] + [$mark] "
    "RETURN n.revision AS revision, n.loading AS marks"
)
NOTE_FINISHED = (
    f"{_RECORD}SET n.loading = [mark IN coalesce(n.loading, []) "
    "WHERE NOT (mark IN $marks OR mark STARTS WITH $load)], n.revision = $revision RETURN n.id"
)
NOTE_NOTHING = f"{_RECORD}SET n.loading = coalesce(n.loading, []) RETURN n.id"
"""For the lock alone."""

REVISION = f"{_RECORD}RETURN n.revision AS revision, n.loading AS marks"
"""Another text after each change; what a load at work has written is not in it yet."""
NOTE_CHANGED = f"{_RECORD}SET n.revision = $revision RETURN n.id"

UNSETTLED = f"{_RECORD}RETURN n.unsettled AS people"
NOTE_UNSETTLED = f"{_RECORD}SET n.unsettled = coalesce(n.unsettled, []) + $people"
NOTE_SETTLED = (
    f"{_RECORD}SET n.unsettled = [id IN coalesce(n.unsettled, []) WHERE NOT id IN $people]"
)

# --- what the settling after a load or removal needs ----------------------------------------------


def surfaces(label: str) -> str:
    """Names, aliases and counted surfaces of text-origin entities among $ids."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[m:MENTIONED_IN]->(:Document) "
        "WHERE n.origin = 'text' UNWIND m.surfaces AS surface "
        "WITH n, surface, count(*) AS times "
        "RETURN properties(n) AS properties, labels(n) AS labels, surface, times"
    )


HOLDERS = (
    "UNWIND $ids AS id MATCH (o:Office {id: id})<-[:HOLDS|DESCRIBED_AS]-(p:Person) "
    "RETURN DISTINCT p.id AS id"
)
LEADERS = (
    "UNWIND $ids AS id MATCH (p:Person {id: id}) RETURN p.id AS id, p:Leader AS marked, "
    "EXISTS { (p)-[:HOLDS|DESCRIBED_AS]->(o:Office) WHERE o.kind IN $kinds } AS leading"
)
PAIRS = (
    "UNWIND $ids AS id MATCH (s:Statement {id: id})<-[:SAID]-(a:Actor) "
    "MATCH (s)-[:ABOUT]->(t:Actor) RETURN DISTINCT a.id AS source, t.id AS target"
)
STANCES = (
    "UNWIND $rows AS row "
    "MATCH (a:Actor {id: row.source})-[:SAID]->(s:Statement)-[x:ABOUT]->(t:Actor) "
    "WHERE t.id IN row.targets AND s.modality = 'asserted' AND s.class IN $classes "
    "WITH a, s, t, x ORDER BY x.id "
    "WITH a, s, t, collect(x.stance) AS stances "
    "MATCH (s)-[:IN]->(d:Document) WHERE NOT EXISTS { (d)-[:COPY_OF]->(:Document) } "
    "WITH a, s, t, stances[size(stances) - 1] AS stance, "
    "max(coalesce(s.date_from, d.published)) AS day "
    "RETURN a.id AS source, t.id AS target, stance, count(*) AS statements, "
    "min(day) AS first, max(day) AS last"
)
"""Per pair and stance: how many statements count, first and last day. $rows of {source, targets}.

A statement that is about the same target twice counts once, with the stance of its last ABOUT.
"""
STANCES_OF = STANCES.replace("t.id IN row.targets AND ", "")
"""The same for all targets of a speaker. $rows of {source}."""
DERIVED_OF = (
    f"UNWIND $ids AS id MATCH (a:Actor {{id: id}})-[r:{'|'.join(DERIVED)}]->(b:Actor) "
    "RETURN r.id AS id, a.id AS source, b.id AS target"
)
"""What is derived of speakers so far: id, source, target."""
SPEAKERS_IN = (
    "UNWIND $ids AS id MATCH (:Document {id: id})<-[:IN]-(:Statement)<-[:SAID]-(a:Actor) "
    "RETURN DISTINCT a.id AS id"
)


def unsupported(label: str) -> str:
    """Those of $ids that no document's relationship touches any more."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
        "WHERE NOT EXISTS { (n)-[r]-() WHERE r.document IS NOT NULL } RETURN n.id AS id"
    )


def context(label: str) -> str:
    """What the registry says around $ids, along its direction: id, target, labels."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r:{'|'.join(REGISTRY)}]->(m) "
        "WHERE r.document IS NULL RETURN DISTINCT n.id AS id, m.id AS target, labels(m) AS labels"
    )


def holding(label: str) -> str:
    """What the registry says towards $ids, against its direction: id, source."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})<-[r:{'|'.join(REGISTRY)}]-(m) "
        "WHERE r.document IS NULL RETURN DISTINCT n.id AS id, m.id AS source"
    )


# --- what an examination asks ---------------------------------------------------------------------

SHOW_CONSTRAINTS = "SHOW CONSTRAINTS YIELD labelsOrTypes, properties"
SHOW_INDEXES = "SHOW INDEXES YIELD labelsOrTypes, properties, state"
REGISTERED = (
    f"MATCH (a)-[r:{'|'.join(REGISTRY)}]->(b) WHERE r.document IS NULL "
    "RETURN a.id AS source, b.id AS target"
)
"""What the registry joins."""
TEXTS = "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id, d.text AS text"
QUOTED = (
    "UNWIND $ids AS id MATCH (:Document {id: id})<-[:IN]-(s:Statement) RETURN DISTINCT "
    "id AS document, s.id AS id, s.text AS text, s.starts AS starts, s.ends AS ends"
)
"""Statements of documents with the places that they are said to stand at."""


def bare_ids(label: str) -> str:
    """The ids of nodes of a label that no document's relationship touches."""
    return bare(label).partition(" RETURN ")[0] + " RETURN n.id AS id"


def evidence(type_: str) -> str:
    """Where each relationship of a type says that it stands."""
    return (
        f"MATCH ()-[r:{type_}]->() "
        "RETURN r.id AS id, r.document AS document, r.start AS start, r.end AS end"
    )


# --- labels ---------------------------------------------------------------------------------------


def end_label(node: Node) -> str:
    """The label that a relationship's end is matched by: one for all actors, so fewer plans."""
    return "Actor" if node.actor else node.label


def end_of(labels: Sequence[str]) -> str:
    """The same from a node's labels; "" for a node that is not ours."""
    if "Actor" in labels:
        return "Actor"
    return next((label for label in labels if label in NODES), "")


def ordered(labels: Iterable[str]) -> list[str]:
    """Labels in the order of the contract (Actor, own, Leader): engines give them in any order."""
    order = ("Actor", *NODES, "Leader")
    return sorted(labels, key=lambda x: (order.index(x) if x in order else len(order), x))
