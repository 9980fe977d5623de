"""What a leader is asked to decide: suggestions, plans with owner and date, and marks of what was done."""

from datetime import timedelta

import pytest

from bot.conversation.message import (
    Button,
    Chart,
)
from bot.features.digest.parts import Section
from bot.features.digest.views.digest import digest
from bot.features.pulse.suggestions import Done, SuggestionOutcome
from tests.features.digest.figures import (
    CLOSED,
    HARBOUR,
    LINE,
    MONDAY,
    gathered,
    news,
    report,
    sentences,
    to_try,
)
from tests.features.digest.screens import buttons, labels


def test_what_there_is_to_decide_has_its_reason_its_reference_and_its_card() -> None:
    message = digest(gathered(news(HARBOUR), to_try=to_try()))
    lines = sentences(message)
    assert (
        "Agree in each team on three situations in which you would bring in peer support, and write them down."
        in lines
    )
    assert (
        "In Harbour this statement is among those with the least agreement: “I know when to bring in peer "
        "support rather than another role.” Reeves et al. 2024, theme 2."
    ) in lines
    assert buttons(message)[2] == Button(
        "Read more about it", "card.related", "working-together/refer-to-a-peer"
    )


def test_a_plan_whose_day_has_come_is_asked_about_beside_new_figures() -> None:
    plan = to_try(is_asked=True, outcome=SuggestionOutcome.PLANNED, owner="Rosa", due_on=CLOSED)
    message = digest(gathered(news(HARBOUR), to_try=plan, comments="w8"))
    assert "Planned, Rosa, until Sunday 29 November. What became of it?" in sentences(message)
    assert labels(message) == ["Done", "Not yet", "Not for us", "Figures and report", "Read the comments"]
    assert buttons(message)[0].value == "s1 done news"


def test_a_plan_that_is_not_due_says_who_and_when() -> None:
    plan = to_try(outcome=SuggestionOutcome.PLANNED, owner="the ward manager", due_on=CLOSED)
    message = digest(gathered(Section(HARBOUR), to_try=plan))
    assert "Planned, the ward manager, until Sunday 29 November." in sentences(message)
    assert labels(message)[:2] == ["Done", "Undo"]


def test_what_was_done_is_marked_and_said_to_prove_nothing() -> None:
    done = (Done("know-when-to-involve", CLOSED - timedelta(days=3)),)
    (chart,) = (
        b for b in digest(gathered(news(report(headline=LINE, done=done)))).blocks if isinstance(b, Chart)
    )
    assert [point.is_marked for point in chart.points] == [False, True]
    assert chart.alt.endswith(
        "Marked: a suggestion was carried out here on 26 November 2026. What came after may have other causes: the "
        "mark proves nothing."
    )


def test_what_was_done_after_the_last_figures_is_not_on_the_chart_yet() -> None:
    done = (Done("know-when-to-involve", MONDAY),)
    (chart,) = (
        b for b in digest(gathered(news(report(headline=LINE, done=done)))).blocks if isinstance(b, Chart)
    )
    assert not any(point.is_marked for point in chart.points)
    assert "Marked" not in chart.alt


def test_in_a_week_between_last_times_suggestion_is_asked_about() -> None:
    message = digest(gathered(Section(HARBOUR, reached=61), to_try=to_try(is_asked=True)))
    assert sentences(message)[1] == "No new figures this week."
    assert (
        message.summary == "Your weekly digest. No new figures this week. Have you tried what we suggested?"
    )
    assert buttons(message)[:2] == [
        Button("Done", "digest.suggestion", "s1 done"),
        Button("Not yet", "digest.suggestion", "s1 not yet"),
    ]
    assert labels(message)[2:] == ["Not for us", "Read more about it", "Tell staff what you did"]
    assert "Harbour: about 61 people had a short tip in the last four weeks." in sentences(message)
    assert "The next questions come on Tuesday 8 December." in sentences(message)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (
            SuggestionOutcome.DONE,
            "Done. It stands on the chart as a mark from the next figures on; that proves nothing. Staff will want to "
            "hear of it.",
        ),
        (SuggestionOutcome.NOT_YET, "Not yet. That's fine; it may come up again."),
        (SuggestionOutcome.NOT_FOR_US, "Not for us. We won't suggest it again for half a year."),
    ],
)
def test_an_answered_suggestion_says_what_became_of_it_and_can_be_undone(
    outcome: SuggestionOutcome, words: str
) -> None:
    message = digest(gathered(Section(HARBOUR), to_try=to_try(outcome=outcome)))
    assert words in sentences(message)
    assert buttons(message)[0] == Button("Undo", "digest.suggestion", "s1 undo")


def test_a_borrowed_suggestion_says_so() -> None:
    lines = sentences(digest(gathered(news(HARBOUR), to_try=to_try(is_borrowed=True))))
    assert any(line.startswith("Your own figures are too uncertain to point to one thing") for line in lines)
