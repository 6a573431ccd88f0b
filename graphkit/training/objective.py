"""What a step learns: batches of windows as arrays, and the losses of both networks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from graphkit.attribution.decoding import CONTENT, SOURCE, cue_candidates
from graphkit.attribution.windows import PieceVocabulary, Window, encode, encode_cues
from graphkit.attribution.words import Span
from graphkit.training.examples import Example, Gold
from graphkit.training.model import Model
from graphkit.training.teacher import Teacher

OUTERMOST, ANY = range(2)  # the two readings of what a cue is
_IGNORED = -100
_PROPOSED = 0.15  # a run of words this likely to be a cue is judged as one
_OWN_BOUNDARIES = 0.4  # share of gold cues learnt with the tagger's own boundaries
_FALSE_CUES = 3  # of a window, beyond the number of its true ones
_SUPPOSED = 12  # of a window that nobody has annotated
_SMOOTHING = 0.03
_EDGES = 1.0  # weight of the edges beside the labels
_LIKENESS = 2.0  # weight of the teacher's states of words
_PAD = {"sent": 6, "para": 4, "branch": 0, "dist": 0}

type Reals = npt.NDArray[np.float32]
type Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The encoder's input for some windows, padded, and how many words each has."""

    arrays: dict[str, Tensor]
    lengths: list[int]

    @property
    def mask(self) -> Tensor:
        """1 for a word, 0 for padding: (windows, words)."""
        width = self.arrays["first"].shape[1]
        rows = [[1.0] * n + [0.0] * (width - n) for n in self.lengths]
        return torch.tensor(rows, dtype=torch.float32)


def inputs(
    examples: Sequence[Example], vocabulary: PieceVocabulary, rnd: random.Random, hidden: float
) -> Inputs:
    """The windows as arrays; a `hidden` share of the words is shown as the mask piece."""
    rows = []
    for one in examples:
        window = Window(one.start, one.end)
        article = one.article
        row = encode(article.words, article.pieces, window, vocabulary, one.syntax)
        if hidden:
            _hide(row, rnd, hidden, vocabulary)
        rows.append(row)
    arrays = {
        key: torch.from_numpy(_padded([row[key][0] for row in rows]))
        for key in ("ids", "feat", "relation", "tag", "first")
    }
    arrays["mask"] = torch.from_numpy(_padded([np.ones_like(row["ids"][0]) for row in rows]))
    return Inputs(arrays, [row["first"].shape[1] for row in rows])


def losses(
    model: Model,
    examples: Sequence[Example],
    given: Inputs,
    rnd: random.Random,
    teacher: Teacher | None = None,
) -> Tensor:
    """The losses of cues, roles, validity and, as a help, of being in any source or content.

    Returns a tensor of four, to be summed. Beside the gold a `teacher` is imitated: cross-entropy
    with its probabilities (Hinton et al. 2015), distance from its states of words (Romero et al.
    2015).
    """
    states, cue = model.encoder(**given.arrays)
    golds = [[_within(one, gold) for gold in one.gold] for one in examples]
    width, mask = cue.shape[1], given.mask
    annotated = torch.tensor([[float(one.article.annotated)] for one in examples]) * mask
    taught = teacher.of(examples) if teacher is not None else None
    aux = functional.binary_cross_entropy_with_logits(
        model.encoder.aux(states),
        torch.from_numpy(_aux_targets(golds, width)),
        reduction="none",
    )
    parts = [_cue_loss(cue, examples, golds), cue.new_zeros(()), cue.new_zeros(())]
    parts.append(0.3 * (aux.sum(-1) * annotated).sum() / annotated.sum().clamp(min=1))
    believed = [_probabilities(said) for said in ([cue, taught[1]] if taught else [cue])]
    rows: list[_Row] = []
    for k, one in enumerate(examples):
        of_words = [some[k, : given.lengths[k]] for some in believed]
        if one.article.annotated:
            cues = _judged(one, golds[k], of_words[0], rnd)
        else:
            cues = _supposed(of_words)
        rows += [_Row(k, *cue) for cue in cues]
    if rows:
        judged = _roles(model, states, mask, examples, rows)
        parts[1] = _role_loss(judged[0], judged[1], rows, given.lengths)
        parts[2] = _validity_loss(judged[2], rows)
    if teacher is not None and taught is not None:
        shown, cue_taught = taught
        likely = sum(
            row.gold is not None or not examples[row.window].article.annotated for row in rows
        )
        parts[0] = (parts[0] + _imitation(cue, cue_taught, mask) / max(1, likely)) / 2
        parts[3] = parts[3] + _LIKENESS * _distance(states, shown, mask)
        if rows:
            with torch.no_grad():
                roles, edges, validity = _roles(teacher.model, shown, mask, examples, rows)
            real = mask[[row.window for row in rows]]
            alike = _imitation(judged[0], roles, real) + _EDGES * _agreement(judged[1], edges, real)
            parts[1] = (parts[1] + alike / len(rows) / 8) / 2
            parts[2] = (
                parts[2]
                + functional.binary_cross_entropy_with_logits(judged[2], torch.sigmoid(validity))
            ) / 2
    return torch.stack(parts)


def _cue_loss(cue: Tensor, examples: Sequence[Example], golds: Sequence[list[Gold]]) -> Tensor:
    by_reading = [
        functional.cross_entropy(
            cue[:, :, reading].reshape(-1, 3),
            torch.from_numpy(_cue_targets(examples, golds, cue.shape[1], reading)).reshape(-1),
            ignore_index=_IGNORED,
            reduction="sum",
        )
        for reading in (OUTERMOST, ANY)
    ]
    return 0.6 * torch.stack(by_reading).sum() / max(1, sum(map(len, golds)))


def _role_loss(
    logits: Tensor, edges: Tensor, rows: Sequence["_Row"], lengths: Sequence[int]
) -> Tensor:
    targets = _role_targets(rows, lengths, logits.shape[1])
    loss = functional.cross_entropy(
        logits.reshape(-1, 3),
        torch.from_numpy(targets).reshape(-1),
        ignore_index=_IGNORED,
        reduction="sum",
        label_smoothing=_SMOOTHING,
    )
    known = torch.from_numpy((targets != _IGNORED).astype(np.float32))[:, :, None]
    at_edges = functional.binary_cross_entropy_with_logits(
        edges, torch.from_numpy(_edge_targets(targets)), reduction="none"
    )
    loss = loss + _EDGES * (at_edges * known).sum()
    return loss / max(1, sum(row.gold is not None for row in rows)) / 8


def _validity_loss(logits: Tensor, rows: Sequence["_Row"]) -> Tensor:
    target = torch.tensor([row.validity for row in rows])
    known = target >= 0
    if not known.any():
        return logits.new_zeros(())
    smooth = target * (1 - 2 * _SMOOTHING) + _SMOOTHING
    return functional.binary_cross_entropy_with_logits(logits[known], smooth[known])


def _imitation(logits: Tensor, taught: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy with the teacher's labels, summed over the real words."""
    each = -(torch.softmax(taught, -1) * torch.log_softmax(logits, -1)).sum(-1)
    return (each * mask.reshape(*mask.shape, *[1] * (each.dim() - mask.dim()))).sum()


def _agreement(logits: Tensor, taught: Tensor, mask: Tensor) -> Tensor:
    """Binary cross-entropy with the teacher's beliefs, summed over the real words."""
    each = functional.binary_cross_entropy_with_logits(
        logits, torch.sigmoid(taught), reduction="none"
    )
    return (each.sum(-1) * mask).sum()


def _distance(states: Tensor, taught: Tensor, mask: Tensor) -> Tensor:
    """Mean squared distance of the real words' states from the teacher's."""
    return ((states - taught).pow(2).mean(-1) * mask).sum() / mask.sum()


@dataclass(frozen=True, slots=True)
class _Row:
    """A cue to be judged; `validity` by both readings: 1, 0, or -1 where nobody knows."""

    window: int
    cue: Span
    gold: Gold | None
    validity: tuple[float, float]


def _judged(
    one: Example, golds: list[Gold], probability: Reals, rnd: random.Random
) -> list[tuple[Span, Gold | None, tuple[float, float]]]:
    proposed = cue_candidates(probability, _PROPOSED)
    rows: list[tuple[Span, Gold | None, tuple[float, float]]] = []
    taken: set[Span] = set()
    for gold in golds:
        near = [span for span in proposed if span[0] < gold.cue[1] and gold.cue[0] < span[1]]
        taken.update(near)
        own = near and rnd.random() < _OWN_BOUNDARIES
        rows.append((near[0] if own else gold.cue, gold, (float(gold.outermost), 1.0)))
    likely = 1 - probability[:, :, 0].min(1)
    false = sorted(
        (span for span in proposed if span not in taken),
        key=lambda span: -float(likely[span[0] : span[1]].max()),
    )
    for span in false[: len(golds) + _FALSE_CUES]:
        unknown = one.article.open_words[one.start + span[0] : one.start + span[1]].any()
        rows.append((span, None, (0.0, -1.0 if unknown else 0.0)))
    return rows


def _supposed(believed: Sequence[Reals]) -> list[tuple[Span, Gold | None, tuple[float, float]]]:
    """What the model or its teacher takes for a cue where nobody has annotated any."""
    proposed = {
        span: float(1 - probability[span[0] : span[1], :, 0].min())
        for probability in believed
        for span in cue_candidates(probability, _PROPOSED)
    }
    likeliest = sorted(proposed, key=lambda span: (-proposed[span], span))[:_SUPPOSED]
    return [(span, None, (-1.0, -1.0)) for span in likeliest]


def _probabilities(logits: Tensor) -> Reals:
    probabilities: Reals = torch.softmax(logits.detach().float(), -1).numpy()
    return probabilities


def _roles(
    model: Model, states: Tensor, mask: Tensor, examples: Sequence[Example], rows: Sequence[_Row]
) -> tuple[Tensor, Tensor, Tensor]:
    width = states.shape[1]
    codes: dict[str, list[Integers]] = {key: [] for key in ("dist", "sent", "para", "branch")}
    for k, one in enumerate(examples):
        cues = [row.cue for row in rows if row.window == k]
        if not cues:
            continue
        window = Window(one.start, one.end)
        coded = encode_cues(one.article.words, window, cues, one.syntax)
        for key, parts in codes.items():
            parts.append(_widened(coded[key], width, _PAD[key]))
    judged: tuple[Tensor, Tensor, Tensor] = model.roles(
        states,
        torch.tensor([row.window for row in rows]),
        torch.tensor([row.cue[0] for row in rows]),
        torch.tensor([row.cue[1] - 1 for row in rows]),
        **{key: torch.from_numpy(np.concatenate(parts)) for key, parts in codes.items()},
        mask=mask,
    )
    return judged


def _cue_targets(
    examples: Sequence[Example], golds: Sequence[list[Gold]], width: int, reading: int
) -> Integers:
    target = np.full((len(examples), width), _IGNORED)
    for k, one in enumerate(examples):
        if not one.article.annotated:
            continue
        count = one.end - one.start
        target[k, :count] = 0
        if reading == ANY:
            target[k, :count][one.article.open_words[one.start : one.end]] = _IGNORED
        for gold in golds[k]:
            if reading == ANY or gold.outermost:
                target[k, gold.cue[0]] = 1
                target[k, gold.cue[0] + 1 : gold.cue[1]] = 2
    return target


def _aux_targets(golds: Sequence[list[Gold]], width: int) -> Reals:
    target = np.zeros((len(golds), width, 2), np.float32)
    for k, window in enumerate(golds):
        for gold in window:
            target[k, list(gold.source), 0] = 1
            target[k, list(gold.content), 1] = 1
    return target


def _role_targets(rows: Sequence[_Row], lengths: Sequence[int], width: int) -> Integers:
    target = np.full((len(rows), width), _IGNORED)
    for row, labels in zip(rows, target, strict=True):
        if row.gold is None:
            continue
        labels[: lengths[row.window]] = 0
        labels[list(row.gold.content)] = CONTENT
        labels[list(row.gold.source)] = SOURCE
        labels[row.cue[0] : row.cue[1]] = _IGNORED
    return target


def _edge_targets(roles: Integers) -> Reals:
    """Where a source begins and ends, where a content does: (cues, words, 4)."""
    edges = []
    for role in (SOURCE, CONTENT):
        within = np.pad(roles == role, ((0, 0), (1, 1)))
        edges += [within[:, 1:-1] & ~within[:, :-2], within[:, 1:-1] & ~within[:, 2:]]
    return np.stack(edges, -1).astype(np.float32)


def _within(one: Example, gold: Gold) -> Gold:
    """The part of an attribution that lies in the window, in words of the window."""
    inside = range(one.start, one.end)
    return Gold(
        (gold.cue[0] - one.start, gold.cue[1] - one.start),
        tuple(i - one.start for i in gold.source if i in inside),
        tuple(i - one.start for i in gold.content if i in inside),
        gold.outermost,
    )


def _hide(
    row: dict[str, Integers], rnd: random.Random, share: float, vocabulary: PieceVocabulary
) -> None:
    first = row["first"][0].tolist()
    ends = [*first[1:], row["ids"].shape[1] - 1]
    for start, end in zip(first, ends, strict=True):
        if rnd.random() < share:
            pieces = row["ids"][0, start:end]
            pieces[pieces != vocabulary.separator] = vocabulary.mask


def _padded(rows: Sequence[Integers]) -> Integers:
    full = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for k, row in enumerate(rows):
        full[k, : len(row)] = row
    return full


def _widened(codes: Integers, width: int, fill: int) -> Integers:
    return np.pad(codes, ((0, 0), (0, width - codes.shape[1])), constant_values=fill)
