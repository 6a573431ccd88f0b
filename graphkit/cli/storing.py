"""Commands that move graphs: into a store, out of it, and a document away."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.batch import SOME_FAILED
from graphkit.cli.loading import set_aside
from graphkit.cli.options import (
    REJECTED,
    DatabaseOption,
    ParamOption,
    PasswordOption,
    RejectedOption,
    SourceOption,
    StoreOption,
    UserOption,
    opened,
    parameters,
    settings,
)
from graphkit.cli.output import message, write, write_page

if TYPE_CHECKING:
    from graphkit.questions import AskableStore
    from graphkit.settings import Settings
    from loaders.files import Export
    from loaders.interchange import Interchange
    from schemas.streams import Stream

_START_SECONDS = 120.0
_STANDARD_INPUT = "standard input"
_PAGE = ".html"
_INTERCHANGE = frozenset({".jsonl", ".json"})
_EXPORT_ONLY = {
    ".graphml": "GraphML",
    ".gexf": "GEXF",
    ".csv": "CSV",
    ".parquet": "Parquet",
    ".neo4j": "a folder for neo4j-admin",
}


def load(
    graph: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of `extract`; - reads standard input.")
    ],
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            help="Into a new store: a folder, or a database of a Neo4j server that is not "
            "running, by its neo4j-admin.",
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="With --offline: what the store holds is lost.")
    ] = False,
    start: Annotated[
        str | None,
        typer.Option(
            "--start",
            metavar="COMMAND",
            help="With --offline: starts the Neo4j server then, so that indexes are made.",
        ),
    ] = None,
    store: StoreOption = None,
    rejected: RejectedOption = REJECTED,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Load a graph file into a store.

    Documents that are there already are replaced; those that are there as they are given are left
    alone, so that a load that was cut off is resumed by loading again. With --offline a large file
    becomes a new store in half the time, whole or not at all.
    """
    if not offline and (overwrite or start):
        raise typer.BadParameter("belongs to --offline", param_hint="--overwrite, --start")
    chosen = settings(store=store, user=user, password=password, database=database)
    if start and "://" not in chosen.store:
        raise typer.BadParameter(
            "needs the address of the server: give --store bolt://…", param_hint="--start"
        )
    if offline:
        _load_offline(graph, chosen, start, overwrite=overwrite)
        return
    with _read(graph) as read, opened(chosen, create=True) as place:
        place.prepare()
        report = read.load_into(place)
    message(
        "loaded {} documents, {} nodes, {} relationships into {}",
        report.documents,
        report.nodes,
        report.relationships,
        chosen.store,
    )
    if report.unchanged:
        message("{} documents were there already, as they are", report.unchanged)
    if report.refused:
        set_aside(report.refused, rejected)
        raise typer.Exit(SOME_FAILED)


def export(
    to: Annotated[
        str,
        typer.Option("--to", metavar="FILE", help="The file to write; - is standard output."),
    ],
    question: Annotated[
        str | None,
        typer.Option(
            "--question", metavar="NAME", help="Only what the answer to a question names."
        ),
    ] = None,
    param: ParamOption = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="Only what one document tells.")
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option("--actor", metavar="NAME", help="Only an actor and what is next to it."),
    ] = None,
    store: SourceOption = None,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Write a store, or a part of it, to a file.

    The ending chooses the format: .jsonl, .json (JSON Lines too), .graphml, .gexf, .csv (two
    tables), .parquet (three tables), .neo4j (a folder for neo4j-admin) or .html (the explorer in
    one file, which needs no server). A file that is there is written anew.
    """
    from schemas.graph import json_lines

    _check_choice(to, question, param, document, actor)
    if Path(to).suffix.lower() == _PAGE:
        _export_page(
            to,
            settings(store=store, user=user, password=password, database=database),
            document,
            actor,
        )
        return
    target = None if to == "-" else _target(to)
    chosen = settings(store=store, user=user, password=password, database=database)
    with opened(chosen) as place:
        part = _part(place, question, parameters(param), document, actor)
        if target is None:
            for line in json_lines(part.pieces):
                write(line)
            return
        target.write(part)
    message("wrote {}", to)


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


def _load_offline(given: str, chosen: "Settings", start: str | None, *, overwrite: bool) -> None:
    """Into a new store: a folder, or a Neo4j database at rest, whose server may be started then."""
    from loaders import is_server

    if not is_server(chosen.store):
        _build(given, Path(chosen.store), overwrite=overwrite)
        return
    from loaders.offline import import_offline, neo4j_admin

    database, admin = chosen.database or "neo4j", neo4j_admin()
    with _file(given) as (path, name):
        found = import_offline(path, name, admin, database=database, overwrite=overwrite)
    message("imported {} nodes, {} relationships into {}", *found, database)
    if start is None:
        message("start the server: the next `graphkit load` or `ingest` makes its indexes")
        return
    with _started(start, chosen) as place:
        place.prepare()
    message("indexes are there")


def _build(given: str, folder: Path, *, overwrite: bool) -> None:
    """A new embedded store."""
    from loaders import EXPORT_SUFFIXES, build_store

    if folder.suffix.lower() in EXPORT_SUFFIXES:
        raise typer.BadParameter(
            f"{folder} is a file: --offline makes the folder of a store, or imports into Neo4j "
            "(--store bolt://…)",
            param_hint="--store",
        )
    with _file(given) as (path, name):
        found = build_store(path, name, folder, overwrite=overwrite)
    message("loaded {} nodes, {} relationships into the new store {}", *found, folder)


def _started(command: str, chosen: "Settings") -> "AskableStore":
    """The store of a server that a command of the user's has started, as soon as it answers."""
    from schemas.errors import InputError, StoreUnavailable

    try:
        subprocess.run(shlex.split(command), check=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise InputError(
            f"--start {command!r} failed: {error}. Start the server by hand."
        ) from error
    patience = monotonic() + _START_SECONDS
    while True:
        try:
            return opened(chosen, create=True)
        except StoreUnavailable:
            if monotonic() > patience:
                raise
        sleep(1.0)


def _export_page(to: str, chosen: "Settings", document: str | None, actor: str | None) -> None:
    """The explorer in one file."""
    from graphkit.explorer.onefile import one_file

    with opened(chosen) as place:
        page = one_file(place, document=document, actor=actor)
    write_page(Path(to), page, "--to")


def _check_choice(
    to: str,
    question: str | None,
    param: list[str] | None,
    document: str | None,
    actor: str | None,
) -> None:
    """A usage error for what does not go together."""
    given = {"--question": question, "--document": document, "--actor": actor}
    names = [name for name, value in given.items() if value is not None]
    if len(names) > 1:
        raise typer.BadParameter("give one of these, not several", param_hint=", ".join(names))
    if param and question is None:
        raise typer.BadParameter("belongs to --question", param_hint="--param")
    if question is not None and Path(to).suffix.lower() == _PAGE:
        raise typer.BadParameter(
            "a page is of a store, an --actor or a --document", param_hint="--question"
        )
    if names and document is None and (to == "-" or Path(to).suffix.lower() in _INTERCHANGE):
        raise typer.BadParameter(
            f"JSON Lines hold whole documents: take {', '.join(_EXPORT_ONLY)}, or --document",
            param_hint=names[0],
        )


def _part(
    place: "AskableStore",
    question: str | None,
    given: dict[str, str],
    document: str | None,
    actor: str | None,
) -> "Stream":
    """What is to be written."""
    from graphkit.questions import part_around, part_of_answer
    from schemas.graph import Graph

    if question is not None:
        return part_of_answer(place, question, **given)
    if actor is not None:
        return part_around(place, actor)
    if document is not None:
        return Graph.of_piece(place.piece(document)).stream()
    return place.stream()


def _target(to: str) -> "Export":
    """The file to export to; a usage error where its ending says no format."""
    from loaders import open_export
    from schemas.errors import StoreError

    try:
        return open_export(to)
    except StoreError as error:
        raise typer.BadParameter(f"{error}; - is standard output", param_hint="--to") from error


def _read(given: str) -> "Interchange":
    """What a file or standard input (-) holds, checked; errors name it."""
    from loaders.interchange import read_interchange, readable

    name = _name(given)
    with readable(name):
        if given == "-":
            return read_interchange(sys.stdin, name)
        with Path(given).open(encoding="utf-8-sig") as stream:
            return read_interchange(stream, name)


def _name(given: str) -> str:
    """What a file or standard input (-) is called; an error for what is only written."""
    from schemas.errors import InputError

    if Path(given).suffix.lower() in _EXPORT_ONLY:
        raise InputError(
            f"{given}: {_EXPORT_ONLY[Path(given).suffix.lower()]} is export only and cannot be "
            "loaded. Give the .jsonl that `graphkit export` writes."
        )
    return _STANDARD_INPUT if given == "-" else given


@contextmanager
def _file(given: str) -> Iterator[tuple[Path, str]]:
    """A file that can be read twice, and its name: for a pipe, a copy of what it gives."""
    from loaders.exchange import writing
    from loaders.interchange import readable

    name = _name(given)
    if given != "-" and Path(given).is_file():
        yield Path(given), name
        return
    with ExitStack() as stack:
        with readable(name):
            source = sys.stdin.buffer if given == "-" else stack.enter_context(open(given, "rb"))
        path = Path(stack.enter_context(TemporaryDirectory(prefix="graphkit-load-")), "graph.jsonl")
        with writing(path), path.open("wb") as file:
            copyfileobj(source, file)
        yield path, name
