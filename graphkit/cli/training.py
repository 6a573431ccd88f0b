"""Commands that make what the product stands on: `graphkit train attribution`."""

from pathlib import Path
from typing import Annotated

import typer

from graphkit.cli.output import message
from graphkit.training.plan import Plan

train = typer.Typer(
    help="Train what the product stands on.", no_args_is_help=True, rich_markup_mode=None
)
_PLAN = Plan()


@train.callback()
def _group() -> None:
    """Train what the product stands on."""


@train.command(epilog="Example: graphkit train attribution --corpus polnear/ --out weights/")
def attribution(
    corpus: Annotated[
        Path,
        typer.Option(
            "--corpus",
            exists=True,
            file_okay=False,
            help="Folder of PolNeAR: train/, dev/ and score_attribution.py.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the weights.")],
    epochs: Annotated[
        float, typer.Option(min=0.001, help="Rounds over the corpus.")
    ] = _PLAN.epochs,
    student_epochs: Annotated[
        float,
        typer.Option(
            min=0, help="Rounds of the distillation to a model of half the cost; 0: the full one."
        ),
    ] = _PLAN.student_epochs,
    fast_epochs: Annotated[
        float, typer.Option(min=0, help="Rounds of the small model's; 0 leaves it out.")
    ] = _PLAN.fast_epochs,
    seed: Annotated[int, typer.Option(help="Seed of all that is random.")] = _PLAN.seed,
    threads: Annotated[
        int, typer.Option(min=1, help="Threads; results depend on them.")
    ] = _PLAN.threads,
    encoder: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of another pretrained encoder."),
    ] = None,
    teacher: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The full model of an earlier run (teacher.safetensors): train none, distil this.",
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder of .txt that nobody has annotated, on which the distilled models imitate.",
        ),
    ] = None,
) -> None:
    """Train the attribution component: weights, manifest and model card.

    Needs the extra `train`; less than two hours on two cores, one more with `--texts`.
    """
    try:
        from graphkit.training.attribution import train_attribution
    except ModuleNotFoundError as error:
        from schemas.errors import ModelError

        raise ModelError(
            f"training needs {error.name}: pip install 'diplomatic-graphkit[train]'"
        ) from error

    plan = Plan(
        epochs=epochs,
        student_epochs=student_epochs,
        fast_epochs=fast_epochs,
        seed=seed,
        threads=threads,
    )
    train_attribution(
        corpus,
        out,
        plan,
        encoder=encoder,
        teacher=teacher,
        texts=texts,
        report=lambda line: message("{}", line),
    )
