"""Options that several commands share, and the settings and stores that they stand for."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graphkit.pipeline import Pipeline
    from graphkit.questions import AskableStore
    from graphkit.settings import Settings


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class GraphFormat(StrEnum):
    """How graphs are printed: JSON is indented for one document, else one document a line."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How rows are printed.")]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        "--to",
        metavar="URL",
        help="bolt://, neo4j://, neo4j+s:// or the folder of an embedded store.",
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        "--from",
        metavar="URL",
        help="bolt://, neo4j://, neo4j+s://, the folder of an embedded store.",
    ),
]
UserOption = Annotated[str | None, typer.Option("--user", help="User of the Neo4j server.")]
PasswordOption = Annotated[
    str | None,
    typer.Option("--password", help="Its password; better in NEO4J_PASSWORD or .env."),
]
DatabaseOption = Annotated[str | None, typer.Option("--database", help="Database of the server.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="An installed spaCy pipeline, by name or path.")
]
FastOption = Annotated[
    bool,
    typer.Option("--fast", help="Find attributions with the small model: quicker, less exact."),
]
RejectedOption = Annotated[
    Path,
    typer.Option(
        "--rejected", metavar="FILE", help="Where to write what the store refuses, if anything."
    ),
]
REJECTED = Path("graphkit-rejected.jsonl")
"""The file where none is named, in the working folder."""
ParamOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; may be repeated."),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", "-n", min=1, help="Print so many rows, the first ones.")
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", min=0.001, help="Seconds that the store may take.")
]


def settings(**flags: str | None) -> "Settings":
    """The settings of this working folder and process under the given flags."""
    from graphkit.settings import load_settings

    return load_settings(Path.cwd(), os.environ, flags)


def reading(chosen: "Settings", *, fast: bool = False) -> "Pipeline":
    """The pipeline of the settings."""
    from graphkit.pipeline import Pipeline

    return Pipeline(chosen.model, chosen.weights, fast=fast)


def opened(chosen: "Settings", *, create: bool = False, share: bool = False) -> "AskableStore":
    """The store of the settings; StoreMissing where it is not there and not to be made.

    Long commands `share` an embedded store meanwhile; others wait for the short ones.
    """
    from graphkit import open_store

    return open_store(
        chosen.store,
        user=chosen.user,
        password=chosen.password,
        database=chosen.database,
        create=create,
        share=share,
    )


def parameters(given: list[str] | None) -> dict[str, str]:
    """`--param` values by name; the last of a name counts."""
    found: dict[str, str] = {}
    for entry in given or ():
        name, equals, value = entry.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"{entry!r} must read NAME=VALUE", param_hint="--param")
        found[name.strip()] = value
    return found
