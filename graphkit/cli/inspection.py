"""Commands about the product itself: schema, evaluate, doctor."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.options import (
    DatabaseOption,
    FastOption,
    Format,
    FormatOption,
    ModelOption,
    PasswordOption,
    SourceOption,
    UserOption,
    reading,
    settings,
)
from graphkit.cli.output import message, print_rows, print_table, write

if TYPE_CHECKING:
    from schemas.stores import Check

_SOMETHING_WRONG = 1  # exit code
_STATES = {True: "ok", False: "wrong"}


class SchemaFormat(StrEnum):
    """How the schema is printed."""

    JSON = "json"
    CYPHER = "cypher"
    MARKDOWN = "markdown"


def schema(
    form: Annotated[
        SchemaFormat, typer.Option("--format", "-f", help="How the schema is printed.")
    ] = SchemaFormat.MARKDOWN,
) -> None:
    """Print the schema of the graph.

    As JSON Schema, as constraints and indexes in Cypher, or as the reference page.
    """
    from loaders.cypher import constraints, indexes
    from schemas.export import json_schema, markdown

    match form:
        case SchemaFormat.JSON:
            write(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        case SchemaFormat.CYPHER:
            write("\n".join(f"{step.text};" for step in (*constraints(), *indexes())))
        case SchemaFormat.MARKDOWN:
            write(markdown())


def evaluate(
    gold: Annotated[
        Path,
        typer.Option("--gold", exists=True, file_okay=False, help="Folder of annotated articles."),
    ],
    scorer: Annotated[
        Path, typer.Option("--scorer", exists=True, dir_okay=False, help="The folder's scorer.")
    ],
    polnear: Annotated[
        Path | None,
        typer.Option("--polnear", exists=True, file_okay=False, help="Folder of PolNeAR."),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The report; - is standard output.")
    ] = "docs/quality.md",
    model: ModelOption = None,
    fast: FastOption = False,
) -> None:
    """Measure the extraction on annotated articles.

    Writes a report in Markdown.
    """
    from graphkit.evaluation.report import evaluate as measured

    text = measured(gold, scorer, reading(settings(model=model), fast=fast), polnear)
    if output == "-":
        write(text)
        return
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    Path(output).write_text(text, encoding="utf-8")
    message("wrote {}", output)


def doctor(
    store: SourceOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
    model: ModelOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Check the installation and the store.

    Looks at Python, packages, model, weights and registry, then at everything in the store:
    constraints, indexes, contents, orphans, evidence. Says what to do.
    """
    from graphkit.cli.health import examine
    from schemas.stores import Rows

    chosen = settings(store=store, user=user, password=password, database=database, model=model)
    checks = list(examine(chosen))
    rows = Rows(("check", "state", "found", "what to do"), tuple(_row(check) for check in checks))
    if form is Format.TABLE:
        print_table(rows, {name: name if name != "state" else "" for name in rows.columns})
    else:
        print_rows(rows, form)
    wrong = [check.name for check in checks if not check.healthy]
    if wrong:
        message("[bold red]to be put right:[/] {}", ", ".join(wrong))
        raise typer.Exit(_SOMETHING_WRONG)
    message("everything is in order")


def _row(check: "Check") -> dict[str, str]:
    return {
        "check": check.name,
        "state": _STATES[check.healthy],
        "found": check.found,
        "what to do": check.remedy,
    }
