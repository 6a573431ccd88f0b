"""The networks (torch): an encoder that tags cues, and for each cue the labels of all words.

A BERT-shaped encoder (Devlin et al. 2019; here one of MiniLM's size, Wang et al. 2020) reads a
window's pieces, each with the features of its word and its place in the parse. From a word's first
piece come two tags of cues, of outermost ones as the corpus has them and of any, nested ones too.
A second network takes one cue and labels every word of the window as none, source or content, tells
where these begin and end, and judges whether the cue is one.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from graphkit.attribution.syntax import BRANCHES, RELATIONS, TAGS
from graphkit.training.plan import WIDE, Form

FEATURES = 72  # of a word: shape, quotation state, boundary
DISTANCES, SENTENCES, PARAGRAPHS = 27, 7, 5  # codes of a word's place relative to a cue
CUE_LABELS = ROLE_LABELS = 3
EDGES = 4  # a source begins, ends, a content begins, ends
_WIDTH = 128  # of the second network
_DROPOUT = 0.1


class Dropout(nn.Module):
    """Dropout with one mask for all words of a window: random numbers are dear on a CPU."""

    def __init__(self, share: float = _DROPOUT) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """The same shape, some of the last dimension's components 0 for the whole window."""
        if not self.training or not self.share:
            return x
        kept = torch.rand(x.shape[0], *[1] * (x.dim() - 2), x.shape[-1]) >= self.share
        return x * (kept / (1 - self.share))


class Layer(nn.Module):
    """Self-attention and feed-forward, each with a residual and a norm after it."""

    def __init__(self, width: int, head: int, heads: int, inner: int) -> None:
        """`head`: the width of one of the attention's heads."""
        super().__init__()
        mixed = head * heads
        self.q, self.k, self.v = (nn.Linear(width, mixed) for _ in range(3))
        self.o = nn.Linear(mixed, width)
        self.n1, self.n2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.heads, self.drop = heads, Dropout()

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (windows, pieces, width); `bias` is added to the attention's logits."""
        count, length, _ = x.shape
        q, k, v = (
            f(x).view(count, length, self.heads, -1).transpose(1, 2)
            for f in (self.q, self.k, self.v)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return self.after(x, mixed.transpose(1, 2).reshape(count, length, -1))

    def after(self, x: Tensor, mixed: Tensor) -> Tensor:
        """What follows upon the attention's mixture of values."""
        x = self.n1(x + self.drop(self.o(mixed)))
        inner = functional.gelu(self.up(x))
        out: Tensor = self.n2(x + self.drop(self.down(inner)))
        return out


class Encoder(nn.Module):
    """Pieces → states of words (windows, words, width) and logits of cues (…, words, 2, 3)."""

    def __init__(self, config: Mapping[str, Any], form: Form) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.whole = form.whole
        self.word = nn.Embedding(config["vocab_size"], width)
        self.pos = nn.Embedding(config["max_position_embeddings"], width)
        self.feat = _silent(FEATURES, width)
        self.relation = _silent(len(RELATIONS) + 1, width)
        self.tag = _silent(len(TAGS) + 1, width)
        self.norm, self.drop = nn.LayerNorm(width, 1e-12), Dropout()
        head = width // config["num_attention_heads"]
        self.layers = nn.ModuleList(Layer(width, head, heads, form.inner) for heads in form.heads)
        self.cue = nn.Sequential(
            nn.Linear(width, 256), nn.GELU(), Dropout(), nn.Linear(256, 2 * CUE_LABELS)
        )
        self.aux = nn.Linear(width, 2)  # in any source, in any content: in training only

    def forward(
        self, ids: Tensor, feat: Tensor, relation: Tensor, tag: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        """All (windows, pieces) except `first` (windows, words): each word's first piece."""
        x = self.drop(self.embed(ids, feat, relation, tag))
        bias = _padding(mask > 0)
        for number, layer in enumerate(self.layers):
            if number == self.whole:
                x = self.whole_words(x, first)
                bias = _padding(functional.pad(first > 0, (1, 0), value=True))
            x = layer(x, bias)
        return self.tagged(x, first)

    def embed(self, ids: Tensor, feat: Tensor, relation: Tensor, tag: Tensor) -> Tensor:
        """The sum of a piece's embeddings, normed."""
        x = self.word(ids) + self.pos.weight[: ids.shape[1]] + self.feat(feat)
        normed: Tensor = self.norm(x + self.relation(relation) + self.tag(tag))
        return normed

    def whole_words(self, x: Tensor, first: Tensor) -> Tensor:
        """The states of the mark that begins the window and of each word's first piece.

        A fifth of the pieces go on no further (compare Goyal et al. 2020).
        """
        return _picked(x, functional.pad(first, (1, 0)))

    def tagged(self, x: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """States of words, those of their first pieces, and their logits as cues."""
        x = _picked(x, first) if self.whole is None else x[:, 1:]
        return x, self.cue(x).unflatten(-1, (2, CUE_LABELS))


def _picked(x: Tensor, places: Tensor) -> Tensor:
    return torch.gather(x, 1, places[:, :, None].expand(-1, -1, x.shape[2]))


def _padding(real: Tensor) -> Tensor:
    """What is added to the logits of attention so that nothing attends to padding."""
    return ((~real).float() * -1e4)[:, None, None, :]


class Dilated(nn.Module):
    """A dilated convolution: of the words `step` before, here, and `step` after.

    Three products of the same words, shifted, are cheaper than one of three words side by side.
    """

    def __init__(self, width: int, step: int) -> None:
        super().__init__()
        self.before, self.after = (nn.Linear(width, width, bias=False) for _ in range(2))
        self.here, self.step = nn.Linear(width, width), step

    def forward(self, p: Tensor) -> Tensor:
        """The same shape, (cues, words, width); beyond both ends there is nothing."""
        count = p.shape[1]
        nothing = torch.zeros_like(p[:, :1]).expand(-1, self.step, -1)
        wide = torch.cat([nothing, p, nothing], 1)
        beyond: Tensor = self.before(wide[:, :count]) + self.after(wide[:, 2 * self.step :])
        return self.here(p) + beyond


class Roles(nn.Module):
    """States of a window's words and cues in it → labels of the words, validity of the cues."""

    def __init__(self, width: int, steps: Sequence[int], own: int = _WIDTH) -> None:
        super().__init__()
        self.c, self.t = nn.Linear(2 * width, own), nn.Linear(width, own)
        self.u, self.v = nn.Linear(2 * width, own), nn.Linear(width, own)
        self.dist, self.sent, self.para = (
            nn.Embedding(n, own) for n in (DISTANCES, SENTENCES, PARAGRAPHS)
        )
        self.branch = _silent(BRANCHES, own)
        self.norm, self.drop = nn.LayerNorm(own), Dropout()
        self.conv = nn.ModuleList(Dilated(own, step) for step in steps)
        self.norms = nn.ModuleList(nn.LayerNorm(own) for _ in steps)
        self.out, self.edge = nn.Linear(own, ROLE_LABELS), nn.Linear(own, EDGES)
        self.valid = nn.Sequential(
            nn.Linear(2 * width + own, 128), nn.GELU(), Dropout(), nn.Linear(128, 2)
        )

    def forward(
        self,
        x: Tensor,
        window: Tensor,
        a: Tensor,
        b: Tensor,
        dist: Tensor,
        sent: Tensor,
        para: Tensor,
        branch: Tensor,
        mask: Tensor | None,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of roles (cues, words, 3), of edges (cues, words, 4) and of validity (cues, 2).

        An edge: a source begins or ends with this word, a content begins or ends with it. Validity:
        as an outermost cue, as any cue.

        `x` (windows, words, width); `mask` (windows, words) 1 for a word, null where all are;
        `window`, `a`, `b` (cues): the window, first and last word of each; the others are codes
        (cues, words).
        """
        cue = torch.cat([x[window, a], x[window, b]], -1)
        p = self.c(cue)[:, None] * self.t(x)[window] + self.u(cue)[:, None] + self.v(x)[window]
        p = p + self.dist(dist) + self.sent(sent) + self.para(para) + self.branch(branch)
        real = None if mask is None else mask[window].to(x.dtype)[:, :, None]
        p = self.drop(functional.gelu(self.norm(p)))
        p = p if real is None else p * real
        for around, norm in zip(self.conv, self.norms, strict=True):
            p = norm(p + functional.gelu(around(p)))
            p = p if real is None else p * real
        pooled = (p if real is None else p - (1 - real) * 1e4).amax(1)
        return self.out(p), self.edge(p), self.valid(torch.cat([cue, pooled], -1))


@dataclass(frozen=True, slots=True)
class Worth:
    """What each head and each inner unit of a layer is worth; only the order counts."""

    heads: Tensor
    units: Tensor

    def strongest(self, heads: int, units: int) -> tuple[Tensor, Tensor]:
        """The heads and the units that are worth most, so many of each, in the layer's order."""
        return _first(self.heads, heads), _first(self.units, units)


class Model(nn.Module):
    """Both networks, with the configuration of the encoder."""

    def __init__(self, config: Mapping[str, Any], form: Form) -> None:
        super().__init__()
        self.config, self.form = dict(config), form
        self.encoder = Encoder(config, form)
        self.roles = Roles(config["hidden_size"], form.steps)

    @classmethod
    def from_encoder(cls, folder: Path) -> "Model":
        """A model on a pretrained BERT-shaped encoder.

        The folder holds `config.json` and `model.safetensors`.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = {
            name.removeprefix("bert."): value
            for name, value in load_file(folder / "model.safetensors").items()
        }
        layers = config["num_hidden_layers"]
        heads = (config["num_attention_heads"],) * layers
        model = cls(config, Form(heads, config["intermediate_size"], None, WIDE))
        model.encoder.load_state_dict(_state(weights, range(layers)), strict=False)
        return model

    def shrunk(self, form: Form, worth: Sequence[Worth]) -> "Model":
        """A model no larger than `form` or this one, that begins as this one.

        Of each equal part of the layers it keeps the last (Sanh et al. 2019), of a layer's heads
        and inner units those that are worth most, of the convolutions those of the same steps.
        """
        layers = spread(self.form.layers, min(form.layers, self.form.layers))
        heads = tuple(
            min(n, self.form.heads[old]) for n, old in zip(form.heads, layers, strict=False)
        )
        form = replace(form, heads=heads, inner=min(form.inner, self.form.inner))
        small = Model(self.config, form)
        state = {
            name: value
            for name, value in self.state_dict().items()
            if not name.startswith(("encoder.layers.", "roles.conv.", "roles.norms."))
        }
        for new, old in enumerate(layers):
            layer = self.encoder.layers[old].state_dict()
            strongest = worth[old].strongest(form.heads[new], form.inner)
            kept = _narrowed(layer, self.form.heads[old], strongest)
            state |= {f"encoder.layers.{new}.{name}": value for name, value in kept.items()}
        for new, step in enumerate(form.steps):
            old = self.form.steps.index(step)
            for part, owner in (("conv", self.roles.conv), ("norms", self.roles.norms)):
                own = owner[old].state_dict()
                state |= {f"roles.{part}.{new}.{name}": value for name, value in own.items()}
        small.load_state_dict(state)
        return small

    def with_pieces(self, kept: Sequence[int]) -> "Model":
        """The same model for a vocabulary of those pieces alone, numbered anew."""
        small = deepcopy(self)
        vectors = self.encoder.word.weight.detach()[list(kept)]
        small.encoder.word = nn.Embedding.from_pretrained(vectors)
        return small


def spread(layers: int, kept: int) -> list[int]:
    """Which layers of so many to keep: the last of each of `kept` equal parts."""
    return [layers * (n + 1) // kept - 1 for n in range(kept)]


def _first(worth: Tensor, count: int) -> Tensor:
    return worth.topk(count).indices.sort().values


def _narrowed(
    layer: Mapping[str, Tensor], heads: int, kept: tuple[Tensor, Tensor]
) -> dict[str, Tensor]:
    """A layer's weights, of `heads` heads, with some of the heads and of the inner units alone."""
    parts = torch.arange(len(layer["o.weight"][0])).view(heads, -1)
    mixed, inner = parts[kept[0]].flatten(), kept[1]
    into = {"up": inner, "q": mixed, "k": mixed, "v": mixed}
    return {
        **layer,
        **{f"{n}.{part}": layer[f"{n}.{part}"][at] for n, at in into.items() for part in _PARTS},
        "down.weight": layer["down.weight"][:, inner],
        "o.weight": layer["o.weight"][:, mixed],
    }


def _silent(count: int, width: int) -> nn.Embedding:
    """An embedding that begins as nothing, so that a pretrained network is not disturbed."""
    embedding = nn.Embedding(count, width)
    nn.init.zeros_(embedding.weight)
    return embedding


_PARTS = ("weight", "bias")
_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "n2": "output.LayerNorm",
}


def _state(weights: Mapping[str, Tensor], layers: Sequence[int]) -> dict[str, Tensor]:
    """The encoder's weights under our names; all segments are the first one."""
    segment = weights["embeddings.token_type_embeddings.weight"][0]
    state = {
        "word.weight": weights["embeddings.word_embeddings.weight"],
        "pos.weight": weights["embeddings.position_embeddings.weight"] + segment,
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for new, old in enumerate(layers):
        for ours, theirs in _NAMES.items():
            for part in _PARTS:
                state[f"layers.{new}.{ours}.{part}"] = weights[
                    f"encoder.layer.{old}.{theirs}.{part}"
                ]
    return state
