"""Buttons of messages that people already have go on working: each value is written and read as it always was."""

from typing import Any

import pytest

from bot.conversation.actions import Action, UnreadableValue
from bot.conversation.message import Button
from bot.features.announcements import actions as announcements
from bot.features.announcements.actions import Origin, SeenWording, WrittenFrom
from bot.features.asking import actions as asking
from bot.features.asking.actions import LocalCardOrigin, LocalCardsPage, Rating, ShownCard, StartedFrom
from bot.features.digest import actions as digest
from bot.features.digest.actions import AnsweredSuggestion, CommentsPage, ShownSuggestion
from bot.features.escalation import actions as escalation
from bot.features.escalation.actions import UseOfWords
from bot.features.learning import actions as learning
from bot.features.learning.actions import TipQuestion
from bot.features.pulse import actions as pulse
from bot.features.pulse.answering import Answering
from bot.features.pulse.suggestions import SuggestionOutcome
from bot.people.contact.availability_actions import QUESTION_HOURS, NotNow

_ANSWERS = Answering("w1", {"know-the-role": "4", "say": "left-out"})
_PLAIN, _NEWS = ShownSuggestion("s1", False), ShownSuggestion("s1", True)

WRITTEN: list[tuple[Action[Any], object, str]] = [
    (announcements.SEND, SeenWording("b1", "3f"), "b1 3f"),
    (announcements.CHECK, Origin(WrittenFrom.TEMPLATE, ""), "template "),
    (announcements.CHECK, Origin(WrittenFrom.TEMPLATE, "new-colleague"), "template new-colleague"),
    (announcements.CHECK, Origin(WrittenFrom.DRAFT, "b1"), "draft b1"),
    (asking.MORE, ShownCard("role/one"), "role/one short"),
    (asking.HELPED, ShownCard("role/one", True, Rating.HELPED), "role/one long yes"),
    (asking.NOT_HELPED, ShownCard("role/one", False, Rating.NOT_HELPED), "role/one short no"),
    (asking.MORE_PLACES, True, "abuse"),
    (asking.MORE_PLACES, False, ""),
    (asking.LOCAL_CARDS, LocalCardsPage(), ""),
    (asking.LOCAL_CARDS, LocalCardsPage(8), "8"),
    (asking.CHECK_LOCAL, LocalCardOrigin(), "new:"),
    (asking.CHECK_LOCAL, LocalCardOrigin(StartedFrom.QUESTION, "q1"), "question:q1"),
    (asking.CHECK_LOCAL, LocalCardOrigin(StartedFrom.CARD, "c1"), "card:c1"),
    (digest.ANSWER_SUGGESTION, AnsweredSuggestion(_PLAIN, SuggestionOutcome.NOT_FOR_US), "s1 not for us"),
    (digest.ANSWER_SUGGESTION, AnsweredSuggestion(_NEWS, SuggestionOutcome.NOT_YET), "s1 not yet news"),
    (digest.ANSWER_SUGGESTION, AnsweredSuggestion(_NEWS, SuggestionOutcome.OPEN), "s1 undo news"),
    (digest.PLAN, _PLAIN, "s1"),
    (digest.SAVE_PLAN, _NEWS, "s1 news"),
    (digest.READ_COMMENTS, CommentsPage("w1"), "w1"),
    (digest.READ_COMMENTS, CommentsPage("w1", "a0b1", 15), "w1 a0b1 15"),
    (escalation.ALLOW_WORDS, UseOfWords("q1", True), "q1 yes"),
    (escalation.ALLOW_WORDS, UseOfWords("q1", False), "q1 no"),
    (QUESTION_HOURS.switch, NotNow.ON, "on"),
    (learning.ANSWER, TipQuestion("0123456789ab", 0), "0123456789ab 0"),
    (pulse.STEP, None, ""),
    (pulse.STEP, _ANSWERS, "w1 know-the-role=4 say=left-out"),
    (pulse.ANSWER, Answering("w1"), "w1"),
]


@pytest.mark.parametrize(("action", "value", "written"), WRITTEN)
def test_a_value_is_written_as_it_always_was(action: Action[Any], value: object, written: str) -> None:
    assert action.button("Press", value).value == written


@pytest.mark.parametrize(("action", "value", "written"), WRITTEN)
def test_a_button_of_an_older_message_is_read(action: Action[Any], value: object, written: str) -> None:
    assert action.value_of(Button("Press", action.name, written)) == value


def test_a_cards_id_alone_is_the_short_card_unrated() -> None:
    assert asking.MORE.value_of(Button("More", "card.more", "role/one")) == ShownCard("role/one")


@pytest.mark.parametrize(
    ("action", "written"),
    [
        (announcements.CHECK, "letter b1"),
        (announcements.SEND, "b1"),
        (asking.MORE, "role/one tall"),
        (asking.LOCAL_CARDS, "eight"),
        (asking.CHECK_LOCAL, "elsewhere:c1"),
        (digest.ANSWER_SUGGESTION, "s1 perhaps"),
        (digest.READ_COMMENTS, "w1 a0b1 many"),
        (escalation.ALLOW_WORDS, "q1"),
        (escalation.ALLOW_WORDS, "q1 perhaps"),
        (QUESTION_HOURS.switch, "perhaps"),
        (learning.SHOW_ANSWER, "0123456789ab"),
    ],
)
def test_a_foreign_value_is_refused(action: Action[Any], written: str) -> None:
    with pytest.raises(UnreadableValue):
        action.value_of(Button("Press", action.name, written))


def test_nobody_in_distress_is_turned_away_for_what_a_button_carries() -> None:
    assert asking.MORE_PLACES.value_of(Button("More places", "distress.more-places", "?")) is False
