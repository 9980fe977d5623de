"""Noise that comes out the same in every run of the tests, so that a test of chances can't fail by chance."""

from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.randomness import Keyed


def repeatable(key: bytes, kind: type[NoiseLayers] = NoiseLayers) -> NoiseLayers:
    """Both layers of noise from one key; `kind` may be a broken build."""
    return kind(key, Keyed(key, "fresh"))
