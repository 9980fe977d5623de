from datetime import date

import pytest

from bot.conversation.message import Span
from bot.features.digest.views.figures import headline, in_short, item, month, needs_caution, too_few
from bot.features.digest.views.trend import trend
from bot.features.pulse.published_result import PublishedResult
from bot.features.pulse.verdict import NoClearChange
from tests.features.digest.figures import NOW, SMALL, end, figures, history


def plain(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_the_headline_is_one_sentence_with_its_uncertainty_and_the_verdict() -> None:
    assert plain(headline(history(NOW, verdict=NoClearChange()))) == (
        "58 in 100 agree, probably between 43 and 72; 41 of 64 answered. No clear change."
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (end(80, 100), "Nearly all agree, probably between 80 and 100; 40 of 64 answered."),
        (end(0, 15), "Nearly none agree, probably between 0 and 15; 40 of 64 answered."),
        (SMALL, "No figures this time. Too few people answered."),
    ],
)
def test_near_the_ends_a_range_is_told_and_no_figure(told: PublishedResult, words: str) -> None:
    assert plain(headline(history(told))) == words


def test_an_item_says_what_it_was_the_last_time_and_gives_no_verdict() -> None:
    found = history(figures(44, 30, 58), figures(47, 33, 61), item="know-when-to-involve", weeks=14)
    assert plain(item(found)) == (
        "“I know when to bring in peer support rather than another role.” 47 in 100 agree, probably between "
        "33 and 61; 41 of 64 answered. Last time, in August: 44 in 100."
    )
    assert plain(item(history(NOW))).endswith("Asked for the first time.")
    assert plain(item(history(SMALL, NOW, weeks=60))).endswith(
        "Last time, in October 2025, it was not shown."
    )


def test_in_short_it_is_one_line() -> None:
    said = "“I understand what the job of a peer worker here covers.” "
    assert plain(in_short(history(NOW))) == f"{said}58 in 100 agree, probably between 43 and 72."
    assert plain(in_short(history(SMALL))) == f"{said}Not shown."


def test_under_half_wants_caution_and_half_does_not() -> None:
    assert needs_caution([history(NOW), history(figures(50, 30, 70, answers=31, invited=64))])
    assert not needs_caution([history(figures(50, 30, 70, answers=32, invited=64)), history(SMALL)])


def test_groups_with_too_few_answers_are_counted_and_nothing_else_is_said_of_them() -> None:
    assert too_few(2) == "2 groups are not shown: too few people answered there."
    assert too_few(1) == "One group is not shown: too few people answered there."
    assert too_few(0) == ""


def test_a_month_of_another_year_says_which() -> None:
    assert month(date(2026, 4, 1), date(2026, 11, 29)) == "April"
    assert month(date(2025, 4, 1), date(2026, 11, 29)) == "April 2025"


def test_the_picture_says_in_words_where_it_began_where_it_is_and_how_sure_that_is() -> None:
    chart = trend(history(figures(41, 28, 55), SMALL, NOW, verdict=NoClearChange(), weeks=14))
    assert chart
    assert chart.alt == (
        "From 41 in 100 in May to 58 in 100 in November, now probably between 43 and 72. No clear change."
    )
    assert [(p.label, p.value, p.low, p.high) for p in chart.points] == [
        ("17 May", 41, 28, 55),
        ("23 Aug", None, None, None),
        ("29 Nov", 58, 43, 72),
    ]
    assert chart.scale == (0, 100)


def test_within_a_month_the_picture_names_the_days() -> None:
    chart = trend(history(figures(41, 28, 55), NOW))
    assert chart
    assert chart.alt.startswith("From 41 in 100 on 15 November to 58 in 100 on 29 November")


def test_near_an_end_the_whole_range_is_drawn_and_no_value_within_it() -> None:
    chart = trend(history(end(0, 12), end(86, 100), weeks=60))
    assert chart
    assert chart.alt == (
        "From nearly none in October 2025 to nearly all in November, now probably between 86 and 100."
    )
    assert [(p.label, p.value, p.low, p.high) for p in chart.points] == [
        ("5 Oct 2025", 12, 0, 12),
        ("29 Nov", 86, 86, 100),
    ]


def test_a_single_point_is_no_line() -> None:
    assert trend(history(SMALL, NOW)) is None
