"""`Seal`: encrypts secrets at rest and signs rows, with master keys that are not in the database."""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.errors import UserFacingError

_NO_KEY = "There is no master key. Put what `python -m bot key` prints into ALONGSIDE_MASTER_KEY."

_NOT_A_KEY = (
    "ALONGSIDE_MASTER_KEY holds something that is no key. Use what `python -m bot key` prints; several with "
    "commas."
)


class Unsealable(UserFacingError):
    """Raised when a value is damaged or its key is missing. The text says what to do."""


class NotAKey(Unsealable, ValueError):
    """Raised for an invalid master key. The text never contains it."""


class Seal:
    """Encrypts with the first key and decrypts with any.

    To rotate, put a new key first and keep the old one until everything is re-encrypted.

    Keys are Fernet keys (AES-128-CBC with HMAC-SHA256): 32 bytes as URL-safe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Without keys, every operation raises Unsealable. Raises NotAKey for an invalid key."""
        try:
            self._fernets = [Fernet(key) for key in keys]
        except ValueError:
            raise NotAKey(_NOT_A_KEY) from None
        self._keys, self._derived = [urlsafe_b64decode(key) for key in keys], dict[str, list[bytes]]()

    def __bool__(self) -> bool:
        """Whether at least one key is set."""
        return bool(self._keys)

    def close(self, secret: bytes) -> bytes:
        """Encrypts. Raises Unsealable without a key."""
        return self._all().encrypt(secret)

    def open(self, sealed: bytes) -> bytes:
        """Decrypts. Raises Unsealable."""
        try:
            return self._all().decrypt(sealed)
        except InvalidToken:
            raise Unsealable(
                "What is stored was sealed with another master key. Put that key back into "
                "ALONGSIDE_MASTER_KEY, behind the new one and a comma."
            ) from None

    def reseal(self, sealed: bytes) -> bytes:
        """Re-encrypts a secret with the first key. Raises Unsealable."""
        return self.close(self.open(sealed))

    def sign(self, purpose: str, text: str) -> str:
        """HMAC-SHA-256 in hexadecimal, under a key derived for this purpose. Raises Unsealable."""
        return _signature(self._signing_keys(purpose)[0], text)

    def has_signed(self, purpose: str, text: str, signature: str) -> bool:
        """Verifies a signature against the first key and all older ones. Raises Unsealable."""
        given = signature.encode()
        signed = [_signature(key, text).encode() for key in self._signing_keys(purpose)]
        return any(hmac.compare_digest(valid, given) for valid in signed)

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
