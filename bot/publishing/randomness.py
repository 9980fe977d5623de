"""Random sources for noise: the system's, or one from a key that gives the same numbers again."""

import hashlib
import hmac
import secrets
from typing import Protocol


class Source(Protocol):
    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1, each as likely as the others."""


class System:
    """Drawn anew each time, and kept nowhere."""

    def below(self, n: int) -> int:
        return secrets.randbelow(n)


class Keyed:
    """The same numbers for the same key and label; without the key they can't be told from chance.

    A stream of HMAC-SHA-256 over a counter, as in the expansion of HKDF (RFC 5869), but without its limit.
    """

    def __init__(self, key: bytes, *label: str) -> None:
        text = "".join(f"{len(part)}:{part}" for part in label)
        self._seed = hmac.digest(key, text.encode(), hashlib.sha256)
        self._block = 0
        self._bits = self._left = 0

    def below(self, n: int) -> int:
        """By rejection, so that no number is likelier than another."""
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
