"""The model card: what weights are, how they were made, how good they are, what they are not."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graphkit.attribution.nesting import Calibration
from graphkit.attribution.network import Limits
from graphkit.attribution.windows import WINDOW
from graphkit.evaluation.polnear import KINDS, MEASURES, PolnearScores
from graphkit.evaluation.report import machine
from graphkit.training.examples import SIZE
from graphkit.training.plan import Form, Plan

_TEXT = Path(__file__).with_name("card.md")
_HUMAN = {"full_overlap": 78.5, "full_good": 69.7, "content_exact_np": 69.1, "cue_indep": 81.4}


@dataclass(frozen=True, slots=True)
class Taught:
    """What a model was distilled from: a teacher of some form, and texts without annotations."""

    teacher: Form
    texts: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: how it was trained, what was chosen, and what it reaches."""

    name: str
    encoder: str
    form: Form
    taught: Taught | None
    plan: Plan
    minutes: float
    limits: Limits
    calibration: Calibration
    held_out: PolnearScores
    dev: PolnearScores | None

    @property
    def headline(self) -> str:
        """The two figures that count most: of dev, or else of the held-out articles."""
        scores = (self.dev or self.held_out).scores
        overlap, good = (scores["all", m].f1 for m in ("full_overlap", "full_good"))
        part = "dev" if self.dev else "held-out"
        return f"{part} full overlap {100 * overlap:.1f}, full good {100 * good:.1f}"

    @property
    def lineage(self) -> str:
        """What it learnt from beside the gold."""
        if self.taught is None:
            return f"All its {self.form.layers} layers are kept."
        whole = (
            ""
            if self.form.whole is None
            else (f"; after layer {self.form.whole} a word goes on as its first piece alone")
        )
        teacher = self.taught.teacher
        more = (
            f", and from them alone on {self.taught.texts:,} reports that nobody has annotated"
            if self.taught.texts
            else ""
        )
        return (
            f"A model of all {teacher.layers} layers was trained first. This one keeps "
            f"{self.form.layers} of them, {sum(self.form.heads)} of {sum(teacher.heads)} heads of "
            f"attention, {self.form.inner} of {teacher.inner} inner units a layer and "
            f"{len(self.form.steps)} of {len(teacher.steps)} convolutions{whole}. "
            f"It learns from the first one's judgements beside the gold{more}."
        )


def write_card(folder: Path, trained: Trained) -> None:
    """Writes `MODEL_CARD.md` into the folder of the weights."""
    plan = trained.plan
    text = _TEXT.read_text(encoding="utf-8").format(
        name=trained.name,
        layers=trained.form.layers,
        encoder=trained.encoder,
        lineage=trained.lineage,
        size=SIZE,
        window=WINDOW,
        held_out=trained.held_out.articles,
        date=date.today().isoformat(),
        machine=machine(),
        minutes=f"{trained.minutes:.0f}",
        plan=", ".join(f"{k.replace('_', ' ')} {getattr(plan, k)}" for k in plan.__slots__),
        limits=", ".join(
            f"{k.replace('_', ' ')} {getattr(trained.limits, k)}" for k in trained.limits.__slots__
        ),
        slope=trained.calibration.slope,
        intercept=trained.calibration.intercept,
        figures="\n\n".join(
            f"**{part}** ({scores.articles} articles, {scores.gold:,} attributions)\n\n"
            + "\n".join(_rows(scores))
            for part, scores in (
                ("Dev", trained.dev),
                ("Held-out train articles", trained.held_out),
            )
            if scores
        ),
    )
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")


def _rows(scores: PolnearScores) -> list[str]:
    lines = ["| | P | R | F1 | human F1 |", "|---|---|---|---|---|"]
    for kind in ("all", *KINDS):
        for measure in MEASURES:
            score = scores.scores.get((kind, measure))
            if score is None:
                continue
            human = _HUMAN[measure] if kind == "all" else ""
            figures = " | ".join(
                f"{100 * x:.1f}" for x in (score.precision, score.recall, score.f1)
            )
            lines.append(f"| {kind} {measure} | {figures} | {human} |")
    return lines
