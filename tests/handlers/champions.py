"""A nurse who asks a person, and the champions who are asked."""

from datetime import timedelta

from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from bot.people.access.roles import Role
from tests.fakes import Bot, message_of
from tests.handlers.postbox import Postbox

PARKING = "where can our peer workers park their bicycles?"


async def a_nurse_and_two_champions(bot: Bot) -> Postbox:
    """The champions are for everybody."""
    postbox = Postbox(bot)
    await postbox.knows("nurse", "Amara Osei")
    await postbox.knows("sam", "Sam Okafor", Role.CHAMPION)
    await postbox.knows("lee", "Lee Wong", Role.CHAMPION)
    return postbox


async def asks(place: Postbox) -> None:
    await place.submits("nurse", "ask.person.send", question=PARKING, named="without")


async def taken(place: Postbox) -> Say:
    await asks(place)
    (offer,) = await place.gets("sam")
    await place.gets("lee")
    return Say(message_of(await place.presses("sam", offer, "I'll take it")))


async def moves(place: Postbox, clock: MovableClock, days: int) -> None:
    """Day by day, as the calendar does."""
    for _ in range(days):
        clock.move_to(clock.now() + timedelta(days=1))
        await place.settle()
        await place.settle()
