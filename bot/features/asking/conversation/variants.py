"""Picks one of several replies, never the same twice in a row."""

from collections.abc import Sequence


def vary(variants: Sequence[str], before: str, seed: str) -> str:
    """The variant after `before`, if that was one of them; otherwise one that `seed` determines."""
    if not variants:
        return ""
    if before in variants:
        return variants[(variants.index(before) + 1) % len(variants)]
    return variants[sum(map(ord, seed)) % len(variants)]
