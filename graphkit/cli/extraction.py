"""Commands that read articles: extract and ingest."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.batch import Given, each, find_articles, outcomes, report
from graphkit.cli.loading import load_all
from graphkit.cli.options import (
    REJECTED,
    DatabaseOption,
    FastOption,
    GraphFormat,
    ModelOption,
    PasswordOption,
    RejectedOption,
    StoreOption,
    UserOption,
    opened,
    reading,
    settings,
)
from graphkit.cli.output import WHO_SAID_WHAT, message, print_table, write

if TYPE_CHECKING:
    from schemas.graph import Graph

InputsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE|FOLDER...",
        help="Articles (.txt, .html) and folders of them; - reads standard input.",
    ),
]
PublishedOption = Annotated[
    datetime | None,
    typer.Option("--published", formats=["%Y-%m-%d"], help="Day of publication of the articles."),
]
IdOption = Annotated[str | None, typer.Option("--id", help="Id of the one article given.")]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of the files, where it is not UTF-8.")
]


def extract(
    inputs: InputsArgument,
    form: Annotated[
        GraphFormat, typer.Option("--format", "-f", help="How graphs are printed.")
    ] = GraphFormat.JSON,
    published: PublishedOption = None,
    id: IdOption = None,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    fast: FastOption = False,
) -> None:
    """Read articles and print their graphs.

    One JSON object a document, indented for one document and a line each for several; or a table.
    """
    from graphkit.questions import who_said_what

    chosen = settings(model=model)
    articles = find_articles(inputs)
    found = outcomes(reading(chosen, fast=fast), articles, _given(published, id, encoding))
    graphs: list[Graph] = []
    if form is GraphFormat.TABLE:
        failed = each(found, len(articles), graphs.append)
        print_table([row for graph in graphs for row in who_said_what(graph)], WHO_SAID_WHAT)
    else:
        indent = 2 if form is GraphFormat.JSON and len(articles) == 1 else None
        failed = each(found, len(articles), lambda graph: _print_graph(graph, indent))
    report(failed, len(articles))


def ingest(
    inputs: InputsArgument,
    store: StoreOption = None,
    published: PublishedOption = None,
    id: IdOption = None,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    fast: FastOption = False,
    rejected: RejectedOption = REJECTED,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Read articles and load them into a store.

    An article that is there already is replaced. One that cannot be read stops no other; one that
    the store refuses goes to the file of --rejected, with the reason.
    """
    chosen = settings(store=store, user=user, password=password, database=database, model=model)
    articles = find_articles(inputs)
    with opened(chosen, create=True, share=True) as place:
        place.prepare()
        found = outcomes(reading(chosen, fast=fast), articles, _given(published, id, encoding))
        failed = load_all(place, found, len(articles), rejected)
    message("{} of {} articles are in {}", len(articles) - len(failed), len(articles), chosen.store)
    report(failed, len(articles))


def _given(published: datetime | None, id: str | None, encoding: str | None) -> Given:
    return Given(published.date() if published else None, id, encoding)


def _print_graph(graph: "Graph", indent: int | None) -> None:
    for line in graph.json_lines():
        write(
            line if indent is None else json.dumps(json.loads(line), ensure_ascii=False, indent=2)
        )
