"""A peer worker offers a time, a colleague takes it, both are reminded and reflect: on Slack, Teams and in the browser."""

from datetime import timedelta

from sqlalchemy import select

from bot.core.clock import MovableClock
from bot.features.shadowing.models import ShadowOffer, ShadowReflection
from tests.fakes import stored
from tests.platforms.platform_drivers import PEOPLE
from tests.platforms.test_peer_journey import Journey, journey

__all__ = ["journey"]

OFFER = {"day": "2026-11-30", "time": "10:00", "minutes": "120", "places": "1", "colleagues": "team"}
PLACE, SECRET, HOST = "Zinnia garden", "I spoke before I listened", "Ania Kowalska"


async def opens(journey: Journey, who: str, action: str) -> str:
    await journey.stage.says(who, "shadow a peer worker")
    await journey.stage.presses(who, action)
    return journey.stage.dialog(who)


async def the_offer(journey: Journey) -> str:
    async with journey.bot.app.services.database.read() as session:
        return (await session.scalars(select(ShadowOffer.id))).one()


async def passes(journey: Journey, clock: MovableClock, days: int) -> None:
    for _ in range(days):
        clock.move_to(clock.now() + timedelta(days=1))
        await journey.arrives()


async def test_offered_taken_reminded_and_reflected_on(journey: Journey, clock: MovableClock) -> None:
    stage = journey.stage
    assert "Amara Osei" in await opens(journey, "ania", "come-along.offer"), "who sees it, by name"
    await stage.submits("ania", place=PLACE, **OFFER)
    assert PLACE not in await opens(journey, "ben", "come-along.look"), "another team"
    assert PLACE in await opens(journey, "amara", "come-along.look")
    await stage.submits("amara", which=await the_offer(journey))
    await journey.arrives()
    assert "You have a place: Monday 30 November 2026, 10:00 to 12:00." in stage.chat("amara")
    assert "Amara Osei would like to come along" in stage.chat("ania")
    assert HOST in await opens(journey, "amara", "come-along.mine")
    assert "Amara Osei comes along" in await opens(journey, "ania", "come-along.mine")
    await passes(journey, clock, 3)
    assert "1 colleague comes along with you" in stage.chat("ania")
    assert "You come along with a peer worker" in stage.chat("amara")
    await passes(journey, clock, 4)
    await reflects(journey)
    for who in PEOPLE:
        assert PLACE not in stage.chat(who)
    for who in ("amara", "ben"):
        assert HOST not in stage.chat(who), "names stand in dialogs"


async def reflects(journey: Journey) -> None:
    stage = journey.stage
    await stage.presses("amara", "come-along.reflect")
    await stage.submits("amara", saw=SECRET, takes="Ask first")
    assert "Kept, for you alone." in stage.chat("amara")
    assert await stored(journey.bot, SECRET) == []
    async with journey.bot.app.services.database.read() as session:
        assert (await session.scalars(select(ShadowReflection.person_id))).all() == [journey.ids["amara"]]
    for who in PEOPLE:
        assert SECRET not in stage.chat(who)


async def takes_a_place(journey: Journey) -> str:
    stage = journey.stage
    await opens(journey, "ania", "come-along.offer")
    await stage.submits("ania", place=PLACE, **OFFER)
    await opens(journey, "amara", "come-along.look")
    await stage.submits("amara", which=await the_offer(journey))
    await journey.arrives()
    assert "You have a place" in stage.chat("amara")
    assert "Amara Osei would like to come along" in stage.chat("ania")
    return await the_offer(journey)


async def test_cancelled_by_the_peer_worker_the_guest_is_told_without_a_name(journey: Journey) -> None:
    stage, offer_id = journey.stage, await takes_a_place(journey)
    await opens(journey, "ania", "come-along.mine")
    await stage.submits("ania", which=offer_id)
    await journey.arrives()
    assert "The time with a peer worker is off" in stage.chat("amara")
    assert "You have a place" not in stage.chat("amara")
    assert "would like to come along" not in stage.chat("ania")
    assert HOST not in stage.chat("amara")
    assert PLACE not in await opens(journey, "amara", "come-along.mine")


async def test_given_back_by_the_guest_no_chat_says_that_they_come(journey: Journey) -> None:
    stage, offer_id = journey.stage, await takes_a_place(journey)
    await opens(journey, "amara", "come-along.mine")
    await stage.submits("amara", which=offer_id)
    await journey.arrives()
    assert "You gave this place back" in stage.chat("amara")
    assert "You have a place" not in stage.chat("amara")
    assert "would like to come along" not in stage.chat("ania")
    assert "A colleague gave their place back" in stage.chat("ania")
