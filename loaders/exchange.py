"""Files and folders that take their place when they are whole, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from schemas.errors import StoreError


@contextmanager
def exchanged(path: Path) -> Iterator[IO[str]]:
    """A stream to a file that stands at `path` when the block ends well; else StoreError."""
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """A name beside `path` for a file that takes its place at the end, or goes on an error."""
    draft = _draft(path)
    with writing(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            yield draft
            _keep(draft)
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


@contextmanager
def drafted_folder(path: Path, mark: str | None) -> Iterator[Path]:
    """A folder beside `path` that takes its place at the end, or goes on an error.

    What stands at `path` is replaced only where it is an empty folder or, if there is a `mark`,
    holds the file of that name; else it is StoreError, also where it came to be meanwhile. A
    program that is killed leaves the hidden folder beside it.
    """
    draft = _draft(path)
    with writing(path):
        _check_place(path, mark)
        try:
            draft.mkdir(parents=True)
            if path.exists():
                shutil.copymode(path, draft)
            yield draft
            _check_place(path, mark)
            _replace(path, draft)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def keep(folder: Path) -> None:
    """All files of a folder are on the disk, so that they are there after a power cut."""
    for file in folder.rglob("*"):
        if file.is_file():
            _keep(file)


def _keep(file: Path) -> None:
    with file.open("r+b") as written:
        os.fsync(written.fileno())


def _check_place(path: Path, mark: str | None) -> None:
    if path.exists() and not _empty(path) and not (mark and (path / mark).is_file()):
        raise StoreError(f"{path} is something else already: name a new or an empty folder")
    if path == Path.cwd():
        raise StoreError(f"{path} is the folder that you are in: name another one")


def _replace(path: Path, draft: Path) -> None:
    """The folder `draft` takes the place of `path`, which goes when that is done."""
    before = draft.with_suffix(".before")
    if path.exists():
        path.rename(before)
    try:
        draft.rename(path)
    except OSError:
        if before.exists():
            before.rename(path)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """StoreError where something cannot be written at `path`."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
