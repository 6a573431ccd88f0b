"""Commands that ask: a question of the library by name, or Cypher."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit.cli.options import (
    DatabaseOption,
    Format,
    FormatOption,
    LimitOption,
    ParamOption,
    PasswordOption,
    SourceOption,
    TimeoutOption,
    UserOption,
    opened,
    parameters,
    settings,
)
from graphkit.cli.output import print_rows

if TYPE_CHECKING:
    from graphkit.questions import Question

_RESERVED = frozenset({"limits", "row_cap"})
_SECONDS = 60.0


def ask(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A question; `graphkit questions` lists them.")
    ],
    param: ParamOption = None,
    store: SourceOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
    timeout: TimeoutOption = _SECONDS,
    form: FormatOption = Format.TABLE,
) -> None:
    """Ask a question of the library by its name.

    Actors, venues and concepts are given as people call them ("Trump", "the Kremlin") or by id.
    """
    from graphkit.questions.library import question
    from schemas.stores import Limits

    asked, values = question(name), parameters(param)
    _refuse_reserved(values)
    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen) as place:
        rows = place.ask(name, limits=Limits(seconds=timeout), **values)
    print_rows(rows, form, shown=asked.table, title=asked.title)


def questions(form: FormatOption = Format.TABLE) -> None:
    """List the questions of the library."""
    from graphkit.questions import questions as library
    from schemas.stores import Rows

    listed = tuple(_listed(question) for question in library().values())
    rows = Rows(("question", "title", "parameters", "description", "example"), listed)
    print_rows(rows, form, shown=rows.columns[:3])


def query(
    cypher: Annotated[
        str,
        typer.Argument(metavar="CYPHER", help="Cypher that only reads; - reads standard input."),
    ],
    param: ParamOption = None,
    store: SourceOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = _SECONDS,
    form: FormatOption = Format.TABLE,
) -> None:
    """Run a Cypher query that only reads.

    A parameter that reads as JSON is taken as such: 7, true, ["a", "b"]. A query that takes too
    long, or gives more than a million rows, ends with an error that says what to do.
    """
    from schemas.stores import Limits

    text = sys.stdin.read() if cypher == "-" else cypher
    values = {name: _value(given) for name, given in parameters(param).items()}
    _refuse_reserved(values)
    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen) as place:
        rows = place.query(text, row_cap=limit, limits=Limits(seconds=timeout), **values)
    print_rows(rows, form)


def _listed(question: "Question") -> dict[str, str]:
    return {
        "question": question.name,
        "title": question.title,
        "parameters": question.signature,
        "description": question.description,
        "example": question.example,
    }


def _refuse_reserved(names: Iterable[str]) -> None:
    """QueryError for a parameter that Python's `query` takes for itself."""
    from schemas.errors import QueryError

    for name in _RESERVED & set(names):
        raise QueryError(f"a parameter may not be called {name!r}: give it another name")


def _value(given: str) -> Any:
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given
