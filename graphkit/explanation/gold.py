"""Gold of one article: JSON of the hand-annotated articles, or a stand-off file of PolNeAR."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphkit.evaluation.standoff import annotations_of
from graphkit.mentions import Span
from graphkit.reading.inputs import read_content
from schemas.errors import InputError

_BRAT = ".ann"


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One annotated statement; `names`: what its speaker is called, empty where gold has spans.

    `unnamed`: its speaker is no one that the text names, so `names` are descriptions.
    """

    names: tuple[str, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """The statements of an article; `outermost`: those within others' contents are left out."""

    statements: tuple[GoldStatement, ...]
    outermost: bool = False


def read_gold(path: Path, text: str) -> Gold:
    """The gold of the text: a `.ann` of PolNeAR, else the JSON of a hand-annotated article.

    Raises `InputError` where it is neither, or of another text.
    """
    content = read_content(path)
    try:
        lines = content.decode("utf-8")
        if path.suffix == _BRAT:
            gold = Gold(tuple(_of_brat(lines)), outermost=True)
            same = _covers(lines, text)
        else:
            article = json.loads(lines)
            gold = Gold(tuple(_of_json(article)))
            same = article.get("text_sha256") in {None, _sha256(text)}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} is no gold: give the JSON of an annotated article, or PolNeAR's .ann "
            f"({type(error).__name__}: {error})"
        ) from error
    if not same or not _within(gold, len(text)):
        raise InputError(f"{path} is the gold of another text: give the text that was annotated")
    return gold


def _of_json(article: Mapping[str, Any]) -> Iterator[GoldStatement]:
    names = {
        one["id"]: tuple(dict.fromkeys((one["name"], *one.get("aliases", ()))))
        for one in article["entities"]
    }
    unnamed = {one["id"] for one in article["entities"] if one.get("type") == "Unnamed"}
    for one in article["statements"]:
        yield GoldStatement(
            names=names.get(one["speaker"], ()),
            source=(),
            cue=(_span(one["cue"]),) if one.get("cue") else (),
            content=tuple(map(_span, one["content"])),
            unnamed=one["speaker"] in unnamed,
        )


def _of_brat(lines: str) -> Iterator[GoldStatement]:
    for one in annotations_of(lines.split("\n")):
        yield GoldStatement((), one.source, one.cue, one.content)


def _span(pair: list[int]) -> Span:
    start, end = pair
    return int(start), int(end)


def _covers(lines: str, text: str) -> bool:
    """Do the words that the stand-off file repeats stand in the text where it says?"""
    for line in lines.split("\n"):
        name, *fields = line.rstrip("\r").split("\t")
        if name.startswith("T") and len(fields) > 1:
            pieces = fields[0].split(" ", 1)[1].split(";")
            there = "".join(text[int(a) : int(b)] for a, b in map(str.split, pieces))
            if "".join(there.split()) != "".join(fields[1].split()):
                return False
    return True


def _within(gold: Gold, length: int) -> bool:
    return all(
        0 <= start < end <= length
        for one in gold.statements
        for start, end in (*one.source, *one.cue, *one.content)
    ) and all(one.content for one in gold.statements)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
