"""Builds the headline's chart over time, and its text description."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.dates import short_date
from bot.conversation.message import Chart
from bot.features.digest.views.figures import month, sentence
from bot.features.pulse.reports.report import History, WaveResult
from bot.features.pulse.suggestions import Done
from bot.features.pulse.views.points import marked, marks_in_words, point
from bot.features.pulse.views.ranges import between, how_many
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.publishing.publisher import Figures

_LEAST_POINTS = 2


def trend(history: History, done: Sequence[Done] = ()) -> Chart | None:
    """How many in 100 agree, by the day on which the questions closed. None before there is a line to draw.

    A wave with too few answers is a gap. A mark shows an action on a suggestion.
    """
    published = [
        wave_result for wave_result in history.wave_results if isinstance(wave_result.result, Figures)
    ]
    if len(published) < _LEAST_POINTS:
        return None
    latest = published[-1]
    days = marked(history.wave_results, done)
    points = tuple(
        point(
            wave_result,
            _short(wave_result.closed_on, latest.closed_on),
            is_marked=wave_result.closed_on in days,
        )
        for wave_result in history.wave_results
    )
    alt = " ".join(filter(None, (_alt(published[0], latest), marks_in_words(history.wave_results, done))))
    return Chart("How many in 100 agree", points, (0, 100), alt)


def _short(day: date, seen_from: date) -> str:
    return short_date(day) if day.year == seen_from.year else f"{short_date(day)} {day:%Y}"


def _alt(first: WaveResult, latest: WaveResult) -> str:
    """Describes the picture: the first and the latest figure, its range, and any change."""
    began, ended = (month(wave_result.closed_on, latest.closed_on) for wave_result in (first, latest))
    if began == ended:
        when = [
            f"on {wave_result.closed_on.day} {wave_result.closed_on:%B}" for wave_result in (first, latest)
        ]
    else:
        when = [f"in {began}", f"in {ended}"]
    from_, to = (
        how_many(wave_result.result.best)
        for wave_result in (first, latest)
        if isinstance(wave_result.result, Figures)
    )
    sure = (
        f", now probably between {between(latest.result.best)}" if isinstance(latest.result, Figures) else ""
    )
    verdict = f" {sentence(verdict_in_words(latest.verdict))}" if latest.verdict else ""
    return f"From {from_} {when[0]} to {to} {when[1]}{sure}.{verdict}"
