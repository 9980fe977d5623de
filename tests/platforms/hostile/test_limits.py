"""Limits hold at the doors that somebody really has: nobody is flooded, nothing is lost, and nobody pays for another."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.core.clock import MovableClock
from bot.features.escalation.models import Question
from bot.people.access.allowances import ANYTHING, TO_COLLEAGUES
from tests.platforms.hostile.doors import forges, tries
from tests.platforms.test_peer_journey import Journey

SLOWED, TYPED = "Nothing is lost", "help with zithers"


async def floods(place: Journey, times: int) -> None:
    for _ in range(times):
        await place.stage.says("ben", "help")


async def test_who_floods_is_slowed_down_gets_their_words_back_and_nobody_else_waits(place: Journey) -> None:
    # In the browser each look at the page counts, too.
    await floods(place, ANYTHING.burst // 6)
    assert SLOWED not in place.stage.chat("ben")
    await floods(place, ANYTHING.burst)
    await place.stage.says("ben", TYPED)
    assert SLOWED in place.stage.chat("ben")
    assert TYPED in place.stage.chat("ben").partition(SLOWED)[2]
    await place.stage.says("amara", "help")
    assert SLOWED not in place.stage.chat("amara")


async def test_calls_that_were_made_up_use_up_nothing_of_anybodys(place: Journey) -> None:
    for _ in range(ANYTHING.burst):
        assert await forges(place.stage, "ben", "help") in (401, 403)
    await place.stage.says("ben", "help")
    assert SLOWED not in place.stage.chat("ben")


async def test_a_form_stays_open_when_it_was_sent_too_often_and_a_champion_gets_a_few(
    place: Journey, clock: MovableClock
) -> None:
    """With a moment between, so that only this kind of act is too much."""
    answers = []
    for _ in range(TO_COLLEAGUES.burst + 1):
        clock.move_to(clock.now() + timedelta(seconds=10))
        await place.stage.says("ben", "ask a person")
        await place.stage.presses("ben", "ask.person")
        answers.append(await tries(place.stage, "ben", question="Where do peers park?", named="without"))
    assert [SLOWED in answer for answer in answers] == [False] * TO_COLLEAGUES.burst + [True]
    async with place.bot.app.services.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Question)) == 5


async def test_of_an_unusual_rate_administrators_hear_and_block_the_account(
    place: Journey, clock: MovableClock
) -> None:
    await floods(place, ANYTHING.burst + ANYTHING.unusual)
    await place.arrives()
    assert "far more here than people do" in place.stage.chat("ania")
    assert "Ben Ode" in place.stage.chat("ania")
    assert "far more" not in place.stage.chat("amara")
    await place.stage.presses("ania", "blocked.look")
    await place.stage.presses("ania", "blocked.do")
    assert "Blocked: Ben Ode" in place.stage.chat("ania")
    clock.move_to(clock.now() + timedelta(minutes=5))
    await place.stage.says("ben", "help")
    assert "switched off for this account" in place.stage.chat("ben")
