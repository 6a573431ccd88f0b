"""The two exported networks and their vocabulary of word pieces, read from a folder of weights."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime

from graphkit.attribution.nesting import Calibration
from graphkit.attribution.vocabulary import Vocabulary
from graphkit.attribution.windows import Integers
from schemas.errors import ModelError

type Reals = npt.NDArray[np.float32]

_MODELS = Path(__file__).parent.parent / "models"
SHIPPED, FAST = _MODELS / "attribution", _MODELS / "attribution_fast"
MANIFEST = "manifest.json"
CUES, ROLES, TOKENIZER = "words.int8.onnx", "pairs.int8.onnx", "tokenizer.json"
_SLOWER = ["SkipLayerNormFusion"]  # what it fuses takes a tenth longer than its parts (ORT 1.32)


class CueLabels(NamedTuple):
    """What the first network says of a window.

    `states`: (1, words, 384), the second network's input. `cue`: (words, 2, 3), unnormalised: for
    cues of outermost attributions and of any, the label outside, beginning and inside.
    """

    states: Reals
    cue: Reals


class RoleLabels(NamedTuple):
    """What the second network says of the cues of a window.

    `roles`: (cues, words, 3), unnormalised, for none, source and content. `edges`: (cues, words,
    4), logits: does a source begin or end with this word, does a content? `validity`: (cues, 2),
    logits: is this the cue of an outermost attribution, of any at all?
    """

    roles: Reals
    edges: Reals
    validity: Reals


@dataclass(frozen=True, slots=True)
class Limits:
    """How sure the networks must be; chosen on held-out articles, kept with the weights.

    `cue`: least probability of each word of a cue; `validity`, `score`: least of an outermost
    attribution; `nested_validity`, `nested_score`: of one within another's content.
    """

    cue: float = 0.3
    validity: float = 0.6
    score: float = 0.4
    nested_validity: float = 0.6
    nested_score: float = 0.4


class Network:
    """The networks of a folder of weights: cues of a window, then source and content of each cue.

    One window at a time: the integer arithmetic takes its scale from all that is in a batch, so
    that a batched window would be read differently for the company it is in.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 1) -> None:
        """Loads the weights; raises `ModelError` where a file is missing or not what it was."""
        self.identity, self.limits, self.calibration = _manifest(folder)
        self._cues = _session(folder / CUES, threads)
        self._roles = _session(folder / ROLES, threads)
        self.vocabulary = Vocabulary(folder / TOKENIZER)

    def cues(self, window: dict[str, Integers]) -> CueLabels:
        """Labels the words of one window as outside, beginning or inside of a cue."""
        states, cue = self._cues.run(None, window)
        return CueLabels(states, cue[0])

    def roles(self, states: Reals, cues: dict[str, Integers]) -> RoleLabels:
        """Labels a window's words as none, source or content of each cue, and judges the cues."""
        return RoleLabels(*self._roles.run(None, {"x": states, **cues}))


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )


def _manifest(folder: Path) -> tuple[str, Limits, Calibration]:
    """The model's name, limits and calibration, when each file has the checksum of the manifest."""
    remedy = "Install graphkit again, or give a folder of weights that is complete."
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, expected in manifest["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ModelError(
                    f"The attribution model's {folder / name} is damaged: its checksum is not "
                    f"the one in {MANIFEST}. {remedy}"
                )
        return (
            str(manifest["name"]),
            Limits(**manifest["limits"]),
            Calibration(**manifest["calibration"]),
        )
    except OSError as error:
        raise ModelError(
            f"The attribution model in {folder} is incomplete: cannot read {error.filename}. "
            f"{remedy}"
        ) from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(
            f"The attribution model's {folder / MANIFEST} is damaged: {error}. {remedy}"
        ) from error
