"""The header of a `.cypher` file: title, description, parameters and an example.

// title: Who said what about whom
// description: Every attribution with a source. A line that begins with two spaces
//   goes on here.
// param speaker (actor, optional): who spoke
// param minimum (integer, default 1): leave out pairs with fewer statements
// example: graphkit ask who-said-what --param speaker="Trump"
"""

import re
from collections.abc import Iterator
from typing import Literal, get_args

from schemas.base import Model
from schemas.errors import QuestionError

type ParameterKind = Literal["actor", "venue", "concept", "text", "words", "date", "integer"]
type Argument = str | int | None

KINDS: tuple[str, ...] = get_args(ParameterKind.__value__)

_LINE = re.compile(
    r"// ?(?P<key>title|description|table|example|param (?P<name>\w+) \((?P<kind>[^)]+)\)): "
)
_COLUMN = re.compile(r"(?:^|\s)(\w+),?$")
_DEFAULT = "default "


class Parameter(Model):
    """One parameter of a question; `default` is null where there is none."""

    name: str
    kind: ParameterKind
    required: bool
    default: Argument = None
    meaning: str


class Question(Model):
    """One file of the library; `cypher` is the file, header included, as both engines run it.

    `columns` are those of its answer, `table` those that a table for reading shows.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[str, ...]
    table: tuple[str, ...]
    example: str
    cypher: str

    @property
    def signature(self) -> str:
        """The parameters in one line, optional ones in brackets: "speaker target [since]"."""
        return " ".join(p.name if p.required else f"[{p.name}]" for p in self.parameters)


def read_question(name: str, cypher: str) -> Question:
    """The question of a file; QuestionError where its header lacks something."""
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    for match, words in _entries(cypher):
        if match["name"]:
            parameters.append(_parameter(name, match["name"], match["kind"], words))
        else:
            fields[match["key"]] = words
    missing = {"title", "description", "table", "example"} - fields.keys()
    if missing:
        raise QuestionError(f"question {name!r}: the header has no {', '.join(sorted(missing))}")
    return Question(
        name=name,
        title=fields["title"],
        description=fields["description"],
        parameters=tuple(parameters),
        columns=tuple(_columns(cypher)),
        table=tuple(fields["table"].split()),
        example=fields["example"],
        cypher=cypher,
    )


def _columns(cypher: str) -> Iterator[str]:
    """The names of the last RETURN: one a line, as the house writes it."""
    answer = cypher.rpartition("\nRETURN ")[2].partition("\nORDER BY ")[0]
    for line in answer.splitlines():
        if match := _COLUMN.search(line):
            yield match[1]


def _entries(cypher: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each entry's first line and all its words."""
    entry: tuple[re.Match[str], str] | None = None
    for line in cypher.splitlines():
        if not line.startswith("//"):
            break
        if match := _LINE.match(line):
            if entry:
                yield entry
            entry = match, line[match.end() :].strip()
        elif entry and line.startswith("//   "):
            entry = entry[0], f"{entry[1]} {line[2:].strip()}"
    if entry:
        yield entry


def _parameter(question: str, name: str, traits: str, meaning: str) -> Parameter:
    kind, _, rest = (part.strip() for part in traits.partition(","))
    if kind not in KINDS:
        raise QuestionError(
            f"question {question!r}: parameter {name!r} has the kind {kind!r}; "
            f"known: {', '.join(KINDS)}"
        )
    default: Argument = rest.removeprefix(_DEFAULT) if rest.startswith(_DEFAULT) else None
    if kind == "integer" and default is not None:
        default = int(default)
    return Parameter.model_validate(
        {
            "name": name,
            "kind": kind,
            "required": rest == "required",
            "default": default,
            "meaning": meaning,
        }
    )
