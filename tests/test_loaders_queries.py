"""Queries on every store that answers Cypher: read only, the same rows, Python's own values."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from schemas.actors import Person
from schemas.errors import QueryError
from schemas.graph import Graph
from schemas.statements import Statement
from schemas.stores import QueryableStore
from tests.loaders_samples import HOSTILE, every_row, filled, held

DATES = (
    (
        "MATCH (s:Statement {id: $id}) RETURN s.date_from",
        lambda row, day: row["s.date_from"] == day,
    ),
    ("MATCH (s:Statement {id: $id}) RETURN s.date_from AS day", lambda row, day: row["day"] == day),
    (
        "MATCH (s:Statement {id: $id}) WITH s.date_from AS d, s.name AS n ORDER BY n "
        "RETURN n AS first, max(d) AS x",
        lambda row, day: row["x"] == day,
    ),
    (
        "MATCH (s:Statement {id: $id}) RETURN collect(s.date_from) AS days",
        lambda row, day: row["days"] == [day],
    ),
    (
        "MATCH (s:Statement {id: $id}) RETURN {date_from: s.date_from} AS x",
        lambda row, day: row["x"] == {"date_from": day},
    ),
    ("MATCH (s:Statement {id: $id}) RETURN s", lambda row, day: row["s"]["date_from"] == day),
    (
        "MATCH (s:Statement {id: $id}) RETURN toString(s.date_from) AS text",
        lambda row, day: row["text"] == day.isoformat(),
    ),
    (
        "MATCH (s:Statement {id: $id}) WHERE s.date_from = $day RETURN 1 AS one",
        lambda row, day: row["one"] == 1,
    ),
    (
        "MATCH (s:Statement {id: $id}) WHERE s.date_from = date($iso) RETURN $day AS x",
        lambda row, day: row["x"] == day,
    ),
)


@pytest.mark.parametrize(("query", "holds"), DATES)
def test_dates_come_as_dates(
    queryable: QueryableStore, query: str, holds: Callable[[Any, date], bool]
) -> None:
    day = date(2025, 5, 9)
    statement = filled(Statement, iter(range(99)), id="statement:dated", date_from=day, date_to=day)
    queryable.load(Graph([statement]))
    for _ in range(2):
        (row,) = queryable.query(query, id="statement:dated", day=day, iso=day.isoformat())
        assert holds(row, day), row


def test_text_that_looks_like_a_date_stays_text(queryable: QueryableStore) -> None:
    holder = every_row().nodes["person:0"]
    assert isinstance(holder, Person)
    queryable.load(Graph([holder.model_copy(update={"name": "2025-05-12", "origin": "registry"})]))
    (row,) = queryable.query(
        "MATCH (p:Person {id: 'person:0'}) RETURN p.name AS day, [p.name] AS x"
    )
    assert row == {"day": "2025-05-12", "x": ["2025-05-12"]}


def test_nodes_relationships_and_paths_are_plain(queryable: QueryableStore) -> None:
    graph = every_row()
    query = (
        "MATCH path = (p:Person)-[r:HOLDS]->(o:Office) RETURN p, r, o, path ORDER BY r.id LIMIT 1"
    )
    (row,) = queryable.query(query)
    edge = graph.relationships[row["r"]["id"]]
    person, office = graph.nodes[edge.source], graph.nodes[edge.target]
    assert row["p"] == {**person.properties(), "labels": list(person.labels)}
    assert row["r"] == {**edge.properties(), "type": "HOLDS"}
    assert row["o"] == {**office.properties(), "labels": ["Office"]}
    assert row["path"] == {"nodes": [row["p"], row["o"]], "relationships": [row["r"]]}


@pytest.mark.parametrize("words", HOSTILE)
def test_values_are_parameters(queryable: QueryableStore, words: str) -> None:
    (row,) = queryable.query(
        "RETURN $words AS words, $words = toString($words) AS same", words=words
    )
    assert row == {"words": words, "same": True}
    assert len(queryable.query("MATCH (n:Document) RETURN n.id AS id")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:Person {id: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.name = 'x' RETURN n",
        "MERGE (n:Person {id: 'x'}) RETURN n",
        "MATCH (n:Person) REMOVE n:Actor",
        "CREATE INDEX other FOR (n:Person) ON (n.other)",
        "LOAD CSV FROM 'file:///any' AS line RETURN line",
        "CALL () { CREATE (n:Person {id: 'x'}) RETURN n } RETURN n",
        "MATCH (n RETURN n",
        "MATCH (n) RETURN $missing AS x",
        "",
    ],
)
def test_a_query_only_reads(queryable: QueryableStore, query: str) -> None:
    before = held(queryable)
    with pytest.raises(QueryError):
        queryable.query(query)
    assert held(queryable) == before


def test_rows_are_capped_and_named(queryable: QueryableStore) -> None:
    rows = queryable.query("UNWIND range(1, 9) AS n RETURN n, n * 2 AS twice", row_cap=2)
    assert rows.columns == ("n", "twice")
    assert list(rows) == [{"n": 1, "twice": 2}, {"n": 2, "twice": 4}]
    empty = queryable.query("MATCH (n:Person {id: 'nobody'}) RETURN n.id AS id, n.name AS name")
    assert (list(empty), empty.columns) == ([], ("id", "name"))


def test_statements_are_found_by_words(queryable: QueryableStore) -> None:
    statement = filled(Statement, iter(range(99)), id="statement:words", text="A truce in Port Iri")
    queryable.load(Graph([statement]))
    rows = queryable.query(
        "CALL db.index.fulltext.queryNodes('statement_text', $words) YIELD node, score "
        "RETURN node.id AS id",
        words="truce",
    )
    assert [row["id"] for row in rows] == ["statement:words"]
