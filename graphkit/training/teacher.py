"""What a trained model says of articles, kept: it reads each once, however often it is asked."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from graphkit.attribution.windows import PieceVocabulary, encode, windows
from graphkit.training.examples import SIZE, Example, Prepared
from graphkit.training.model import Model

type Said = tuple[Tensor, Tensor]  # of words: states (words, width) and logits as cues (…, 2, 3)


class Teacher:
    """A model to be imitated; it sees all words and their parse, whatever its pupil is shown."""

    def __init__(self, model: Model, vocabulary: PieceVocabulary) -> None:
        self.model, self._vocabulary = model.eval(), vocabulary
        self._said: dict[int, tuple[Prepared, Said]] = {}

    def of(self, examples: Sequence[Example]) -> Said:
        """The states of the windows' words (windows, words, width) and their logits as cues.

        Windows are padded with 0 to the length of the longest.
        """
        said = [self._of(one) for one in examples]
        states, cues = ([part[n] for part in said] for n in range(2))
        return pad_sequence(states, True).float(), pad_sequence(cues, True)

    def _of(self, one: Example) -> Said:
        key = id(one.article)  # which is kept with what was said of it
        if key not in self._said:
            self._said[key] = one.article, self._read(one.article)
        states, cues = self._said[key][1]
        return states[one.start : one.end], cues[one.start : one.end]

    def _read(self, article: Prepared) -> Said:
        with torch.no_grad():
            read = list(self._windows(article))
        return torch.cat([x[0].half() for x, _ in read]), torch.cat([cue[0] for _, cue in read])

    def _windows(self, article: Prepared) -> Iterable[Said]:
        for window in windows(article.words, article.pieces, size=SIZE):
            row = encode(article.words, article.pieces, window, self._vocabulary, article.syntax)
            arrays = {key: torch.from_numpy(array) for key, array in row.items()}
            yield self.model.encoder(**arrays, mask=torch.ones_like(arrays["ids"]))
