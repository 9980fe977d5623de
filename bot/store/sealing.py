"""`Seal`: encrypts secrets at rest and signs, with a master key that is not in the database."""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.errors import UserFacingError

_NO_KEY = "There is no master key. Put what `python -m bot key` prints into ALONGSIDE_MASTER_KEY."


class Unsealable(UserFacingError):
    """Sealed with a key that we were not given, or damaged; the text says what to do."""


class NotAKey(Unsealable, ValueError):
    """What was given as a master key is none; the text never holds it."""


class Seal:
    """Seals with the first key, opens with any: a new key is put in front, the old one stays until all is resealed.

    Keys are Fernet's (AES-128-CBC with HMAC-SHA256): 32 bytes as URL-safe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Without keys it can do nothing. Raises NotAKey."""
        try:
            self._fernets = [Fernet(key) for key in keys]
        except ValueError:
            raise NotAKey(
                "a master key is 32 bytes as URL-safe base64, as `python -m bot key` prints"
            ) from None
        self._keys, self._derived = [urlsafe_b64decode(key) for key in keys], dict[str, list[bytes]]()

    def __bool__(self) -> bool:
        """Whether there is a key."""
        return bool(self._keys)

    def close(self, secret: bytes) -> bytes:
        """Raises Unsealable."""
        return self._all().encrypt(secret)

    def open(self, sealed: bytes) -> bytes:
        """Raises Unsealable."""
        try:
            return self._all().decrypt(sealed)
        except InvalidToken:
            raise Unsealable(
                "What is stored was sealed with another master key. Put that key back into "
                "ALONGSIDE_MASTER_KEY, behind the new one and a comma."
            ) from None

    def reseal(self, sealed: bytes) -> bytes:
        """The same secret under the first key. Raises Unsealable."""
        return self.close(self.open(sealed))

    def sign(self, purpose: str, text: str) -> str:
        """HMAC-SHA-256 in hexadecimal, under a key for this purpose alone. Raises Unsealable."""
        return _signature(self._signing_keys(purpose)[0], text)

    def has_signed(self, purpose: str, text: str, signature: str) -> bool:
        """Under the first key or an older one. Raises Unsealable."""
        given = signature.encode()
        signed = [_signature(key, text).encode() for key in self._signing_keys(purpose)]
        return any(hmac.compare_digest(one, given) for one in signed)

    def _signing_keys(self, purpose: str) -> Sequence[bytes]:
        if not self._keys:
            raise Unsealable(_NO_KEY)
        if purpose not in self._derived:
            self._derived[purpose] = [
                HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(key) for key in self._keys
            ]
        return self._derived[purpose]

    def _all(self) -> MultiFernet:
        if not self._fernets:
            raise Unsealable(_NO_KEY)
        return MultiFernet(self._fernets)


def _signature(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


def new_key() -> str:
    return Fernet.generate_key().decode()
