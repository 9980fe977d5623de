"""Noise that comes out the same in every run of the tests, so that a test of chances can't fail by chance."""

from bot.publishing.layers import Layers
from bot.publishing.randomness import Keyed


def repeatable(key: bytes, kind: type[Layers] = Layers) -> Layers:
    """Both layers of noise from one key; `kind` may be a broken build."""
    return kind(key, Keyed(key, "fresh"))
