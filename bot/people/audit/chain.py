"""The arithmetic of the audit's chain: digests of lines, and signatures under the master key.

A digest covers a line and the digest before it, so the newest one stands for all lines. Anybody can compute digests;
a signature needs the master key.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.people.audit.acts import Act
from bot.store.sealing import Seal

BEFORE_THE_FIRST = "0" * 64
_LINE, _HEAD = "audit line", "audit head"


class Chained(Protocol):
    number: int
    at: datetime
    who: str | None
    act: Act
    about: str
    details: dict[str, str]
    previous: str


class Anchor(Protocol):
    number: int
    digest: str
    first: int
    before: str


def digest_of(line: Chained) -> str:
    """SHA-256 over everything but itself, in hexadecimal."""
    content: Mapping[str, object] = {
        "number": line.number,
        "at": line.at.isoformat(),
        "who": line.who,
        "act": line.act,
        "about": line.about,
        "details": line.details,
        "previous": line.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def sign_line(seal: Seal, digest: str) -> str:
    return seal.sign(_LINE, digest)


def is_line_signed(seal: Seal, digest: str, signature: str) -> bool:
    return seal.has_signed(_LINE, digest, signature)


def sign_head(seal: Seal, head: Anchor) -> str:
    return seal.sign(_HEAD, _signed_text(head))


def is_head_signed(seal: Seal, head: Anchor, signature: str) -> bool:
    return seal.has_signed(_HEAD, _signed_text(head), signature)


def _signed_text(head: Anchor) -> str:
    return f"{head.number} {head.digest} {head.first} {head.before}"
