"""Puts contact preferences into plain words, and reads the days and dates that people type."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.conversation.dates import day_in_words
from bot.people.contact.message_kinds import subscriptions
from bot.people.contact.preferences import ContactPreferences
from bot.people.contact.send_time import UNTIL_I_SAY

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def what_applies(preferences: ContactPreferences, today: date, zone: str) -> tuple[tuple[str, str], ...]:
    """Label and value pairs, the most telling first."""
    return (
        ("We write to you", _whether(preferences, today)),
        ("Weekly tip", _weekly(preferences)),
        ("Your working days", days_in_words(preferences.working_days)),
        ("Quiet hours", f"{quiet_in_words(preferences)} (time in {zone.split('/')[-1].replace('_', ' ')})"),
        ("You get", _kinds(preferences)),
    )


def days_in_words(days: str) -> str:
    """ISO weekdays: "12345" is "Monday to Friday", "135" is "Monday, Wednesday and Friday"."""
    chosen = sorted({int(d) for d in days})
    if len(chosen) == 7:
        return "Every day"
    first, last = chosen[0], chosen[-1]
    if len(chosen) > 2 and last - first == len(chosen) - 1:
        return f"{DAYS[first - 1]} to {DAYS[last - 1]}"
    return listed([DAYS[d - 1] for d in chosen])


def quiet_in_words(preferences: ContactPreferences) -> str:
    if preferences.quiet_from == preferences.quiet_to:
        return "None"
    return f"{preferences.quiet_from:02}:00 to {preferences.quiet_to:02}:00"


# Longer than any way to say days or a date.
_LONGEST = 200


def read_days(typed: str) -> str | None:
    """ISO weekdays from "Mon-Fri", "monday to thursday", "Mon, Wed and Sat", "every day"; None if unclear."""
    text = " ".join(typed[:_LONGEST].casefold().split())
    if text in ("every day", "all", "daily", "all days"):
        return "1234567"
    text = re.sub(r" ?(?:-|–|\bto\b|\bthrough\b) ?", "-", text)
    parts = [p for p in re.split(r"[\s,;/&+.]+|\band\b", text) if p]
    days: set[int] = set()
    for part in parts:
        ends = [_weekday(end) for end in part.split("-")]
        if None in ends or not 1 <= len(ends) <= 2:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        days |= {(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)}
    return "".join(str(d) for d in sorted(days)) or None


def read_date(typed: str) -> date | None:
    """Reads "2026-12-01", "1 December 2026" or "1 Dec 2026", and no ambiguous format."""
    text = " ".join(typed[:_LONGEST].split())
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    return None


def _weekday(name: str) -> int | None:
    """Three letters are enough."""
    matches = [
        n for n, day in enumerate(DAYS, 1) if len(name) >= 3 and day.casefold().startswith(name.rstrip("s"))
    ]
    return matches[0] if len(matches) == 1 else None


def _whether(preferences: ContactPreferences, today: date) -> str:
    if preferences.snoozed_until == UNTIL_I_SAY:
        return "Not until you say so"
    if preferences.snoozed_until and preferences.is_snoozed(today):
        return f"Not before {day_in_words(preferences.snoozed_until)}"
    return (
        "Only after you next write to us" if preferences.holds_until_writing else "Yes, in your working hours"
    )


def _weekly(preferences: ContactPreferences) -> str:
    day = f"{DAYS[preferences.tip_day - 1]}s" if preferences.tip_day else ""
    at = f"at {preferences.tip_hour:02}:00" if preferences.tip_hour >= 0 else ""
    return " ".join(part for part in (day, at) if part).capitalize() or "On the usual day"


def _kinds(preferences: ContactPreferences) -> str:
    stopped = set(preferences.stopped())
    wanted = [s.words for s in subscriptions() if s.name not in stopped]
    sentence = listed(wanted).capitalize() if wanted else "Nothing but answers when you ask"
    not_wanted = [s.words for s in subscriptions() if s.name in stopped]
    return f"{sentence}; not {listed(not_wanted)}" if wanted and not_wanted else sentence


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
