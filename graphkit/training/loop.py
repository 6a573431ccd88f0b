"""The training itself: articles in, a trained model out. Deterministic for a seed and threads."""

import ctypes
import random
import sys
import time
from collections.abc import Callable, Sequence

import torch
from torch import nn

from graphkit.attribution.windows import PieceVocabulary
from graphkit.training.examples import Prepared, batches, shown_windows
from graphkit.training.model import Model
from graphkit.training.objective import inputs, losses
from graphkit.training.plan import Plan
from graphkit.training.teacher import Teacher

_WARM_UP = 80  # steps until the full rate
_REPORT = 50  # steps
_TIDY = 10  # steps


def train(
    model: Model,
    articles: Sequence[tuple[Prepared, Prepared]],
    vocabulary: PieceVocabulary,
    plan: Plan,
    report: Callable[[str], None],
    teacher: Teacher | None = None,
    texts: Sequence[Prepared] = (),
) -> float:
    """Trains the model in place on articles, each given as it is and with invented nesting.

    With a `teacher` the model learns from its judgements as well as from the gold, and from those
    alone on `texts`, which nobody has annotated. Returns the seconds that it took.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    rnd = random.Random(plan.seed)
    optimizer, parameters = _optimizer(model, plan)
    rates = [group["lr"] for group in optimizer.param_groups]
    step, total, begin = 0, 0, time.monotonic()
    model.train()
    while not total or step < total:
        shown = [*(pair[rnd.random() < plan.invented] for pair in articles), *texts]
        pools = shown_windows(shown, rnd, plan.unparsed)
        steps = sum(-(-len(pool) // plan.batch) for pool in pools)
        total = total or max(1, int(plan.epochs * steps))
        sums = torch.zeros(4)
        for examples in batches(pools, plan.batch, rnd):
            if step >= total:
                break
            factor = min(1.0, (step + 1) / _WARM_UP) * (1 - step / total)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            given = inputs(examples, vocabulary, rnd, plan.hidden)
            parts = losses(model, examples, given, rnd, teacher)
            optimizer.zero_grad(set_to_none=True)
            parts.sum().backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            sums += parts.detach()
            step += 1
            if step % _TIDY == 0:
                _give_back()
            if step % _REPORT == 0:
                shown_losses = " ".join(f"{value:.3f}" for value in (sums / _REPORT).tolist())
                seconds = time.monotonic() - begin
                report(f"step {step} of {total}, {seconds:.0f} s, losses {shown_losses}")
                sums.zero_()
    model.eval()
    return time.monotonic() - begin


def _optimizer(model: Model, plan: Plan) -> tuple[torch.optim.Optimizer, list[nn.Parameter]]:
    """AdamW with a lower rate for what is pretrained; vectors of words and places stay frozen."""
    for frozen in (model.encoder.word, model.encoder.pos):
        frozen.weight.requires_grad_(False)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    body = [p for name, p in named if name.startswith(("encoder.norm", "encoder.layers"))]
    head = [p for name, p in named if not name.startswith(("encoder.norm", "encoder.layers"))]
    groups = [{"params": body, "lr": plan.encoder_rate}, {"params": head, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=plan.decay, foreach=True), [*body, *head]


def _give_back() -> None:
    """Free memory goes back to the system: windows of all lengths leave holes in glibc's heap."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
