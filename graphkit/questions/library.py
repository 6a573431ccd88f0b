"""Questions by name: the files beside this module, asked of any store that answers Cypher."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from graphkit.questions.headers import Argument, Parameter, Question, read_question
from graphkit.questions.linker import link
from graphkit.questions.searching import full_text
from graphkit.questions.sentences import with_sentences
from schemas.errors import QuestionError
from schemas.stores import LIMITS, Limits, QueryableStore, Rows

_SUFFIX = ".cypher"


@cache
def questions() -> Mapping[str, Question]:
    """Every question of the library by name, in alphabetical order."""
    sources = [f for f in files(__package__).iterdir() if f.name.endswith(_SUFFIX)]
    return {
        (name := source.name.removesuffix(_SUFFIX)): read_question(
            name, source.read_text(encoding="utf-8")
        )
        for source in sorted(sources, key=lambda source: source.name)
    }


def question(name: str) -> Question:
    """One question; QuestionError lists the names that come close, else all."""
    known = questions()
    if name in known:
        return known[name]
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    listed = f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(known)}"
    raise QuestionError(f"there is no question {name!r}; {listed} (`graphkit questions` lists all)")


def ask(store: QueryableStore, name: str, /, *, limits: Limits = LIMITS, **parameters: Any) -> Rows:
    """The rows of a question, the same on every store.

    Actors, venues and concepts are given as people call them ("Trump", "the Kremlin", "Moscow") or
    by id; dates as `date` or ISO text. Where a question has a `sentence` column it is filled with
    the source sentence. Raises QuestionError for an unknown question, a missing, unknown or
    malformed parameter and an ambiguous or unknown name; QueryError where the store refuses, or
    where the answer takes more than `limits`.
    """
    asked = question(name)
    _check_names(asked, parameters)
    values: dict[str, Any] = {
        p.name: _value(store, asked, p, parameters.get(p.name)) for p in asked.parameters
    }
    rows = store.query(asked.cypher, limits=limits, **values)
    return with_sentences(store, Rows(asked.columns, rows.rows))


def _check_names(asked: Question, parameters: Mapping[str, Any]) -> None:
    known = [p.name for p in asked.parameters]
    for name in parameters:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes no parameter"
            raise QuestionError(f"question {asked.name!r} has no parameter {name!r}; {takes}")


def _value(store: QueryableStore, asked: Question, parameter: Parameter, given: Any) -> Argument:
    """What the query gets for a parameter: an id, an ISO date, a number, text or null."""
    if given is None or given == "":
        if parameter.required:
            raise QuestionError(
                f"question {asked.name!r} needs the parameter {parameter.name!r} "
                f"({parameter.meaning}); for example: {asked.example}"
            )
        return parameter.default
    where = f"question {asked.name!r}, parameter {parameter.name!r}"
    match parameter.kind:
        case "actor" | "venue" | "concept":
            return link(store, str(given), parameter.kind)
        case "date":
            return _day(given, where)
        case "integer":
            return _number(given, where)
        case "text":
            return str(given)
        case "words":
            return full_text(str(given), where)


def _day(given: Any, where: str) -> str:
    if isinstance(given, date):
        return given.strftime("%Y-%m-%d")
    try:
        return date.fromisoformat(str(given).strip()).isoformat()
    except ValueError as error:
        raise QuestionError(f"{where}: {given!r} is no date; write it as 2025-05-31") from error


def _number(given: Any, where: str) -> int:
    try:
        return int(given)
    except (TypeError, ValueError) as error:
        raise QuestionError(f"{where}: {given!r} is no whole number") from error
