"""The command that makes Neo4j Browser ready: browser."""

from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.output import message, write


def browser(
    to: Annotated[
        Path, typer.Option("--to", file_okay=False, metavar="FOLDER", help="Where to write.")
    ],
) -> None:
    """Write a style and the questions for Neo4j Browser.

    A style sheet, graphkit.grass, and every question of the library as saved Cypher in queries/
    and, in one archive, queries.zip. The paths are printed; docs/neo4j-browser.md says what to do
    with them.
    """
    from graphkit.neo4j_browser import write_browser

    written = write_browser(to)
    write("\n".join(str(path) for path in written))
    message("wrote a style and {} queries to {}", len(written) - 2, to)
