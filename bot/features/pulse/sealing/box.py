"""Encrypts ballots and comments to a wave's key pair: HPKE (RFC 9180) from `cryptography`.

Plaintexts of one kind are padded to one length, so that the length reveals nothing. Encryption is randomised,
so equal answers give different ciphertexts. Only the private key decrypts them. It is used once, when the
wave closes, and then destroyed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
BALLOT_BYTES = 512
COMMENT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Both keys as bytes. Store the private key encrypted."""

    private: bytes
    public: bytes


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's answers: a point of 1 to 5 or NOT_SURE by item id, and the team in which they count."""

    team: str
    answers: Mapping[str, int]


def new_key_pair() -> KeyPair:
    key = X25519PrivateKey.generate()
    return KeyPair(key.private_bytes_raw(), key.public_key().public_bytes_raw())


def seal_ballot(public: bytes, wave_id: str, ballot: Ballot) -> bytes:
    text = json.dumps([ballot.team, dict(ballot.answers)], separators=(",", ":"))
    return _seal(public, f"ballot|{wave_id}", text, BALLOT_BYTES)


def open_ballot(private: bytes, wave_id: str, sealed: bytes) -> Ballot:
    """Decrypts a ballot. Raises InvalidTag if it is damaged or encrypted for another wave."""
    team, answers = json.loads(_open(private, f"ballot|{wave_id}", sealed))
    return Ballot(team, answers)


def seal_comment(public: bytes, wave_id: str, text: str) -> bytes:
    return _seal(public, f"comment|{wave_id}", text, COMMENT_BYTES)


def open_comment(private: bytes, wave_id: str, sealed: bytes) -> str:
    return _open(private, f"comment|{wave_id}", sealed)


def _seal(public: bytes, about: str, text: str, length: int) -> bytes:
    """Pads and encrypts. Raises ValueError for plaintext longer than its kind allows."""
    plain = text.encode()
    if len(plain) > length:
        raise ValueError(f"{about.partition('|')[0]} is longer than {length} bytes")
    padded = plain.ljust(length, b"\0")
    return _SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(public), info=about.encode())


def _open(private: bytes, about: str, sealed: bytes) -> str:
    key = X25519PrivateKey.from_private_bytes(private)
    return _SUITE.decrypt(sealed, key, info=about.encode()).rstrip(b"\0").decode()
