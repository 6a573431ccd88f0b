"""From a trained model to a folder of weights: ONNX with 8-bit weights, checksums and limits."""

import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from graphkit.attribution.nesting import Calibration
from graphkit.attribution.network import CUES, MANIFEST, ROLES, TOKENIZER, Limits
from graphkit.training.model import Encoder, Layer, Model, Roles

_OPSET = 17
_WIDTHS = {"pieces": 37, "words": 29, "cues": 3}  # of the example traced; free afterwards
_PIECE_INPUTS = ("ids", "feat", "relation", "tag")
_CUE_INPUTS = ("dist", "sent", "para", "branch")


def export(model: Model, tokenizer: Mapping[str, Any], folder: Path) -> None:
    """Writes networks and tokenizer (its JSON object) into `folder`, which is made if need be.

    Matrix products are quantised dynamically to 8 bits, per channel, the weights within 7 bits of
    range: processors without VNNI sum two products in 16 bits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TOKENIZER).write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        for file, network in ((CUES, _Cues(model.encoder)), (ROLES, _Roles(model.roles))):
            full = Path(temporary) / file
            network.eval().trace(full)
            quantize_dynamic(
                full,
                folder / file,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
            )


def write_manifest(folder: Path, name: str, limits: Limits, calibration: Calibration) -> None:
    """Writes name, limits, calibration and checksums of the weights in `folder`."""
    sums = {
        file: hashlib.sha256((folder / file).read_bytes()).hexdigest()
        for file in (CUES, ROLES, TOKENIZER)
    }
    manifest = {
        "name": name,
        "limits": asdict(limits),
        "calibration": asdict(calibration),
        "sha256": sums,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


class _Attention(torch.autograd.Function):
    """Attention over a whole window, in ONNX one operator of onnxruntime."""

    @staticmethod
    def forward(_: Any, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        count, length, width = q.shape
        q, k, v = (t.view(count, length, heads, -1).transpose(1, 2) for t in (q, k, v))
        mixed = functional.scaled_dot_product_attention(q, k, v)
        return mixed.transpose(1, 2).reshape(count, length, width)

    @staticmethod
    def symbolic(graph: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        return graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)


class _Traceable(nn.Module):
    """A network as it is exported: plain arrays in and out, of one window."""

    inputs: Sequence[tuple[str, Sequence[str]]]
    outputs: Sequence[tuple[str, Sequence[str]]]

    def trace(self, path: Path) -> None:
        """Writes it as ONNX."""
        example = tuple(self.example(name, axes) for name, axes in self.inputs)
        named = (*self.inputs, *self.outputs)
        with warnings.catch_warnings():  # the tracing exporter is meant: it knows our operator
            warnings.simplefilter("ignore")
            torch.onnx.export(
                self,
                example,
                str(path),
                dynamo=False,
                opset_version=_OPSET,
                input_names=[name for name, _ in self.inputs],
                output_names=[name for name, _ in self.outputs],
                dynamic_axes={
                    name: {i: axis for i, axis in enumerate(axes) if axis in _WIDTHS}
                    for name, axes in named
                },
                custom_opsets={"com.microsoft": 1},
            )

    def example(self, _name: str, axes: Sequence[str]) -> Tensor:
        """An input of the right shape; codes are small, so that each embedding has them."""
        return torch.ones([_WIDTHS.get(axis, 1) for axis in axes], dtype=torch.int64)


class _Cues(_Traceable):
    """The encoder without padding; queries, keys and values of a layer are one product."""

    inputs = (*((name, ("one", "pieces")) for name in _PIECE_INPUTS), ("first", ("one", "words")))
    outputs = (("x", ("one", "words")), ("cue", ("one", "words")))

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.layers = [cast(Layer, layer) for layer in encoder.layers]
        self.joint = nn.ModuleList(_joined(layer) for layer in self.layers)

    def forward(
        self, ids: Tensor, feat: Tensor, relation: Tensor, tag: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        x = self.encoder.embed(ids, feat, relation, tag)
        for number, (layer, joint) in enumerate(zip(self.layers, self.joint, strict=True)):
            if number == self.encoder.whole:
                x = self.encoder.whole_words(x, first)
            q, k, v = joint(x).split(layer.q.out_features, -1)
            x = layer.after(x, _Attention.apply(q, k, v, layer.heads))
        return self.encoder.tagged(x, first)  # type: ignore[no-any-return]


class _Roles(_Traceable):
    """The second network for the cues of one window without padding."""

    inputs = (
        ("x", ("one", "words", "width")),
        *((name, ("cues",)) for name in ("a", "b")),
        *((name, ("cues", "words")) for name in _CUE_INPUTS),
    )
    outputs = (("y", ("cues", "words")), ("edge", ("cues", "words")), ("valid", ("cues",)))

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self.roles = roles

    def forward(
        self, x: Tensor, a: Tensor, b: Tensor, *codes: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        return self.roles(x, torch.zeros_like(a), a, b, *codes, None)  # type: ignore[no-any-return]

    def example(self, name: str, axes: Sequence[str]) -> Tensor:
        """As above; the states of words are real numbers."""
        if name == "x":
            return torch.randn(1, _WIDTHS["words"], self.roles.t.in_features)
        return super().example(name, axes)


def _joined(layer: Layer) -> nn.Linear:
    parts = (layer.q, layer.k, layer.v)
    joint = nn.Linear(layer.q.in_features, sum(part.out_features for part in parts))
    joint.weight = nn.Parameter(torch.cat([part.weight for part in parts]))
    joint.bias = nn.Parameter(torch.cat([part.bias for part in parts]))
    return joint
