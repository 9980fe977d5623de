"""Tells every administrator of an account that does more than people do, with a button to block it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.people.access.limit_views import unusual
from bot.people.access.roles import administrators
from bot.people.contact.send_time import Instant
from bot.people.identity.account_views import account_with_person
from bot.people.identity.people import Account, Person
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class UnusualRates:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Nothing where the account is gone by now."""
        async with self.database.read() as session:
            account = await session.get(Account, ScheduleKey.parse(slot.schedule).about)
            person = await session.get(Person, account.person_id) if account else None
            told = [one.id for one in await administrators(session)]
        if account is None or person is None:
            return
        message = unusual(account_with_person(account, person), account.id)
        for person_id in told:
            yield Draft(person_id, message, slot.kind, Instant(slot.due_at))
