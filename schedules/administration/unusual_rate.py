"""Sends administrators the notice about an account with an unusual request rate, with a button to block it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.people.access.limit_views import unusual, unusual_unknown
from bot.people.access.roles import administrators
from bot.people.access.unknown_accounts import UnknownAccount
from bot.people.contact.send_time import Instant
from bot.people.identity.account_views import account_with_person
from bot.people.identity.people import Account, Person
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class UnusualRates:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """No drafts if the account no longer exists."""
        async with self.database.read() as session:
            message = await self._message(session, ScheduleKey.parse(slot.schedule).about)
            recipients = [administrator.id for administrator in await administrators(session)]
        if message is None:
            return
        for person_id in recipients:
            yield Draft(person_id, message, slot.kind, Instant(slot.due_at))

    async def _message(self, session: AsyncSession, about: str) -> Message | None:
        if unknown := await session.get(UnknownAccount, about):
            return unusual_unknown(unknown.sender, unknown.id)
        account = await session.get(Account, about)
        person = await session.get(Person, account.person_id) if account else None
        return unusual(account_with_person(account, person), account.id) if account and person else None
