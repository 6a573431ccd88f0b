"""What a query may say: it reads the graph, and nothing else on the machine or in the network.

Whether a query writes, the engines know best and are asked. What they do not tell, or tell only of
a plan's outer operators, is read off the text here: procedures, functions with a namespace, LOAD
CSV. The text is cut into words first, so that comments, white space, back-ticks and strings hide
nothing and accuse nobody.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from schemas.errors import QueryError

PROCEDURES: tuple[str, ...] = (
    "db.index.fulltext.queryNodes",
    "db.index.fulltext.queryRelationships",
    "db.labels",
    "db.propertyKeys",
    "db.relationshipTypes",
    "db.schema.nodeTypeProperties",
    "db.schema.relTypeProperties",
    "db.schema.visualization",
)
"""What CALL may name: these read the graph and its schema."""
NAMESPACES: frozenset[str] = frozenset(
    {
        "date",
        "datetime",
        "duration",
        "localdatetime",
        "localtime",
        "point",
        "time",
        "vector.similarity",
    }
)
"""Namespaces of Cypher's own functions; one without a namespace is Cypher's own on both engines."""

ONLY_READS = "`query` only reads; use load, ingest or remove to change the store"

_REMEMBERED = 128  # queries that were found harmless: the library's are asked again and again
_STARTS = ("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL", "LET", "FILTER")
_WRITES = frozenset(
    {
        "ALTER",
        "CREATE",
        "DELETE",
        "DETACH",
        "DROP",
        "FOREACH",
        "INSERT",
        "MERGE",
        "NODETACH",
        "REMOVE",
        "SET",
    }
)
_LANGUAGES = frozenset({"5", "25"})
_CALLABLE = frozenset(name.lower() for name in PROCEDURES)
_LEAVING = frozenset(
    {
        "LOAD CSV",
        "SHOW SETTING",
        "SHOW SETTINGS",
        "SHOW TRANSACTION",
        "SHOW TRANSACTIONS",
        "TERMINATE TRANSACTION",
        "TERMINATE TRANSACTIONS",
    }
)
"""Two words that leave the graph; inside of an expression a plan does not show them."""
_SYMBOLS = frozenset("()[]{}<>=+-*/%^|&!:;,.?~@#$") | {".."}
_TOKEN = re.compile(
    r"""
      (?P<blank> \s+ | //[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]* | /\*.*?\*/ )
    | (?P<text> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
    | `(?P<quoted> (?:[^`]|``)* )`
    | (?P<parameter> \$\w+ )
    | (?P<number> \d\w* )
    | (?P<word> \w+ )
    | (?P<symbol> \.\. | . )
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str

    def is_word(self, *words: str) -> bool:
        """Is it one of these, unquoted, in small or large letters?"""
        return self.kind == "word" and self.text.upper() in words


_NOTHING = _Token("end", "")


@lru_cache(_REMEMBERED)
def check_text(query: str) -> None:
    """QueryError where a query is more than one reading statement, or calls what it may not."""
    if "\\u" in query:
        raise QueryError(
            r"\u escapes are not allowed in a query: write the character itself, or give the text "
            "as a parameter"
        )
    tokens = list(_tokens(query))
    _check_start(tokens)
    if any(token.text == ";" and token.kind == "symbol" for token in tokens[:-1]):
        raise QueryError("a query is one statement: ask the others one by one")
    for first, second in pairwise(tokens):
        if first.kind == second.kind == "word" and (words := _pair(first, second)) in _LEAVING:
            raise QueryError(f"{words} is not allowed: a query reads the graph and nothing else")
    if _commits(tokens):
        raise QueryError("IN TRANSACTIONS is not allowed: a query only reads")
    for called, name in _calls(tokens):
        if called == "procedure":
            check_procedure(name)
        elif name.lower().rpartition(".")[0] not in NAMESPACES:
            raise QueryError(
                f"the function {name}() is not allowed: a query may use Cypher's own functions"
            )


def check_plan(query_type: str | None, plan: Mapping[str, Any] | None) -> None:
    """QueryError where Neo4j's plan writes, or has an operator that leaves the graph."""
    for operator, details in _operators(plan or {}):
        if operator == "ProcedureCall":
            check_procedure(details.partition("(")[0])
        elif operator.startswith(("Show", "Terminate", "Administration", "LoadCSV", "Transaction")):
            raise QueryError(
                f"{operator} is not allowed: a query reads the graph, not the server, its settings "
                "or files"
            )
    if query_type != "r":
        raise QueryError(ONLY_READS)


def check_procedure(name: str) -> None:
    """QueryError for a procedure that a query may not call."""
    if name.replace("`", "").lower() not in _CALLABLE:
        raise QueryError(
            f"the procedure {name} is not allowed: a query may call {', '.join(PROCEDURES)}"
        )


def _tokens(query: str) -> Iterator[_Token]:
    """The words and signs of a query, without comments and white space."""
    for match in _TOKEN.finditer(query):
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "symbol" and text not in _SYMBOLS:
            raise QueryError(_stray(text))
        if kind != "blank":
            yield _Token(kind, text)


def _stray(text: str) -> str:
    if text in {"'", '"', "`"}:
        return f"a {text} in the query has no second one that closes it"
    return f"the character {text!r} stands outside of a string: a query has no use for it there"


def _pair(first: _Token, second: _Token) -> str:
    return f"{first.text} {second.text}".upper()


def _commits(tokens: list[_Token]) -> bool:
    """Has it a subquery that commits by itself, so that a rollback does not undo it?"""
    return any(
        third.is_word("TRANSACTIONS")
        and (second.is_word("CONCURRENT") or (first.text == "}" and second.is_word("IN")))
        for first, second, third in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _check_start(tokens: list[_Token]) -> None:
    first = tokens[0] if tokens else _NOTHING
    if first.is_word("CYPHER"):
        if len(tokens) < 3 or tokens[1].text not in _LANGUAGES:
            raise QueryError("CYPHER may be followed by 5 or 25, not by options of the planner")
        first = tokens[2]
    if first.text.upper() in _WRITES:
        raise QueryError(ONLY_READS)
    if not first.is_word(*_STARTS):
        raise QueryError(
            f"a query begins with {', '.join(_STARTS[:5])} or {_STARTS[5]}, not with "
            f"{first.text or 'nothing'}"
        )


def _calls(tokens: list[_Token]) -> Iterator[tuple[str, str]]:
    """Procedures after CALL, and functions that have a namespace."""
    at = 0
    while at < len(tokens):
        start, at = at, at + 1
        if tokens[start].kind not in {"word", "quoted"}:
            continue
        while _goes_on(tokens, at):
            at += 2
        name = "".join(token.text for token in tokens[start:at])
        called = at < len(tokens) and tokens[at].text == "("
        after_call = start > 0 and tokens[start - 1].is_word("CALL")
        if after_call and not tokens[start].is_word("IN") and (called or "." in name):
            yield "procedure", name
        elif called and "." in name:
            yield "function", name


def _goes_on(tokens: list[_Token], at: int) -> bool:
    """Does a dotted name go on here?"""
    pair = tokens[at : at + 2]
    return len(pair) == 2 and pair[0] == ("symbol", ".") and pair[1].kind in {"word", "quoted"}


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and details of each operator of a plan, from the top."""
    if plan:
        arguments = plan.get("args") or {}
        name = str(plan.get("operatorType", "")).partition("@")[0]
        yield name, str(arguments.get("Details", ""))
        for child in plan.get("children") or ():
            yield from _operators(child)
