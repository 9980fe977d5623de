"""Renders a chart for Teams: drawn by Teams, or as figures if Teams can't draw it."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from bot.conversation.message import Chart, Point, Span, figure
from bot.platforms.teams.rendering import elements
from bot.platforms.teams.rendering.markdown import words

Json = dict[str, Any]

_POINTS, _LABEL_BELOW_LINE = 20, 20
_LOW, _VALUE, _HIGH = "Probably at least", "Measured", "Probably at most"
_TEAL, _GREY = "categoricalTeal", "neutral"


def shown(chart: Chart) -> list[Json]:
    """The chart, with figures as the fallback for older clients.

    We add the title, because Teams only reads its own aloud.
    """
    title = elements.paragraph((Span(chart.title, bold=True),))
    if not _is_native(chart):
        nothing = [] if chart.points else elements.quiet((Span("Nothing to show yet."),))
        return [*title, *_figures(chart), *nothing, *elements.quiet((Span(chart.alt),))]
    drawn = (_line if chart.kind == "line" else _bars)(chart)
    drawn["fallback"] = {"type": "Container", "items": _figures(chart)}
    return [*title, drawn, *elements.quiet((Span(_alt_with_intervals(chart)),))]


def _is_native(chart: Chart) -> bool:
    """Whether Teams can draw it without omissions. Its bars start at zero and scale to the longest."""
    labels = [p.label.strip() for p in chart.points]
    measured = [value for _, value in _values(chart)]
    numbers = [*measured, *(end for p in chart.points for end in p.interval or ())]
    return (
        0 < len(labels) == len(measured) <= _POINTS
        and not any(p.words for p in chart.points)
        and len(set(labels)) == len(labels)
        and all(labels)
        and all(map(isfinite, numbers))
        and (_fits_line(labels) if chart.kind == "line" else min(numbers) >= 0 == chart.scale[0])
    )


def _fits_line(labels: list[str]) -> bool:
    return all(len(label) <= _LABEL_BELOW_LINE for label in labels)


def _line(chart: Chart) -> Json:
    """Teams draws no bands: the limits of the intervals become extra lines."""
    series = [_series(_VALUE, _TEAL, _values(chart))]
    if _has_lines_for_intervals(chart):
        ends = [(p.label, *(p.interval or (0, 0))) for p in chart.points]
        series.insert(0, _series(_LOW, _GREY, ((label, low) for label, low, _ in ends)))
        series.append(_series(_HIGH, _GREY, ((label, high) for label, _, high in ends)))
    low, high = chart.scale
    return {"type": "Chart.Line", "data": series, "yMin": low, "yMax": high}


def _bars(chart: Chart) -> Json:
    data = [{"x": words(label.strip()), "y": value} for label, value in _values(chart)]
    return {"type": "Chart.HorizontalBar", "data": data, "color": _TEAL, "displayMode": "AbsoluteNoAxis"}


def _values(chart: Chart) -> list[tuple[str, float]]:
    return [(p.label, p.value) for p in chart.points if p.value is not None]


def _series(name: str, colour: str, values: Iterable[tuple[str, float]]) -> Json:
    points = [{"x": words(label.strip()), "y": value} for label, value in values]
    return {"legend": name, "color": colour, "values": points}


def _figures(chart: Chart) -> list[Json]:
    return elements.facts((p.label, _value(p)) for p in chart.points)


def _has_lines_for_intervals(chart: Chart) -> bool:
    return chart.kind == "line" and all(p.interval for p in chart.points)


def _alt_with_intervals(chart: Chart) -> str:
    ranges = [f"{p.label}: {_between(p)}" for p in chart.points if p.interval]
    if not ranges or _has_lines_for_intervals(chart):
        return chart.alt
    return f"{chart.alt} {'; '.join(ranges)}."


def _value(point: Point) -> str:
    between = _between(point)
    return f"{point.in_words}, {between}" if between else point.in_words


def _between(point: Point) -> str:
    if point.interval is None:
        return ""
    low, high = map(figure, point.interval)
    return f"probably between {low} and {high}"
