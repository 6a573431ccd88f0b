"""Asking safely: what may not be asked of any store, and what still may.

Each attack is tried on a real store of each kind. It must end in a QueryError; the graph, a canary
file and a listener on loopback must not notice; and the store must answer the next question.
"""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from loaders.guard import check_plan, check_text
from loaders.limits import Questions, counted
from schemas.errors import LimitExceeded, QueryError, SettingsError
from schemas.stores import UNLIMITED, Limits, QueryableStore
from tests.loaders_samples import held

TIGHT = Limits(seconds=2, rows=1_000, characters=100_000)

WRITE = {
    "create": "CREATE (n:Person {id: 'x'})",
    "create and return": "CREATE (n:Person {id: 'x'}) RETURN n",
    "create an edge": "MATCH (a:Person), (b:State) CREATE (a)-[:SAID {id: 'x'}]->(b)",
    "insert": "INSERT (n:Person {id: 'x'})",
    "merge": "MERGE (n:Person {id: 'x'}) RETURN n",
    "merge on match": "MATCH (p:Person) MERGE (p)-[r:SAID]->(p) ON CREATE SET r.id = 'x'",
    "set": "MATCH (n) SET n.name = 'x' RETURN n",
    "set all": "MATCH (n:Person) SET n = {id: n.id}",
    "set from a parameter": "MATCH (n:Person) SET n += $words",
    "set a label": "MATCH (n:Person) SET n:State",
    "remove a property": "MATCH (n:Person) REMOVE n.name",
    "remove a label": "MATCH (n:Person) REMOVE n:Actor",
    "foreach": "MATCH (n:Person) FOREACH (x IN [1, 2] | SET n.name = 'x')",
    "in a subquery": "CALL () { CREATE (n:Person {id: 'x'}) RETURN n } RETURN n",
    "in a subquery of a subquery": "CALL () { CALL () { CREATE (n:Foo) RETURN n } RETURN n } RETURN n",
    "in a row's subquery": "MATCH (n:Person) CALL (n) { SET n.name = 'x' } RETURN n",
    "in a count": "RETURN COUNT { CREATE (n:Foo) RETURN n } AS c",
    "in a list": "RETURN [x IN [1] | COLLECT { CREATE (n:Foo) RETURN n.id }] AS c",
    "in an exists": "MATCH (n) WHERE EXISTS { MATCH (m) SET m.name = 'x' RETURN m } RETURN n",
    "in transactions": "UNWIND [1] AS x CALL (x) { CREATE (:Foo {x: x}) } IN TRANSACTIONS",
    "after a union": "RETURN 1 AS n UNION CREATE (m:Foo) RETURN 2 AS n",
}
DELETE = {
    "all": "MATCH (n) DETACH DELETE n",
    "one": "MATCH (n:Person {id: 'person:0'}) DETACH DELETE n RETURN count(n)",
    "edges": "MATCH ()-[r]->() DELETE r",
    "by a path": "MATCH p = (:Person)-->() DELETE p",
    "in a foreach": "MATCH (n) WITH collect(n) AS ns FOREACH (n IN ns | DETACH DELETE n)",
    "in a subquery": "MATCH (n) CALL (n) { DETACH DELETE n }",
    "in transactions": "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1 ROWS",
}
SCHEMA = {
    "index": "CREATE INDEX other FOR (n:Person) ON (n.other)",
    "full-text index": "CREATE FULLTEXT INDEX other FOR (n:Person) ON EACH [n.other]",
    "constraint": "CREATE CONSTRAINT other FOR (n:Foo) REQUIRE n.id IS UNIQUE",
    "drop an index": "DROP INDEX statement_text",
    "drop a constraint": "DROP CONSTRAINT person_id IF EXISTS",
    "label by procedure": "CALL db.createLabel('Foo')",
    "index by procedure": "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
    "SQL": "DROP TYPE Person UNSAFE",
    "SQL settings": "ALTER DATABASE `arcadedb.command.timeout` 0",
}
ADMIN = {
    "settings": "SHOW SETTINGS",
    "settings, in a list": (
        "RETURN [x IN [1] | COLLECT { SHOW SETTINGS YIELD name RETURN name }] AS names"
    ),
    "users": "SHOW USERS",
    "what others ask": "SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery",
    "databases": "SHOW DATABASES",
    "procedures": "SHOW PROCEDURES",
    "stop others": "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "a user": "CREATE USER eve SET PASSWORD 'long-enough-1'",
    "a password": "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'long-enough-1'",
    "a database": "DROP DATABASE neo4j",
    "another database": "USE system MATCH (n) RETURN n",
    "configuration": "CALL dbms.listConfig() YIELD name, value RETURN name, value",
    "what others asked": "CALL db.stats.retrieve('QUERIES') YIELD data RETURN data",
    "what others asked, in a count": (
        "RETURN [x IN [1] | COUNT { CALL db.stats.retrieve('QUERIES') YIELD data RETURN data }] AS n"
    ),
    "the machine": "CALL dbms.queryJmx('java.lang:*') YIELD attributes RETURN attributes",
    "caches": "CALL db.clearQueryCaches()",
    "conditional Cypher": "CALL do.when(true, 'CREATE (n:Foo) RETURN n', '', {}) YIELD value RETURN 1",
    "Cypher from text": "CALL apoc.cypher.doIt('CREATE (n:Foo)', {}) YIELD value RETURN value",
    "merge by procedure": "CALL merge.node(['Foo'], {id: 'x'}, {}, {}) YIELD node RETURN node",
}
FILES = {
    "load": "LOAD CSV FROM 'file://{canary}' AS line RETURN line",
    "load a bare path": "LOAD CSV FROM '{canary}' AS line RETURN line",
    "load with headers": "LOAD CSV WITH HEADERS FROM 'file://{canary}' AS line RETURN line",
    "load by parameter": "LOAD CSV FROM $file AS line RETURN line",
    "load in a collect": "RETURN COLLECT {{ LOAD CSV FROM 'file://{canary}' AS l RETURN l }} AS c",
    "load in a list": (
        "RETURN [x IN [1] | COLLECT {{ LOAD CSV FROM 'file://{canary}' AS l RETURN l[0] }}] AS c"
    ),
    "load in a fold": (
        "RETURN reduce(a = 0, x IN [1] | a + COUNT {{ LOAD CSV FROM $file AS l RETURN l }}) AS c"
    ),
    "load behind a comment": "LOAD/**/CSV FROM $file AS line RETURN line",
    "load behind lines": "lOaD //\r\n\t CsV\nFROM $file AS line RETURN line",
    "load behind a no-break space": "LOAD\u00a0CSV FROM $file AS line RETURN line",
    "JSON": "CALL apoc.load.json($file) YIELD value RETURN value",
    "JSON by function": "RETURN apoc.load.json($file) AS value",
    "import": "CALL apoc.import.json($file)",
    "export": "CALL apoc.export.csv.all('{canary}.out', {{}})",
    "environment": "RETURN apoc.static.get('HOME') AS home",
}
CALLING_OUT = {
    "load": "LOAD CSV FROM 'http://127.0.0.1:{port}/x' AS line RETURN line",
    "load by ftp": "LOAD CSV FROM 'ftp://127.0.0.1:{port}/x' AS line RETURN line",
    "load by a name": "LOAD CSV FROM 'http://localhost:{port}/' + 'x' AS line RETURN line",
    "load in a list": (
        "RETURN [x IN [1] WHERE EXISTS {{ LOAD CSV FROM 'http://127.0.0.1:{port}/x' AS l RETURN l }}] "
        "AS c"
    ),
    "load in an order": (
        "UNWIND [1, 2] AS x WITH x ORDER BY COUNT {{ LOAD CSV FROM 'http://127.0.0.1:{port}/' AS l "
        "RETURN l }} RETURN x"
    ),
    "JSON": "CALL apoc.load.json('http://127.0.0.1:{port}/') YIELD value RETURN value",
    "XML": "CALL apoc.load.xml('http://127.0.0.1:{port}/') YIELD value RETURN value",
    "JDBC": "CALL apoc.load.jdbc('jdbc:x://127.0.0.1:{port}/', 'x') YIELD row RETURN row",
    "an embedding": "RETURN genai.vector.encode('x', 'OpenAI', {{token: '{port}'}}) AS v",
}
EXHAUST = {
    "rows": "UNWIND range(1, 100000) AS n RETURN n",
    "rows of nodes": "MATCH (a), (b), (c) RETURN a, b, c",
    "a Cartesian product": (
        "MATCH (a), (b), (c), (d), (e), (f) "
        "WHERE a.id + b.id + c.id + d.id + e.id + f.id = 'x' RETURN count(*)"
    ),
    "unwinding": (
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a < 0 RETURN a"
    ),
    "unwinding in a subquery": (
        "UNWIND range(1, 100000) AS a CALL (a) { UNWIND range(1, 100000) AS b "
        "WITH a, b WHERE b < a - 100000 RETURN b } RETURN b"
    ),
    "paths": "MATCH (a)-[*]-(b) RETURN count(*)",
    "paths, sorted": "MATCH p = (a)-[*1..30]-(b) RETURN length(p) AS n ORDER BY n DESC LIMIT 3",
    "lists in lists": (
        "RETURN [x IN range(1, 15000) WHERE all(y IN range(1, 15000) WHERE y <> -1)] AS xs"
    ),
    "a regular expression": (
        "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(.*a){6}' AS x, range(1, 20000) AS y"
    ),
    "a huge range": "RETURN range(1, 300000000) AS xs",
    "a long list": "RETURN [x IN range(1, $many) | x] AS xs",
    "collecting": (
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN collect(a + b) AS xs"
    ),
    "collecting everything": "MATCH (a), (b) RETURN collect([properties(a), properties(b)]) AS all",
    "doubling text": "RETURN reduce(s = 'ab', i IN range(1, 40) | s + s) AS x",
    "doubling text a little": "RETURN reduce(s = 'ab', i IN range(1, 18) | s + s) AS x",
    "doubling a list": "RETURN reduce(s = [1], i IN range(1, 17) | s + s) AS x",
    "a long answer in parts": "UNWIND range(1, 900) AS i RETURN reduce(s = 'ab', j IN range(1, 9) | s + s)",
    "sleep": "CALL apoc.util.sleep(100000)",
    "sleep by function": "RETURN util.sleep(100000) AS x",
}
SMUGGLING = {
    "two statements": "RETURN 1 AS n; CREATE (n:Foo)",
    "two statements, the second hidden": "RETURN 1 AS n //\n; CREATE (n:Foo)",
    "an empty statement": "; CREATE (n:Foo)",
    "profile": "PROFILE CREATE (n:Foo)",
    "explain": "EXPLAIN CREATE (n:Foo)",
    "explain, then profile": "explain /* */ profile CREATE (n:Foo)",
    "options": "CYPHER runtime=slotted CREATE (n:Foo)",
    "options of a reading": "CYPHER runtime=slotted MATCH (n) RETURN n",
    "a language": "CYPHER 5 CREATE (n:Foo)",
    "an escape": "CR\\u0045ATE (n:Foo)",
    "an escaped string end": "RETURN '\\u0027 CALL dbms.listConfig() //' AS x",
    "an escape in a name": "CALL db\\u002estats.retrieve('QUERIES')",
    "a comment before": "/* MATCH (n) RETURN n */ CREATE (n:Foo)",
    "a comment between": "MATCH (n) /* ' */ DETACH /* ' */ DELETE /* ' */ n",
    "a comment that ends late": "RETURN 1 AS n // \u2028 UNION CALL dbms.listConfig()",
    "back-ticks": "CALL `dbms`.`listConfig`()",
    "dots in back-ticks": "CALL `dbms.listConfig`()",
    "dots in a function's back-ticks": "RETURN `util.sleep`(1) AS x",
    "white space": "CALL\ndbms /* . */ .\tlistConfig ( )",
    "optional": "OPTIONAL CALL dbms.listConfig() YIELD name RETURN name",
    "a slice": "RETURN [1, 2][0..apoc.util.sleep(1)] AS x",
    "a map": "RETURN {x:apoc.util.sleep(1)} AS x",
    "a wide letter": "ＣＲＥＡＴＥ (n:Foo)",
    "an invisible letter": "CALL dbms\u200b.listConfig()",
    "a control letter": "CALL dbms\x00.listConfig()",
    "a closing brace": "RETURN 1 AS d } CREATE (n:Foo) RETURN 1 AS e //",
    "an open string": "RETURN 'x AS d; CREATE (n:Foo)",
    "nothing": " // nothing",
}


class Attack(NamedTuple):
    group: str
    query: str


GROUPS = {
    "write": WRITE,
    "delete": DELETE,
    "schema": SCHEMA,
    "admin": ADMIN,
    "files": FILES,
    "calling out": CALLING_OUT,
    "exhaust": EXHAUST,
    "smuggling": SMUGGLING,
}
ATTACKS = {
    f"{group}: {name}": Attack(group, query)
    for group, attacks in GROUPS.items()
    for name, query in attacks.items()
}


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A port on loopback where nobody should ask."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def untouched(queryable: QueryableStore) -> object:
    """What the store holds before anybody attacks it."""
    return held(queryable)


def asked(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def filled(attack: Attack, canary: Path, port: int) -> str:
    if attack.group in {"files", "calling out"}:
        return attack.query.format(canary=canary, port=port)
    return attack.query


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 60


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_in_an_error_and_changes_nothing(
    queryable: QueryableStore,
    untouched: object,
    listener: socket.socket,
    tmp_path: Path,
    name: str,
) -> None:
    attack, canary = ATTACKS[name], tmp_path / "canary.csv"
    canary.write_text("the canary sings", encoding="utf-8")
    with pytest.raises(QueryError) as refused:
        queryable.query(
            filled(attack, canary, listener.getsockname()[1]),
            limits=TIGHT,
            words={"name": "x"},
            file=f"file://{canary}",
            many=1_000_000,
        )
    assert "canary sings" not in str(refused.value)
    assert "Traceback" not in str(refused.value)
    if attack.group == "exhaust" and "sleep" not in name:
        assert isinstance(refused.value, LimitExceeded), refused.value
    assert held(queryable) == untouched
    assert not asked(listener)
    assert [path.name for path in tmp_path.iterdir()] == ["canary.csv"]
    assert canary.read_text(encoding="utf-8") == "the canary sings"
    assert [dict(row) for row in queryable.query("RETURN 1 AS one")] == [{"one": 1}]


LEGITIMATE: dict[str, tuple[str, Any]] = {
    "full text": (
        "CALL db.index.fulltext.queryNodes('statement_text', 'nowhere') YIELD node, score "
        "RETURN count(node) AS n",
        0,
    ),
    "labels": ("CALL db.labels() YIELD label WHERE label = 'Person' RETURN label", "Person"),
    "types": (
        "CALL db.relationshipTypes() YIELD relationshipType AS t WHERE t = 'SAID' RETURN t",
        "SAID",
    ),
    "quoted": ("CALL `db`.`labels`() YIELD label WHERE label = 'Person' RETURN count(*) AS n", 1),
    "optional": (
        "MATCH (d:Document) OPTIONAL MATCH (d)-[:NO_SUCH]->(x) RETURN count(DISTINCT d) AS n",
        2,
    ),
    "a subquery that reads": (
        "MATCH (d:Document) CALL (d) { MATCH (e:Document) WHERE e.id >= d.id RETURN e } "
        "RETURN count(e) AS n",
        3,
    ),
    "a shortest path": (
        "MATCH (a:Person {id: 'person:0'}), (b:State {id: 'state:0'}) "
        "MATCH p = shortestPath((a)-[*..6]-(b)) RETURN length(p) > 0 AS there",
        True,
    ),
    "a union": ("RETURN 1 AS n UNION RETURN 1 AS n", 1),
    "exists and count": (
        "MATCH (d:Document) WHERE EXISTS { (d)--() } AND COUNT { (d)--() } > 0 RETURN count(d) AS n",
        2,
    ),
    "words in a string": (
        "RETURN 'DELETE; CALL dbms.listConfig() // LOAD CSV' AS words",
        "DELETE; CALL dbms.listConfig() // LOAD CSV",
    ),
    "quotes in a string": ("RETURN 'it\\'s \"so\" ; `x' AS words", 'it\'s "so" ; `x'),
    "words in a comment": ("/* DROP INDEX x; */ RETURN 1 AS n // DETACH DELETE n", 1),
    "a property called set": ("MATCH (n:Document) WHERE n.set IS NULL RETURN count(n) AS n", 2),
    "a key called delete": ("WITH {delete: 1, `load csv`: 2} AS call RETURN call.delete AS n", 1),
    "a variable called call": ("UNWIND [1] AS call RETURN call AS n", 1),
    "a column of words": ("RETURN 1 AS `CREATE (n); SET`", 1),
    "namespaces": (
        "RETURN date.truncate('month', date('2025-05-09')) = date('2025-05-01') AS same",
        True,
    ),
    "durations": ("RETURN duration.inDays(date('2025-05-01'), date('2025-05-09')).days AS n", 8),
    "a fold": ("RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS n", 6),
    "lists": ("RETURN size([x IN range(1, 9) WHERE any(y IN [2, 3] WHERE x % y = 0) | x]) AS n", 6),
    "a slice": ("WITH [1, 2, 3] AS xs RETURN xs[0..size(xs)][2] AS n", 3),
    "a parameter called call": ("RETURN $call AS n", 1),
    "a semicolon at the end": ("RETURN 1 AS n ;", 1),
    "other letters": ("WITH {имя: 'Київ'} AS зустріч RETURN зустріч.имя AS ім", "Київ"),
    "many rows": (
        "UNWIND range(1, 100000) AS x UNWIND range(1, 3) AS y RETURN count(*) AS n",
        300_000,
    ),
}


@pytest.mark.parametrize("name", LEGITIMATE)
def test_what_reads_the_graph_may_be_asked(queryable: QueryableStore, name: str) -> None:
    query, expected = LEGITIMATE[name]
    (row,) = queryable.query(query, call=1)
    assert list(row.values()) == [expected]


def test_the_first_rows_of_many_are_asked_for(queryable: QueryableStore) -> None:
    many = "UNWIND range(1, 20000) AS n RETURN n"
    rows = queryable.query(many, row_cap=3, limits=TIGHT)
    assert [row["n"] for row in rows] == [1, 2, 3]
    assert len(queryable.query(many, limits=Limits(rows=20_000))) == 20_000
    assert len(queryable.query(many, limits=UNLIMITED)) == 20_000


@pytest.mark.parametrize(
    ("limits", "query", "says"),
    [
        (
            Limits(rows=5),
            "UNWIND range(1, 9) AS n RETURN n",
            ["5 rows", "add LIMIT", "Limits(rows="],
        ),
        (
            Limits(characters=99),
            "RETURN reduce(s = 'a', x IN range(1, 99) | s + 'b') AS x",
            ["99 characters", "Limits(characters="],
        ),
        (
            Limits(seconds=0.5),
            "MATCH (a)-[*]-(b) RETURN count(*)",
            ["0.5 seconds", "--timeout", "Limits(seconds="],
        ),
        (
            Limits(),
            "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN collect(a) AS xs",
            ["more memory", "in parts"],
        ),
    ],
)
def test_the_error_names_the_limit_and_the_remedy(
    queryable: QueryableStore, limits: Limits, query: str, says: list[str]
) -> None:
    with pytest.raises(LimitExceeded) as raised:
        queryable.query(query, limits=limits)
    assert [words for words in says if words not in str(raised.value)] == []


@pytest.mark.parametrize("given", [{"seconds": 0}, {"rows": -1}, {"characters": float("nan")}])
def test_a_limit_is_above_nothing(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(given))):
        Limits(**given)


def test_rows_are_counted_before_they_are_all_there() -> None:
    taken: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for n in range(10**9):
            taken.append(n)
            yield {"n": n}

    with pytest.raises(LimitExceeded):
        list(counted(rows(), Limits(rows=3)))
    assert taken == [0, 1, 2, 3]


def test_what_cannot_be_stopped_is_left_alone_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("loaders.limits._GRACE", 0)
    questions, gate = Questions(), socket.socketpair()
    stuck: Callable[[], object] = lambda: gate[0].recv(1)  # noqa: E731
    for _ in range(8):
        with pytest.raises(LimitExceeded, match="longer than"):
            questions.ask(stuck, Limits(seconds=0.01))
    with pytest.raises(LimitExceeded, match="still works on 8"):
        questions.ask(lambda: 1, UNLIMITED)
    for end in gate:
        end.shutdown(socket.SHUT_RDWR)
        end.close()


def plan(operator: str, details: str = "", *children: dict[str, Any]) -> dict[str, Any]:
    return {"operatorType": f"{operator}@neo4j", "args": {"Details": details}, "children": children}


@pytest.mark.parametrize(
    "inner",
    [
        plan("LoadCSV", "line"),
        plan("ShowSettings", "allSettings"),
        plan("TerminateTransactions"),
        plan("ProcedureCall", "dbms.listConfig() :: (name :: STRING)"),
        plan("ProcedureCall", "`my`.`db.labels`() :: (name :: STRING)"),
    ],
)
def test_a_plan_is_looked_through(inner: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        check_plan("r", plan("ProduceResults", "", plan("Apply", "", inner)))
    fine = plan("ProduceResults", "", plan("ProcedureCall", "db.labels() :: (label :: STRING)"))
    check_plan("r", fine)
    for writing in ("w", "rw", "s", None):
        with pytest.raises(QueryError):
            check_plan(writing, fine)


@pytest.mark.parametrize("letter", ["\u180e", "\u200b", "\ufeff", "\x00", "“", "\\"])
def test_a_stray_letter_is_named(letter: str) -> None:
    with pytest.raises(QueryError):
        check_text(f"MATCH (n) RETURN n{letter}")
