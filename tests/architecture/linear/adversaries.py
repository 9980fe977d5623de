"""Texts that patterns with a weakness read again from each of their places, and how much work reading takes."""

from collections.abc import Callable, Sequence
from math import inf
from time import process_time

ADVERSARIES: dict[str, Callable[[int], str]] = {
    "spaces in the middle": lambda n: f"a{' ' * n}b",
    "line ends in the middle": lambda n: "a" + "\n" * n + "b",
    "dashes": lambda n: "-" * n,
    "stars": lambda n: "*" * n,
    "lines below": lambda n: "_" * n,
    "backticks": lambda n: "`" * n,
    "quotes": lambda n: '"' * n,
    "exclamations": lambda n: "!" * n,
    "open tags": lambda n: "<at " * (n // 4),
    "brackets": lambda n: "<" * n,
    "quoted": lambda n: "<quoted " * (n // 8),
    "digits": lambda n: "1" * n,
    "letters": lambda n: "a" * n,
    "hosts": lambda n: "x." * (n // 2),
    "commas and blanks": lambda n: ", " * (n // 2),
    "ands": lambda n: "and " * (n // 4),
    "nots": lambda n: "a not " * (n // 6) + "!#",
    "line ends": lambda n: " \n" * (n // 2),
    "words with a better way": lambda n: "schizophrenics " * (n // 15),
    "words without a blank": lambda n: "schizophrenics," * (n // 15),
    "ampersands": lambda n: "&amp;" * (n // 5),
}
# The short one first: what takes a square of time is found before it takes minutes.
SIZES = (1_000, 25_000)
_TIMES = 3
# Seconds, so that a ratio exists.
_LEAST = 0.002


def grows_with(
    read: Callable[[str], object], adversary: Callable[[int], str], sizes: Sequence[int] = SIZES
) -> bool:
    """Whether four times the text takes about four times the work, never sixteen."""
    return all(_in_proportion(read, adversary(size), adversary(4 * size)) for size in sizes)


def _in_proportion(read: Callable[[str], object], short: str, long: str) -> bool:
    """The least of what each took, tried again where it looks too much: the machine has other work."""
    most, least = inf, inf
    for _ in range(_TIMES):
        least, most = min(least, _once(read, short)), min(most, _once(read, long))
        if most < 11 * max(least, _LEAST):
            return True
    return False


def _once(read: Callable[[str], object], typed: str) -> float:
    before = process_time()
    read(typed)
    return process_time() - before
