"""The corpus of cases of attribution: tests/data/attribution_cases.toml."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from graphkit.attribution.reader import AttributionReader
from graphkit.extractors.attributions import attributions
from graphkit.extractors.quotations import join_quotations
from graphkit.language import parse
from graphkit.mentions import AttributionMention, Span
from schemas.provenance import Document

CASES = tomllib.loads(
    (Path(__file__).parent / "data" / "attribution_cases.toml").read_text(encoding="utf-8")
)["case"]
READER = AttributionReader.load()
ENOUGH = 0.8  # Dice of the content's words, as in the corpus's "full good"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def dice(one: list[str], other: list[str]) -> float:
    shared = sum(min(one.count(word), other.count(word)) for word in set(one))
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


class Read:
    """A text and what is found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        doc = parse(Document(id="d", name="d", sha256="0", text=text))
        self.found = join_quotations(doc, attributions(doc, READER.read(doc)))

    def words(self, spans: tuple[Span, ...]) -> str:
        return " ".join(self.text[start:end] for start, end in spans)

    def meets(self, one: AttributionMention, wanted: dict[str, Any]) -> bool:
        holder = self.found[one.parent].source if one.parent is not None else ()
        told = {
            "kind": one.kind,
            "act": one.act,
            "class": one.class_,
            "modality": one.modality,
            "addressee": self.words(one.addressee),
            "inside": self.words(holder),
        }
        return (
            words(self.words(one.source)) == words(wanted["source"])
            and wanted["cue"] in self.words(one.cue)
            and dice(words(self.words(one.content)), words(wanted["content"])) >= ENOUGH
            and all(told[key] == wanted[key] for key in told.keys() & wanted.keys())
        )

    def __str__(self) -> str:
        return "\n".join(
            f"{self.words(one.source)!r} {self.words(one.cue)!r} {self.words(one.content)!r} "
            f"{one.kind} {one.act} {one.class_} {one.modality} to {self.words(one.addressee)!r} "
            f"in {one.parent} {one.confidence}"
            for one in self.found
        )


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["class"],
            marks=[pytest.mark.xfail(strict=True, reason=case["unsolved"])]
            if "unsolved" in case
            else [],
        )
        for case in CASES
    ],
)
def test_case(case: dict[str, Any]) -> None:
    read = Read(case["text"].strip())
    for wanted in case["says"]:
        assert any(read.meets(one, wanted) for one in read.found), f"{wanted}\n{read}"
    assert len(read.found) == len(case["says"]), str(read)


def test_there_are_cases_of_every_kind() -> None:
    assert len({case["class"] for case in CASES}) == len(CASES) >= 50
