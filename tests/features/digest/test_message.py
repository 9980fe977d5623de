import pytest

from bot.conversation.message import (
    Buttons,
    Facts,
    Heading,
    Paragraph,
    Span,
    text,
)
from bot.features.digest.next_wave import NextWave
from bot.features.digest.parts import Section
from bot.features.digest.views.digest import digest
from bot.features.pulse.published_result import PublishedResult
from bot.features.pulse.reports.report import Report
from bot.features.pulse.verdict import Changed, NoClearChange, TooEarly, Verdict
from tests.features.digest.figures import (
    CLOSED,
    HARBOUR,
    LINE,
    NOW,
    PEERS,
    SMALL,
    end,
    figures,
    gathered,
    history,
    news,
    report,
    sentences,
    to_try,
)
from tests.features.digest.screens import buttons, charts, first_screen, labels


def test_the_first_screen_is_one_sentence_three_numbers_and_one_thing_to_decide() -> None:
    message = digest(gathered(news(HARBOUR, 23), to_try=to_try()))
    sentence = (
        "Harbour: about half agree with “I understand what the job of a peer worker here covers”, without a clear "
        "change."
    )
    assert message.summary == sentence
    said_first, numbers, heading, *_, decide = first_screen(message)
    assert said_first == text(Span(sentence, bold=True))
    assert numbers == Facts(
        (("Agree", "between 43 and 72 in 100"), ("Answered", "41 of 64"), ("Had a short tip", "about 23"))
    )
    assert heading == Heading("One thing to decide")
    assert isinstance(decide, Buttons)
    assert [b.label for b in decide.buttons] == ["We'll do this", "Not for us", "Read more about it"]


def test_the_first_sentence_has_no_number_and_there_are_three_at_most() -> None:
    for found in (HARBOUR, report(headline=history(end(80, 100))), report(headline=history(SMALL))):
        for reached in (0, 23):
            first, *rest = first_screen(digest(gathered(news(found, reached), to_try=to_try())))
            assert isinstance(first, Paragraph)
            assert not any(letter.isdigit() for span in first.spans for letter in span.text)
            assert sum(len(block.rows) for block in rest if isinstance(block, Facts)) <= 3


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (figures(80, 65, 92), "most agree with"),
        (figures(20, 8, 35), "fewer than half agree with"),
        (figures(52, 43, 61), "about half agree with"),
        (figures(52, 25, 79), "too little is known to say whether most agree with"),
        (end(80, 100), "nearly all agree with"),
        (end(0, 15), "nearly none agree with"),
        (end(0, 61), "too little is known to say whether most agree with"),
    ],
)
def test_the_sentence_claims_no_more_than_the_range(told: PublishedResult, words: str) -> None:
    assert words in digest(gathered(news(report(headline=history(told))))).summary


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Changed(12, is_up=True), ", more than in earlier rounds."),
        (Changed(-9, is_up=False, baseline=15), ", fewer than in earlier rounds."),
        (NoClearChange(), ", without a clear change."),
        (TooEarly(3), "covers”."),
    ],
)
def test_the_sentence_has_the_verdict(verdict: Verdict, words: str) -> None:
    found = report(headline=history(NOW, verdict=verdict))
    assert digest(gathered(news(found))).summary.endswith(words)


def test_when_nothing_is_sure_enough_that_is_said() -> None:
    assert any("Nothing to decide this time" in line for line in sentences(digest(gathered(news(HARBOUR)))))


def test_few_answers_want_caution_once() -> None:
    few = report(headline=history(figures(58, 37, 76, answers=21)))
    lines = sentences(digest(gathered(news(few))))
    assert sum("read this with caution" in line for line in lines) == 1
    assert not any("caution" in line for line in sentences(digest(gathered(news(HARBOUR)))))


def test_a_director_sees_groups_with_too_few_answers_counted_and_each_divisions_verdict() -> None:
    divisions = (("Community", NoClearChange()), ("Inpatient", Changed(-14, is_up=False)))
    lines = sentences(digest(gathered(news(report(headline=LINE, too_few=1, divisions=divisions)))))
    assert "  Community: No clear change." in lines
    assert "  Inpatient: Down by about 14 in 100 since the first 6 rounds." in lines
    assert "One group is not shown: too few people answered there." in lines


def test_where_all_divisions_are_alike_one_line_is_enough() -> None:
    divisions = (("Community", NoClearChange()), ("Inpatient", NoClearChange()))
    lines = sentences(digest(gathered(news(report(headline=LINE, divisions=divisions)))))
    assert "The same holds for each division: Community, Inpatient." in lines


def test_a_team_leader_sees_no_other_group() -> None:
    divisions = (("Community", NoClearChange()),)
    team = report(headline=LINE, group="east", name="East", too_few=2, divisions=divisions)
    lines = sentences(digest(gathered(news(team))))
    assert not any("Community" in line or "not shown" in line for line in lines)


def test_too_few_peer_workers_are_named_without_a_number() -> None:
    words = "Too few peer workers to ask safely. This says nothing about their pay, induction or supervision."
    assert words in sentences(digest(gathered(news(HARBOUR), asks_peers=False)))
    assert words not in sentences(digest(gathered(news(HARBOUR))))


def test_that_nobody_validated_the_questions_is_said_once_and_quietly() -> None:
    assert sum("validated" in line for line in sentences(digest(gathered(news(HARBOUR), news(HARBOUR))))) == 1


def test_a_team_counted_with_others_is_told_so_kindly_and_shown_everyones_figures() -> None:
    team = report(group="crisis", name="Crisis house")
    lines = sentences(digest(gathered(news(team), news(HARBOUR))))
    assert (
        "Crisis house is counted together with other teams, so that no answer can be traced to anyone. "
        "The figures of the whole organisation speak for it too."
    ) in lines
    assert any(line.startswith("Harbour: about half agree") for line in lines)
    assert any(line.startswith("58 in 100 agree") for line in lines)


def test_a_team_that_was_counted_apart_once_and_is_not_any_more_has_no_old_headline() -> None:
    merged = report(headline=history(NOW, wave=6), group="crisis", name="Crisis house")
    assert "58 in 100" not in "".join(sentences(digest(gathered(news(merged)))))


def test_when_nobody_answered_the_whole_organisation_is_told_so() -> None:
    nobody = report(headline=history(SMALL))
    message = digest(gathered(news(nobody)))
    assert message.summary == "Your weekly digest. No figures this time."
    assert "No figures this time. Too few people answered." in sentences(message)


def test_before_the_first_questions_the_digest_says_what_it_will_be() -> None:
    message = digest(gathered(Section(Report("organisation", "Harbour"))))
    assert message.summary == "Your weekly digest begins with the first answers."
    assert sentences(message)[-1] == "The next questions come on Tuesday 8 December."


def test_questions_that_only_some_were_asked_are_told_when_they_close() -> None:
    found = Section(report(PEERS, headline=LINE), (PEERS,))
    message = digest(gathered(found, to_try=to_try(is_asked=True)))
    lines = sentences(message)
    assert lines[1] == "New figures from questions that not everyone was asked."
    assert "Asked of peer workers only:" in lines
    assert not any("58 in 100" in line for line in lines)
    assert labels(message)[0] == "Done"


def test_open_questions_are_named_with_their_last_day() -> None:
    message = digest(gathered(Section(HARBOUR), coming=NextWave(open_until=CLOSED)))
    assert "The short questions are open until Sunday 29 November." in sentences(message)


def test_a_message_holds_two_lines_and_eight_groups_at_most() -> None:
    teams = [report(headline=LINE, group=f"t{n}", name=f"Team {n}") for n in range(10)]
    message = digest(gathered(*map(news, teams)))
    assert charts(message) == 2
    assert sum(line.startswith("58 in 100") for line in sentences(message)) == 8
    assert any(line.endswith("Team 8, Team 9.") for line in sentences(message))


def test_nobody_gets_more_than_five_buttons() -> None:
    for section in (news(HARBOUR), Section(HARBOUR)):
        for asked in (True, False):
            message = digest(gathered(section, to_try=to_try(is_asked=asked), comments="w"))
            assert len(buttons(message)) <= 5
