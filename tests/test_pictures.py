import warnings
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from numpy.typing import NDArray

from bot.conversation.message import Chart, Point
from bot.platforms.fonts import drawable
from bot.platforms.pictures import draw

TEAL, BAND = (13, 90, 90), (165, 205, 200)
LINE = Chart("Clear roles", (Point("Jun", 48, 36, 60), Point("Jul", 66, 57, 74)), (0, 100), "It rose.")
BARS = replace(LINE, kind="bar")

Pixels = NDArray[Any]


def pixels(chart: Chart) -> Pixels:
    """Rows of columns of red, green and blue."""
    found: Pixels = np.rint(imread(BytesIO(draw(chart)), format="png")[:, :, :3] * 255).astype(int)
    return found


def where(picture: Pixels, colour: tuple[int, int, int]) -> Pixels:
    found: Pixels = np.argwhere((picture == colour).all(axis=2))
    return found


@pytest.mark.parametrize("chart", [LINE, BARS, replace(LINE, points=())])
def test_a_picture_is_wide(chart: Chart) -> None:
    assert pixels(chart).shape == (675, 1200, 3)


def test_many_bars_make_it_higher_rather_than_smaller() -> None:
    many = replace(BARS, points=tuple(Point(f"Item {n}", n) for n in range(12)))
    assert pixels(many).shape[0] > 1000


@pytest.mark.parametrize("kind", ["line", "bar"])
def test_the_interval_is_a_band_and_without_one_there_is_none(kind: str) -> None:
    without = replace(LINE, kind=kind, points=(Point("Jun", 48), Point("Jul", 66)))
    assert len(where(pixels(replace(LINE, kind=kind)), BAND)) > 1000
    assert len(where(pixels(without), BAND)) == 0


def test_a_bar_is_as_long_as_its_value_and_ends_with_the_scale() -> None:
    for value, share in ((0, 0.0), (50, 0.5), (100, 1.0), (250, 1.0)):
        found = where(pixels(replace(BARS, points=(Point("", value),))), TEAL)
        before_the_figure = found[found[:, 1] < 1058]
        assert np.isclose(len(set(before_the_figure[:, 1])), 992 * share, atol=4)


def test_without_points_it_says_that_there_is_nothing_to_show_yet() -> None:
    empty = pixels(Chart("", (), (0, 1), "x"))
    words = np.argwhere(empty.sum(axis=2) < 600)
    assert len(words) > 1000
    assert np.isclose(words.mean(axis=0), (337, 600), atol=15).all()


def test_the_same_chart_is_the_same_file() -> None:
    assert draw(LINE) == draw(replace(LINE))


def test_a_dollar_sign_is_no_formula() -> None:
    costly = Chart(r"$\frac{1$ and $\nothing$", (Point(r"$\x$", 1),), (0, 2), "x")
    assert draw(costly).startswith(b"\x89PNG")


figures = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1e-9])
intervals = st.none() | st.tuples(figures, figures)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.text("ab $\\_^{}\n", max_size=90), figures, intervals), max_size=6),
    st.tuples(figures, figures),
    st.sampled_from(["line", "bar"]),
)
def test_any_figures_can_be_drawn(
    rows: list[tuple[str, float, tuple[float, float] | None]], scale: tuple[float, float], kind: str
) -> None:
    points = tuple(Point(label, value, *(ends or (None, None))) for label, value, ends in rows)
    assert draw(Chart("t", points, scale, "alt", kind)).startswith(b"\x89PNG")


NAMES = {
    "emoji": "Team 🌱 and 👍🏽, 👩‍⚕️, 🇬🇧, 1️⃣",
    "Chinese": "心理健康团队",
    "Japanese": "ピアサポート・チーム",
    "Korean": "동료지원팀",
    "Arabic and Hebrew": "فريق الأقران צוות",
    "Hindi and Thai": "सहकर्मी टीम ทีมเพื่อน",
    "none that there is": "\ue123 \U000e0041 \ud83d \x07",
}


@pytest.mark.parametrize("kind", ["line", "bar"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_sign_of_a_name_is_drawn(name: str, kind: str) -> None:
    """The library warns of each that it has none for, and draws a box in its place."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(Chart(name, (Point(name, 48, 36, 60), Point(name * 9, 66)), (0, 100), "x", kind))


@pytest.mark.parametrize("name", [name for kind, name in NAMES.items() if kind != "none that there is"])
def test_names_in_other_scripts_are_not_replaced(name: str) -> None:
    assert "�" not in drawable(name).words


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_whatever_a_name_has_there_is_a_sign_for_it(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(replace(LINE, title=name, points=(Point(name, 1),)))


@pytest.mark.parametrize("sign", ["漢", "가", "👍"])
def test_wide_signs_stay_within_the_picture(sign: str) -> None:
    picture = pixels(replace(LINE, title=sign * 300, points=(Point(sign * 40, 1), Point(sign * 40, 2))))
    assert (picture[:, :4] == 255).all()
    assert (picture[:, -4:] == 255).all()
