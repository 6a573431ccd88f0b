"""How to train."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Form:
    """The size of the networks."""

    heads: tuple[int, ...]  # of the attention of each layer
    inner: int  # units between the two products of a layer's feed-forward part
    whole: int | None  # after so many layers a word goes on as its first piece alone
    steps: tuple[int, ...]  # of the second network's dilated convolutions, in words

    @property
    def layers(self) -> int:
        """Of the encoder."""
        return len(self.heads)


WIDE = (1, 2, 4, 8, 16)  # the first model sees 31 words either way: a content is often a sentence
# All layers, each with the heads that are worth most of the 144 and half of the inner units: half
# the cost of the whole, dev full overlap 83.1 against 83.5, full good F1 71.3 against 71.8, content
# exact 68.5 against 68.4. Eight layers with all heads cost as much and reach 82.2, 71.4, 68.0;
# both imitate the whole on 2,389 wire reports, too. A tenth cheaper still (46 heads, 672 units,
# half a round more) it falls to 82.1, 70.4, 67.6.
STUDENT = Form(heads=(8, 7, 12, 7, 8, 5, 4, 2, 2, 1, 1, 1), inner=768, whole=1, steps=(1, 4, 16))
# With half of the inner units, three layers lose another 1.4 points of full good F1.
FAST = Form(heads=(12, 12, 12), inner=1536, whole=1, steps=(1, 4, 16))
_TRAINED = 0.8  # of the rate, for the heads of a pupil, which begin as its teacher's


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the defaults are those of the shipped weights."""

    epochs: float = 3  # rounds over the corpus
    student_epochs: float = 2.8  # of a model of half the cost that learns from it; 0: it is whole
    fast_epochs: float = 3.8  # of the small model, which learns from it too
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

    @property
    def of_student(self) -> "Plan":
        """How the default model is distilled."""
        return self._of_pupil(self.student_epochs, self.encoder_rate)

    @property
    def of_small(self) -> "Plan":
        """How the small model is distilled."""
        return self._of_pupil(self.fast_epochs, self.fast_rate)

    def _of_pupil(self, epochs: float, encoder_rate: float) -> "Plan":
        head_rate = _TRAINED * self.head_rate
        return replace(self, epochs=epochs, encoder_rate=encoder_rate, head_rate=head_rate)
