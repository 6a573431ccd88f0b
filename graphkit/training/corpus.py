"""A corpus of attributions in brat's stand-off format, as PolNeAR publishes it.

A part is a folder with `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann`. Offsets count the
characters of the text with its line ends as they are. Of several annotators the first by name is
taken, as the corpus's scorer does.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graphkit.evaluation.standoff import Annotation, annotations_of
from schemas.errors import InputError

HELD_OUT = 42  # articles of the train part, for choices
_HELD_OUT_SEED = 0  # the same articles are held out whatever the seed of the training


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its annotations; `name` is that of its file, without `.txt`."""

    name: str
    text: str
    annotations: tuple[Annotation, ...]


def read_corpus(folder: Path) -> list[Article]:
    """The annotated articles of a part, by name; an article without annotations is left out.

    Raises `InputError` where the folder is no such part or a file cannot be understood.
    """
    paths = sorted((folder / "text").glob("*.txt"))
    annotated: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann"), reverse=True):
        annotated[path.stem.rpartition("_")[0]] = path
    articles = [_article(path, annotated[path.stem]) for path in paths if path.stem in annotated]
    if not articles:
        raise InputError(
            f"{folder} holds no annotated articles: give a folder with text/*.txt and "
            f"attributions/*.ann, such as the train part of PolNeAR"
        )
    return articles


def read_texts(folder: Path) -> list[str]:
    """Texts that nobody has annotated, by name of their files. Raises `InputError` without any."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"{folder} holds no texts: give a folder of .txt files, a report in each")
    try:
        return [path.read_text(encoding="utf-8") for path in paths]
    except UnicodeDecodeError as error:
        raise InputError(f"{folder}: not all texts are UTF-8: {error}") from error


def held_out(articles: Sequence[Article], count: int) -> tuple[list[Article], list[Article]]:
    """The articles to learn from, and `count` others, kept for choices.

    Raises `InputError` where nothing would be left to learn from.
    """
    if len(articles) <= count:
        raise InputError(
            f"{len(articles)} annotated articles are too few: {count} are held out for choices, "
            f"and the others are learnt from"
        )
    names = sorted(article.name for article in articles)
    random.Random(_HELD_OUT_SEED).shuffle(names)
    kept = set(names[:count])
    return (
        [article for article in articles if article.name not in kept],
        [article for article in articles if article.name in kept],
    )


def _article(path: Path, annotations: Path) -> Article:
    try:
        text = path.read_bytes().decode("utf-8")
        lines = annotations.read_bytes().decode("utf-8").split("\n")
        return Article(path.stem, text, tuple(annotations_of(lines)))
    except (ValueError, KeyError) as error:
        raise InputError(f"{annotations} is not an annotation of {path}: {error}") from error
