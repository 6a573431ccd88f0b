"""Values of the embedded engine as Python's own.

In process the engine gives a date as ISO text when an expression computed it, and as a date when it
stands in a whole node. What a column holds is asked from the engine (`valueType`), once a query.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from loaders import cypher
from loaders.arcade import ArcadeDBError
from loaders.transactions import Row
from schemas.catalog import NODES, RELATIONSHIPS

_REMEMBERED = 500  # queries whose columns are kept in mind
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[A-Za-z_]\w*")
_PROJECTION = re.compile(r"FINAL PROJECTION \[(.*)\]")
_COMMA = re.compile(r",(?![^(\[{]*[)\]}])")
_PATH = re.compile(r"\(#\d+:\d+\)(?:<?-\[#\d+:\d+\]->?\(#\d+:\d+\))*")
_MADE = r"(\btoString\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\S)"
_RECORD = re.compile(r"#\d+:\d+")


def _date_properties() -> frozenset[str]:
    models = (*NODES.values(), *(row.model for row in RELATIONSHIPS.values()))
    return frozenset(
        name
        for model in models
        for name, field in model.model_fields.items()
        if field.annotation == date | None
    )


DATE_PROPERTIES: frozenset[str] = _date_properties()
_OF_DATES = re.compile(rf"(?:.*\.)?(?:{'|'.join(sorted(DATE_PROPERTIES))})\W*")


def plain(value: Any, record: Callable[[str], Any]) -> Any:
    """A value of a row as Python's own: records without the engine's ids, paths as two lists."""
    match value:
        case {"@type": str(type_)}:
            own = {k: plain(v, record) for k, v in value.items() if not k.startswith("@")}
            if type_ in RELATIONSHIPS:
                return {**own, "type": type_}
            return {**own, "labels": cypher.ordered(type_.split("~"))}
        case dict():
            return {key: plain(item, record) for key, item in value.items()}
        case list():
            return [plain(item, record) for item in value]
        case str() if value.startswith("(#") and _PATH.fullmatch(value):
            found = [plain(record(rid), record) for rid in _RECORD.findall(value)]
            return {"nodes": found[::2], "relationships": found[1::2]}
        case _:
            return value


def columns_of(plan: str) -> tuple[str, ...]:
    """The columns of a query without rows, from the engine's plan; () where it does not say."""
    found = _PROJECTION.findall(plan)
    return tuple(name.strip() for name in _COMMA.split(found[-1])) if found and found[-1] else ()


class DateColumns:
    """Which columns of a query hold dates; remembered by the query's text."""

    def __init__(self, ask: Callable[..., Iterable[Row]]) -> None:
        self._ask = ask
        self._known: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}

    def restored(
        self, rows: Sequence[Row], query: str, parameters: Mapping[str, Any]
    ) -> Iterator[Row]:
        """The rows with dates where the engine holds dates."""
        columns = tuple(key for key in (rows[0] if rows else ()) if _has_days(rows, key))
        first = f"CALL () {{ {query.rstrip().removesuffix(';')}\n}} WITH * LIMIT {len(rows)}"
        held = self._of(columns, first, parameters) if columns else frozenset()
        for row in rows:
            yield {key: _restored(value, everywhere=key in held) for key, value in row.items()}

    def _of(
        self, columns: tuple[str, ...], query: str, parameters: Mapping[str, Any]
    ) -> frozenset[str]:
        if (query, columns) not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            named = {key for key in columns if _OF_DATES.fullmatch(key)}
            asked = [
                key
                for key in columns
                if key not in named and _NAME.fullmatch(key) and not _is_text(key, query)
            ]
            self._known[query, columns] = frozenset(named | self._dates(asked, query, parameters))
        return self._known[query, columns]

    def _dates(self, columns: list[str], query: str, parameters: Mapping[str, Any]) -> set[str]:
        """Those columns whose values are all dates, or lists of dates, as the engine types them."""
        if not columns:
            return set()
        kinds = ", ".join(f"collect(DISTINCT valueType({_inner(key)})) AS {key}" for key in columns)
        try:
            answer = list(self._ask(f"{query} RETURN {kinds}", **parameters))
        except ArcadeDBError:
            return set()  # a query that cannot stand in a subquery keeps ISO text
        found = answer[0] if answer else {}
        return {
            key
            for key in columns
            if (types := set(found.get(key, ())) - {"NULL"})
            and all(kind.startswith("DATE ") or kind == "DATE" for kind in types)
        }


def _is_text(column: str, query: str) -> bool:
    """Is the column made by `toString(…) AS column`, and nowhere in another way?

    Then the engine need not be asked: that runs the query a second time.
    """
    made = re.findall(rf"{_MADE}\s+AS\s+{column}\b", query, re.IGNORECASE)
    return bool(made) and all(text.lower().startswith("tostring(") for text in made)


def _inner(column: str) -> str:
    """The column, or the first of a list: a list of dates is typed as a list of anything."""
    return f"CASE WHEN valueType({column}) STARTS WITH 'LIST' THEN {column}[0] ELSE {column} END"


def _has_days(rows: Sequence[Row], column: str) -> bool:
    return any(_days_in(row.get(column)) for row in rows)


def _days_in(value: Any) -> bool:
    if isinstance(value, list):
        return any(_days_in(item) for item in value)
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _restored(value: Any, *, everywhere: bool) -> Any:
    """Dates for ISO text: of the whole value, or of keys in it that name dates of the schema."""
    if isinstance(value, dict):
        return {
            key: _restored(item, everywhere=key in DATE_PROPERTIES) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_restored(item, everywhere=everywhere) for item in value]
    if everywhere and isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value
