"""Remembers the last exchange of each conversation for an hour, in memory only."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation.request import Request
from bot.features.asking.conversation.last_said import NOTHING, LastSaid, Topic

FRESH_FOR = timedelta(hours=1)
_IN_BETWEEN = frozenset((Topic.NONE, Topic.DIGEST, Topic.DISTRESS))


class ConversationMemory:
    """The bot's last message in each conversation, by person.

    Never written to disk; lost after an hour or a restart.

    Excludes unsolicited messages; the deliveries table has those, for every replica.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[datetime, LastSaid]] = {}

    def last(self, place: str, now: datetime) -> LastSaid:
        self._forget_stale(now)
        return self._last[place][1] if place in self._last else NOTHING

    def said_at(self, place: str) -> datetime | None:
        return self._last[place][0] if place in self._last else None

    def remember(self, place: str, last_said: LastSaid, now: datetime) -> None:
        """A tool or a signpost between two questions ends no conversation: the card before it stays in mind."""
        if last_said.context in _IN_BETWEEN and not last_said.earlier:
            before = self.last(place, now)
            last_said = replace(last_said, earlier=before.card or before.earlier)
        self._last[place] = (now, last_said)

    def forget(self, place: str) -> None:
        self._last.pop(place, None)

    def _forget_stale(self, now: datetime) -> None:
        stale = [place for place, (said_at, _) in self._last.items() if now - said_at > FRESH_FOR]
        for place in stale:
            del self._last[place]


def place_of(request: Request) -> str:
    """The key of a conversation. In shared places each person has a separate one."""
    if request.private:
        return request.conversation
    return f"{request.conversation} {request.sender.workspace} {request.sender.user}"
