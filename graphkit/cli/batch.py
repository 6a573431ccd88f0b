"""Reading many articles: each input's outcome, and what is said of failures."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from graphkit.cli.output import message, progress

if TYPE_CHECKING:
    from graphkit.pipeline import Outcome, Pipeline
    from graphkit.reading import Reading
    from schemas.errors import GraphKitError, InputError
    from schemas.graph import Graph
    from schemas.provenance import Document

STANDARD_INPUT = Path("-")
SOME_FAILED = 1  # exit code


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of the articles, where they do not say it themselves."""

    published: date | None = None
    id: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """The articles to read, and what was named but cannot be: no such file, no article in it."""

    paths: tuple[Path, ...]
    wrong: Mapping[Path, "InputError"]

    def __len__(self) -> int:
        return len(self.paths)


def find_articles(inputs: list[Path]) -> Inputs:
    """The articles among files and folders, each once; `-` stays, what is wrong stays as such."""
    from graphkit.reading import find_inputs
    from schemas.errors import InputError

    paths: dict[Path, None] = {}
    wrong: dict[Path, InputError] = {}
    for path in inputs:
        try:
            found = [path] if path == STANDARD_INPUT else list(find_inputs([path]))
        except InputError as error:
            found, wrong[path] = [path], error
        paths |= dict.fromkeys(found)
    return Inputs(tuple(paths), wrong)


def outcomes(pipeline: "Pipeline", inputs: Inputs, given: Given) -> Iterator["Outcome"]:
    """What becomes of each input, in order; one that fails stops no other.

    Raises ModelError: without a model no input can be read.
    """
    if given.id is not None and len(inputs) > 1:
        raise typer.BadParameter("an id can be given to one article only", param_hint="--id")
    from graphkit.pipeline import settle

    for number, outcome in enumerate(pipeline.outcomes(_readings(inputs, given))):
        if number == 1:  # with more than one to read; by now everything is loaded
            settle()
        if outcome.error is None or outcome.path in inputs.wrong:
            yield outcome
        else:
            yield replace(outcome, error=_naming(outcome.path, outcome.error))


def _readings(inputs: Inputs, given: Given) -> Iterator[tuple[Path, "Reading | GraphKitError"]]:
    """What was read of each input, or why nothing was."""
    from schemas.errors import InputError

    seen: dict[str, tuple[Path, str]] = {}
    for path in inputs.paths:
        if path in inputs.wrong:
            yield path, inputs.wrong[path]
            continue
        try:
            reading = _read(path, given)
            _refuse_same_id(path, reading.document, seen)
        except InputError as error:
            yield path, error
        else:
            yield path, reading


def _refuse_same_id(path: Path, document: "Document", seen: dict[str, tuple[Path, str]]) -> None:
    """Two texts under one id would become one document with the statements of both."""
    from schemas.errors import InputError

    other, sha256 = seen.setdefault(document.id, (path, document.sha256))
    if sha256 != document.sha256:
        raise InputError(
            f"{path}: has the same id as {other} ({document.id}) and another text: ingest one of "
            "them, or give each an id of its own with --id"
        )


def _naming(path: Path, error: "GraphKitError") -> "GraphKitError":
    """The error, with the file named where its message does not."""
    return (
        error
        if str(path) in str(error) or path.name in str(error)
        else type(error)(f"{path}: {error}")
    )


def _read(path: Path, given: Given) -> "Reading":
    from graphkit.reading import read_bytes, read_file

    if path == STANDARD_INPUT:
        return read_bytes(
            sys.stdin.buffer.read(),
            published=given.published,
            id=given.id,
            encoding=given.encoding,
        )
    return read_file(path, published=given.published, id=given.id, encoding=given.encoding)


def each(
    found: Iterable["Outcome"], total: int, take: Callable[["Graph"], None]
) -> list["Outcome"]:
    """Give every graph to `take`, under a progress bar; the outcomes that failed come back."""
    failed: list[Outcome] = []
    for _, graph in succeeded(found, total, failed):
        take(graph)
    return failed


def succeeded(
    found: Iterable["Outcome"], total: int, failed: list["Outcome"]
) -> Iterator[tuple[Path, "Graph"]]:
    """The graphs with where they come from, under a progress bar; the others go into `failed`."""
    with progress() as bar:
        task = bar.add_task("reading articles", total=total)
        for outcome in found:
            if outcome.graph is not None:
                yield outcome.path, outcome.graph
            else:
                failed.append(outcome)
            bar.advance(task)


def report(failed: list["Outcome"], total: int) -> None:
    """Say what failed and leave: with the error itself for one input, with 1 for a batch."""
    errors = [(outcome.path, outcome.error) for outcome in failed if outcome.error is not None]
    if not errors:
        return
    if total == 1:
        raise errors[0][1]
    message("[bold red]{} of {} inputs failed:[/]", len(errors), total)
    for path, error in errors:
        message("  {}: {}", path, str(error).removeprefix(f"{path}: "))
    raise typer.Exit(SOME_FAILED)
