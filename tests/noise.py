"""The pulse's noise, drawn the same in every run of a test: no test may pass or fail by a draw."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from bot.publishing import noise_keys
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.randomness import Keyed

_KEY = b"of the tests, and of nothing else"


class Replayed:
    """A source that starts anew with each test."""

    def __init__(self) -> None:
        self.restart("")

    def restart(self, test: str) -> None:
        """`test` is its name: two tests have other draws."""
        self._source = Keyed(_KEY, test)

    def below(self, n: int) -> int:
        return self._source.below(n)


@contextmanager
def replayed_noise() -> Iterator[Replayed]:
    """Replaces what the process would draw from the system: the key of the lasting noise, and the fresh noise."""
    source = Replayed()
    with (
        patch.object(noise_keys, "token_bytes", lambda length: _KEY[:length].ljust(length, b".")),
        patch.object(noise_keys, "NoiseLayers", partial(NoiseLayers, fresh=source)),
    ):
        yield source
