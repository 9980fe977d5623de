from datetime import time, timedelta

from bot.delivery.ledger.waiting_messages import WaitingMessage, waiting_for
from bot.features.learning.declarations import NUDGE
from bot.people.contact.send_time import Local
from bot.people.identity.people import Preferences
from tests.delivery.office import AT_TEN, TEN, TUESDAY, Office, occasion
from tests.delivery.people import some_people

TOMORROW = TEN + timedelta(days=1)


async def waiting(office: Office, person_id: str) -> list[WaitingMessage]:
    async with office.database.read() as session:
        return list(await waiting_for(session, person_id))


async def test_what_is_on_its_way_to_somebody_is_listed_soonest_first_until_it_is_sent(
    office: Office,
) -> None:
    (ada,), (bea,) = office.people, await some_people(office.database, 1, first=1)
    office.wish_of_day = {TUESDAY: AT_TEN, TOMORROW.date(): Local(TOMORROW.date(), time(10))}
    await office.plan(occasion("second", at=TOMORROW), occasion("first"))
    assert await waiting(office, ada) == [WaitingMessage(NUDGE, TEN), WaitingMessage(NUDGE, TOMORROW)]
    assert await waiting(office, bea) == []
    await office.send()
    assert await waiting(office, ada) == [WaitingMessage(NUDGE, TOMORROW)]


async def test_what_is_held_until_they_write_has_no_time(office: Office) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], holds_until_writing=True))
    await office.plan()
    assert await waiting(office, office.people[0]) == [WaitingMessage(NUDGE, None)]
