"""Builds the message with counts of requests for peer support, for leaders."""

from bot.conversation.dates import day_in_words
from bot.conversation.message import Facts, Message, text
from bot.features.peer_profiles.support.request_counts import LONGER, WITHIN, RequestCounts
from bot.publishing.publisher import FLOOR

_TOO_FEW = f"Fewer than {FLOOR}, so no figure"


def numbers(counts: RequestCounts, came_along: int | None) -> Message:
    """`came_along`: colleagues who went with a peer worker, as published."""
    title = "Peer support in the whole organisation"
    rows = (
        ("Requests asked", _figure(counts.requests_made)),
        ("Requests taken", _figure(counts.taken)),
        ("Half were taken", _days(counts.days)),
        ("Colleagues who came along with a peer worker", _figure(came_along)),
    )
    note = (
        f"From {day_in_words(counts.since)}, before {day_in_words(counts.until)}. Every figure is changed by chance by one or "
        "two, so that nobody can be found in it. Who asked and who was asked is in no figure."
    )
    return Message(title, (text(f"{title}:"), Facts(rows), text(note, quiet=True)))


def _figure(count: int | None) -> str:
    return _TOO_FEW if count is None else f"About {count:,}"


def _days(days: int | None) -> str:
    if days is None:
        return _TOO_FEW
    if days == LONGER:
        return f"After more than {WITHIN[-1]} days"
    return "The same day" if days == 0 else "Within a day" if days == 1 else f"Within {days} days"
