"""Renders a group's report as one HTML page for reading, printing and saving."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from markupsafe import Markup

from bot.conversation.dates import date_in_words, short_date
from bot.conversation.message import Chart
from bot.features.asking.cards.library import Library
from bot.features.pulse.items import Item
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import History, Report, WaveResult
from bot.features.pulse.suggestions import Done
from bot.features.pulse.views.at_a_glance import at_a_glance
from bot.features.pulse.views.export import ExportRow, row
from bot.features.pulse.views.figures_text import (
    asked_of,
    blurred_later_in_words,
    in_words,
    not_sure_in_words,
    rate_in_words,
    theme_in_words,
    too_few_in_words,
    what_to_know,
)
from bot.features.pulse.views.points import marked, marks_in_words, point
from bot.features.pulse.views.ranges import between, how_many
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.platforms.web.rendering.chart import picture
from bot.platforms.web.rendering.standalone import fill
from bot.publishing.publisher import Figures

_REVIEW = "review"
_PERCENT = (0.0, 100.0)
_LONG = timedelta(days=330)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the page shows it."""

    anchor: str
    item: Item
    theme: str
    asked_of: str
    figure_text: str
    rate: str
    change: str
    card: str
    chart: Markup
    rows: Sequence[ExportRow]
    not_sure: str
    marks: str

    @property
    def has_likely(self) -> bool:
        """Whether any round's figure was drawn towards the larger group's."""
        return any(row.likely_low is not None for row in self.rows)


def report_page(report: Report, library: Library, on: date) -> str:
    """`on` is the date of creation. The page adds nothing to the report."""
    headline = _shown(report, report.headline, library) if report.headline else None
    others = [_shown(report, history, library) for history in report.others]
    few = too_few_in_words(report)
    return fill(
        "report.html",
        report=report,
        on=on,
        headline=replace(headline, chart=Markup()) if headline else None,
        headline_chart=headline.chart if headline else Markup(),
        glance=at_a_glance(report),
        others=others,
        too_few=few,
        parts=_parts(report, others, few),
        blurred_later=blurred_later_in_words(report),
        divisions=[(name, verdict_in_words(judged)) for name, judged in report.divisions],
        to_know=what_to_know(report.floor, report.epsilon),
        review=library.sources[_REVIEW],
    )


def _parts(report: Report, others: Sequence[Shown], too_few: str) -> list[tuple[str, str]]:
    parts = (
        (report.histories, "in-short", "In short"),
        (report.histories, "glance", "At a glance"),
        (report.wave, "headline", "The question asked every time"),
        (report.divisions, "divisions", "Each division"),
        (others, "others", "The other questions"),
        (too_few, "too-few", "What is not shown"),
        (True, "reading", "How to read this"),
    )
    return [(anchor, title) for is_there, anchor, title in parts if is_there]


def _shown(report: Report, history: History, library: Library) -> Shown:
    item, latest = history.item, history.latest
    rows = [row(report.name, history, wave_result) for wave_result in history.wave_results]
    card = library.cards.get(item.card)
    done = [post for post in report.done if history is report.headline or post.item_id == item.id]
    return Shown(
        anchor=f"{item.id}-{history.audience}",
        item=item,
        theme=theme_in_words(item.theme),
        asked_of=asked_of(history.audience),
        figure_text=in_words(latest.result, report.floor),
        rate=rate_in_words(latest.result),
        change=verdict_in_words(latest.verdict),
        card=card.title if card else "",
        chart=_chart(history, done),
        marks=marks_in_words(history.wave_results, done),
        rows=rows,
        not_sure=not_sure_in_words(latest.result),
    )


def _chart(history: History, done: Sequence[Done]) -> Markup:
    """A line over time; one bar for a single wave; nothing without a wave."""
    published = [
        wave_result for wave_result in history.wave_results if isinstance(wave_result.result, Figures)
    ]
    if not published:
        return Markup()
    if len(published) == 1:
        single = point(published[0], date_in_words(published[0].closed_on))
        return picture(Chart("Agree, in 100", (single,), _PERCENT, _single(published[0]), "bar"))
    is_long = history.wave_results[-1].closed_on - history.wave_results[0].closed_on > _LONG
    days = marked(history.wave_results, done)
    points = tuple(
        point(t, _short(t.closed_on, is_long=is_long), is_marked=t.closed_on in days)
        for t in history.wave_results
    )
    return picture(Chart("Agree, in 100, round by round", points, _PERCENT, _over_time(published, history)))


def _single(wave_result: WaveResult) -> str:
    return f"On {date_in_words(wave_result.closed_on)}: {_figure(wave_result)}"


def _over_time(published: Sequence[WaveResult], history: History) -> str:
    first, last, waves = published[0], published[-1], len(history.wave_results)
    sentence = f"{date_in_words(first.closed_on)}: {_figure(first)}. {date_in_words(last.closed_on)}: {_figure(last)}."
    if not (left_out := waves - len(published)):
        return f"{sentence} Shown for all {waves} rounds; the table has each."
    return f"{sentence} Not shown for {left_out} of {waves} rounds; the table has each."


def _figure(wave_result: WaveResult) -> str:
    if isinstance(wave_result.result, TooFew):
        return "not shown"
    best = wave_result.result.best
    return f"{how_many(best)} agree, probably between {between(best)} in 100"


def _short(day: date, *, is_long: bool) -> str:
    """The date, with the year if the line is long enough to repeat a day."""
    return short_date(day) + (f" ’{day:%y}" if is_long else "")
