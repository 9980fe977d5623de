from dataclasses import replace
from datetime import date

import pytest

from bot.conversation.message import Span
from bot.digest.trend import trend
from bot.digest.words import headline, in_short, item, month, needs_caution, not_shown
from bot.pulse.disclosure import AtEnd, Compared, Told
from tests.digest.figures import NOW, SMALL, TURNOVER, figures, history


def plain(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_the_headline_is_one_sentence_with_its_uncertainty_and_the_verdict() -> None:
    assert plain(headline(history(NOW, verdict="no clear change"))) == (
        "58 in 100 agree, probably between 43 and 72; 41 of 64 answered. No clear change."
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (AtEnd("90% or more", 40, 64), "90 in 100 or more agree; 40 of 64 answered."),
        (AtEnd("10% or less", 40, 64), "10 in 100 or fewer agree; 40 of 64 answered."),
        (SMALL, f"No figures this time. {SMALL.why}"),
    ],
)
def test_where_there_is_no_interval_none_is_made_up(told: Told, words: str) -> None:
    assert plain(headline(history(told))) == words


def test_a_group_hidden_for_who_came_and_went_may_still_have_changed() -> None:
    assert plain(headline(history(TURNOVER, verdict="no clear change"))).endswith("theirs. No clear change.")


@pytest.mark.parametrize(
    ("direction", "words"),
    [(1, "Clearly more agree than"), (0, "About as many agree as"), (-1, "Clearly fewer agree than")],
)
def test_a_group_hidden_for_who_came_and_went_is_roughly_compared(direction: int, words: str) -> None:
    found = history(NOW, replace(TURNOVER, compared=Compared(7, direction)), weeks=8)
    for said in (headline(found), item(found), in_short(found)):
        assert plain(said).endswith(f"{words} in October.")
    forgotten = history(replace(TURNOVER, compared=Compared(3, direction)))
    assert plain(headline(forgotten)).endswith(f"{words} then.")


def test_a_whole_organisation_is_hidden_for_one_reason_only() -> None:
    assert plain(headline(history(SMALL), of_everyone=True)) == (
        "No figures this time. Too few people answered to show any without giving somebody away."
    )


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
    said = "“I understand what peer workers here do and what they do not do.” "
    assert plain(in_short(history(NOW))) == f"{said}58 in 100 agree, probably between 43 and 72."
    assert plain(in_short(history(SMALL))) == f"{said}Not shown."


def test_under_half_wants_caution_and_half_does_not() -> None:
    assert needs_caution([history(NOW), history(figures(50, 30, 70, answers=31, invited=64))])
    assert not needs_caution([history(figures(50, 30, 70, answers=32, invited=64)), history(SMALL)])


def test_hidden_groups_are_counted_by_reason() -> None:
    assert not_shown([SMALL, TURNOVER, SMALL]) == (
        "2 groups are not shown because too few people answered there, or because showing them would give "
        "away what another group hides. One group is not shown because a few people joined or left since "
        "figures were last shown for it, and a difference could be theirs."
    )
    assert not_shown([]) == ""


def test_a_month_of_another_year_says_which() -> None:
    assert month(date(2026, 4, 1), date(2026, 11, 29)) == "April"
    assert month(date(2025, 4, 1), date(2026, 11, 29)) == "April 2025"


def test_the_picture_says_in_words_where_it_began_where_it_is_and_how_sure_that_is() -> None:
    chart = trend(history(figures(41, 28, 55), SMALL, NOW, verdict="no clear change", weeks=14))
    assert chart
    assert chart.alt == (
        "From 41 in 100 in May to 58 in 100 in November, now probably between 43 and 72. No clear change."
    )
    assert [(p.label, p.value, p.low, p.high) for p in chart.points] == [
        ("17 May", 41, 28, 55),
        ("29 Nov", 58, 43, 72),
    ]
    assert chart.scale == (0, 100)


def test_within_a_month_the_picture_names_the_days() -> None:
    chart = trend(history(figures(41, 28, 55), NOW))
    assert chart
    assert chart.alt.startswith("From 41 in 100 on 15 November to 58 in 100 on 29 November")


def test_what_is_only_known_to_be_above_is_drawn_up_to_the_end() -> None:
    chart = trend(history(AtEnd("10% or less", 40, 64), AtEnd("90% or more", 40, 64), weeks=60))
    assert chart
    assert chart.alt == "From 10 in 100 or fewer in October 2025 to 90 in 100 or more in November."
    assert [(p.label, p.value, p.low, p.high) for p in chart.points] == [
        ("5 Oct 2025", 10, 0, 10),
        ("29 Nov", 90, 90, 100),
    ]


def test_a_single_point_is_no_line() -> None:
    assert trend(history(SMALL, NOW)) is None
