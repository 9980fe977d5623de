"""Tells editors which local answers wait for them, and authors what was decided."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.asking.cards.local_cards import CardState, LocalCard
from bot.features.asking.views.local_card_news import news
from bot.people.access.roles import Role, holders
from bot.people.contact.send_time import Instant
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class CardNews:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """By the card's current state. If it was changed or left meanwhile, there is no message."""
        async with self.database.read() as session:
            id_, state, _ = ScheduleKey.parse(slot.schedule).parts
            card = await session.get(LocalCard, id_)
            message = news(card) if card and card.state == state else None
            people = await _whom(session, card) if card and message else ()
        for person in people:
            if message:
                yield Draft(person, message, slot.kind, Instant(slot.due_at))


async def _whom(session: AsyncSession, card: LocalCard) -> Sequence[str]:
    if card.state is not CardState.SUBMITTED:
        return [card.written_by]
    editors = await holders(session, card.organisation_id, Role.EDITOR)
    return [editor for editor in editors if editor != card.written_by]
