"""Charts: a picture with its words and its figures, whatever the figures are."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.message import Chart, Point, figure
from bot.platforms.web.rendering.chart import draw

TREND = Chart("Clear roles", (Point("Jun", 48, 36, 60), Point("Jul", 66.5, 57, 74)), (0, 100), "It rose.")


def tree(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(str(draw(chart)))  # noqa: S314 - our own output


def test_a_chart_says_in_words_what_it_shows() -> None:
    picture = tree(TREND).find("svg")
    assert picture is not None
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "It rose.")


def test_a_chart_has_its_figures_as_a_table() -> None:
    cells = [cell.text for cell in tree(TREND).iter() if cell.tag in ("th", "td")]
    assert cells[3:] == ["Jun", "48", "36 and 60", "Jul", "66.5", "57 and 74"]


def test_an_interval_is_a_band_and_a_gap_in_intervals_is_a_gap_in_the_band() -> None:
    points = (Point("a", 1, 0, 2), Point("b", 2, 1, 3), Point("c", 2), Point("d", 2, 1, 3))
    bands = list(tree(Chart("t", points, (0, 4), "alt")).iter("polygon"))
    assert len(bands) == 2


def test_a_chart_without_intervals_has_no_legend() -> None:
    assert "probably lies" not in str(draw(Chart("t", (Point("a", 1),), (0, 4), "alt")))
    assert "probably lies" in str(draw(TREND))


def test_a_chart_without_points_says_so() -> None:
    for kind in ("line", "bar"):
        assert "Nothing to show yet" in str(draw(Chart("t", (), (0, 1), "alt", kind)))


def test_the_widest_bar_stays_inside_its_track() -> None:
    chart = Chart("t", (Point("a", 250, 90, 400),), (0, 100), "alt", "bar")
    track, bar, band = tree(chart).iter("rect")
    assert bar.get("width") == f"{float(track.get('width') or 0):.1f}"
    assert float(band.get("x") or 0) + float(band.get("width") or 0) <= float(track.get("width") or 0)


def test_figures_have_a_decimal_only_where_they_need_one() -> None:
    assert [figure(v) for v in (62.0, 62.5, 1234.0, -3.0, 0.04)] == ["62", "62.5", "1,234", "-3", "0"]


NUMBERS = st.floats(-1e6, 1e6)
LABELS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80)
POINTS = st.lists(st.builds(Point, LABELS, NUMBERS, st.none() | NUMBERS, st.none() | NUMBERS), max_size=14)


@given(POINTS.map(tuple), st.tuples(NUMBERS, NUMBERS), st.sampled_from(["line", "bar"]))
def test_any_figures_make_a_whole_picture_inside_its_frame(
    points: tuple[Point, ...], scale: tuple[float, float], kind: str
) -> None:
    root = tree(Chart("t", points, scale, "alt", kind))
    svg = root.find("svg")
    assert svg is not None
    width, height = map(float, (svg.get("viewBox") or "").split()[2:])
    for name, most in (("cx", width), ("cy", height), ("y", height)):
        assert all(0 <= float(e.get(name) or 0) <= most for e in svg.iter())
