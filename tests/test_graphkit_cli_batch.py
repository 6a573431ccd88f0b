"""Many articles at once: copies across runs, one id twice, and reading them anew."""

from datetime import date
from pathlib import Path

import pytest

from graphkit import Outcome, open_store
from graphkit.cli import main
from graphkit.cli.loading import load_all
from graphkit.samples import dossier
from schemas.graph import Graph
from schemas.provenance import Document

COPY = sorted(dossier().glob("2025-05-11-*.txt"))

PAGE = """<!doctype html><html><head><title>{title}</title>
<link rel="canonical" href="https://outlet.example/one"></head><body><article><h1>{title}</h1>
<p>The minister said on Monday that the harbour would {verb} within a week of the vote.</p>
<p>He told reporters that nobody in the government had expected the result of the count.</p>
</article></body></html>"""


def ingest(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["ingest", *map(str, arguments)])
    assert isinstance(left.value.code, int)
    return left.value.code


def spoken(store: Path) -> tuple[int, int]:
    """(copies, statements counted)."""
    with open_store(store) as place:
        (row,) = place.query(
            "MATCH ()-[r:SPOKE_ABOUT]->() WITH sum(r.statements) AS n "
            "OPTIONAL MATCH (:Document)-[c:COPY_OF]->(:Document) RETURN n, count(c) AS copies"
        )
    return row["copies"], row["n"]


@pytest.mark.slow
def test_copies_are_found_across_runs(tmp_path: Path) -> None:
    assert len(COPY) == 2
    assert ingest(*COPY, "--to", tmp_path / "together") == 0
    for path in (*COPY, COPY[0]):
        assert ingest(path, "--to", tmp_path / "apart") == 0
    assert spoken(tmp_path / "apart") == spoken(tmp_path / "together")
    assert spoken(tmp_path / "together")[0] == 1


def test_two_texts_of_one_id_are_not_mixed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    one.write_text(PAGE.format(title="The harbour opens", verb="open"), encoding="utf-8")
    two.write_text(PAGE.format(title="The harbour closes", verb="close"), encoding="utf-8")
    assert ingest(one, two, "--to", tmp_path / "store") == 1
    assert "has the same id as" in capsys.readouterr().err.replace("\n", " ")
    with open_store(tmp_path / "store") as store:
        assert [d["title"] for d in store.ask("documents")] == ["The harbour opens"]


@pytest.mark.slow
def test_what_reads_otherwise_replaces_what_was_read_before(tmp_path: Path) -> None:
    """The small model stands for another version of the rules: the texts are the same."""
    other = sorted(dossier().glob("*.txt"))[0]
    assert ingest(*COPY, other, "--to", tmp_path / "anew") == 0
    with open_store(tmp_path / "anew") as store:
        (kept,) = {d.id for d in store.read().documents} - {document_of(path) for path in COPY}
        before = store.piece(kept)
    assert ingest(*COPY, "--fast", "--to", tmp_path / "anew") == 0
    assert ingest(*COPY, "--fast", "--to", tmp_path / "fast") == 0
    with open_store(tmp_path / "anew") as anew, open_store(tmp_path / "fast") as fast:
        assert anew.piece(kept) == before
        anew.remove(kept)
        assert anew.fingerprint() == fast.fingerprint()


def document_of(path: Path) -> str:
    """The id of an article."""
    from graphkit.reading import read_file

    return read_file(path).document.id


WORDS = "the envoys met at the harbour on monday and agreed to talk about grain again before winter"


def article(id_: str, day: int, text: str) -> Outcome:
    document = Document(
        id=id_, name=id_, sha256="0", text=text, published=date(2025, 5, day),
        zone_kinds=("body",), zone_starts=(0,), zone_ends=(len(text),),
    )  # fmt: skip
    return Outcome(Path(id_), Graph([document]), None)


@pytest.mark.parametrize("store", ["store", "graph.jsonl"])
def test_a_copy_of_what_was_rewritten_is_no_copy_any_more(tmp_path: Path, store: str) -> None:
    text = f"{WORDS}, said one; {WORDS[4:]}, said another who was there"
    first, copy = article("first", 1, text), article("copy", 2, text)
    with open_store(tmp_path / store) as place:
        for _ in range(2):
            assert load_all(place, [first, copy], 2, tmp_path / "rejected.jsonl") == []
            assert [edge.source for edge in place.read().stated] == ["copy"]
        load_all(place, [article("first", 1, "Another text.")], 1, tmp_path / "rejected.jsonl")
        assert place.read().stated == ()
        assert {d.id: d.text[:3] for d in place.read().documents} == {"first": "Ano", "copy": "the"}
