"""What follows from the relationships present, computed again for what a change touched.

Names of shared entities, Leader marks, who spoke about whom; `schemas.derivation` is the oracle.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from loaders import cypher
from loaders.transactions import Pair, Row, Session, Touched, chunks
from schemas.actors import LEADING_OFFICES, Entity
from schemas.base import Relationship
from schemas.catalog import RELATIONSHIPS
from schemas.derivation import COUNTED_CLASSES, STANCE_EDGES, named
from schemas.reading import read_node
from schemas.relations import SpokeAbout


def settle(session: Session, touched: Touched) -> None:
    """Compute names, Leader marks and derived relationships again for what was touched."""
    for label in cypher.ENTITY_ENDS:
        for ids in chunks(touched.nodes[label]):
            settle_names(session, label, ids)
    settle_leaders(session, touched)
    statements = set(touched.nodes["Statement"])
    for ids in chunks(touched.nodes["Document"]):
        statements |= {row["id"] for row in session.run(cypher.STATEMENTS_IN, ids=ids)}
    _settle_pairs(session, touched.pairs | pairs_of(session, statements))


def pairs_of(session: Session, statements: Iterable[str]) -> set[Pair]:
    """Who speaks about whom in these statements: (speaker, target)."""
    return {
        (row["source"], row["target"])
        for ids in chunks(statements)
        for row in session.run(cypher.PAIRS, ids=ids)
    }


def edge_row(edge: Relationship) -> Row:
    """A relationship as a row of `cypher.merge_relationships`."""
    properties = edge.properties()
    return {
        "id": properties["id"],
        "source": edge.source,
        "target": edge.target,
        "properties": properties,
    }


def settle_names(session: Session, label: str, ids: list[str]) -> None:
    """Names and aliases of the entities of the text among these, from how they are mentioned."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    entities: dict[str, Entity] = {}
    for row in session.run(cypher.surfaces(label), ids=ids):
        id_ = row["properties"]["id"]
        if id_ not in entities:
            entities[id_] = cast(Entity, read_node(row["labels"], row["properties"]))
        counted[id_][row["surface"]] = row["times"]
    renamed = [
        {"id": id_, "name": settled.name, "aliases": list(settled.aliases)}
        for id_, entity in entities.items()
        if (settled := named(entity, counted[id_])) != entity
    ]
    if renamed:
        session.run(cypher.rename(label), rows=renamed)


def settle_leaders(session: Session, touched: Touched) -> None:
    """Leader marks of the people touched, and of who holds an office that was."""
    people = set(touched.nodes["Actor"])
    for ids in chunks(touched.nodes["Office"]):
        people |= {row["id"] for row in session.run(cypher.HOLDERS, ids=ids)}
    for ids in chunks(people):
        more, fewer = _mislabelled(session, ids)
        if more or fewer:
            session.relabel(more + fewer)


def relabel(session: Session, people: Sequence[str]) -> None:
    """Give people the label Leader, or take it, as the offices say that they have now."""
    more, fewer = _mislabelled(session, list(people))
    for query, ids in ((cypher.MARK_LEADERS, more), (cypher.UNMARK_LEADERS, fewer)):
        if ids:
            session.run(query, ids=ids)


def _mislabelled(session: Session, people: list[str]) -> tuple[list[str], list[str]]:
    """Who of these lacks the label Leader, and who has it without a leading office."""
    kinds = sorted(LEADING_OFFICES)
    found = session.run(cypher.LEADERS, ids=people, kinds=kinds)
    more = [row["id"] for row in found if row["leading"] and not row["marked"]]
    return more, [row["id"] for row in found if row["marked"] and not row["leading"]]


def settle_speakers(session: Session, speakers: list[str]) -> None:
    """All derived relationships of these speakers."""
    rows = [{"source": id_} for id_ in speakers]
    found = session.run(cypher.STANCES_OF, rows=rows, classes=sorted(COUNTED_CLASSES))
    edges = {edge.id: edge for edge in _spoken(found)}
    before = session.run(cypher.DERIVED_OF, ids=speakers)
    if gone := [row for row in before if row["id"] not in edges]:
        session.run(cypher.DELETE_PAIRS, rows=gone)
    there = {row["id"] for row in before}
    old = [edge for id_, edge in edges.items() if id_ in there]
    new = [edge for id_, edge in edges.items() if id_ not in there]
    _write_derived(session, old)
    for type_, rows in _by_type(new).items():
        values = [cypher.edge_values(type_, row) for row in rows]
        session.run(cypher.create_relationships(type_, "Actor", "Actor"), rows=values)


def _settle_pairs(session: Session, pairs: set[Pair]) -> None:
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in sorted(pairs):
        targets[source].append(target)
    for sources in chunks(targets):
        rows = [{"source": source, "targets": targets[source]} for source in sources]
        found = session.run(cypher.STANCES, rows=rows, classes=sorted(COUNTED_CLASSES))
        edges = {edge.id: edge for edge in _spoken(found)}
        _write_pairs(session, [(s, t) for s in sources for t in targets[s]], edges)


def _write_pairs(session: Session, pairs: list[Pair], edges: dict[str, Relationship]) -> None:
    """Write the derived relationships of these pairs; delete those that count nothing any more."""
    keys = (
        {"id": model.model_construct(source=s, target=t).id, "source": s, "target": t}
        for model in (RELATIONSHIPS[type_].model for type_ in cypher.DERIVED)
        for s, t in pairs
    )
    if gone := [key for key in keys if key["id"] not in edges]:
        session.run(cypher.DELETE_PAIRS, rows=gone)
    _write_derived(session, edges.values())


def _write_derived(session: Session, edges: Iterable[Relationship]) -> None:
    for type_, rows in _by_type(edges).items():
        session.run(cypher.merge_relationships(type_, "Actor", "Actor"), rows=rows)


def _by_type(edges: Iterable[Relationship]) -> dict[str, list[Row]]:
    by_type: defaultdict[str, list[Row]] = defaultdict(list)
    for edge in edges:
        by_type[edge.type].append(edge_row(edge))
    return by_type


def _spoken(found: list[Row]) -> Iterator[Relationship]:
    """SPOKE_ABOUT and its stances from the counts per pair and stance."""
    pairs: defaultdict[Pair, dict[str, Row]] = defaultdict(dict)
    for row in found:
        pairs[row["source"], row["target"]][row["stance"]] = row
    for (source, target), stances in pairs.items():
        ends = {"source": source, "target": target}
        counts = {stance: row["statements"] for stance, row in stances.items()}
        days = [row[key] for row in stances.values() for key in ("first", "last") if row[key]]
        yield SpokeAbout.model_validate(
            {
                **ends,
                **counts,
                "statements": sum(counts.values()),
                "first": min(days, default=None),
                "last": max(days, default=None),
            }
        )
        for stance, model in STANCE_EDGES.items():
            if found_row := stances.get(stance):
                shared = {key: found_row[key] for key in ("statements", "first", "last")}
                yield model.model_validate({**ends, **shared})
