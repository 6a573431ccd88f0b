"""How to train."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the defaults are those of the shipped weights."""

    epochs: float = 3  # rounds over the corpus
    fast_epochs: float = 2.2  # of the small model
    seed: int = 1
    threads: int = 2
    batch: int = 4  # windows
    encoder_rate: float = 1.2e-4
    fast_rate: float = 1.5e-4  # of the small model's encoder
    head_rate: float = 1e-3
    decay: float = 0.01
    invented: float = 0.3  # share of the articles shown with invented nesting, an epoch
    unparsed: float = 0.05  # share of the windows without a parse
    hidden: float = 0.05  # share of the words shown as the mask piece
