"""Rewrites the encoder's graph so that its layers keep their 8-bit weights in memory and multiply in 8 bits.

The published file widens each weight to 32 bits (`Cast`, then `Mul` by a scale) before it multiplies. That takes four
times the memory and half as long again. `MatMulNBits` of onnxruntime multiplies what is stored: inputs are
quantised in blocks of 32 while it computes, so vectors differ a little (cosine above 0.999). Import this only to
prepare a model: onnx stays in memory.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_BLOCK = 32
_DOMAIN = "com.microsoft"
# Inputs are quantised to 8 bits too.
_ACCURACY_LEVEL = 4
_ZERO_POINT = 128


def with_eight_bit_layers(model: bytes) -> bytes:
    """The same model, with each product of a widened 8-bit matrix as one operation."""
    graph_file = onnx.load_from_string(model)
    graph = graph_file.graph
    made_by = {output: node for node in graph.node for output in node.output}
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    nodes, matrices, unused = [], [], set[str]()
    for node in graph.node:
        widening = _widening(node, made_by)
        if widening is None:
            nodes.append(node)
            continue
        values, scale = (numpy_helper.to_array(tensors[name]) for name in widening.stored)
        blocks, scales = _in_blocks(values, scale)
        matrix = [
            numpy_helper.from_array(blocks, f"{node.name}_values"),
            numpy_helper.from_array(scales, f"{node.name}_scales"),
        ]
        matrices += matrix
        unused |= {*widening.stored, *widening.computed}
        nodes.append(_product(node, [tensor.name for tensor in matrix], values.shape))
    _replace(graph.node, [node for node in nodes if node.output[0] not in unused])
    _replace(graph.initializer, [t for t in graph.initializer if t.name not in unused] + matrices)
    graph_file.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    return bytes(graph_file.SerializeToString())


class _Widening(NamedTuple):
    """What a product reads through `Cast` and `Mul`: the stored values and scale, and what is computed of them."""

    stored: tuple[str, str]
    computed: tuple[str, str]


def _widening(node: onnx.NodeProto, made_by: Mapping[str, onnx.NodeProto]) -> _Widening | None:
    if node.op_type != "MatMul" or (scaled := made_by.get(node.input[1])) is None or scaled.op_type != "Mul":
        return None
    widened = made_by.get(scaled.input[0])
    if widened is None or widened.op_type != "Cast":
        return None
    return _Widening((widened.input[0], scaled.input[1]), (widened.output[0], scaled.output[0]))


def _in_blocks(
    values: NDArray[np.int8], scale: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """(inputs, outputs) as (outputs, blocks, block), with the zero point at 128, and a scale for each block."""
    inputs, outputs = values.shape
    shifted = (values.T.astype(np.int16) + _ZERO_POINT).astype(np.uint8)
    blocks = shifted.reshape(outputs, inputs // _BLOCK, _BLOCK)
    return blocks, np.repeat(scale.reshape(-1, 1), inputs // _BLOCK, axis=1)


def _product(node: onnx.NodeProto, matrix: list[str], shape: tuple[int, ...]) -> onnx.NodeProto:
    return helper.make_node(
        "MatMulNBits",
        [node.input[0], *matrix],
        list(node.output),
        node.name,
        domain=_DOMAIN,
        K=shape[0],
        N=shape[1],
        bits=8,
        block_size=_BLOCK,
        accuracy_level=_ACCURACY_LEVEL,
    )


def _replace(field: Any, items: Iterable[Any]) -> None:  # noqa: ANN401
    del field[:]
    field.extend(items)
