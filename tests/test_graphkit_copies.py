from datetime import date
from itertools import permutations

import pytest

from graphkit.copies import copies
from graphkit.pipeline import Pipeline
from graphkit.samples import dossier
from schemas.provenance import Document

REPORT = " ".join(
    f"The envoy of country {n} said that harbour {n * 7} would open on day {n + 3}."
    for n in range(20)
)


def document(id_: str, text: str, day: int) -> Document:
    return Document(id=id_, name=id_, sha256="0", text=text, published=date(2025, 5, day),
                    zone_kinds=("body",), zone_starts=(0,), zone_ends=(len(text),))  # fmt: skip


def test_a_shortened_reprint_is_a_copy_of_the_earliest() -> None:
    documents = [
        document("first", REPORT, 8), document("reprint", "Agencies. " + REPORT[: len(REPORT) * 2 // 3], 9),
        document("later reprint", REPORT, 10), document("other", REPORT.replace("said that", "denied").upper()[::-1], 8),
    ]  # fmt: skip
    for order in permutations(documents):
        edges = copies(order).relationships.values()
        assert {(e.source, e.target) for e in edges} == {
            ("reprint", "first"),
            ("later reprint", "first"),
        }


HALF = REPORT[: len(REPORT) * 2 // 3]


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        (REPORT, f"{REPORT} This report was reprinted with the agency's kind permission."),
        (REPORT, f"{REPORT} The article first appeared in The Harbour Post."),
        (HALF, f"{HALF} A longer form of this report was first published by The Harbour Post."),
        (REPORT, HALF),
    ],
)
def test_of_one_day_whoever_reprints_or_is_shorter_is_the_copy(original: str, copy: str) -> None:
    for ids in (("a", "b"), ("b", "a")):
        documents = document(ids[0], original, 9), document(ids[1], copy, 9)
        for order in permutations(documents):
            (edge,) = copies(order).relationships.values()
            assert (edge.source, edge.target) == (ids[1], ids[0])


@pytest.mark.slow
def test_independent_reports_are_no_copies() -> None:
    files = sorted(p for p in dossier().iterdir() if p.suffix in {".txt", ".html"})
    documents = [o.graph.documents[0] for o in Pipeline().read_all(files) if o.graph]
    names = {o.id: o.name for o in documents}
    (edge,) = copies(documents).relationships.values()  # the one that BASIS.md names
    titles = [names[edge.source], names[edge.target]]
    assert titles[0].startswith("Putin offers Kyiv talks")
    assert titles[1].startswith("Putin proposes direct talks")
