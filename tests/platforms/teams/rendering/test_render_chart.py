"""A chart is drawn by Teams where it can draw all of it, and told in figures where it can't."""

from dataclasses import replace
from typing import Any

import pytest

from bot.conversation.message import Chart, Message, Point
from bot.platforms.teams.rendering.render import render

Json = dict[str, Any]

LINE = Chart("Clear roles", (Point("Jun", 48, 36, 60), Point("Jul", 66.5, 57, 74)), (0, 100), "It rose.")
UNKNOWN = replace(LINE, points=(Point("Jun", 48, 36, 60), Point("Jul", 66.5)))
BARS = replace(LINE, kind="bar")


def elements(chart: Chart) -> list[Json]:
    body: list[Json] = render(Message("x", (chart,)))["attachments"][0]["content"]["body"]
    return body


def said(elements: list[Json]) -> str:
    facts = [f"{f['title']}: {f['value']}" for e in elements for f in e.get("facts", ())]
    return "|".join([*(e["text"] for e in elements if "text" in e), *facts])


def test_a_line_has_the_ends_of_the_intervals_as_lines_that_say_so() -> None:
    title, drawn, alt = elements(LINE)
    assert title["text"] == "**Clear roles**"
    assert (drawn["type"], drawn["yMin"], drawn["yMax"]) == ("Chart.Line", 0, 100)
    assert [(s["legend"], [(p["x"], p["y"]) for p in s["values"]]) for s in drawn["data"]] == [
        ("Probably at least", [("Jun", 36), ("Jul", 57)]),
        ("Measured", [("Jun", 48), ("Jul", 66.5)]),
        ("Probably at most", [("Jun", 60), ("Jul", 74)]),
    ]
    assert alt["text"] == "It rose."


def test_bars_show_their_values_and_the_intervals_are_told() -> None:
    _, drawn, alt = elements(BARS)
    assert (drawn["type"], drawn["displayMode"]) == ("Chart.HorizontalBar", "AbsoluteNoAxis")
    assert drawn["data"] == [{"x": "Jun", "y": 48}, {"x": "Jul", "y": 66.5}]
    assert alt["text"] == "It rose. Jun: probably between 36 and 60; Jul: probably between 57 and 74."


def test_an_interval_that_is_missing_leaves_one_line_and_words() -> None:
    _, drawn, alt = elements(UNKNOWN)
    assert [s["legend"] for s in drawn["data"]] == ["Measured"]
    assert "Jun: probably between 36 and 60." in alt["text"]


@pytest.mark.parametrize("chart", [LINE, BARS, UNKNOWN])
def test_clients_that_cannot_draw_tell_the_figures(chart: Chart) -> None:
    _, drawn, _ = elements(chart)
    told = said(drawn["fallback"]["items"])
    assert told.startswith("Jun: 48, probably between 36 and 60|Jul: 66.5")


@pytest.mark.parametrize(
    "chart",
    [
        replace(LINE, points=(Point("a label of more than twenty characters", 1),)),
        replace(LINE, points=(Point("Jun", 1), Point("Jun", 2))),
        replace(LINE, points=tuple(Point(f"Week {n}", n) for n in range(21))),
        replace(LINE, points=(Point("Jun", float("inf")),)),
        replace(LINE, points=(Point(" ", 1),)),
        replace(LINE, points=(Point("Jun", 1), Point("Jul", None, words="too few"))),
        replace(LINE, points=(Point("Jun", 90, words="90% or more"),)),
        replace(BARS, points=(Point("Jun", -3),)),
        replace(BARS, scale=(-100, 100)),
    ],
)
def test_what_teams_cannot_draw_whole_is_told(chart: Chart) -> None:
    assert not any(e["type"].startswith("Chart.") for e in elements(chart))
    assert said(elements(chart)).startswith("**Clear roles**|It rose.|")


def test_a_gap_says_why_it_is_one() -> None:
    chart = replace(LINE, points=(Point("Jun", 48), Point("Jul", None, words="too few answers")))
    assert said(elements(chart)) == "**Clear roles**|It rose.|Jun: 48|Jul: too few answers"


def test_bars_may_have_long_labels() -> None:
    _, drawn, _ = elements(replace(BARS, points=(Point("a label of more than twenty characters", 1),)))
    assert drawn["type"] == "Chart.HorizontalBar"


def test_a_chart_without_points_says_so() -> None:
    assert said(elements(replace(LINE, points=()))) == "**Clear roles**|Nothing to show yet.|It rose."


def test_what_is_written_instead_of_a_value_is_told() -> None:
    chart = replace(LINE, points=(Point("Jun", 90, words="90% or more"), Point("Jul", None, words="too few")))
    assert "Jun: 90% or more|Jul: too few" in said(elements(chart))
