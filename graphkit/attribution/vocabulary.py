"""Words in pieces: the vocabulary of the encoder."""

from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from schemas.errors import ModelError

_LONGEST_WORD = 200  # characters shown to the tokenizer; it has no pieces for longer words
_MOST_PIECES = 5  # of one word
_REMEMBERED = 1 << 16  # words whose pieces are kept


class Vocabulary:
    """The ids of a word's pieces and of the marks around them."""

    def __init__(self, path: Path) -> None:
        """Reads a `tokenizer.json`; raises `ModelError` where it lacks a mark."""
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self.begin, self.separator, self.mask, self._unknown = (
            _special(tokenizer, mark) for mark in ("[CLS]", "[SEP]", "[MASK]", "[UNK]")
        )
        self._known = lru_cache(_REMEMBERED)(self._split)

    def pieces(self, word: str) -> tuple[int, ...]:
        """The ids of the word's pieces, at least one and at most a few."""
        return self._known(word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD])

    def _split(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids[:_MOST_PIECES]) or (self._unknown,)


def _special(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ModelError(f"The attribution model's tokenizer has no {mark}: not one of its kind.")
    return int(number)
