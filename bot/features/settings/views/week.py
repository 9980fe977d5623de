"""Builds Home's lines on the messages that a person gets this week. Pure."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.conversation.dates import day_in_words

NOT_WANTED, NONE_PLANNED = "None: you chose not to get them", "None planned"
PAUSED_FOR_NOW, AWAY = "Not until you say so", "Not the coming one: you are away then"


class ComingMessage(StrEnum):
    TIP = "A short tip"
    FIRST_WEEKS_TIP = "A short tip for your first weeks"
    QUESTION = "A colleague's question"
    ANSWER = "An answer by a colleague"
    PULSE = "A few short questions"
    ANNOUNCEMENT = "An announcement"
    DIGEST = "Your weekly digest"
    RESULTS = "Results of the questions"
    ANOTHER = "A message"


def when(due_at: datetime | None, zone: ZoneInfo) -> str:
    """None: it is held until they write."""
    if due_at is None:
        return "After you next write to us"
    local = due_at.astimezone(zone)
    return f"{day_in_words(local.date())}, about {local:%H:%M}"


def open_until(closes: datetime, zone: ZoneInfo) -> str:
    return f"Open until {day_in_words(closes.astimezone(zone).date())}"
