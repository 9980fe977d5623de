"""Stores the encoder's model as optimised by onnxruntime, so that it starts in a tenth of the time.

Its weights lie in a file of their own, which the system maps into memory. So the 47 MB of word vectors take
only what is used of them, and the system may drop that again.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from platform import machine
from secrets import token_hex

import onnxruntime

from bot.features.asking.cached_files import keep_newest

_MODEL, _WEIGHTS = "model.onnx", "weights.bin"


def prepare(model: Callable[[], bytes], purpose: str, name: str, directory: Path) -> Path:
    """The optimised model in `directory`, made at the first start. Safe to call from several replicas.

    `model` returns its file, and is called only then; `name` is another for every model. Of each
    `purpose`, the last two stay. The same texts get the same vectors as from the model itself.
    """
    place = directory / f"{purpose}-encoder-{name}-{onnxruntime.__version__}-{machine()}"
    if not (place / _MODEL).exists():
        unfinished = directory / f"unfinished-{token_hex(4)}"
        unfinished.mkdir(parents=True)
        _optimise(model(), unfinished)
        try:
            unfinished.rename(place)
        except OSError:
            # Another replica was quicker.
            shutil.rmtree(unfinished, ignore_errors=True)
        for unnamed in directory.glob("encoder-*"):
            shutil.rmtree(unnamed, ignore_errors=True)
    keep_newest(place, f"{purpose}-encoder-*")
    return place / _MODEL


def _optimise(model: bytes, into: Path) -> None:
    options = onnxruntime.SessionOptions()
    # Nothing that only this processor can compute.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(into / _MODEL)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", _WEIGHTS)
    options.add_session_config_entry(
        "session.optimized_model_external_initializers_min_size_in_bytes", "1024"
    )
    onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"])
