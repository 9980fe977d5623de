"""Picks one of several lines to say, never the same twice running."""

from collections.abc import Sequence


def vary(variants: Sequence[str], before: str, seed: str) -> str:
    """The one after what was said `before`, if that was one of them; otherwise one that depends on `seed`."""
    if not variants:
        return ""
    if before in variants:
        return variants[(variants.index(before) + 1) % len(variants)]
    return variants[sum(map(ord, seed)) % len(variants)]
