"""Commands that move graphs: into a store, out of it, and a document away."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.options import (
    DatabaseOption,
    PasswordOption,
    SourceOption,
    StoreOption,
    UserOption,
    opened,
    settings,
)
from graphkit.cli.output import message

if TYPE_CHECKING:
    from schemas.graph import Graph


def load(
    graph: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of `extract`; - reads standard input.")
    ],
    store: StoreOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Load a graph file into a store.

    Documents that are there already are replaced.
    """
    read = _graph(graph)
    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen, create=True) as place:
        place.prepare()
        report = place.replace(read)
    message(
        "loaded {} documents, {} nodes, {} relationships into {}",
        report.documents,
        report.nodes,
        report.relationships,
        chosen.store,
    )


def export(
    to: Annotated[
        str,
        typer.Option("--to", metavar="FILE", help="The file to write."),
    ],
    store: SourceOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Write a whole store to a file.

    The ending chooses the format: .jsonl, .graphml or .csv (two tables); - is standard output.
    """
    from graphkit import open_store

    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen) as place:
        graph = place.read()
    if to == "-":
        graph.to_jsonl(sys.stdout)
        return
    with open_store(to) as file:
        file.load(graph)
    message("wrote {!s} to {}", graph, to)


def remove(
    document: Annotated[
        str,
        typer.Argument(metavar="DOCUMENT", help="Id of a document, as `ask documents` lists it."),
    ],
    store: StoreOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Take one document out of a store.

    With it goes all that only it says; other documents keep theirs.
    """
    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen) as place:
        place.remove(document)
    message("removed {} from {}", document, chosen.store)


def _graph(name: str) -> "Graph":
    from schemas.errors import InputError
    from schemas.graph import Graph

    if name == "-":
        return Graph.from_jsonl(sys.stdin).check()
    try:
        with Path(name).open(encoding="utf-8") as lines:
            return Graph.from_jsonl(lines).check()
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not UTF-8 text. Give a file that `graphkit extract` wrote."
        ) from error
