"""Many articles at once: copies across runs, one id twice."""

from pathlib import Path

import pytest

from graphkit import open_store
from graphkit.cli import main
from graphkit.samples import dossier

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
