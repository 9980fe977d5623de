"""Remembers texts whose writer said "not what I meant", as digests in memory for an hour.

The digests use a random key of this process, so the text cannot be recovered from them.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes

_FRESH_FOR = timedelta(hours=1)


class DismissedSignposts:
    """Not shared between replicas: another replica may show the signpost again, which is the safe side."""

    def __init__(self) -> None:
        self._key = token_bytes(32)
        self._shown: dict[str, tuple[datetime, bytes]] = {}
        self._dismissed: dict[tuple[str, bytes], datetime] = {}

    def record_signpost(self, place: str, words: str, now: datetime) -> None:
        self._forget_stale(now)
        self._shown[place] = (now, self._digest(words))

    def dismiss_last(self, place: str, now: datetime) -> None:
        """Records the text that triggered the last signpost here."""
        self._forget_stale(now)
        if shown := self._shown.pop(place, None):
            self._dismissed[(place, shown[1])] = now

    def is_dismissed(self, place: str, words: str, now: datetime) -> bool:
        self._forget_stale(now)
        return (place, self._digest(words)) in self._dismissed

    def _digest(self, words: str) -> bytes:
        return blake2b(" ".join(words.lower().split()).encode("utf-8", "replace"), key=self._key).digest()

    def _forget_stale(self, now: datetime) -> None:
        for place in [p for p, (at, _) in self._shown.items() if now - at > _FRESH_FOR]:
            del self._shown[place]
        for key in [k for k, at in self._dismissed.items() if now - at > _FRESH_FOR]:
            del self._dismissed[key]
