"""The Cypher box and the question library, for the page."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from graphkit.explorer.answers import AskedFor, Listed, Table
from graphkit.questions import ask, questions
from schemas.errors import QueryError
from schemas.stores import Limits, QueryableStore, Rows

ROW_CAP = 500
"""Rows that the page gets of one answer."""
LIMITS = Limits(seconds=20.0, rows=1_000_000, characters=20_000_000)
"""What one query of the page may take."""
_RESERVED = frozenset({"limits", "row_cap"})


def run(store: QueryableStore, cypher: str, parameters: Mapping[str, Any]) -> Table:
    """The first rows of a query that only reads; QueryError where it would not."""
    for name in _RESERVED & parameters.keys():
        raise QueryError(f"a parameter may not be called {name!r}: give it another name")
    rows = store.query(cypher, row_cap=ROW_CAP + 1, limits=LIMITS, **parameters)
    return _table(rows)


def answer(store: QueryableStore, name: str, parameters: Mapping[str, Any]) -> Table:
    """The first rows of a question of the library; QuestionError as `ask` raises it."""
    return _table(ask(store, name, limits=LIMITS, **parameters))


def library() -> tuple[Listed, ...]:
    """Every question, with what it asks for."""
    return tuple(
        Listed(
            name=q.name,
            title=q.title,
            description=q.description,
            parameters=tuple(AskedFor(**p.model_dump()) for p in q.parameters),
            cypher=q.cypher,
        )
        for q in questions().values()
    )


def _table(rows: Rows) -> Table:
    cells = (tuple(_plain(row.get(column)) for column in rows.columns) for row in rows[:ROW_CAP])
    return Table(columns=rows.columns, rows=tuple(cells), more=len(rows) > ROW_CAP)


def _plain(value: Any) -> Any:
    """Text, numbers and truth values as they are; the rest as text that JSON can say."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return json.dumps(value, ensure_ascii=False, default=str)
