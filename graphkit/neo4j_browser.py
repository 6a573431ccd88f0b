"""Neo4j Browser made ready for the graph: a style sheet and the questions as saved Cypher.

A style in GraSS chooses by label and by relationship type, never by property, so the stance of who
speaks about whom is seen in PRAISES, CRITICISES and MENTIONS. Of rules that fit a node, Browser
lets the later win: `Actor` comes before the labels of actors, `Leader` after them. GraSS knows no
comments.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from graphkit.questions import Parameter, Question, questions
from graphkit.questions.headers import Argument
from graphkit.questions.linker import known_ids
from graphkit.questions.searching import full_text
from schemas.catalog import EXTRA_LABELS, NODES, RELATIONSHIPS
from schemas.errors import InputError

STYLE, QUERIES, ARCHIVE = "graphkit.grass", "queries", "queries.zip"

COLOURS: Mapping[str, str] = {
    "surface": "#fffefb",
    "raised": "#faf8f3",
    "ink": "#1b1e24",
    "muted": "#585d68",
    "line-strong": "#8b8d92",
    "accent": "#1d4f7c",
    "on-accent": "#ffffff",
    "chosen": "#fdf0c4",
    "chosen-line": "#a87400",
    "positive": "#0a6a94",
    "neutral": "#5d6470",
    "negative": "#b84a00",
    "content": "#e3edf4",
    "content-nested": "#cbdfec",
    "evidence": "#efe6d2",
}
"""Those of the explorer (`web/src/styles/tokens.css`, in light), by their names there."""


@dataclass(frozen=True, slots=True)
class _Node:
    """How nodes of a label look; colours by name."""

    fill: str
    border: str
    text: str = "ink"
    diameter: int = 50
    caption: str = "{name}"


_PLAIN = _Node("raised", "line-strong")
_ACTOR = _Node("accent", "ink", "on-accent", 60)
_NODES: Mapping[str, _Node] = {
    "Person": _ACTOR,
    "State": _Node("ink", "accent", "on-accent", 70),
    "Organization": _Node("muted", "ink", "on-accent", 60),
    "MediaOutlet": _Node("line-strong", "muted", diameter=55),
    "Unnamed": _Node("surface", "muted", diameter=45),
    "Office": _Node("evidence", "line-strong", diameter=45),
    "Venue": _Node("chosen", "chosen-line", diameter=50),
    "Proposal": _Node("content-nested", "accent", diameter=50),
    "Concept": _Node("content", "accent", diameter=65),
    "Event": _Node("evidence", "chosen-line", diameter=50),
    "Occurrence": _Node("chosen", "line-strong", diameter=65),
    "Statement": _Node("raised", "accent", diameter=40, caption="{text}"),
    "Document": _Node("surface", "ink", diameter=55),
}
_EXTRA: Mapping[str, _Node] = {
    "Actor": _ACTOR,
    "Leader": _Node("accent", "chosen-line", "on-accent", 70),
}
_LEANINGS: Mapping[str, str] = {
    "PRAISES": "positive",
    "CRITICISES": "negative",
    "MENTIONS": "neutral",
    "PROPOSES": "positive",
    "SUPPORTS": "positive",
    "OFFERS": "positive",
    "DEMANDS": "positive",
    "REJECTS": "negative",
    "CONDITIONS": "neutral",
}
"""Types that say how somebody stands to whom or what; coloured as in the explorer."""
_LEANING_WIDTH, _WIDTH = 3, 1  # pixels of a line
_LAST = "Leader"  # the label whose rule comes after all others


def grass() -> str:
    """The style: a rule for every label and relationship type of the schema, in GraSS."""
    first = [label for label in EXTRA_LABELS if label != _LAST]
    rules = [_node_rule("node", _PLAIN), _type_rule("relationship", None)]
    rules += [_node_rule(f"node.{name}", _look(name)) for name in (*first, *NODES, _LAST)]
    rules += [_type_rule(f"relationship.{name}", _LEANINGS.get(name)) for name in RELATIONSHIPS]
    return "\n".join(rules)


def saved_cypher(question: Question) -> str:
    """A question as Browser saves it: a title, `:param` lines with an example, the query.

    Values stand in the `:param` lines alone. Actors and venues are given by id, as queries want
    them, and by name in the comment above; what no registry knows is null.
    """
    lines = [f"// {question.title}", f"// {_one_statement(question.description)}"]
    given = _example(question)
    values = {p.name: _value(p, given.get(p.name)) for p in question.parameters}
    for parameter in question.parameters:
        example = given.get(parameter.name) if values[parameter.name] is not None else None
        shown = f", for example {example}" if example else ""
        lines.append(f"// {parameter.name}: {_one_statement(parameter.meaning + shown)}")
    lines += (f":param {name} => {_literal(value)};" for name, value in values.items())
    return "\n".join([*lines, f"{_body(question.cypher)};", ""])


def write_browser(folder: Path) -> tuple[Path, ...]:
    """Writes style, queries and an archive of the queries; InputError where it cannot."""
    saved = {f"{name}.cypher": saved_cypher(asked) for name, asked in questions().items()}
    style, queries, archive = folder / STYLE, folder / QUERIES, folder / ARCHIVE
    try:
        queries.mkdir(parents=True, exist_ok=True)
        style.write_text(grass(), encoding="utf-8")
        for name, text in saved.items():
            (queries / name).write_text(text, encoding="utf-8")
        with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
            for name, text in saved.items():
                packed.writestr(ZipInfo(name), text)  # no time of day: the same bytes each time
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return (style, *(queries / name for name in saved), archive)


# --- the style ------------------------------------------------------------------------------------


def _look(label: str) -> _Node:
    return _EXTRA.get(label) or _NODES.get(label, _PLAIN)


def _node_rule(selector: str, look: _Node) -> str:
    return _rule(
        selector,
        {
            "diameter": f"{look.diameter}px",
            "color": COLOURS[look.fill],
            "border-color": COLOURS[look.border],
            "border-width": "3px" if look.border == "chosen-line" else "2px",
            "text-color-internal": COLOURS[look.text],
            "font-size": "10px",
            "caption": f"'{look.caption}'",
        },
    )


def _type_rule(selector: str, leaning: str | None) -> str:
    return _rule(
        selector,
        {
            "color": COLOURS[leaning or "line-strong"],
            "shaft-width": f"{_LEANING_WIDTH if leaning else _WIDTH}px",
            "font-size": "8px",
            "padding": "3px",
            "text-color-external": COLOURS["ink"],
            "text-color-internal": COLOURS["on-accent" if leaning else "ink"],
            "caption": "'<type>'",
        },
    )


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    lines = (f"  {name}: {value};\n" for name, value in properties.items())
    return f"{selector} {{\n{''.join(lines)}}}\n"


# --- the questions --------------------------------------------------------------------------------


def _example(question: Question) -> dict[str, str]:
    """The parameters of the command that the question's header gives as an example."""
    words = shlex.split(question.example)
    pairs = (word for flag, word in pairwise(words) if flag == "--param")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def _value(parameter: Parameter, given: str | None) -> Argument:
    """What the query gets, as `graphkit.questions.ask` gives it, without a store to look in."""
    if given is None:
        return parameter.default
    match parameter.kind:
        case "actor" | "venue" | "concept":
            return next(iter(known_ids(given, parameter.kind)), None)
        case "words":
            return full_text(given, parameter.name)
        case "integer":
            return int(given)
        case "text" | "date":
            return given


def _literal(value: Argument) -> str:
    """A value as Cypher writes it."""
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _body(cypher: str) -> str:
    """The query without its header."""
    lines = (line for line in cypher.splitlines() if not line.startswith("//"))
    return "\n".join(lines).strip()


def _one_statement(comment: str) -> str:
    """A comment that no reader takes for the end of a statement."""
    return comment.replace(";", ",")
