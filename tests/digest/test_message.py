import pytest

from bot.conversation.message import Button, Buttons, Chart, Heading, Message
from bot.digest.coming import Coming
from bot.digest.message import digest
from bot.digest.told import Section
from bot.pulse.report import Report
from bot.pulse.suggestions import Outcome
from tests.digest.figures import (
    CLOSED,
    HARBOUR,
    LINE,
    NOW,
    PEERS,
    SMALL,
    TURNOVER,
    figures,
    gathered,
    history,
    news,
    report,
    said,
    to_try,
)


def buttons(message: Message) -> list[Button]:
    return [button for block in message.blocks if isinstance(block, Buttons) for button in block.buttons]


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons(message)]


def charts(message: Message) -> int:
    return sum(isinstance(block, Chart) for block in message.blocks)


def test_the_first_line_says_how_it_stands_and_so_does_the_notification() -> None:
    message = digest(gathered(news(HARBOUR)))
    sentence = "58 in 100 agree, probably between 43 and 72; 41 of 64 answered. No clear change."
    assert message.summary == f"Harbour: {sentence}"
    assert message.blocks[0] == Heading("Harbour")
    assert said(message)[3] == sentence
    assert charts(message) == 1


def test_one_thing_to_try_has_its_reason_its_reference_and_its_card() -> None:
    message = digest(gathered(news(HARBOUR), to_try=to_try()))
    lines = said(message)
    assert (
        "Agree in each team on three situations in which you would bring in peer support, and write them down."
        in lines
    )
    assert (
        "In Harbour this statement is among those with the least agreement: “I know when to bring in peer "
        "support rather than another role.” Reeves et al. 2024, theme 2."
    ) in lines
    assert buttons(message)[0] == Button(
        "Read more about it", "card.related", "working-together/refer-to-a-peer"
    )


def test_with_new_figures_nobody_is_asked_what_became_of_the_last_suggestion() -> None:
    message = digest(gathered(news(HARBOUR), to_try=to_try(is_asked=True), comments="w8"))
    assert labels(message) == [
        "Read more about it",
        "Tell staff what you did",
        "Figures and report",
        "Read the comments",
    ]


def test_in_a_week_between_last_times_suggestion_is_asked_about() -> None:
    message = digest(gathered(Section(HARBOUR, reached=61), to_try=to_try(is_asked=True)))
    assert said(message)[1] == "No new figures this week."
    assert (
        message.summary == "Your weekly digest. No new figures this week. Have you tried what we suggested?"
    )
    assert buttons(message)[:2] == [
        Button("Done", "digest.suggestion", "s1 done"),
        Button("Not yet", "digest.suggestion", "s1 not yet"),
    ]
    assert labels(message)[2:] == ["Not for us", "Read more about it", "Tell staff what you did"]
    assert "Harbour: 61 people had at least one short tip in the last four weeks." in said(message)
    assert "The next questions come on Tuesday 8 December." in said(message)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.DONE, "Done. Staff will want to hear of it; the button below helps you tell them."),
        (Outcome.NOT_YET, "Not yet. That's fine; it may come up again."),
        (Outcome.NOT_FOR_US, "Not for us. We won't suggest it again for half a year."),
    ],
)
def test_an_answered_suggestion_says_what_became_of_it_and_can_be_undone(
    outcome: Outcome, words: str
) -> None:
    message = digest(gathered(Section(HARBOUR), to_try=to_try(outcome=outcome)))
    assert words in said(message)
    assert buttons(message)[0] == Button("Undo", "digest.suggestion", "s1 undo")


def test_a_borrowed_suggestion_says_so() -> None:
    lines = said(digest(gathered(news(HARBOUR), to_try=to_try(is_borrowed=True))))
    assert any(line.startswith("Your own figures are too uncertain to point to one thing") for line in lines)


def test_when_nothing_is_sure_enough_that_is_said() -> None:
    assert any("No suggestion this time" in line for line in said(digest(gathered(news(HARBOUR)))))


def test_few_answers_want_caution_once() -> None:
    few = report(headline=history(figures(58, 37, 76, answers=21)))
    lines = said(digest(gathered(news(few))))
    assert sum("read this with caution" in line for line in lines) == 1
    assert not any("caution" in line for line in said(digest(gathered(news(HARBOUR)))))


def test_a_director_sees_hidden_groups_counted_and_each_divisions_verdict() -> None:
    divisions = (("Community", "no clear change"), ("Inpatient", "down by about 0.4 points out of 5"))
    lines = said(digest(gathered(news(report(headline=LINE, hidden=(SMALL,), divisions=divisions)))))
    assert "  Community: No clear change." in lines
    assert "  Inpatient: Down by about 0.4 points out of 5." in lines
    assert any(
        line.startswith("One group is not shown because too few people answered there") for line in lines
    )


def test_where_all_divisions_are_alike_one_line_is_enough() -> None:
    divisions = (("Community", "no clear change"), ("Inpatient", "no clear change"))
    lines = said(digest(gathered(news(report(headline=LINE, divisions=divisions)))))
    assert "The same holds for each division: Community, Inpatient." in lines


def test_a_team_leader_sees_no_other_group() -> None:
    divisions = (("Community", "no clear change"),)
    team = report(headline=LINE, group="east", name="East", hidden=(SMALL, TURNOVER), divisions=divisions)
    lines = said(digest(gathered(news(team))))
    assert not any("Community" in line or "not shown" in line for line in lines)


def test_too_few_peer_workers_are_named_without_a_number() -> None:
    words = "Too few peer workers to ask safely. This says nothing about their pay, induction or supervision."
    assert words in said(digest(gathered(news(HARBOUR), asks_peers=False)))
    assert words not in said(digest(gathered(news(HARBOUR))))


def test_that_nobody_validated_the_questions_is_said_once_and_quietly() -> None:
    assert sum("validated" in line for line in said(digest(gathered(news(HARBOUR), news(HARBOUR))))) == 1


def test_a_team_counted_with_others_is_told_so_kindly_and_shown_everyones_figures() -> None:
    team = report(group="crisis", name="Crisis house")
    lines = said(digest(gathered(news(team), news(HARBOUR))))
    assert lines[3] == (
        "Crisis house is counted together with other teams, so that no answer can be traced to anyone. "
        "The figures of the whole organisation speak for it too."
    )
    assert any(line.startswith("58 in 100 agree") for line in lines)


def test_a_team_that_was_counted_apart_once_and_is_not_any_more_has_no_old_headline() -> None:
    merged = report(headline=history(NOW, wave=6), group="crisis", name="Crisis house")
    assert "58 in 100" not in "".join(said(digest(gathered(news(merged)))))


def test_when_nobody_answered_the_whole_organisation_is_told_so() -> None:
    nobody = report(headline=history(SMALL))
    message = digest(gathered(news(nobody)))
    assert message.summary == "Your weekly digest. No figures this time."
    assert "No figures this time. Too few people answered to show any without giving somebody away." in said(
        message
    )


def test_before_the_first_questions_the_digest_says_what_it_will_be() -> None:
    message = digest(gathered(Section(Report("organisation", "Harbour"))))
    assert message.summary == "Your weekly digest begins with the first answers."
    assert said(message)[-1] == "The next questions come on Tuesday 8 December."


def test_questions_that_only_some_were_asked_are_told_when_they_close() -> None:
    found = Section(report(PEERS, headline=LINE), (PEERS,))
    message = digest(gathered(found, to_try=to_try(is_asked=True)))
    lines = said(message)
    assert lines[1] == "New figures from questions that not everyone was asked."
    assert "Asked of peer workers only:" in lines
    assert not any("58 in 100" in line for line in lines)
    assert labels(message)[0] == "Done"


def test_open_questions_are_named_with_their_last_day() -> None:
    message = digest(gathered(Section(HARBOUR), coming=Coming(open_until=CLOSED)))
    assert "This fortnight's questions are open until Sunday 29 November." in said(message)


def test_a_message_holds_two_lines_and_eight_groups_at_most() -> None:
    teams = [report(headline=LINE, group=f"t{n}", name=f"Team {n}") for n in range(10)]
    message = digest(gathered(*map(news, teams)))
    assert charts(message) == 2
    assert sum(line.startswith("58 in 100") for line in said(message)) == 8
    assert any(line.endswith("Team 8, Team 9.") for line in said(message))


def test_nobody_gets_more_than_five_buttons() -> None:
    for section in (news(HARBOUR), Section(HARBOUR)):
        for asked in (True, False):
            message = digest(gathered(section, to_try=to_try(is_asked=asked), comments="w"))
            assert len(buttons(message)) <= 5
