"""Follow-up questions: which turns point back, and what the turn before was. In memory, for an hour."""

import re
from datetime import datetime, timedelta

FRESH_FOR = timedelta(hours=1)

_POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|theirs|that|this|those|these|he|she|him|her|his|hers|one|ones|there)\b"
    r"|^\W*(and|but|so|or|also|then|why|how come|how so|who|what about|how about|what if|like what|such as|"
    r"for example|for instance|tell me more|more|anything else|else|really|is that)\b",
    re.IGNORECASE,
)
_SHORT = 5


def points_back(turn: str) -> bool:
    """Whether a turn may lean on the one before: short, or with a word that stands for something said."""
    return len(turn.split()) <= _SHORT or bool(_POINTS_BACK.search(turn))


class Turns:
    """The last question of each conversation. Never written anywhere; gone after an hour or a restart."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[datetime, str]] = {}

    def before(self, conversation: str, now: datetime) -> str | None:
        self._forget_stale(now)
        return self._last[conversation][1] if conversation in self._last else None

    def remember(self, conversation: str, question: str, now: datetime) -> None:
        self._last[conversation] = (now, question)

    def forget(self, conversation: str) -> None:
        self._last.pop(conversation, None)

    def _forget_stale(self, now: datetime) -> None:
        stale = [c for c, (asked_at, _) in self._last.items() if now - asked_at > FRESH_FOR]
        for conversation in stale:
            del self._last[conversation]
