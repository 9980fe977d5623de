"""Who is picked for the network's question, over a year in which people come and go."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import delete

from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Slot
from bot.features.peer_network.members import leave
from bot.features.peer_network.models import NetworkMember
from bot.features.peer_network.picking import pick
from bot.people.identity.people import Person
from tests.fakes import Bot

# Who joins and who leaves before a month's question.
COMES = {1: ("ania", "ben"), 4: ("cai",), 7: ("dot",), 9: ("eve",)}
GOES = {6: ("ben",), 10: ("dot", "cai")}


async def picked_in(bot: Bot, month: int, now: datetime) -> str | None:
    services = bot.app.services
    async with services.database.write() as session:
        for who in COMES.get(month, ()):
            session.add(Person(id=who, organisation_id=services.organisation.id, name=who))
            await session.flush()
            session.add(NetworkMember(person_id=who, joined_at=now))
        await session.execute(delete(NetworkMember).where(NetworkMember.person_id.in_(GOES.get(month, ()))))
        slot = Slot(organisation_id=services.organisation.id, day=date(2026, month, 1))
        question = await pick(session, slot, now)
        return question.person_id if question else None


async def test_nobody_is_picked_twice_running_while_people_come_and_go(bot: Bot, clock: MovableClock) -> None:
    turns = [await picked_in(bot, month, clock.now() + timedelta(days=30 * month)) for month in range(1, 13)]
    assert None not in turns
    assert [one for one, following in pairwise(turns) if one == following] == []
    assert set(turns) == {"ania", "ben", "cai", "dot", "eve"}, "everybody has a turn"


async def test_who_leaves_and_joins_again_at_once_is_not_picked_again(bot: Bot, clock: MovableClock) -> None:
    first = await picked_in(bot, 1, clock.now())
    assert first
    async with bot.app.services.database.write() as session:
        await leave(session, first)
        session.add(NetworkMember(person_id=first, joined_at=clock.now() + timedelta(days=1)))
    assert await picked_in(bot, 2, clock.now() + timedelta(days=30)) not in (first, None)
