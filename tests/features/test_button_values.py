"""Buttons of messages that people already have go on working: each value is written and read as it always was."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.conversation.actions import Action, UnreadableValue
from bot.conversation.message import Button
from bot.features.administration import actions as administration
from bot.features.administration.actions import (
    AuditPage,
    JoinedAccounts,
    NewTimes,
    Pair,
    ScheduleSwitch,
    Switch,
)
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
from bot.features.peer_profiles import actions as peer_profiles
from bot.features.peer_profiles.actions import ChosenTime
from bot.features.pulse import actions as pulse
from bot.features.pulse.draft_answers import DraftAnswers
from bot.features.pulse.suggestions import SuggestionOutcome
from bot.features.settings import actions as settings
from bot.people.access import actions as access
from bot.people.access.actions import RoleOf
from bot.people.access.roles import Role
from bot.people.contact.availability_actions import QUESTION_HOURS, NotNow

AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
_ANSWERS = DraftAnswers("w1", {"know-the-role": "4", "say": "left-out"})
_PLAIN, _NEWS = ShownSuggestion("s1", False), ShownSuggestion("s1", True)

_TIMES = NewTimes("s1", date(2027, 1, 14), "every Tuesday at 10:00")
_JOINED = JoinedAccounts("p2", ("a1", "a2"))
_CHANGES = {"snoozed_until": None, "tip_day": 2}

WRITTEN: list[tuple[Action[Any], object, str]] = [
    (access.GIVE_BACK, RoleOf.of("p1", Role.EDITOR, None), "p1 editor -"),
    (access.GIVE_TO_THIS_ONE, RoleOf.of("p1", Role.LEADER, "t1"), "p1 leader t1"),
    (access.PREVIEW_BLOCK, None, ""),
    (administration.JOIN, Pair("p2", "p1"), "p2 p1"),
    (administration.UNDO_JOIN, _JOINED, '{"gone": "p2", "accounts": ["a1", "a2"]}'),
    (administration.TURN_AUDIT_PAGE, AuditPage("everything"), "everything"),
    (administration.TURN_AUDIT_PAGE, AuditPage("gave-role", 12), "gave-role 12"),
    (administration.SWITCH_SCHEDULE, ScheduleSwitch("s1", Switch.OFF), "s1 off"),
    (administration.SAVE_SCHEDULE, _TIMES, "s1 2027-01-14 every Tuesday at 10:00"),
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
    (peer_profiles.AGREE_TO_TIME, ChosenTime("r1", AT), f"r1 {AT.isoformat()}"),
    (peer_profiles.AGREE_TO_TIME, ChosenTime("r1", None), "r1 none"),
    (peer_profiles.OPEN_REQUEST, None, ""),
    (pulse.STEP, None, ""),
    (pulse.STEP, _ANSWERS, "w1 know-the-role=4 say=left-out"),
    (pulse.ANSWER, DraftAnswers("w1"), "w1"),
    (settings.UNDO, _CHANGES, '{"snoozed_until": null, "tip_day": 2}'),
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
        (access.GIVE_BACK, "p1 king -"),
        (administration.UNDO_JOIN, "p2"),
        (administration.UNDO_JOIN, '{"gone": "p2"}'),
        (administration.SWITCH_SCHEDULE, "s1 perhaps"),
        (administration.SAVE_SCHEDULE, "s1 soon every Tuesday"),
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
        (peer_profiles.AGREE_TO_TIME, "r1"),
        (peer_profiles.AGREE_TO_TIME, "r1 -1"),
        (settings.UNDO, "[]"),
    ],
)
def test_a_foreign_value_is_refused(action: Action[Any], written: str) -> None:
    with pytest.raises(UnreadableValue):
        action.value_of(Button("Press", action.name, written))


def test_nobody_in_distress_is_turned_away_for_what_a_button_carries() -> None:
    assert asking.MORE_PLACES.value_of(Button("More places", "distress.more-places", "?")) is False
