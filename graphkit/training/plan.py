"""How to train."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the defaults are those of the shipped weights.

    `epochs` are rounds over the corpus of the model itself; those of the deeper teacher and of the
    small model are told apart.
    """

    epochs: float = 3
    teacher_epochs: float = 3
    fast_epochs: float = 1.5
    seed: int = 1
    threads: int = 2
    batch: int = 4  # windows
    teacher_rate: float = 1.2e-4  # of a pretrained encoder of more than six layers
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    invented: float = 0.3  # share of the articles shown with invented nesting, an epoch
    unparsed: float = 0.05  # share of the windows without a parse
    hidden: float = 0.05  # share of the words shown as the mask piece
