"""A request that nobody finishes closes after two weeks: both sides are told some days before, and at the end."""

from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from tests.fakes import labels, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, said_in
from tests.handlers.peer_profiles.test_requests import TIMES, asks, offered, place, taken
from tests.handlers.postbox import Postbox

__all__ = ["place"]

LATER = {"day1": "2026-12-10", "time1": "10:00"}


async def both(place: Postbox) -> tuple[list[Message], list[Message]]:
    return await place.gets("amara"), await place.gets("ania")


async def test_without_a_time_both_are_reminded_and_then_told(place: Postbox, clock: MovableClock) -> None:
    await taken(place)
    await both(place)
    await moves(place, clock, 9)
    assert await both(place) == ([], [])
    await moves(place, clock, 1)
    (asker,), (taker,) = await both(place)
    assert asker.summary == "Ania K. took your request for peer support and has proposed no time yet."
    assert taker.summary == "You took Amara Osei's request for peer support and have proposed no time yet."
    for message in (asker, taker):
        assert "Without one the request closes on Tuesday 8 December 2026." in words_of(Say(message))
    assert labels(Say(asker)) == ["Ask somebody else", "Take it back"]
    assert labels(Say(taker)) == ["Propose times", "Give it back"]
    await moves(place, clock, 5)
    (asker,), (taker,) = await both(place)
    assert asker.summary == "Your request for peer support is closed: no time was proposed for it."
    assert labels(Say(asker)) == ["Ask for peer support"]
    assert taker.summary == "Amara Osei's request for peer support is closed: you proposed no time for it."
    assert labels(Say(taker)) == ["Requests for peer support"]
    for user in ("amara", "ania"):
        live = [m for m in await place.sees_instead(user) if "moved on" not in m.summary]
        assert live == [], "nothing that was sent of it has a button any more"
    await moves(place, clock, 9)
    assert await both(place) == ([], [])


async def test_a_time_given_on_the_reminder_keeps_it_open(place: Postbox, clock: MovableClock) -> None:
    await taken(place)
    await moves(place, clock, 10)
    reminder = next(m for m in await place.gets("ania") if "have proposed no time yet" in m.summary)
    form = form_of(await place.presses("ania", reminder, "Propose times"))
    await place.submits("ania", form.action, form.value, **LATER)
    await both(place)
    await moves(place, clock, 6)
    assert not any("closed" in m.summary for messages in await both(place) for m in messages)
    assert "times are proposed" in said_in(
        form_of(await place.bot.presses("requests.show", **place.of("amara")))
    )


async def test_times_that_nobody_chose_from_close_it_too(place: Postbox, clock: MovableClock) -> None:
    """The asker is reminded while there is a time to choose."""
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **(TIMES | LATER))
    await both(place)
    await moves(place, clock, 3)
    (asker,), (taker,) = await both(place)
    assert asker.summary == "Ania K.'s times for your request for peer support wait for your choice."
    assert labels(Say(asker))[-1] == "None of these"
    assert taker.summary == "Amara Osei has chosen none of your times for peer support yet."
    await moves(place, clock, 15)
    (asker,), (taker,) = await both(place)
    assert asker.summary == "Your request for peer support is closed: you chose none of the times."
    assert taker.summary == "Amara Osei's request for peer support is closed: they chose none of your times."


async def test_nobody_ever_took_it_and_the_asker_hears_so(place: Postbox, clock: MovableClock) -> None:
    await asks(place)
    await offered(place)
    await moves(place, clock, 24)
    said = [m.summary for m in await place.gets("amara")]
    assert said[-1] == "Nobody could take your request for peer support, so it is closed."


async def test_an_agreed_time_is_over_without_a_word_and_no_name_stays(
    place: Postbox, clock: MovableClock
) -> None:
    """After a month nothing is left by which a withdrawal could find the messages, so they lose the name before."""
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **TIMES)
    news = next(m for m in await place.gets("amara") if "None of these" in labels(Say(m)))
    await place.presses("amara", news, "Friday 27 November 2026, 14:30")
    await both(place)
    for user in ("amara", "ania"):
        await place.sees_instead(user)
    await moves(place, clock, 20)
    assert await both(place) == ([], [])
    for user in ("amara", "ania"):
        lines = {message.summary for message in await place.sees_instead(user)}
        assert lines == {"This request for peer support is over. There is nothing more to do."}
