"""`Seal`: encrypts secrets at rest with a master key that is not in the database."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.core.errors import UserFacingError


class Unsealable(UserFacingError):
    """Sealed with a key that we were not given, or damaged; the text says what to do."""


class Seal:
    """Seals with the first key, opens with any: a new key is put in front, the old one stays until all is resealed.

    Keys are Fernet's (AES-128-CBC with HMAC-SHA256): 32 bytes as URL-safe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Without keys it can do neither. ValueError for what is no key; never with the key in its text."""
        try:
            self._fernets = [Fernet(key) for key in keys]
        except ValueError:
            raise ValueError(
                "a master key is 32 bytes as URL-safe base64, as `python -m bot key` prints"
            ) from None

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

    def _all(self) -> MultiFernet:
        if not self._fernets:
            raise Unsealable(
                "There is no master key. Put what `python -m bot key` prints into ALONGSIDE_MASTER_KEY."
            )
        return MultiFernet(self._fernets)


def new_key() -> str:
    return Fernet.generate_key().decode()
