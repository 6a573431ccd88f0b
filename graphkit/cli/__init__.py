"""The command line: `graphkit --help`. Results on stdout, progress and messages on stderr.

Whatever is heavy (pydantic, spaCy, drivers, pandas) is imported inside the commands.
"""

import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from graphkit.cli import asking, extraction, inspection, storing
from graphkit.cli.browser import browser
from graphkit.cli.demo import demo
from graphkit.cli.explaining import explain
from graphkit.cli.migrating import migrate
from graphkit.cli.output import message
from graphkit.cli.serving import serve
from graphkit.cli.training import train
from graphkit.cli.verifying import verify

if TYPE_CHECKING:
    from schemas.errors import GraphKitError

EXIT_CODES = (
    "Exit codes: 0 done · 1 some inputs of a batch failed, doctor found something, or verify a "
    "difference · "
    "2 wrong usage or settings · 3 an input or graph that cannot be read · 4 the store · "
    "5 a question, name or query · 6 a model."
)
SETTINGS = (
    "Settings: flag > environment (GRAPHKIT_STORE or NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, "
    "NEO4J_DATABASE, NEO4J_AUTH, GRAPHKIT_MODEL, GRAPHKIT_WEIGHTS) > .env > graphkit.toml > "
    "default."
)
_COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("demo", demo, "graphkit demo"),
    ("extract", extraction.extract, "graphkit extract article.html --format json"),
    ("explain", explain, "graphkit explain article.html --html article-explained.html"),
    ("ingest", extraction.ingest, "graphkit ingest articles/ --to ./graphkit-store"),
    ("load", storing.load, "graphkit load graph.jsonl --to bolt://localhost:7687"),
    ("ask", asking.ask, 'graphkit ask who-said-what --param speaker="Trump"'),
    ("questions", asking.questions, "graphkit questions"),
    ("query", asking.query, 'graphkit query "MATCH (a:Actor) RETURN a.name ORDER BY a.name"'),
    ("serve", serve, "graphkit serve --store ./graphkit-store"),
    ("browser", browser, "graphkit browser --to neo4j-browser"),
    ("export", storing.export, "graphkit export --from ./graphkit-store --to graph.graphml"),
    ("remove", storing.remove, "graphkit remove https://example.org/article"),
    ("verify", verify, "graphkit verify --store ./graphkit-store --against graph.jsonl"),
    ("migrate", migrate, "graphkit migrate --store ./graphkit-store"),
    ("schema", inspection.schema, "graphkit schema --format cypher"),
    ("evaluate", inspection.evaluate, "graphkit evaluate --gold gold/ --scorer gold/score.py"),
    ("doctor", inspection.doctor, "graphkit doctor --store bolt://localhost:7687"),
)

app = typer.Typer(
    name="graphkit",
    help="From news text to a typed graph of who said what about whom.",
    epilog=f"{SETTINGS}\n\n{EXIT_CODES}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich's help costs half a second more
)
for _name, _command, _example in _COMMANDS:
    app.command(_name, epilog=f"Example: {_example}")(_command)
app.add_typer(train, name="train")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with the exit code that `--help` lists."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(arguments, prog_name="graphkit")
    except SystemExit:  # before the next clause, which would load pydantic
        raise
    except _known_error() as error:
        message("[bold red]error:[/] {}", error)
        sys.exit(error.exit_code)


def _known_error() -> "type[GraphKitError]":
    """Asked for only when something was raised: `graphkit --help` does without pydantic."""
    from schemas.errors import GraphKitError

    return GraphKitError
