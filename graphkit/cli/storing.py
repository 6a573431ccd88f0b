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
    from loaders.files import Export
    from schemas.graph import Graph

_STANDARD_INPUT = "standard input"
_EXPORT_ONLY = {".graphml": "GraphML", ".csv": "CSV"}


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

    The ending chooses the format: .jsonl, .json (JSON Lines too), .graphml or .csv (two tables);
    - is standard output. A file that is there is written anew.
    """
    target = None if to == "-" else _target(to)
    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen) as place:
        graph = place.read()
    if target is None:
        graph.to_jsonl(sys.stdout)
        return
    target.load(graph)
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


def _target(to: str) -> "Export":
    """The file to export to; a usage error where its ending says no format."""
    from loaders import open_export
    from schemas.errors import StoreError

    try:
        return open_export(to)
    except StoreError as error:
        raise typer.BadParameter(f"{error}; - is standard output", param_hint="--to") from error


def _graph(given: str) -> "Graph":
    """The checked graph of a file or of standard input (-); errors name it."""
    from loaders.files import read_graph
    from schemas.errors import GraphError, InputError

    name = _STANDARD_INPUT if given == "-" else given
    graph = read_graph(_text(given), name)
    if not graph.nodes:
        raise InputError(f"{name}: is empty. Give a graph that `graphkit extract` printed.")
    try:
        return graph.check()
    except GraphError as error:
        raise type(error)(f"{name}: {error}") from error


def _text(given: str) -> str:
    from schemas.errors import InputError

    if Path(given).suffix.lower() in _EXPORT_ONLY:
        raise InputError(
            f"{given}: {_EXPORT_ONLY[Path(given).suffix.lower()]} is export only and cannot be "
            "loaded. Give the .jsonl that `graphkit export` writes."
        )
    name = _STANDARD_INPUT if given == "-" else given
    try:
        return sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not UTF-8 text. Give a graph that `graphkit extract` printed."
        ) from error
