"""Renders charts as inline SVG, coloured by the page's CSS variables, with a table of figures.

Sizes are in the picture's own units, `_WIDTH` across; the page scales it.
"""

from collections.abc import Iterable
from itertools import groupby
from textwrap import wrap

from markupsafe import Markup

from bot.conversation.message import Chart, Point, figure

_WIDTH = 340
_LEFT, _RIGHT, _TOP = 38, 44, 16
_PLOT = 130
_ROW = 50


_Place = tuple[float, Point]


def draw(chart: Chart) -> Markup:
    """The picture, its message in words, and its figures as a table for people who can't see it."""
    return _figure(chart, _table(chart))


def picture(chart: Chart) -> Markup:
    """Without the table, for a page that shows the figures to everyone."""
    return _figure(chart, Markup())


def _figure(chart: Chart, table: Markup) -> Markup:
    drawn, height = _bars(chart) if chart.kind == "bar" else _line(chart)
    return Markup(
        '<figure class="chart"><figcaption>{}</figcaption>'
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>{}{}</figure>'
    ).format(chart.title, chart.alt, _WIDTH, height, drawn, _legend(chart), table)


def _line(chart: Chart) -> tuple[Markup, int]:
    height = _TOP + _PLOT + 30
    if not chart.points:
        return _nothing_yet(_TOP + _PLOT / 2), height
    places = [(_x(i, len(chart.points)), p) for i, p in enumerate(chart.points)]
    parts = [
        *(_gridline(chart, value) for value in _ticks(chart.scale)),
        *_bands(chart, places),
        *(_marking(x) for x, p in places if p.is_marked),
        *_paths(chart, places),
        *(_mark(chart, x, p) for x, p in places),
        *_ends(chart, [place for place in places if place[1].value is not None]),
        *_dates(places, height - 8),
    ]
    return _joined(parts), height


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)


def _x(index: int, count: int) -> float:
    room = _WIDTH - _LEFT - _RIGHT
    return _LEFT + (room * index / (count - 1) if count > 1 else room / 2)


def _share(chart: Chart, value: float) -> float:
    """The position on the scale, from 0 to 1. Values outside are drawn at the edge."""
    low, high = chart.scale
    return min(1.0, max(0.0, (value - low) / ((high - low) or 1.0)))


def _y(chart: Chart, value: float) -> float:
    return _TOP + _PLOT * (1 - _share(chart, value))


def _ticks(scale: tuple[float, float]) -> tuple[float, float, float]:
    return scale[0], sum(scale) / 2, scale[1]


def _gridline(chart: Chart, value: float) -> Markup:
    y = _y(chart, value)
    return Markup('<line class="grid" x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>').format(
        _LEFT, _WIDTH - _RIGHT, y=y
    ) + _words(figure(value), _LEFT - 8, y + 4, "tick", "end")


def _bands(chart: Chart, places: list[_Place]) -> Iterable[Markup]:
    """One band for each run of neighbours with an interval; a bar where a point has no such neighbour."""
    for has_interval, run in groupby(places, key=lambda place: place[1].interval is not None):
        if has_interval:
            spans = [(x, *(p.interval or (0, 0))) for x, p in run]
            spans = (
                [(spans[0][0] - 5, *spans[0][1:]), (spans[0][0] + 5, *spans[0][1:])]
                if len(spans) == 1
                else spans
            )
            above = [f"{x:.1f},{_y(chart, high):.1f}" for x, _, high in spans]
            below = [f"{x:.1f},{_y(chart, low):.1f}" for x, low, _ in reversed(spans)]
            yield Markup('<polygon class="band" points="{}"/>').format(" ".join(above + below))


def _paths(chart: Chart, places: list[_Place]) -> Iterable[Markup]:
    """One line for each run of neighbours with a value."""
    for is_told, run in groupby(places, key=lambda place: place[1].value is not None):
        if is_told:
            path = " ".join(f"{x:.1f},{_y(chart, p.value or 0):.1f}" for x, p in run)
            yield Markup('<polyline class="line" points="{}"/>').format(path)


def _mark(chart: Chart, x: float, point: Point) -> Markup:
    """A dot; a cross at the bottom of a gap; a triangle pointing on where words say "or more", or "less"."""
    if point.value is None:
        return _words("×", x, _TOP + _PLOT - 5, "tick", "middle")
    y = _y(chart, point.value)
    if not point.words:
        return Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3.5"/>').format(x, y)
    goes_up = point.value <= sum(point.interval) / 2 if point.interval else _share(chart, point.value) > 0.5
    tip = -6 if goes_up else 6
    return Markup('<polygon class="dot" points="{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}"/>').format(
        x - 5, y - tip / 2, x + 5, y - tip / 2, x, y + tip
    )


def _marking(x: float) -> Markup:
    """Marks an event before this point."""
    return Markup(
        '<line class="marking" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>'
        '<path class="flag" d="M{0:.1f} {1}h9l-3 4 3 4h-9z"/>'
    ).format(x, _TOP - 6, _TOP + _PLOT)


def _ends(chart: Chart, points: list[_Place]) -> Iterable[Markup]:
    """The latest value beside its point and the first above its own, so that no axis is needed."""
    for x, last in points[-1:]:
        y = _y(chart, last.value or 0)
        beside = (x + 8, y - 11, "end") if last.words else (x + 9, y + 5, "start")
        yield _words(last.in_words, beside[0], beside[1], "value", beside[2])
    for x, first in points[:1] if len(points) > 1 else ():
        top = first.high if first.high is not None else first.value or 0
        yield _words(first.in_words, x, _y(chart, top) - 7, "value", "start")


def _dates(places: list[_Place], y: float) -> Iterable[Markup]:
    """The labels that fit side by side, always with the first and the last."""
    last = len(places) - 1
    labels = [p.label if len(p.label) <= 12 else p.label[:11].rstrip() + "…" for _, p in places]
    fitting = (_WIDTH - _LEFT - _RIGHT) // (max(map(len, labels)) * 8 + 10)
    step = max(1, -(-last // max(1, fitting)))
    for index, (x, _) in enumerate(places):
        if index == last or (index % step == 0 and last - index >= step):
            yield _words(labels[index], x, y, "tick", "middle")


def _bars(chart: Chart) -> tuple[Markup, int]:
    if not chart.points:
        return _nothing_yet(30), 50
    parts: list[Markup] = []
    y = 4.0
    for point in chart.points:
        for line in wrap(point.label, 42) or [""]:
            y += 16
            parts.append(_words(line, 0, y, "label", "start"))
        parts.append(_bar(chart, point, y + 8))
        y += _ROW - 16
    return _joined(parts), round(y)


def _bar(chart: Chart, point: Point, y: float) -> Markup:
    """A bar; words that replace its figure stand above it, where there is room."""
    room = _WIDTH - _RIGHT
    bar = Markup('<rect class="track" x="0" y="{}" width="{}" height="14" rx="3"/>').format(y, room)
    if point.value is not None:
        width = room * _share(chart, point.value)
        bar += Markup('<rect class="bar" x="0" y="{}" width="{:.1f}" height="14" rx="3"/>').format(y, width)
    if interval := point.interval:
        low, high = (room * _share(chart, end) for end in interval)
        bar += Markup('<rect class="range" x="{:.1f}" y="{}" width="{:.1f}" height="6" rx="3"/>').format(
            low, y + 4, max(high - low, 2)
        )
    if point.words:
        return bar + _words(point.words, room, y - 8, "value", "end")
    return bar + _words(point.in_words, room + 8, y + 12, "value", "start")


def _words(words: str, x: float, y: float, css_class: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        css_class, x, y, anchor, words
    )


def _nothing_yet(y: float) -> Markup:
    return _words("Nothing to show yet", _WIDTH / 2, y, "label", "middle")


def _legend(chart: Chart) -> Markup:
    is_line = chart.kind != "bar"
    swatch = Markup('<span class="swatch {}"></span>').format("in-line" if is_line else "in-bar")
    up, cross, flag = (Markup('<span aria-hidden="true">{}</span>').format(sign) for sign in "▲×⚑")
    has_interval = any(p.interval for p in chart.points)
    has_words = is_line and any(p.words and p.value is not None for p in chart.points)
    has_gap = is_line and any(p.value is None for p in chart.points)
    lines = (
        (has_interval, swatch, "where the true value probably lies"),
        (has_words, up, "this much or more; pointing down, or less"),
        (has_gap, cross, "not shown"),
        (any(p.is_marked for p in chart.points), flag, "something was done before this; it proves nothing"),
    )
    return _joined(
        Markup('<p class="legend">{}{}</p>').format(sign, meaning)
        for is_there, sign, meaning in lines
        if is_there
    )


def _table(chart: Chart) -> Markup:
    rows = _joined(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            p.label, p.in_words, _between(p)
        )
        for p in chart.points
    )
    # A table ignores its width and grows with its content, so a box around it hides the excess.
    return Markup(
        '<div class="hidden"><table><caption>{}</caption><thead><tr><th scope="col">What</th>'
        '<th scope="col">Value</th><th scope="col">Probably between</th></tr></thead><tbody>{}</tbody></table></div>'
    ).format(chart.title, rows)


def _between(point: Point) -> str:
    interval = point.interval
    return f"{figure(interval[0])} and {figure(interval[1])}" if interval else "not given"
