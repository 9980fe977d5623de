"""Draws charts as PNG, for platforms that can't draw them, in the style of the browser's charts.

Positions are in pixels from the top left. Text is large, because chats show pictures at a third of their
size.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import groupby
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bot.conversation.message import Chart, Point, figure
from bot.platforms.fonts import columns, drawable

_WIDTH, _HEIGHT = 1200, 675
_MARGIN = 48
_PAPER, _INK, _SOFT, _GRID = "#ffffff", "#1d292b", "#545f60", "#dcd7cb"
_LINE, _BAND, _TRACK = "#0d5a5a", "#a5cdc8", "#eeebe4"
_TITLE, _TEXT, _SMALL = 42, 34, 29
_MARKED = "done before this"
_LEFT, _RIGHT = 130, _WIDTH - 140
_BAR, _BAR_RIGHT = 38, _WIDTH - 160
_LABEL = 14
# Placeholder for the second column of a wide character while wrapping lines; no text contains it.
_SECOND_HALF = "\ue000"


def draw(chart: Chart) -> bytes:
    """A PNG 1200 pixels wide, 16:9 unless many bars need more height."""
    title = _lines(chart.title, 46, 3)
    top = _MARGIN + len(title) * 52 + 24
    height = max(_HEIGHT, top + _height_of_bars(chart)) if chart.kind == "bar" else _HEIGHT
    sheet = _sheet(height)
    for number, line in enumerate(title):
        _words(sheet, line, _MARGIN, _MARGIN + number * 52, _TITLE, anchor="top", weight="bold")
    if not chart.points:
        _words(sheet, "Nothing to show yet", _WIDTH / 2, height / 2, _TEXT, _SOFT, align="center")
    elif chart.kind == "bar":
        _draw_bars(sheet, chart, top, height)
    else:
        _draw_line(sheet, chart, top)
    if _legend_room(chart):
        _draw_legend(sheet, height - _MARGIN)
    return _png(sheet)


def _sheet(height: int) -> Axes:
    """At 72 dots per inch, a point is a pixel."""
    picture = Figure(figsize=(_WIDTH / 72, height / 72), dpi=72)
    sheet: Axes = picture.add_axes((0, 0, 1, 1))
    sheet.set_xlim(0, _WIDTH)
    sheet.set_ylim(height, 0)
    sheet.set_axis_off()
    return sheet


def _png(sheet: Axes) -> bytes:
    picture = sheet.figure
    assert isinstance(picture, Figure)  # noqa: S101 - made in _sheet
    out = BytesIO()
    # Omits the drawing library's name and version, so that equal charts give equal files.
    picture.savefig(out, format="png", facecolor=_PAPER, metadata={"Software": None})
    return out.getvalue()


def _words(
    sheet: Axes,
    words: str,
    x: float,
    y: float,
    size: int,
    colour: str = _INK,
    align: str = "left",
    anchor: str = "center_baseline",
    weight: str = "normal",
) -> None:
    shown = drawable(words)
    # A "$" in a label means money; the drawing library would start a formula.
    sheet.text(
        x,
        y,
        shown.words,
        fontsize=size,
        fontfamily=list(shown.families),
        color=colour,
        ha=align,
        va=anchor,
        weight=weight,
        parse_math=False,
    )


def _lines(words: str, width: int, most: int) -> list[str]:
    """Lines of similar length, so that no single word remains for the last one."""
    spaced = _spaced(words)
    lines = wrap(spaced, width, max_lines=most, placeholder=" …")
    narrower = (wrap(spaced, w) for w in range(len(spaced) // len(lines), width)) if len(lines) > 1 else ()
    chosen = next((wrapped for wrapped in narrower if len(wrapped) == len(lines)), lines)
    return [line.replace(_SECOND_HALF, "") for line in chosen]


def _spaced(words: str) -> str:
    """The text with a filler after each wide character, so that its length is its number of columns."""
    return "".join(sign + _SECOND_HALF * (columns(sign) - 1) for sign in words)


def _share(chart: Chart, value: float) -> float:
    """The position on the scale, from 0 to 1. Values outside are drawn at the edge."""
    low, high = chart.scale
    return min(1.0, max(0.0, (value - low) / ((high - low) or 1.0)))


def _draw_line(sheet: Axes, chart: Chart, top: float) -> None:
    bottom = _HEIGHT - _MARGIN - 60 - _legend_room(chart)

    def y(value: float) -> float:
        return bottom - (bottom - top - 20) * _share(chart, value)

    room, count = _RIGHT - _LEFT, len(chart.points)
    xs = [_LEFT + (room * i / (count - 1) if count > 1 else room / 2) for i in range(count)]
    for tick in (chart.scale[0], sum(chart.scale) / 2, chart.scale[1]):
        sheet.plot((_LEFT, _RIGHT), (y(tick), y(tick)), color=_GRID, linewidth=2, zorder=1)
        _words(sheet, figure(tick), _LEFT - 22, y(tick), _SMALL, _SOFT, align="right")
    for run in _runs(xs, chart.points):
        lows, highs = [y(low) for _, low, _ in run], [y(high) for *_, high in run]
        sheet.fill_between([x for x, *_ in run], lows, highs, color=_BAND, linewidth=0, zorder=2)
    points = [(x, p, p.value) for x, p in zip(xs, chart.points, strict=True) if p.value is not None]
    for stretch in _stretches(xs, chart.points):
        places = [(x, y(value)) for x, value in stretch]
        sheet.plot(*zip(*places, strict=True), color=_LINE, linewidth=5, zorder=3)
    for x, p in zip(xs, chart.points, strict=True):
        _draw_point(sheet, p, x, bottom if p.value is None else y(p.value))
        if p.is_marked:
            sheet.plot((x, x), (top, bottom), color=_SOFT, linewidth=3, linestyle=":", zorder=2)
            _words(sheet, _MARKED, x + 10, top + 6, _SMALL, _SOFT)
    for x, last, value in points[-1:]:
        _words(sheet, last.in_words, x + 24, y(value), _TEXT, _LINE, weight="bold")
    for x, first, value in points[:1] if len(points) > 1 else ():
        above = y(first.interval[1] if first.interval else value)
        _words(sheet, first.in_words, x, above - 28, _TEXT, _LINE, weight="bold")
    _draw_labels(sheet, xs, chart.points, bottom + 40)


def _draw_point(sheet: Axes, point: Point, x: float, y: float) -> None:
    """A dot; a cross where no figure is published; a triangle where the true value may be more, or less."""
    if point.value is None:
        _words(sheet, "×", x, y - 14, _SMALL, _SOFT, align="center")
        return
    is_open = bool(point.words)
    goes_up = point.interval is None or point.value <= sum(point.interval) / 2
    marker = "o" if not is_open else "^" if goes_up else "v"
    sheet.plot((x,), (y,), color=_LINE, marker=marker, markersize=18 if is_open else 14, zorder=4)


def _stretches(xs: Sequence[float], points: Sequence[Point]) -> Iterable[list[tuple[float, float]]]:
    """Runs of neighbouring points with a value; gaps separate them."""
    for _, run in groupby(zip(xs, points, strict=True), key=lambda at: at[1].value is None):
        if stretch := [(x, p.value) for x, p in run if p.value is not None]:
            yield stretch


def _runs(xs: Sequence[float], points: Sequence[Point]) -> Iterable[list[tuple[float, float, float]]]:
    """Runs of neighbouring points with an interval, as (x, low, high). A single one gets some width."""
    for has_interval, run in groupby(zip(xs, points, strict=True), key=lambda at: at[1].interval is not None):
        if has_interval:
            ends = [(x, *(p.interval or (0.0, 0.0))) for x, p in run]
            yield ends if len(ends) > 1 else [(ends[0][0] + side, *ends[0][1:]) for side in (-14, 14)]


def _draw_labels(sheet: Axes, xs: Sequence[float], points: Sequence[Point], y: float) -> None:
    """Draws the labels that fit side by side, always with the first and the last."""
    last = len(points) - 1
    labels = [_shortened(p.label) for p in points]
    fitting = (_RIGHT - _LEFT) / (max(map(columns, labels)) * _SMALL * 0.62 + 24)
    step = max(1, -int(-last // max(1.0, fitting)))
    for index, x in enumerate(xs):
        if index == last or (index % step == 0 and last - index >= step):
            _words(sheet, labels[index], x, y, _SMALL, _SOFT, align="center")


def _shortened(label: str) -> str:
    spaced = _spaced(label)
    if len(spaced) <= _LABEL:
        return label
    return spaced[: _LABEL - 1].replace(_SECOND_HALF, "").rstrip() + "…"


def _labels_of_bars(chart: Chart) -> list[list[str]]:
    return [_lines(p.label, 58, 2) for p in chart.points]


def _height_of_bars(chart: Chart) -> int:
    """The height with the legend and the margin below the bars."""
    lines = sum(map(len, _labels_of_bars(chart)))
    return lines * 40 + len(chart.points) * (_BAR + 40) + _legend_room(chart) + _MARGIN


def _draw_bars(sheet: Axes, chart: Chart, y: float, height: int) -> None:
    room = _BAR_RIGHT - _MARGIN
    air = min(40.0, (height - y - _height_of_bars(chart)) / len(chart.points))
    for point, lines in zip(chart.points, _labels_of_bars(chart), strict=True):
        for line in lines:
            _words(sheet, line, _MARGIN, y, _SMALL, anchor="top")
            y += 40
        y += 6
        _box(sheet, _MARGIN, y, room, _BAR, _TRACK)
        if point.value is not None:
            _box(sheet, _MARGIN, y, room * _share(chart, point.value), _BAR, _LINE)
        if point.interval:
            low, high = (room * _share(chart, end) for end in point.interval)
            _box(sheet, _MARGIN + low, y + 11, max(high - low, 4), _BAR - 22, _BAND, edge=_PAPER)
        middle = y + _BAR / 2
        _words(sheet, point.in_words, _BAR_RIGHT + 20, middle, _TEXT, _LINE, weight="bold")
        y += _BAR + 34 + air


def _legend_room(chart: Chart) -> int:
    return 50 if any(p.interval for p in chart.points) else 0


def _draw_legend(sheet: Axes, y: float) -> None:
    _box(sheet, _MARGIN, y - 20, 60, 24, _BAND)
    _words(sheet, "where the true value probably lies", _MARGIN + 78, y - 8, _SMALL, _SOFT)


def _box(
    sheet: Axes, x: float, y: float, width: float, height: float, colour: str, edge: str = "none"
) -> None:
    sheet.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=edge, linewidth=2))
