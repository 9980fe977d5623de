"""A chart is drawn by Slack, shown as a picture or told in figures; each says all of it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.conversation.message import Chart, Divider, Message, Point
from bot.platforms.slack.rendering.render import charts_to_draw, render
from tests.platforms.slack.contract.checks import texts

Json = dict[str, Any]

LINE = Chart("Clear roles", (Point("Jun", 48, 36, 60), Point("Jul", 66.5, 57, 74)), (0, 100), "It rose.")
UNKNOWN = replace(LINE, points=(Point("Jun", 48, 36, 60), Point("Jul", 66.5)))


def blocks(*charts: Chart, **means: Any) -> list[Json]:
    rendered: list[Json] = render(Message("x", charts), **means)["blocks"]
    return rendered


def said(*charts: Chart, **means: Any) -> str:
    return "|".join(words for _, words in texts(blocks(*charts, **means)))


def test_slack_draws_a_line_with_the_ends_of_the_intervals_as_lines_that_say_so() -> None:
    drawn, alt = blocks(LINE)
    assert drawn == {
        "type": "data_visualization",
        "title": "Clear roles",
        "chart": {
            "type": "line",
            "series": [
                {"name": name, "data": [{"label": "Jun", "value": jun}, {"label": "Jul", "value": jul}]}
                for name, jun, jul in (
                    ("Probably at least", 36, 57),
                    ("Measured", 48, 66.5),
                    ("Probably at most", 60, 74),
                )
            ],
            "axis_config": {"categories": ["Jun", "Jul"], "y_label": "Scale from 0 to 100"},
        },
    }
    assert alt["elements"][0]["text"] == "It rose."


@pytest.mark.parametrize("chart", [replace(LINE, kind="bar"), UNKNOWN])
def test_intervals_that_cannot_be_lines_are_told(chart: Chart) -> None:
    drawn, _ = blocks(chart)
    assert [series["name"] for series in drawn["chart"]["series"]] == ["Measured"]
    assert "It rose. Jun: probably between 36 and 60" in said(chart)


@pytest.mark.parametrize(
    "chart",
    [
        replace(LINE, title="x" * 51),
        replace(LINE, title="A *bold* claim"),
        replace(LINE, points=(Point("a label of more than twenty characters", 1),)),
        replace(LINE, points=(Point("Jun", 1), Point("Jun", 2))),
        replace(LINE, points=tuple(Point(f"Week {n}", n) for n in range(21))),
        replace(LINE, points=(Point("Jun", float("inf")),)),
        replace(LINE, points=(Point(" ", 1),)),
    ],
)
def test_what_slack_cannot_draw_whole_is_told_in_figures_and_wants_a_picture(chart: Chart) -> None:
    assert "data_visualization" not in [b["type"] for b in blocks(chart)]
    assert charts_to_draw(Message("x", (chart,))) == {0: chart}


def test_figures_say_the_title_each_value_its_interval_and_what_it_means() -> None:
    assert said(UNKNOWN, native=False) == (
        "Clear roles|Jun|: |48, probably between 36 and 60|\n|Jul|: |66.5|It rose."
    )


def test_a_chart_without_points_says_so_and_wants_no_picture() -> None:
    empty = replace(LINE, points=())
    assert said(empty) == "Clear roles|Nothing to show yet.|It rose."
    assert charts_to_draw(Message("x", (empty,))) == {}


def test_a_picture_has_its_figures_as_what_is_read_instead() -> None:
    (image,) = blocks(LINE, pictures={0: "F7"})
    assert image == {
        "type": "image",
        "slack_file": {"id": "F7"},
        "alt_text": "It rose. Jun: 48, probably between 36 and 60; Jul: 66.5, probably between 57 and 74",
        "title": {"type": "plain_text", "text": "Clear roles", "emoji": False},
    }


def test_slack_draws_two_charts_of_a_message_and_the_third_is_another_way() -> None:
    three = (LINE, replace(LINE, title="Two"), replace(LINE, title="Three"))
    message = Message("x", (three[0], Divider(), *three[1:]))
    assert [b["type"] for b in render(message)["blocks"]].count("data_visualization") == 2
    assert charts_to_draw(message) == {2: three[2]}
    with_picture = [b["type"] for b in render(message, pictures={2: "F3"})["blocks"]]
    assert with_picture.count("data_visualization") == 2
    assert with_picture[-1] == "image"
