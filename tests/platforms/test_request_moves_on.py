"""A request for peer support moves on, and no chat keeps a message that says otherwise: on Slack, Teams and in the browser."""

from datetime import timedelta

from bot.core.clock import MovableClock
from tests.platforms.test_peer_journey import Journey, journey, writes_and_looks

__all__ = ["journey"]

TIMES = {"day1": "2026-11-26", "time1": "10:00", "day2": "2026-11-27", "time2": "14:30"}
FRIDAY = "Friday 27 November 2026, 14:30"


async def takes(journey: Journey) -> None:
    await writes_and_looks(journey)
    await journey.stage.submits("ania", colleagues="team", page="no")
    await journey.asks()
    await journey.stage.presses("ania", "requests.take")
    await journey.arrives()
    assert "Times to choose from come next." in journey.stage.chat("amara")


async def test_taken_timed_and_taken_back(journey: Journey) -> None:
    stage = journey.stage
    await takes(journey)
    await stage.presses("ania", "requests.times")
    await stage.submits("ania", **TIMES)
    await journey.arrives()
    assert FRIDAY in stage.chat("amara")
    assert "Times to choose from come next." not in stage.chat("amara")
    await stage.presses("amara", "requests.agree")
    await journey.arrives()
    assert "agrees to a time" in stage.chat("ania")
    await stage.presses("amara", "requests.back")
    await journey.arrives()
    assert "Taken back. Nobody is asked any more." in stage.chat("amara")
    assert "agrees to a time" not in stage.chat("ania")
    assert "doesn't need peer support any more" in stage.chat("ania")


async def test_let_lie_both_are_reminded_and_told_when_it_closes(
    journey: Journey, clock: MovableClock
) -> None:
    stage = journey.stage
    await takes(journey)
    for day in range(15):
        clock.move_to(clock.now() + timedelta(days=1))
        await journey.arrives()
        if day == 9:
            assert "has proposed no time yet" in stage.chat("amara")
            assert "have proposed no time yet" in stage.chat("ania")
    for user, said in (("amara", "no time was proposed for it"), ("ania", "you proposed no time for it")):
        assert said in stage.chat(user)
        assert "proposed no time yet" not in stage.chat(user)
