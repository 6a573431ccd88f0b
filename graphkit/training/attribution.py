"""Trains the attribution component from a corpus: `graphkit train attribution`."""

import json
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from spacy.tokens import Doc

from graphkit.attribution.nesting import Calibration
from graphkit.attribution.network import TOKENIZER, Limits, Network
from graphkit.attribution.vocabulary import Vocabulary
from graphkit.evaluation.polnear import CorpusScorer
from graphkit.language import parse_text
from graphkit.training.card import Taught, Trained, write_card
from graphkit.training.corpus import HELD_OUT, Article, held_out, read_corpus, read_texts
from graphkit.training.examples import Prepared, prepare, prepare_text
from graphkit.training.export import export, write_manifest
from graphkit.training.invention import frames, nested
from graphkit.training.loop import train
from graphkit.training.model import Model
from graphkit.training.pieces import kept_pieces, with_pieces
from graphkit.training.plan import FAST, STUDENT, Plan
from graphkit.training.selection import Candidates, calibrate, candidates, choose_limits, scored
from graphkit.training.teacher import Teacher
from graphkit.training.worth import worth_of
from schemas.errors import InputError

SMALL = "fast"  # the folder of the small model within that of the default one
FULL = "teacher.safetensors"  # the large model, as it was trained
_ENCODER = "all-MiniLM-L6-v2"
_PACKAGE = "all_minilm_l6_v2"  # carries the pretrained encoder

type Report = Callable[[str], None]


def train_attribution(
    corpus: Path,
    out: Path,
    plan: Plan,
    *,
    encoder: Path | None,
    teacher: Path | None = None,
    texts: Path | None = None,
    report: Report,
) -> None:
    """Trains on `corpus`/train and writes weights, manifest and card into `out`.

    `encoder`: a folder with the pretrained encoder, else the package that carries one. All of it is
    trained first and kept in `out`/teacher.safetensors, unless `teacher` is such a file of an
    earlier run; then smaller models that begin as parts of that one may learn from its judgements
    beside the gold (Sanh et al. 2019): one that takes its place where `plan` has
    `student_epochs`, and a small one, in `out`/fast, where it has `fast_epochs`. They imitate it on
    `texts` too, a folder of reports that nobody has annotated, where there is one. Limits and
    calibration are chosen on held-out train articles with the exported networks; `corpus`/dev, if
    there, is only reported. Deterministic for a seed, a number of threads and a machine.

    Raises `InputError` where the corpus, the encoder or the teacher is not what it should be.
    """
    torch.set_num_threads(plan.threads)
    learnt, kept = held_out(read_corpus(corpus / "train"), HELD_OUT)
    out.mkdir(parents=True, exist_ok=True)
    with _encoder(encoder) as folder:
        vocabulary = Vocabulary(folder / TOKENIZER)
        report(f"{len(learnt)} articles to learn from, {len(kept)} held out")
        pairs = _with_invention(learnt, vocabulary, plan.seed)
        pupils = [
            (form, shorter, place)
            for form, shorter, place in (
                (STUDENT, plan.of_student, out),
                (FAST, plan.of_small, out / SMALL),
            )
            if shorter.epochs
        ]
        more = [
            prepare_text(text, parse_text(text), vocabulary)
            for text in (read_texts(texts) if texts and pupils else [])
        ]
        torch.manual_seed(plan.seed)
        model = Model.from_encoder(folder)
        articles = [ready for ready, _ in pairs]
        finish = _Finish(corpus, folder, kept, (ready.pieces.ids for ready in (*articles, *more)))
        if teacher is not None:
            _restore(model, teacher)
        else:
            seconds = train(model, pairs, vocabulary, plan, report)
            save_file(model.state_dict(), out / FULL)
            if not plan.student_epochs:
                finish(model, None, out, plan, seconds, report)
        if not pupils:
            return
        taught = Teacher(model, vocabulary)
        worth = worth_of(model, articles, vocabulary, plan)
        for form, shorter, place in pupils:
            pupil = model.shrunk(form, worth)
            seconds = train(pupil, pairs, vocabulary, shorter, report, taught, more)
            finish(pupil, Taught(model.form, len(more)), place, shorter, seconds, report)


class _Finish:
    """Exports a model, chooses its limits on the held-out articles, reports, writes the card.

    Made before the training, so that a scorer or a part that is amiss is found before it.
    """

    def __init__(
        self,
        corpus: Path,
        encoder: Path,
        kept: Sequence[Article],
        shown: Iterable[Iterable[int]],
    ) -> None:
        self._corpus, self._encoder = corpus, encoder
        self._tokenizer = json.loads((encoder / TOKENIZER).read_text(encoding="utf-8"))
        self._pieces = kept_pieces(self._tokenizer["model"]["vocab"], shown)
        self._kept = [(article, _parsed(article)) for article in kept]
        self._scorer = self._scorer_of("train")
        self._dev_scorer = self._scorer_of("dev") if (corpus / "dev").is_dir() else None

    def __call__(
        self,
        model: Model,
        taught: Taught | None,
        out: Path,
        plan: Plan,
        seconds: float,
        report: Report,
    ) -> None:
        form = model.form
        name = f"polnear-{self._encoder.name.lower()}-l{form.layers}h{sum(form.heads)}"
        small = model.with_pieces(self._pieces)
        export(small, with_pieces(self._tokenizer, self._pieces), out)
        write_manifest(out, name, Limits(), Calibration())
        network = Network(out)
        held = [(article, prepare(article, doc, network.vocabulary)) for article, doc in self._kept]
        known = candidates(network, held)
        limits = choose_limits(known, self._scorer)
        calibration = calibrate(known, limits, held)
        write_manifest(out, name, limits, calibration)
        trained = Trained(
            name=name,
            encoder=self._encoder.name,
            form=model.form,
            taught=taught,
            plan=plan,
            minutes=seconds / 60,
            limits=limits,
            calibration=calibration,
            held_out=scored(known, limits, self._scorer),
            dev=scored(self._dev(network), limits, self._dev_scorer) if self._dev_scorer else None,
        )
        write_card(out, trained)
        report(f"wrote {out}: {trained.headline}")

    def _dev(self, network: Network) -> Candidates:
        articles = read_corpus(self._corpus / "dev")
        pairs = (
            (article, prepare(article, _parsed(article), network.vocabulary))
            for article in articles
        )
        return candidates(network, pairs)

    def _scorer_of(self, part: str) -> CorpusScorer:
        return CorpusScorer(self._corpus / part, self._corpus / "score_attribution.py")


def _restore(model: Model, file: Path) -> None:
    """Gives the model the weights that an earlier run kept."""
    try:
        model.load_state_dict(load_file(file))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise InputError(
            f"{file}: no weights of a full model of this encoder, such as training writes as "
            f"{FULL}: {error}"
        ) from error


def _with_invention(
    articles: Sequence[Article], vocabulary: Vocabulary, seed: int
) -> list[tuple[Prepared, Prepared]]:
    """Each article as it is and with invented nesting."""
    known, rnd = frames(articles), random.Random(seed)
    pairs = []
    for article in articles:
        doc = _parsed(article)
        wrapped = nested(article, doc, known, rnd)
        pairs.append(
            (prepare(article, doc, vocabulary), prepare(wrapped, _parsed(wrapped), vocabulary))
        )
    return pairs


def _parsed(article: Article) -> Doc:
    return parse_text(article.text)


@contextmanager
def _encoder(folder: Path | None) -> Iterator[Path]:
    """The folder given, or that of the package, unpacked for as long as it is needed."""
    if folder is not None:
        yield folder
        return
    try:
        archive = files(_PACKAGE) / "model.zip"
    except ModuleNotFoundError as error:
        raise InputError(
            "no pretrained encoder: install diplomatic-graphkit[train], or give --encoder DIR "
            "with config.json, model.safetensors and tokenizer.json"
        ) from error
    with TemporaryDirectory() as temporary, archive.open("rb") as packed:
        folder = Path(temporary) / _ENCODER
        zipfile.ZipFile(packed).extractall(folder)
        yield folder
