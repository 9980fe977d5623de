"""Turns published figures into chart points, the same in chat, in pictures and in the report."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.dates import date_in_words
from bot.conversation.message import Point
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import WaveResult
from bot.features.pulse.suggestions import Done
from bot.features.pulse.views.ranges import how_many, percent

PROVES_NOTHING = "What came after may have other causes: the mark proves nothing."


def point(wave_result: WaveResult, label: str, *, is_marked: bool = False) -> Point:
    """A gap where too few answered. Near 0 and 1, no value: "nearly all" is drawn at its lower limit."""
    if isinstance(wave_result.result, TooFew):
        return Point(label, None, words="too few answered", is_marked=is_marked)
    best = wave_result.result.best
    low, high = percent(best.low), percent(best.high)
    if best.value is None:
        nearest = low if best.high == 1.0 else high
        return Point(label, nearest, low, high, how_many(best), is_marked)
    return Point(label, percent(best.value), low, high, is_marked=is_marked)


def marked(wave_results: Sequence[WaveResult], done: Sequence[Done]) -> frozenset[date]:
    """For each action taken, the first wave that closed after it."""
    days = [wave_result.closed_on for wave_result in wave_results]
    after = (next((day for day in days if day >= deed.on), None) for deed in done)
    return frozenset(day for day in after if day)


def marks_in_words(wave_results: Sequence[WaveResult], done: Sequence[Done]) -> str:
    """The dates of actions in words; empty if no point is marked."""
    shown = [deed for deed in done if marked(wave_results, [deed])]
    if not shown:
        return ""
    days = " and ".join(dict.fromkeys(date_in_words(deed.on) for deed in shown))
    return f"Marked: a suggestion was carried out here on {days}. {PROVES_NOTHING}"
