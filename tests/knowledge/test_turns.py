from datetime import UTC, datetime, timedelta

import pytest

from bot.knowledge.search import Finder, Outcome, Reading
from bot.knowledge.turns import Turns, points_back

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_turn_is_remembered_for_an_hour_and_then_forgotten() -> None:
    turns = Turns()
    turns.remember("nurse", "what is a peer worker", NOON)
    assert turns.before("nurse", NOON + timedelta(minutes=59)) == "what is a peer worker"
    assert turns.before("nurse", NOON + timedelta(minutes=61)) is None
    assert turns.before("nurse", NOON) is None


def test_conversations_do_not_hear_each_other() -> None:
    turns = Turns()
    turns.remember("nurse", "what is a peer worker", NOON)
    assert turns.before("director", NOON) is None


@pytest.mark.parametrize(
    "turn", ["and in a crisis?", "why?", "how do they do that on a ward in practice", "what about pay"]
)
def test_short_and_pronoun_turns_point_back(turn: str) -> None:
    assert points_back(turn)


def test_a_whole_question_stands_alone() -> None:
    assert not points_back("how should a manager write a role description for peer workers")


def test_a_follow_up_is_read_together_with_the_question_before(finder: Finder) -> None:
    alone = finder.find("why does it work better?")
    together = finder.find(
        "why does it work better?", "why should training about peer work be repeated regularly"
    )
    assert together.reading is Reading.TOGETHER
    assert together.best.startswith("education/")
    assert not alone.best.startswith("education/") or alone.outcome is not Outcome.ANSWER


def test_a_change_of_topic_is_not_dragged_along(finder: Finder) -> None:
    before = "why should training about peer work be repeated regularly"
    for turn in ("what's the max dose of olanzapine", "and the weather tomorrow?"):
        assert finder.find(turn, before).outcome is Outcome.UNKNOWN, turn
