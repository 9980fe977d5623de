"""The message that asks a member for this month's question turns into a line once there is nothing to ask."""

from datetime import timedelta

from bot.core.clock import MovableClock
from tests.handlers.peer_network.test_network import WORDS, joins, month, picked, place
from tests.handlers.postbox import Postbox

__all__ = ["place"]


async def test_what_asked_for_the_question_turns_into_a_line_once_it_is_asked(place: Postbox) -> None:
    for member in ("ania", "ben"):
        await joins(place, member)
    await month(place)
    user, number = await picked(place, "ania", "ben")
    await place.submits(user, "network.send", number, picked="own", words=WORDS)
    (line,) = await place.sees_instead(user)
    assert line.summary.startswith("You asked this month's question")


async def test_so_it_does_in_the_next_month_and_when_they_leave(place: Postbox, clock: MovableClock) -> None:
    for member in ("ania", "ben"):
        await joins(place, member)
    for number in (11, 12):
        await month(place, number)
        user, _ = await picked(place, "ania", "ben")
        clock.move_to(clock.now() + timedelta(hours=1))
    before = "ben" if user == "ania" else "ania"
    assert [m.summary[:21] for m in await place.sees_instead(before)] == ["No question was asked"]
    assert await place.sees_instead(user) == []
    await place.bot.presses("network.leave", **place.of(user))
    assert [m.summary[:21] for m in await place.sees_instead(user)] == ["No question was asked"]
