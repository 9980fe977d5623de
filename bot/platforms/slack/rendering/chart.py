"""Renders a chart for Slack: drawn by Slack, as an uploaded picture, or as figures."""

import re
from collections.abc import Iterable
from math import isfinite
from typing import Any

from bot.conversation.message import Chart, Point, Span, figure
from bot.platforms.slack.rendering import rich_text
from bot.platforms.slack.rendering.limits import length

Json = dict[str, Any]

MOST_IN_MESSAGE = 2
_TITLE, _LABEL, _POINTS = 50, 20, 20
# Titles and labels are neither plain_text nor rich_text, and Slack does not document how it parses them.
_MARKUP = re.compile(r"[<>&*_~`:\x00-\x1f]")
_LOW, _VALUE, _HIGH = "Probably at least", "Measured", "Probably at most"


def is_native(chart: Chart) -> bool:
    """Whether Slack can draw the chart without losing text or misreading it as markup."""
    labels = [p.label.strip() for p in chart.points]
    figures = [value for value, _ in _values(chart)]
    return (
        0 < len(labels) <= _POINTS
        and len(figures) == len(labels)
        and not any(p.words for p in chart.points)
        and len(set(labels)) == len(labels)
        and all(0 < length(label) <= _LABEL for label in labels)
        and 0 < length(chart.title.strip()) <= _TITLE
        and all(map(isfinite, figures))
        and not _MARKUP.search(" ".join((chart.title, *labels)))
    )


def native(chart: Chart) -> list[Json]:
    """Slack draws no bands: in a line chart the limits of the intervals become extra lines.

    Beside bars they would be extra bars, so the text states them. The drawing has no alt text, so the text
    follows it.
    """
    series = [_series(_VALUE, [(label, value) for value, label in _values(chart)])]
    if _has_lines_for_intervals(chart):
        ends = [(p.label, *(p.interval or (0, 0))) for p in chart.points]
        series.insert(0, _series(_LOW, [(label, low) for label, low, _ in ends]))
        series.append(_series(_HIGH, [(label, high) for label, _, high in ends]))
    low, high = map(figure, chart.scale)
    axes = {"categories": [p.label.strip() for p in chart.points], "y_label": f"Scale from {low} to {high}"}
    drawn = {"type": chart.kind, "series": series, "axis_config": axes}
    block = {"type": "data_visualization", "title": chart.title.strip(), "chart": drawn}
    return [block, *rich_text.quiet((Span(_alt_with_intervals(chart)),))]


def picture(chart: Chart, file_id: str) -> list[Json]:
    """An uploaded picture, with its message and figures in text for people who cannot see it."""
    image: Json = {"type": "image", "slack_file": {"id": file_id}, "alt_text": _in_words(chart)}
    return [image | ({"title": rich_text.plain(chart.title)} if chart.title.strip() else {})]


def figures(chart: Chart) -> list[Json]:
    title = rich_text.paragraph((Span(chart.title, bold=True),))
    rows = rich_text.facts((p.label, _value(p)) for p in chart.points)
    nothing = [] if chart.points else rich_text.quiet((Span("Nothing to show yet."),))
    return [*title, *rows, *nothing, *rich_text.quiet((Span(chart.alt),))]


def _values(chart: Chart) -> list[tuple[float, str]]:
    return [(p.value, p.label) for p in chart.points if p.value is not None]


def _series(name: str, values: Iterable[tuple[str, float]]) -> Json:
    return {"name": name, "data": [{"label": label.strip(), "value": value} for label, value in values]}


def _has_lines_for_intervals(chart: Chart) -> bool:
    return chart.kind == "line" and all(p.interval for p in chart.points)


def _alt_with_intervals(chart: Chart) -> str:
    ranges = [f"{p.label}: {_between(p)}" for p in chart.points if p.interval]
    if not ranges or _has_lines_for_intervals(chart):
        return chart.alt
    return f"{chart.alt} {'; '.join(ranges)}."


def _in_words(chart: Chart) -> str:
    values = "; ".join(f"{p.label}: {_value(p)}" for p in chart.points)
    return f"{chart.alt} {values}".strip() or "Nothing to show yet"


def _value(point: Point) -> str:
    between = _between(point)
    return f"{point.in_words}, {between}" if between else point.in_words


def _between(point: Point) -> str:
    if point.interval is None:
        return ""
    low, high = map(figure, point.interval)
    return f"probably between {low} and {high}"
