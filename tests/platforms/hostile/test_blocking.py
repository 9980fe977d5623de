"""Whom an administrator blocked is let in at no door: not by words, presses or forms. The crisis lines are."""

from datetime import timedelta

from bot.core.clock import MovableClock
from tests.platforms.hostile.doors import tries
from tests.platforms.test_peer_journey import Journey

BLOCKED, QUESTION = "switched off for this account", "What does a peer worker do?"


async def blocks(place: Journey, typed: str = "Ben Ode") -> None:
    await place.stage.says("ania", "block")
    await place.stage.presses("ania", "blocked.choose")
    await place.stage.submits("ania", who=typed)
    await place.stage.presses("ania", "blocked.do")
    assert "Blocked: Ben Ode" in place.stage.chat("ania")


def told(place: Journey, before: str) -> str:
    """What is new in Ben's chat."""
    return place.stage.chat("ben").removeprefix(before)


async def test_words_presses_and_forms_of_a_blocked_account_come_to_nothing(place: Journey) -> None:
    stage = place.stage
    await stage.says("ben", QUESTION)
    await stage.says("ben", "ask a person")
    await stage.presses("ben", "ask.person")
    await blocks(place)
    before = stage.chat("ben")
    assert BLOCKED not in before
    await stage.says("ben", QUESTION)
    assert BLOCKED in told(place, before)
    assert "Sources" not in told(place, before)
    answer = await tries(stage, "ben", question="Where do peers park?", named="without")
    assert BLOCKED in answer
    before = stage.chat("ben")
    await stage.presses("ben", "card.more")
    assert BLOCKED in told(place, before)
    await place.arrives()
    assert "park" not in stage.chat("amara")


async def test_who_is_blocked_still_reaches_the_crisis_lines(place: Journey) -> None:
    await blocks(place)
    await place.stage.says("ben", "I want to kill myself")
    assert "116 123" in place.stage.chat("ben")


async def test_an_administrator_lets_them_in_again(place: Journey, clock: MovableClock) -> None:
    await blocks(place)
    await place.stage.presses("ania", "blocked.undo")
    clock.move_to(clock.now() + timedelta(minutes=1))
    before = place.stage.chat("ben")
    await place.stage.says("ben", QUESTION)
    assert BLOCKED not in told(place, before)


async def test_nobody_else_blocks(place: Journey) -> None:
    """The button of the administrator's list is nowhere to press for them; so is the word."""
    await place.stage.says("ben", "block")
    assert "for administrators" in place.stage.chat("ben")
