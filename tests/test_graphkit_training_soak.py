"""With torch, `make soak`: a small training from end to end, what a pupil keeps of its teacher."""

import random
import shutil
from pathlib import Path

import pytest

from graphkit.attribution import AttributionReader
from graphkit.attribution.network import SHIPPED, TOKENIZER
from graphkit.attribution.vocabulary import Vocabulary
from graphkit.language import parse_text
from graphkit.training.corpus import HELD_OUT, held_out, read_corpus
from graphkit.training.examples import prepare, shown_windows
from graphkit.training.plan import WIDE, Form, Plan
from schemas.errors import InputError

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
    full = tmp_path / "first" / "teacher.safetensors"
    for out, teacher in (("first", None), ("second", None), ("third", full)):
        train_attribution(
            corpus,
            tmp_path / out,
            plan,
            encoder=None,
            teacher=teacher,
            texts=texts,
            report=lines.append,
        )
    for part in ("", "fast"):
        first, *others = (tmp_path / out / part for out in ("first", "second", "third"))
        for other in others:
            assert (first / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()
        assert "Dev" in (first / "MODEL_CARD.md").read_text(encoding="utf-8")
        reader = AttributionReader.load(first)
        reader.read(parse_text("The mayor said that the dam holds."))
    assert any("held out" in line for line in lines)


def test_a_teacher_that_is_none_is_named(corpus: Path, tmp_path: Path) -> None:
    from graphkit.training.attribution import train_attribution

    wrong = tmp_path / "notes.safetensors"
    wrong.write_text("no weights", encoding="utf-8")
    with pytest.raises(InputError, match=r"notes\.safetensors: no weights of a full model"):
        train_attribution(
            corpus, tmp_path / "out", Plan(), encoder=None, teacher=wrong, report=lambda _: None
        )


def test_a_pupil_leaves_out_what_its_teacher_does_not_use(corpus: Path) -> None:
    import torch

    from graphkit.training.model import Model
    from graphkit.training.objective import inputs
    from graphkit.training.worth import worth_of

    vocabulary = Vocabulary(SHIPPED / TOKENIZER)
    learnt, _ = held_out(read_corpus(corpus / "train"), HELD_OUT)
    articles = [prepare(one, parse_text(one.text), vocabulary) for one in learnt[:2]]
    config = {
        "hidden_size": 32,
        "num_attention_heads": 4,
        "vocab_size": 40_000,
        "max_position_embeddings": 512,
    }
    torch.manual_seed(3)
    teacher = Model(config, Form((4, 4), 24, None, WIDE)).eval()
    idle_heads, idle_units = slice(8, 16), slice(5, 17)  # the second head, twelve units
    for layer in teacher.encoder.layers:
        with torch.no_grad():
            layer.o.weight[:, idle_heads] = 0
            layer.down.weight[:, idle_units] = 0
    worth = worth_of(teacher, articles, vocabulary, Plan(seed=5))
    assert all(one.heads.argmin() == 1 and not one.units[idle_units].any() for one in worth)
    pupil = teacher.shrunk(Form((3, 3), 12, None, WIDE), worth).eval()
    examples = [one for pool in shown_windows(articles, random.Random(1), 0) for one in pool]
    given = inputs(examples, vocabulary, random.Random(1), 0)
    with torch.no_grad():
        for same, other in zip(
            pupil.encoder(**given.arrays), teacher.encoder(**given.arrays), strict=True
        ):
            assert torch.allclose(same, other, atol=1e-5)
