from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.engine import open_engine
from bot.conversation.request import Kind, Sender
from bot.core.settings import Settings
from bot.evaluation.conversation import evaluate_followups
from bot.features.asking.cards.library import Library
from bot.features.asking.conversation.last_said import NOTHING, LastSaid, Topic
from bot.features.asking.conversation_memory import ConversationMemory, place_of
from bot.features.asking.retrieval.finding import Reading, SearchOutcome
from bot.features.asking.retrieval.search import Finder
from bot.features.asking.understanding.followups import resolve
from bot.features.asking.understanding.leaning import points_back
from bot.features.asking.understanding.rewriting import about_peer_work, without_opening
from bot.features.asking.understanding.thread import Thread
from tests.fakes import request

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


SAID = LastSaid(Topic.CARD, card="role/what-is-a-peer-worker", question="what is a peer worker")


def test_what_was_said_is_remembered_for_an_hour_and_then_forgotten() -> None:
    memory = ConversationMemory()
    memory.remember("nurse", SAID, NOON)
    assert memory.last("nurse", NOON + timedelta(minutes=59)) == SAID
    assert memory.last("nurse", NOON + timedelta(minutes=61)) == NOTHING
    assert memory.last("nurse", NOON) == NOTHING


@pytest.mark.parametrize("between", [LastSaid(Topic.DISTRESS), LastSaid(Topic.DIGEST), LastSaid()])
def test_a_signpost_or_a_tool_keeps_the_card_before_it_in_mind(between: LastSaid) -> None:
    memory = ConversationMemory()
    memory.remember("nurse", SAID, NOON)
    memory.remember("nurse", between, NOON)
    memory.remember("nurse", between, NOON)
    assert memory.last("nurse", NOON).cards == (SAID.card,)
    assert memory.last("nurse", NOON).question == ""


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
    before = library.card("education/why-regular-training")
    resolved = resolve(
        "why does that help?",
        Thread("why should staff be taught about peer work regularly?", shown=before.id),
        finder.find,
    )
    assert resolved.finding.reading is Reading.TOGETHER
    assert resolved.finding.best.startswith("education/")


def test_a_change_of_topic_is_not_dragged_along(finder: Finder, library: Library) -> None:
    before = library.card("education/why-regular-training")
    turn = "what's the max dose of olanzapine"
    assert (
        resolve(
            turn,
            Thread("why should staff be taught about peer work regularly?", shown=before.id),
            finder.find,
        ).finding.outcome
        is SearchOutcome.UNKNOWN
    )


@pytest.mark.parametrize("turn", ["to whom?", "with whom", "how often", "for how long"])
def test_a_bare_word_that_asks_stays_with_the_card(turn: str, finder: Finder, library: Library) -> None:
    before = library.card("role/abuse-disclosed")
    resolved = resolve(
        turn,
        Thread("a patient told our peer that her husband hits her", shown=before.id),
        finder.find_as_said,
    )
    assert (resolved.finding.outcome, resolved.finding.best) == (SearchOutcome.ANSWER, before.id)


@pytest.mark.parametrize("turn", ["even at a funeral?", "not even if it's an emergency", "and even at night"])
def test_even_asks_whether_the_answer_holds_there_too(turn: str, finder: Finder, library: Library) -> None:
    before = library.card("role/money-gifts-and-lifts")
    resolved = resolve(turn, Thread("may a peer give somebody a lift", shown=before.id), finder.find_as_said)
    assert (resolved.finding.outcome, resolved.finding.best) == (SearchOutcome.ANSWER, before.id)


def test_a_turn_that_says_that_is_read_with_the_question_before_though_clear_alone(
    finder: Finder, library: Library
) -> None:
    before = library.card("supervision/boundaries-and-supervision")
    asked = "what are the boundaries for peer workers and who helps with them"
    turn = "should she take that to supervision"
    assert finder.find(turn).outcome is SearchOutcome.ANSWER
    assert (
        resolve(turn, Thread(asked, shown=before.id), finder.find_as_said).finding.reading is Reading.TOGETHER
    )


@pytest.mark.parametrize("turn", ["and if she says no?", "ok but suppose they refuse"])
def test_what_comes_next_stays_with_what_was_advised(turn: str, finder: Finder, library: Library) -> None:
    before = library.card("working-together/refer-to-a-peer")
    resolved = resolve(
        turn, Thread("how do I offer someone a peer worker", shown=before.id), finder.find_as_said
    )
    assert resolved.finding.best == before.id


@pytest.mark.parametrize(
    "turn", ["what should I answer", "so how do I say that", "what can I say to my manager"]
)
def test_words_for_what_was_advised_stand_on_its_card(turn: str, finder: Finder, library: Library) -> None:
    before = library.card("role/sharing-their-story")
    resolved = resolve(
        turn, Thread("a nurse asked me what I was in for", shown=before.id), finder.find_as_said
    )
    assert resolved.finding.best == before.id


def test_a_change_within_peer_work_is_followed(finder: Finder, library: Library) -> None:
    """And one that only names a country stays."""
    before = library.card("resources/reasonable-adjustments")
    asked = "what is a reasonable adjustment for a peer worker"
    moved = resolve("and what should they be paid?", Thread(asked, shown=before.id), finder.find)
    assert moved.finding.best == "resources/fair-pay"
    stayed = resolve("and in Scotland?", Thread(asked, shown=before.id), finder.find)
    assert stayed.stays and stayed.finding.best == before.id


@pytest.mark.parametrize(
    ("turn", "written"),
    [
        ("what makes them leave", "what makes peer workers leave"),
        ("ok and what about their pay?", "peer workers' pay?"),
        ("how many should we start with?", "how many should we start with peer workers"),
        ("and peer supervision?", "peer supervision?"),
        ("and?", "and peer workers"),
    ],
)
def test_a_follow_up_is_read_as_a_question_about_peer_work(turn: str, written: str) -> None:
    assert about_peer_work(without_opening(turn)) == written


def test_follow_ups_reach_their_card() -> None:
    """Seventy that were written before this way of reading them; 37 were right with the way before (2026-11-29)."""
    measured = evaluate_followups(
        Path("tests/data/conversation/followups.tsv"), open_engine(Settings()).lines
    )
    assert measured.right.hits >= 55, measured.errors
