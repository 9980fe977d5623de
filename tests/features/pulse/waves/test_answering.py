"""One question at a time: what was chosen so far is in the buttons, and nowhere else."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.message import Buttons, Message, Scale, buttons_of
from bot.conversation.routes import Say
from bot.features.pulse.draft_answers import LEFT_OUT, NOT_SURE, DraftAnswers, read
from bot.features.pulse.statistics import NOT_SURE as UNSURE
from bot.features.pulse.views import questions
from tests.fakes import words_of
from tests.features.pulse.town import ITEMS, MORNING

THREE = list(ITEMS.values())[:3]
FIRST, SECOND, THIRD = (item.id for item in THREE)
ANSWERS = ("1", "2", "3", "4", "5", NOT_SURE, LEFT_OUT)


def shown(chosen: Mapping[str, str]) -> Message:
    return questions.step(DraftAnswers("wave", chosen), THREE, MORNING)


def pressed(message: Message, label: str) -> Message:
    (button,) = (b for b in buttons_of(message.blocks) if b.label == label)
    return questions.step(read(button.value), THREE, MORNING)


def scale(message: Message) -> Scale:
    return next(block for block in message.blocks if isinstance(block, Scale))


def test_the_first_question_comes_alone_with_five_points_in_one_row_and_not_sure_below() -> None:
    first = scale(questions.invitation("wave", THREE, MORNING))
    assert first.question == THREE[0].text
    labels = [button.label for button in first.points]
    assert labels == ["Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree"]
    assert [button.label for button in first.besides] == ["Not sure, or doesn't apply"]


def test_four_presses_answer_three_questions() -> None:
    message = questions.invitation("wave", THREE, MORNING)
    for label in ("Agree", "Disagree", "Not sure, or doesn't apply"):
        message = pressed(message, label)
    said = words_of(Say(message))
    for item, answer in zip(THREE, ("Agree", "Disagree", "Not sure"), strict=True):
        (line,) = (line for line in said.splitlines() if item.text[:24] in line)
        assert line.strip().startswith(f"- {answer}")
    send = buttons_of(message.blocks)[0]
    assert (send.label, send.action) == ("Send my answers", "pulse.answer")
    assert read(send.value).answers == {FIRST: 4, SECOND: 2, THIRD: UNSURE}


def test_the_last_answer_can_be_changed_until_it_is_sent() -> None:
    message = pressed(shown({FIRST: "5", SECOND: "1", THIRD: "2"}), "Change my last answer")
    assert scale(message).question == THREE[2].text
    message = pressed(message, "Change my last answer")
    assert scale(message).question == THREE[1].text
    again = pressed(pressed(message, "Agree"), "Agree")
    assert read(buttons_of(again.blocks)[0].value).answers == {FIRST: 5, SECOND: 4, THIRD: 4}


def test_nothing_can_be_changed_before_anything_is_chosen() -> None:
    labels = [button.label for button in buttons_of(shown({}).blocks)]
    assert "Change my last answer" not in labels


def test_what_was_left_out_is_shown_and_not_counted() -> None:
    message = shown({FIRST: LEFT_OUT, SECOND: "3", THIRD: LEFT_OUT})
    assert f"Left out: {THREE[0].text[:24]}" in words_of(Say(message))
    assert read(buttons_of(message.blocks)[0].value).answers == {SECOND: 3}


def test_who_leaves_out_everything_has_nothing_to_send() -> None:
    message = shown(dict.fromkeys((FIRST, SECOND, THIRD), LEFT_OUT))
    assert "pulse.answer" not in [button.action for button in buttons_of(message.blocks)]


def test_no_row_has_more_than_five_buttons() -> None:
    for chosen in ({}, {FIRST: "5"}, {FIRST: "5", SECOND: "4", THIRD: "1"}):
        for block in shown(chosen).blocks:
            if isinstance(block, Buttons):
                assert len(block.buttons) <= 5
            if isinstance(block, Scale):
                assert len(block.points) == 5


def test_questions_that_are_closed_become_the_way_to_their_results() -> None:
    assert buttons_of(questions.closed().blocks)[0].action == "results"


@given(st.dictionaries(st.sampled_from((FIRST, SECOND, THIRD)), st.sampled_from(ANSWERS)))
def test_what_is_written_is_read_again(chosen: dict[str, str]) -> None:
    assert read(DraftAnswers("wave", chosen).written()) == DraftAnswers("wave", chosen)


@given(st.text())
def test_what_somebody_made_up_is_no_answer(written: str) -> None:
    assert set(read(written).answers.values()) <= {UNSURE, 1, 2, 3, 4, 5}
