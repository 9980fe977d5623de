"""What every benchmark shares: one line a figure, "name value unit"; and how much of it a smoke run does."""

import os
import re
import sys
from typing import TypeVar

Whole = TypeVar("Whole")

LINE = re.compile(r"[a-z][\w.]* -?\d+(?:\.\d+)? \S+")
IS_SMOKE = os.environ.get("BENCH_SMOKE") == "1"


def figure(name: str, value: float, unit: str) -> None:
    sys.stdout.write(f"{name} {value:.2f} {unit}\n")
    sys.stdout.flush()


def size(whole: Whole, smoke: Whole) -> Whole:
    """How many or which, in a run that measures and in one that only shows that every figure is there."""
    return smoke if IS_SMOKE else whole
