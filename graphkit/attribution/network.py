"""The two exported networks and their vocabulary of word pieces, read from a folder of weights."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from graphkit.attribution.windows import Integers
from schemas.errors import ModelError

type Reals = npt.NDArray[np.float32]

SHIPPED = Path(__file__).parent.parent / "models" / "attribution"
MANIFEST = "manifest.json"
_LONGEST_WORD = 200  # characters shown to the tokenizer; it has no pieces for longer words
_MOST_PIECES = 5  # of one word; as in training
_REMEMBERED = 1 << 16  # words whose pieces are kept


class CueLabels(NamedTuple):
    """What the first network says of a window.

    `states`: (1, words, 384), the second network's input. `cue`: (words, 3), unnormalised, for
    outside, beginning and inside of a cue.
    """

    states: Reals
    cue: Reals


class RoleLabels(NamedTuple):
    """What the second network says of the cues of a window.

    `roles`: (cues, words, 3), unnormalised, for none, source and content. `validity`: (cues,), a
    logit: is this cue one of an attribution?
    """

    roles: Reals
    validity: Reals


class Network:
    """The networks of a folder of weights: cues of a window, then source and content of each cue.

    One window at a time: the integer arithmetic takes its scale from all that is in a batch, so
    that a batched window would be read differently for the company it is in.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 1) -> None:
        """Loads the weights; raises `ModelError` where a file is missing or not what it was."""
        self.identity = _check(folder)
        self._cues = _session(folder / "words.int8.onnx", threads)
        self._roles = _session(folder / "pairs.int8.onnx", threads)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self.begin, self.separator, self._unknown = (
            _special(tokenizer, mark) for mark in ("[CLS]", "[SEP]", "[UNK]")
        )
        self.pieces = lru_cache(_REMEMBERED)(self._split)

    def cues(self, window: dict[str, Integers]) -> CueLabels:
        """Labels the words of one window as outside, beginning or inside of a cue."""
        states, cue = self._cues.run(None, window)
        return CueLabels(states, cue[0])

    def roles(self, states: Reals, cues: dict[str, Integers]) -> RoleLabels:
        """Labels a window's words as none, source or content of each cue, and judges the cues."""
        return RoleLabels(*self._roles.run(None, {"x": states, **cues}))

    def _split(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word[:_LONGEST_WORD], add_special_tokens=False).ids
        return tuple(ids[:_MOST_PIECES]) or (self._unknown,)


def _special(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ModelError(f"The attribution model's tokenizer has no {mark}: not one of its kind.")
    return int(number)


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Without VNNI the fast integer product overflows: 16 bits for the sum of two products.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _check(folder: Path) -> str:
    """The model's name and version, when each file has the checksum of the manifest."""
    remedy = "Install graphkit again, or give a folder of weights that is complete."
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, expected in manifest["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ModelError(
                    f"The attribution model's {folder / name} is damaged: its checksum is not "
                    f"the one in {MANIFEST}. {remedy}"
                )
        return f"{manifest['name']} {manifest['version']}"
    except OSError as error:
        raise ModelError(
            f"The attribution model in {folder} is incomplete: cannot read {error.filename}. "
            f"{remedy}"
        ) from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(
            f"The attribution model's {folder / MANIFEST} is damaged: {error}. {remedy}"
        ) from error
