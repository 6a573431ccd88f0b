"""A small training from end to end, with torch: `make soak`."""

import shutil
from pathlib import Path

import pytest

from graphkit.attribution import AttributionReader
from graphkit.language import parse_text
from graphkit.training.plan import Plan

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty train articles, of which 42 are held out, and two of dev."""
    whole, small = shared / "data" / "polnear", tmp_path_factory.mktemp("corpus")
    shutil.copyfile(whole / "score_attribution.py", small / "score_attribution.py")
    for part, count in (("train", 60), ("dev", 2)):
        for folder in ("text", "attributions"):
            (small / part / folder).mkdir(parents=True)
        for text in sorted((whole / part / "text").glob("*.txt"))[:count]:
            shutil.copyfile(text, small / part / "text" / text.name)
            for ann in (whole / part / "attributions").glob(f"{text.stem}_*.ann"):
                shutil.copyfile(ann, small / part / "attributions" / ann.name)
    return small


def test_training_writes_weights_that_read_and_is_repeatable(corpus: Path, tmp_path: Path) -> None:
    from graphkit.training.attribution import train_attribution

    lines: list[str] = []
    plan = Plan(epochs=0.6, student_epochs=0.3, fast_epochs=0.2, threads=1)
    texts = tmp_path / "texts"
    texts.mkdir()
    for n, said in enumerate(("The dam holds, the mayor said.", "Rain fell.")):
        (texts / f"{n}.txt").write_text(said, encoding="utf-8")
    for out in ("first", "second"):
        train_attribution(
            corpus, tmp_path / out, plan, encoder=None, texts=texts, report=lines.append
        )
    for part in ("", "fast"):
        first, second = (tmp_path / out / part for out in ("first", "second"))
        assert (first / "manifest.json").read_bytes() == (second / "manifest.json").read_bytes()
        assert "Dev" in (first / "MODEL_CARD.md").read_text(encoding="utf-8")
        reader = AttributionReader.load(first)
        reader.read(parse_text("The mayor said that the dam holds."))
    assert any("held out" in line for line in lines)
