from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.request import Kind, Sender
from bot.features.asking.cards.library import Library
from bot.features.asking.conversation.last_said import NOTHING, LastSaid, Topic
from bot.features.asking.conversation_memory import ConversationMemory, place_of
from bot.features.asking.retrieval.search import Finder, Outcome, Reading
from bot.features.asking.understanding.followups import points_back, resolve
from tests.fakes import request

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


SAID = LastSaid(Topic.CARD, card="role/what-is-a-peer-worker", question="what is a peer worker")


def test_what_was_said_is_remembered_for_an_hour_and_then_forgotten() -> None:
    memory = ConversationMemory()
    memory.remember("nurse", SAID, NOON)
    assert memory.last("nurse", NOON + timedelta(minutes=59)) == SAID
    assert memory.last("nurse", NOON + timedelta(minutes=61)) == NOTHING
    assert memory.last("nurse", NOON) == NOTHING


def test_conversations_do_not_hear_each_other() -> None:
    memory = ConversationMemory()
    memory.remember("nurse", SAID, NOON)
    assert memory.last("director", NOON) == NOTHING


def test_in_a_channel_everybody_has_a_conversation_of_their_own() -> None:
    one, other = (
        request(Kind.SAID, conversation="ward", private=False, sender=Sender("slack", "T1", user))
        for user in ("U1", "U2")
    )
    assert place_of(one) != place_of(other)
    assert place_of(request(Kind.SAID, conversation="ward")) == "ward"


@pytest.mark.parametrize(
    "turn", ["and in a crisis?", "why?", "how do they do that on a ward in practice", "what about pay"]
)
def test_short_and_pronoun_turns_point_back(turn: str) -> None:
    assert points_back(turn)


def test_a_whole_question_stands_alone() -> None:
    assert not points_back("how should a manager write a role description for peer workers")


def test_a_follow_up_is_read_with_the_topic_of_the_card_before(finder: Finder, library: Library) -> None:
    resolved = resolve("why does that help?", library.card("education/why-regular-training"), finder.find)
    assert resolved.finding.reading is Reading.TOGETHER
    assert resolved.finding.best.startswith("education/")


def test_a_change_of_topic_is_not_dragged_along(finder: Finder, library: Library) -> None:
    before = library.card("education/why-regular-training")
    turn = "what's the max dose of olanzapine"
    assert resolve(turn, before, finder.find).finding.outcome is Outcome.UNKNOWN
