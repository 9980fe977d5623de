"""Checks a message's total size against Teams' limit."""

import json
from typing import Any

Json = dict[str, Any]

# Bytes of a card's JSON. Teams refuses messages of about 100 KB, counted as UTF-16 with all that it adds
# itself.
CARD = 25_000


class TooLongForTeams(ValueError):
    """Raised when Teams would refuse the message."""


def size(card: Json) -> int:
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def excess(card: Json) -> str:
    """The part that exceeds the limit, for the author to fix; empty if the card fits."""
    total = size(card)
    return f"card: {total:,} bytes, and Teams has room for {CARD:,}" if total > CARD else ""


def fit(card: Json) -> Json:
    """The activity unchanged. Raises TooLongForTeams."""
    if problem := excess(card):
        raise TooLongForTeams(problem)
    return card
