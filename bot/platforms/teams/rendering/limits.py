"""Checks a message's total size against Teams' limit."""

import json
from typing import Any

Json = dict[str, Any]

# Bytes of a card's JSON. Teams refuses a message at about 100 KB, counted in two bytes or more a character, with all
# that it adds itself.
CARD = 25_000


class TooLong(ValueError):
    """Teams would refuse it."""


def size(card: Json) -> int:
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def excess(card: Json) -> str:
    """What is too long about it, for the author to mend; empty where it fits."""
    found = size(card)
    return f"card: {found:,} bytes, and Teams has room for {CARD:,}" if found > CARD else ""


def fit(card: Json) -> Json:
    """The same. Raises TooLong."""
    if found := excess(card):
        raise TooLong(found)
    return card
