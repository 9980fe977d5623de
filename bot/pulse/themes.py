"""Which of the review's themes are weakest in the whole organisation, from what was published and nothing else."""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import mean

from bot.pulse.disclosure import AtEnd, Figures
from bot.pulse.report import Report
from bot.themes import Audience, Theme

WEAKEST = 2

# Each item comes about once a quarter.
_LOOKS_BACK = timedelta(weeks=26)


def scores(report: Report, today: date) -> Mapping[Theme, float]:
    """How many agree, from 0 to 1: the mean over a theme's items for everyone, each as it was told last.

    `report` is the organisation's. Of "90% or more" it takes the 90, of "10% or less" the 10.
    """
    found: dict[Theme, list[float]] = {}
    for history in report.histories:
        latest = history.latest
        if history.audience is not Audience.EVERYONE or latest.closed_on < today - _LOOKS_BACK:
            continue
        match latest.told:
            case Figures(share):
                found.setdefault(history.item.theme, []).append(share.value)
            case AtEnd(label):
                found.setdefault(history.item.theme, []).append(int(label.partition("%")[0]) / 100)
    return {theme: mean(shares) for theme, shares in found.items()}


def weakest(report: Report, today: date) -> tuple[Theme, ...]:
    """The two with the least agreement; none while there are no others to compare them with."""
    ranked = sorted(scores(report, today).items(), key=lambda pair: (pair[1], pair[0]))
    return tuple(theme for theme, _ in ranked[:WEAKEST]) if len(ranked) > WEAKEST else ()
