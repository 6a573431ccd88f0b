"""Rows as tables, JSON, JSON Lines and CSV on stdout; messages and progress on stderr."""

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graphkit.cli.options import Format

if TYPE_CHECKING:
    from schemas.stores import Rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A}, "\ufffd")
_WIDE = 160  # characters of a table that goes to a file or pipe
_LONG = "sentence"
_DITTO = "″"
_STANCES = {"positive": "green", "negative": "red"}

WHO_SAID_WHAT = {
    "speaker": "speaker",
    "cue": "said",
    "target": "about whom",
    "stance": "stance",
    "sentence": "source sentence",
}
"""Columns of a table of statements, with their headings."""


def message(text: str, *values: object) -> None:
    """A message on stderr; `values` fill the braces and are never read as markup."""
    filled = text.format(*(escape(printable(str(value))) for value in values))
    Console(stderr=True, soft_wrap=True, highlight=False, emoji=False).print(filled)


def write_page(path: Path, text: str, option: str) -> None:
    """A page into a file, and a word about it; a usage error of `option` where it cannot be."""
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        told = f"{path} cannot be written ({error.strerror})"
        raise typer.BadParameter(told, param_hint=option) from error
    message("wrote {}", path)


def progress() -> Progress:
    """A progress bar on stderr; silent where stderr is no terminal."""
    console = Console(stderr=True, emoji=False)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def write(text: str) -> None:
    """A result on stdout, with one line end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def print_rows(rows: "Rows", form: Format, *, shown: Sequence[str] = (), title: str = "") -> None:
    """Rows on stdout; a table has the columns `shown` where given, other forms have all.

    With a table the number of its rows goes to stderr.
    """
    match form:
        case Format.TABLE:
            print_table(rows, {name: name for name in shown or rows.columns}, title)
            message("{} rows" if len(rows) != 1 else "{} row", len(rows))
        case Format.JSON:
            write(json.dumps([dict(r) for r in rows], ensure_ascii=False, indent=2, default=str))
        case Format.JSONL:
            for row in rows:
                write(json.dumps(dict(row), ensure_ascii=False, default=str))
        case Format.CSV:
            _print_csv(rows)


def print_table(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], title: str = ""
) -> None:
    """A table of the columns under their headings; nothing where there are no rows.

    A sentence that stands in the row above already is shown as a ditto mark.
    """
    table = Table(title=title or None, title_justify="left")
    for column, heading in columns.items():
        table.add_column(
            escape(printable(heading)), overflow="fold", ratio=3 if column == _LONG else None
        )
    above = None
    for row in rows:
        again = {_LONG: _DITTO} if row.get(_LONG) and row.get(_LONG) == above else {}
        table.add_row(*(_cell(column, {**row, **again}.get(column)) for column in columns))
        above = row.get(_LONG)
    if rows:
        _console().print(table)


def _console() -> Console:
    """Stdout; as wide as the terminal, or wide enough for a file."""
    wide = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(width=_WIDE if wide else None, highlight=False, emoji=False)


def _cell(column: str, value: Any) -> str:
    text = escape(printable(plain(value)))
    colour = _STANCES.get(text) if column == "stance" else None
    return f"[{colour}]{text}[/]" if colour else text


def printable(text: str) -> str:
    """Text whose control characters, newline and tab apart, are each U+FFFD.

    So no text of an article moves the cursor, changes colours or titles of the terminal.
    """
    return text.replace("\r\n", "\n").translate(_CONTROLS)


def plain(value: Any) -> str:
    """A value as one cell: null is empty, a list is joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(plain(part) for part in value)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, default=str)
    return str(value)


def _print_csv(rows: "Rows") -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([unformula(column) for column in rows.columns])
    for row in rows:
        writer.writerow([_csv_cell(row.get(column)) for column in rows.columns])


def _csv_cell(value: Any) -> Any:
    """Numbers as they are; words so that no spreadsheet takes them for a formula."""
    return value if isinstance(value, int | float) else unformula(plain(value))


def unformula(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
