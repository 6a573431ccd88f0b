"""The command that shows what was found in an article: explain."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graphkit.cli.extraction import EncodingOption, PublishedOption
from graphkit.cli.options import FastOption, ModelOption, reading, settings
from graphkit.cli.output import write_page

_WIDE = 160  # characters of a table that goes to a file or pipe


def explain(
    article: Annotated[Path, typer.Argument(metavar="FILE", help="An article (.txt, .html).")],
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="GOLD", help="Its gold: JSON, or PolNeAR's .ann."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page instead of the terminal's view."),
    ] = None,
    least: Annotated[
        float,
        typer.Option(
            "--least", metavar="CONFIDENCE", min=0, max=1, help="Leave out what is less sure."
        ),
    ] = 0.0,
    published: PublishedOption = None,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    fast: FastOption = False,
) -> None:
    """Show an article with its sources, cues and contents marked.

    Each attribution has a number, a speaker, a confidence and what made it. Against gold, misses
    and false alarms are shown as well.
    """
    from graphkit.explanation import compare, page, print_explanation, read_gold
    from graphkit.explanation import explain as explained
    from graphkit.reading import read_file

    _refuse_to_overwrite(html, article, against)
    day = published.date() if published else None
    document = read_file(article, published=day, encoding=encoding)
    gold = read_gold(against, document.document.text) if against else None
    analysis = reading(settings(model=model), fast=fast).analyse(document)
    shown = explained(analysis, least=least, title=article.name)
    shown, tally = compare(shown, gold) if gold else (shown, None)
    if html is None:
        wide = not sys.stdout.isatty() and "COLUMNS" not in os.environ
        console = Console(width=_WIDE if wide else None, highlight=False, emoji=False, markup=False)
        print_explanation(shown, console, tally)
    else:
        write_page(html, page(shown, tally), "--html")


def _refuse_to_overwrite(html: Path | None, *inputs: Path | None) -> None:
    if html is not None and html.resolve() in {path.resolve() for path in inputs if path}:
        raise typer.BadParameter(f"{html} is what is read: name another", param_hint="--html")
