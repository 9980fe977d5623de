"""Remembers words whose writer said "not what I meant", as digests in memory for an hour.

Kept as digests under a key of this process, in memory, for an hour: from them nobody can tell what was written.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes

_FRESH_FOR = timedelta(hours=1)


class TakenBack:
    """On several replicas another one may show the signpost again: too often is better than not at all."""

    def __init__(self) -> None:
        self._key = token_bytes(32)
        self._shown: dict[str, tuple[datetime, bytes]] = {}
        self._meant_otherwise: dict[tuple[str, bytes], datetime] = {}

    def signposted(self, place: str, words: str, now: datetime) -> None:
        self._forget_stale(now)
        self._shown[place] = (now, self._digest(words))

    def take_back(self, place: str, now: datetime) -> None:
        """The words that brought the last signpost here."""
        self._forget_stale(now)
        if shown := self._shown.pop(place, None):
            self._meant_otherwise[(place, shown[1])] = now

    def covers(self, place: str, words: str, now: datetime) -> bool:
        self._forget_stale(now)
        return (place, self._digest(words)) in self._meant_otherwise

    def _digest(self, words: str) -> bytes:
        return blake2b(" ".join(words.lower().split()).encode("utf-8", "replace"), key=self._key).digest()

    def _forget_stale(self, now: datetime) -> None:
        for place in [p for p, (at, _) in self._shown.items() if now - at > _FRESH_FOR]:
            del self._shown[place]
        for key in [k for k, at in self._meant_otherwise.items() if now - at > _FRESH_FOR]:
            del self._meant_otherwise[key]
