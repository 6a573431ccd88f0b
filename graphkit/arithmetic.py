"""The arithmetic of spaCy's networks in less time, for prediction alone.

Most of spaCy's time goes into thinc's maxout layers and the norms after them. numpy's BLAS
multiplies their matrices twice as fast as the one that thinc brings; who only predicts need not be
told which of several units was the largest; and a norm can do with half of its passes over the
data. Together a quarter of the time of parsing (benchmarks/extraction.py); numbers differ by what
rounding makes of them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, cast

import numpy as np
import numpy.typing as npt
from thinc.api import Model, NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

type Reals = npt.NDArray[np.float32]

_TINY = 1e-8  # added to a variance, as thinc does


class Prediction(NumpyOps):  # type: ignore[misc]  # thinc's compiled class has no types
    """thinc's operations by numpy; a network with them cannot be trained."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def maxout(self, X: Reals) -> tuple[Reals, None]:
        """The largest of the last dimension's units, (rows, outputs); not which ones they are."""
        best = X[:, :, 0]
        for unit in range(1, X.shape[2]):
            best = np.maximum(best, X[:, :, unit])
        return best, None


def quicken(nlp: "Language") -> None:
    """Lets the pipeline's networks predict by `Prediction`, where they run on the processor."""
    operations = Prediction()
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in list(model.walk()):
                if type(node.ops) is NumpyOps:
                    node.ops = operations
                    _replace_norms(node)


def _replace_norms(node: "Model[Any, Any]") -> None:
    for place, layer in enumerate(node.layers):
        if layer.name == "layernorm":
            params: dict[str, Any] = {n: layer.get_param(n) for n in layer.param_names}
            dims: dict[str, int | None] = {n: layer.get_dim(n) for n in layer.dim_names}
            node.layers[place] = Model("layernorm", _normed, dims=dims, params=params)


def _normed(
    model: "Model[Reals, Reals]", given: Reals, is_train: bool
) -> tuple[Reals, Callable[..., NoReturn]]:
    """thinc's layer norm (Ba et al. 2016) of each row, with its gain and bias."""
    width = given.shape[1]
    out = given - given.mean(1, keepdims=True)
    out *= (np.einsum("ij,ij->i", out, out) / width + _TINY)[:, None] ** -0.5
    gain, bias = (cast("Reals", model.get_param(name)) for name in ("G", "b"))
    out *= gain
    out += bias
    return out, _untaught


def _untaught(*_: object) -> NoReturn:
    raise NotImplementedError("a pipeline that was made to predict faster cannot be trained")
