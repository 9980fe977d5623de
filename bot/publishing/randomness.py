"""Random sources for noise: the operating system's, or a keyed one that repeats its numbers."""

import hashlib
import hmac
import secrets
from typing import Protocol


class RandomSource(Protocol):
    def below(self, n: int) -> int:
        """A uniformly random whole number from 0 to n - 1."""


class System:
    """Fresh random numbers from the operating system, never stored."""

    def below(self, n: int) -> int:
        return secrets.randbelow(n)


class Keyed:
    """Repeats its numbers for the same key and label. Without the key they are indistinguishable from random.

    A stream of HMAC-SHA-256 over a counter, as in the expansion step of HKDF (RFC 5869), without its length
    limit.
    """

    def __init__(self, key: bytes, *label: str) -> None:
        text = "".join(f"{len(part)}:{part}" for part in label)
        self._seed = hmac.digest(key, text.encode(), hashlib.sha256)
        self._block = 0
        self._bits = self._left = 0

    def below(self, n: int) -> int:
        """Uses rejection sampling, so that every number is equally likely."""
        width = (n - 1).bit_length()
        while True:
            if (number := self._take(width)) < n:
                return number

    def _take(self, width: int) -> int:
        while self._left < width:
            block = hmac.digest(self._seed, self._block.to_bytes(8), hashlib.sha256)
            self._bits = self._bits << 256 | int.from_bytes(block)
            self._left += 256
            self._block += 1
        self._left -= width
        number = self._bits >> self._left
        self._bits &= (1 << self._left) - 1
        return number
