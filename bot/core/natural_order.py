"""Sorts names as people expect them: "Colleague 2" sorts before "Colleague 10". Ignores case. Pure."""

import re

_NUMBER = re.compile(r"(\d+)")

NaturalKey = tuple[tuple[tuple[int, str], ...], str]
"""Words and numbers in turn, then the name itself, so that the order of two names never depends on chance."""


def natural_key(name: str) -> NaturalKey:
    """For `sorted` and its kind. A number counts by its size, with leading zeros as without them.

    Numbers are compared by length and digits, because `int` refuses very long ones.
    """
    parts = _NUMBER.split(name.casefold())
    return tuple(_part(part, is_number=n % 2 == 1) for n, part in enumerate(parts)), name


def _part(part: str, *, is_number: bool) -> tuple[int, str]:
    digits = part.lstrip("0") if is_number else part
    return (len(digits) if is_number else 0), digits
