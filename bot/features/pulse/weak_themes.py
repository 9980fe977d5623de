"""Finds the organisation's two weakest themes, from published figures only."""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import mean

from bot.core.themes import Audience, Theme
from bot.features.pulse.reports.report import Report
from bot.publishing.publisher import Figures

WEAKEST = 2

# Each item is asked about once a quarter.
_LOOKS_BACK = timedelta(weeks=26)


def scores(report: Report, today: date) -> Mapping[Theme, float]:
    """The share that agrees by theme, from 0 to 1: the mean of the latest results of its items for everyone.

    `report` is the organisation's. Where only a range is published, its middle is used.
    """
    shares_by_theme: dict[Theme, list[float]] = {}
    for history in report.histories:
        latest = history.latest
        if history.audience is not Audience.EVERYONE or latest.closed_on < today - _LOOKS_BACK:
            continue
        if isinstance(latest.result, Figures):
            shares_by_theme.setdefault(history.item.theme, []).append(latest.result.best.middle)
    return {theme: mean(shares) for theme, shares in shares_by_theme.items()}


def weakest(report: Report, today: date) -> tuple[Theme, ...]:
    """The two themes with the least agreement; none while there are no others to compare them with."""
    ranked = sorted(scores(report, today).items(), key=lambda pair: (pair[1], pair[0]))
    return tuple(theme for theme, _ in ranked[:WEAKEST]) if len(ranked) > WEAKEST else ()
