"""A group's report as one page: for reading, for printing, for keeping."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from bot.conversation.message import Chart, Point
from bot.knowledge.library import Library
from bot.platforms.web.chart import picture
from bot.platforms.web.environment import full_date
from bot.platforms.web.standalone import fill
from bot.pulse.disclosure import AtEnd, Figures, Hidden
from bot.pulse.export import Row, row
from bot.pulse.items import Item
from bot.pulse.reading import (
    asked_of,
    hidden_in_words,
    in_words,
    rate_in_words,
    theme_in_words,
    what_to_know,
)
from bot.pulse.report import History, Report, Telling

_REVIEW = "review"
_PERCENT = (0.0, 100.0)
_LONG = timedelta(days=330)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the page has it. `notes` are the reasons for what its table leaves out, each once."""

    anchor: str
    item: Item
    theme: str
    asked_of: str
    said: str
    rate: str
    change: str
    card: str
    chart: Markup
    rows: Sequence[Row]
    notes: Sequence[str]


def report_page(report: Report, library: Library, on: date) -> str:
    """`on` is the day on which it is made. Nothing in it but what the report holds."""
    headline = _shown(report, report.headline, library) if report.headline else None
    others = [_shown(report, history, library) for history in report.others]
    hidden = hidden_in_words(report)
    return fill(
        "report.html",
        report=report,
        on=on,
        headline=headline,
        others=others,
        hidden=hidden,
        parts=_parts(report, others, hidden),
        to_know=what_to_know(report.floor),
        review=library.sources[_REVIEW],
    )


def _parts(report: Report, others: Sequence[Shown], hidden: Sequence[str]) -> list[tuple[str, str]]:
    parts = (
        (report.wave, "headline", "The question asked every time"),
        (report.divisions, "divisions", "Each division"),
        (others, "others", "The other questions"),
        (hidden, "hidden", "What is not shown"),
        (True, "reading", "How to read this"),
    )
    return [(anchor, title) for is_there, anchor, title in parts if is_there]


def _shown(report: Report, history: History, library: Library) -> Shown:
    item, latest = history.item, history.latest
    rows = [row(report.name, history, telling) for telling in history.tellings]
    card = library.cards.get(item.card)
    return Shown(
        anchor=f"{item.id}-{history.audience}",
        item=item,
        theme=theme_in_words(item.theme),
        asked_of=asked_of(history.audience),
        said=in_words(latest.told),
        rate=rate_in_words(latest.told),
        change=latest.verdict,
        card=card.title if card else "",
        chart=_chart(history),
        rows=rows,
        notes=list(dict.fromkeys(row.instead for row in rows if row.answers is None)),
    )


def _chart(history: History) -> Markup:
    """A line over time; one bar where there is only one time to show, and nothing where there is none."""
    told = [telling for telling in history.tellings if not isinstance(telling.told, Hidden)]
    if not told:
        return Markup()
    if len(told) == 1:
        point = _point(told[0], full_date(told[0].closed_on))
        return picture(Chart("Agree, in 100", (point,), _PERCENT, _single(told[0]), "bar"))
    is_long = history.tellings[-1].closed_on - history.tellings[0].closed_on > _LONG
    points = tuple(_point(t, _short(t.closed_on, is_long=is_long)) for t in history.tellings)
    return picture(Chart("Agree, in 100, wave by wave", points, _PERCENT, _over_time(told, history)))


def _point(telling: Telling, label: str) -> Point:
    match telling.told:
        case Hidden():
            return Point(label, None, words="not shown")
        case AtEnd(words):
            return Point(label, float(words.split("%")[0]), words=words)
        case Figures(share):
            value, low, high = (round(100 * end) for end in (share.value, share.low, share.high))
            return Point(label, value, low, high)


def _single(telling: Telling) -> str:
    return f"On {full_date(telling.closed_on)}: {in_words(telling.told)}"


def _over_time(told: Sequence[Telling], history: History) -> str:
    first, last, waves = told[0], told[-1], len(history.tellings)
    said = f"{full_date(first.closed_on)}: {_figure(first)}. {full_date(last.closed_on)}: {_figure(last)}."
    if not (left_out := waves - len(told)):
        return f"{said} Shown for all {waves} waves; the table has each."
    return f"{said} Not shown for {left_out} of {waves} waves; the table has each."


def _figure(telling: Telling) -> str:
    match telling.told:
        case Figures(share):
            return f"{round(share.value * 100)} in 100 agree, probably {share.in_words()}"
        case AtEnd(label):
            return f"{label} agree"
        case Hidden():
            return "not shown"


def _short(day: date, *, is_long: bool) -> str:
    """With the year where the line is long enough for the same day to come twice."""
    return f"{day.day} {day:%b}" + (f" ’{day:%y}" if is_long else "")
