"""How to train."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the defaults are those of the shipped weights."""

    epochs: float = 5
    seed: int = 1
    threads: int = 2
    batch: int = 4  # windows
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    invented: float = 0.3  # share of the articles shown with invented nesting, an epoch
    unparsed: float = 0.05  # share of the windows without a parse
    hidden: float = 0.05  # share of the words shown as the mask piece
