"""Two peer workers find each other in the network, one asks, one leaves: on Slack, Teams and in the browser."""

from sqlalchemy import select

from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features.peer_network.members import PICK
from bot.features.peer_network.models import NetworkQuestion
from bot.people.contact.message_kinds import PEER_REQUEST
from tests.fakes import stored
from tests.platforms.test_peer_journey import Journey, journey

__all__ = ["journey"]

LINE, WORDS = "nights and zithers", "Who sits with you after a hard day?"


async def opens(journey: Journey, who: str, action: str) -> str:
    await journey.stage.says(who, "peer network")
    await journey.stage.presses(who, action)
    return journey.stage.dialog(who)


async def joins(journey: Journey, who: str, line: str) -> None:
    await opens(journey, who, "network.open")
    await journey.stage.submits(who, line=line)
    assert "Done: you are in" in journey.stage.chat(who)


async def a_month_begins(journey: Journey) -> None:
    services = journey.bot.app.services
    now = services.clock.now()
    slot = Occasion("monthly", PICK, PEER_REQUEST, services.organisation.id, now.date(), now)
    async with services.database.write() as session:
        await open_slots(session, [slot])
    await journey.arrives()


async def who_was_picked(journey: Journey) -> str:
    async with journey.bot.app.services.database.read() as session:
        person_id = (await session.scalars(select(NetworkQuestion.person_id))).one()
    return next(who for who, id_ in journey.ids.items() if id_ == person_id)


async def test_joined_seen_asked_and_left(journey: Journey) -> None:
    stage = journey.stage
    await joins(journey, "ania", LINE)
    assert LINE not in await opens(journey, "ben", "network.show"), "not in it yet"
    await joins(journey, "ben", "")
    assert LINE in await opens(journey, "ben", "network.show")
    assert "Ben Ode" in await opens(journey, "ania", "network.show")
    assert "Ania" not in await opens(journey, "amara", "network.show")
    await a_month_begins(journey)
    asks = await who_was_picked(journey)
    await stage.presses(asks, "network.ask")
    await stage.submits(asks, picked="own", words=WORDS)
    await journey.arrives()
    for who in ("ania", "ben"):
        assert WORDS in stage.chat(who)
    assert WORDS not in stage.chat("amara")
    await opens(journey, "ania", "network.leave")
    assert await stored(journey.bot, LINE) == []
    assert "Ania" not in await opens(journey, "ben", "network.show")
    for who in ("ania", "ben", "amara"):
        assert LINE not in stage.chat(who), "lines stand in dialogs"
