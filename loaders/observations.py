"""Who spoke about whom, and who stands where, one by one: what network views count.

From a `Graph`, or from a store by queries that leave the articles and everything else where it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import batched
from typing import Any, NamedTuple, Protocol

from schemas.base import Node
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.derivation import COUNTED_CLASSES, Utterance, copied, utterances
from schemas.graph import Graph
from schemas.provenance import Document
from schemas.relations import AffiliatedWith, DescribedAs, Holds, InstanceOf, Of, Position
from schemas.statements import Statement
from schemas.stores import Rows

POSITIONS: tuple[str, ...] = tuple(
    type_ for type_, row in RELATIONSHIPS.items() if issubclass(row.model, Position)
)


class Asked(Protocol):
    """A store that answers Cypher; nothing else is needed of it."""

    def query(self, cypher: str, /, **parameters: Any) -> Rows:
        """The rows of a query that only reads."""
        ...


type Source = Graph | Asked


class Stand(NamedTuple):
    """A position of an actor on a proposal; its day, else the statement's, else the document's."""

    actor: str
    proposal: str
    position: str
    id: str
    day: date | None
    document: str


class Named(NamedTuple):
    """What a view shows of a node."""

    label: str
    name: str
    kind: str | None


def spoken(source: Source) -> Iterator[Utterance]:
    """What SPOKE_ABOUT counts: asserted utterances and attitudes, copies counted once."""
    if isinstance(source, Graph):
        yield from utterances(source.nodes, source.stated)
        return
    for row in source.query(_SPOKEN, classes=sorted(COUNTED_CLASSES)):
        yield Utterance(**{**row, "day": _day(row["day"])})


def stands(source: Source) -> Iterator[Stand]:
    """Every position on a proposal, those in copies of a report left out."""
    if not isinstance(source, Graph):
        for row in source.query(_STANDS):
            yield Stand(**{**row, "day": _day(row["day"])})
        return
    copies = copied(source.nodes, source.stated)
    for edge in source.stated:
        if isinstance(edge, Position) and edge.document and edge.document not in copies:
            statement = source.nodes.get(edge.statement or "")
            document = source.nodes.get(edge.document)
            day = (
                edge.date_from
                or (statement.date_from if isinstance(statement, Statement) else None)
                or (document.published if isinstance(document, Document) else None)
            )
            yield Stand(edge.source, edge.target, edge.type, edge.id, day, edge.document)


def concepts(source: Source) -> Mapping[str, list[str]]:
    """The concepts of each proposal that has one."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if isinstance(source, Graph):
        for edge in source.stated:
            if isinstance(edge, InstanceOf) and source.nodes[edge.target].label == "Concept":
                found[edge.source].append(edge.target)
    else:
        for row in source.query(_CONCEPTS):
            found[row["proposal"]].append(row["concept"])
    return found


def named(source: Source, ids: Iterable[str]) -> dict[str, Named]:
    """What a view shows of actors, proposals and concepts, by id."""
    if isinstance(source, Graph):
        return {id_: _named(source.nodes[id_]) for id_ in ids}
    found: dict[str, Named] = {}
    for some in batched(sorted(ids), 1_000):
        for label in ("Actor", "Proposal", "Concept"):
            for row in source.query(_NAMED.format(label=label), ids=list(some)):
                own = next(label for label in row["labels"] if label in NODES)
                found[row["id"]] = Named(own, row["name"], row["kind"])
    return found


class States:
    """For which state an actor speaks on a day, as the question `state-about-state` maps it.

    A state speaks for itself; else who holds one of its offices that day, by the registry or as the
    same document says, and who belongs to its government: at most three steps away.
    """

    def __init__(self, source: Source) -> None:
        steps, self._states = _steps(source)
        self._leaving: defaultdict[str, list[_Step]] = defaultdict(list)
        for step in steps:
            if step.kind in _FOR_A_STATE:
                self._leaving[step.source].append(step)
        self.of = cache(self._of)

    def _of(self, actor: str, day: date, document: str) -> frozenset[str]:
        """Ids of states; none where the actor speaks for no state."""
        found: set[str] = set()
        reached = {actor}
        for _ in range(_STEPS + 1):
            found |= reached & self._states
            reached = {
                step.target
                for id_ in reached - self._states
                for step in self._leaving.get(id_, ())
                if step.holds(day.isoformat(), document)
            }
        return frozenset(found)


_STEPS = 3
_FOR_A_STATE = frozenset({"government", "spokesperson", "part_of"})


class _Step(NamedTuple):
    source: str
    target: str
    kind: str = "government"
    tense: str | None = None
    consistent: bool | None = None
    document: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None

    def holds(self, day: str, document: str) -> bool:
        """Is it so on this day, as this document may say?"""
        if self.tense and (
            self.document != document or self.tense != "present" or self.consistent is False
        ):
            return False
        return (self.valid_from is None or self.valid_from <= day[: len(self.valid_from)]) and (
            self.valid_to is None or self.valid_to >= day[: len(self.valid_to)]
        )


def _steps(source: Source) -> tuple[list[_Step], frozenset[str]]:
    """The steps towards a state, and the ids of states."""
    if isinstance(source, Graph):
        states = frozenset(id_ for id_, node in source.nodes.items() if node.label == "State")
        models = Holds | DescribedAs | Of | AffiliatedWith
        edges = [edge for edge in source.stated if isinstance(edge, models)]
        return [_step(edge.source, edge.target, edge.properties()) for edge in edges], states
    states = frozenset(row["id"] for row in source.query(_STATES))
    return [_step(row["source"], row["target"], row) for row in source.query(_STATE_STEPS)], states


def _step(source: str, target: str, values: Mapping[str, Any]) -> _Step:
    known = {key: values[key] for key in _Step._fields[2:] if values.get(key) is not None}
    return _Step(source, target, **known)


def _named(node: Node) -> Named:
    return Named(node.label, node.name, getattr(node, "kind", None))


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None


# --- what a store is asked ------------------------------------------------------------------------

_SPOKEN = """
MATCH (a:Actor)-[:SAID]->(s:Statement)-[x:ABOUT]->(t:Actor)
WHERE s.modality = 'asserted' AND s.class IN $classes
WITH a, s, t, x ORDER BY x.id
WITH a, s, t, collect(x.stance) AS stances
MATCH (s)-[:IN]->(d:Document)
WHERE NOT EXISTS { (d)-[:COPY_OF]->(:Document) }
RETURN a.id AS speaker,
       t.id AS target,
       s.id AS statement,
       stances[size(stances) - 1] AS stance,
       coalesce(toString(coalesce(s.date_from, d.published)), '') AS day,
       d.id AS document
ORDER BY statement, speaker, target
"""
_STANDS = f"""
MATCH (a:Actor)-[r:{"|".join(POSITIONS)}]->(p:Proposal)
MATCH (d:Document {{id: r.document}})
WHERE NOT EXISTS {{ (d)-[:COPY_OF]->(:Document) }}
OPTIONAL MATCH (s:Statement {{id: r.statement}})
RETURN a.id AS actor,
       p.id AS proposal,
       type(r) AS position,
       r.id AS id,
       coalesce(toString(coalesce(r.date_from, s.date_from, d.published)), '') AS day,
       d.id AS document
ORDER BY id
"""
_CONCEPTS = """
MATCH (p:Proposal)-[:INSTANCE_OF]->(c:Concept)
RETURN DISTINCT p.id AS proposal, c.id AS concept
ORDER BY proposal, concept
"""
_NAMED = """
UNWIND $ids AS id MATCH (n:{label} {{id: id}})
RETURN n.id AS id, n.name AS name, labels(n) AS labels, n.kind AS kind
"""
_STATES = "MATCH (n:State) RETURN n.id AS id"
_STATE_STEPS = """
MATCH (a)-[r:HOLDS|DESCRIBED_AS|OF|AFFILIATED_WITH]->(b)
RETURN a.id AS source,
       b.id AS target,
       r.kind AS kind,
       r.tense AS tense,
       r.consistent AS consistent,
       r.document AS document,
       r.valid_from AS valid_from,
       r.valid_to AS valid_to
"""
