"""The questions of `questions/`, and batches of lines of similar length."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

QUESTIONS = Path(__file__).parent / "questions"
# Batches sorted by length together: little padding, and still a random order.
_SORTED_TOGETHER = 20

T = TypeVar("T")


def further(name: str) -> list[str]:
    """The questions of `questions/` for a card or boundary, a line each."""
    file = QUESTIONS / f"{name}.txt"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def batches(
    shuffled: Sequence[T], size: int, text: Callable[[T], str], dice: random.Random
) -> Iterator[list[T]]:
    """Batches of `size`, in random order; what is left over is left out."""
    chunk = size * _SORTED_TOGETHER
    for start in range(0, len(shuffled), chunk):
        alike = sorted(shuffled[start : start + chunk], key=lambda example: len(text(example)))
        several = [alike[i : i + size] for i in range(0, len(alike) - size + 1, size)]
        dice.shuffle(several)
        yield from several
