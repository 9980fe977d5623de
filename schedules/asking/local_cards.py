"""Tells editors which local answers wait for them, and authors what was decided."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Buttons, Message, Quote, Span, text
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.asking.actions import CHANGE_LOCAL, REVIEW_LOCAL
from bot.features.asking.cards.local_cards import CardState, LocalCard
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


def news(card: LocalCard) -> Message | None:
    title = Span(card.title, bold=True)
    match card.state:
        case CardState.SUBMITTED:
            said = "An answer by a colleague waits for an editor."
            look = Buttons((REVIEW_LOCAL.button("Look at it", card.id),))
            return Message(said, (text(said, " "), text(title), look))
        case CardState.IN_FORCE:
            said = "The answer that you wrote is in force. Thank you."
            return Message(said, (text(said), text(title)))
        case CardState.RETURNED:
            said = "An editor gave back the answer that you wrote."
            change = Buttons((CHANGE_LOCAL.button("Change it", card.id),))
            return Message(said, (text(said), text(title), Quote((Span(card.remark),)), change))
        case CardState.REPLACED:
            said = "A colleague has changed the answer that you wrote. It waits for another editor."
            return Message(said, (text(said), text(title)))
        case CardState.WITHDRAWN:
            said = "An editor has withdrawn the answer that you wrote. Nobody finds it any more."
            return Message(said, (text(said), text(title)))
        case CardState.DRAFT:
            return None
        case _:
            assert_never(card.state)


async def _whom(session: AsyncSession, card: LocalCard) -> Sequence[str]:
    if card.state is not CardState.SUBMITTED:
        return [card.written_by]
    editors = await holders(session, card.organisation_id, Role.EDITOR)
    return [editor for editor in editors if editor != card.written_by]
