"""Sends new starters a tip every few days; new peer workers who asked get extra tips."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, or_, select

from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import Draft
from bot.features.learning.declarations import INDUCTION
from bot.features.learning.first_weeks import LASTS, first_weeks
from bot.features.learning.progress import choose
from bot.features.learning.tracks import Tracks
from bot.features.learning.views import ShownTip
from bot.people.contact.send_time import Local
from bot.people.identity.people import Person
from bot.store.database import Database
from schedules.learning.learners import give_back_unsent, learners

_TRIED_AGAIN = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Induction:
    database: Database
    tracks: Tracks

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """For a slot a day. Started again after a crash, it drafts the same."""
        chooser = partial(first_weeks, self.tracks)
        await give_back_unsent(self.database, slot)
        async with self.database.read() as session:
            wish = Local(slot.day, await at_of(session, slot))
        async for part in learners(self.database, slot, _is_new(slot), _is_at_rest(slot)):
            async with self.database.write() as session:
                chosen = await choose(session, slot.id, part, self.tracks, chooser)
            for person_id, found in chosen.items():
                yield Draft(person_id, ShownTip(found.tip).asked(), INDUCTION, wish)


def _is_new(slot: Slot) -> ColumnElement[bool]:
    """From their first day here or, where nobody told us that, from when we first met."""
    first = slot.day - LASTS
    met_since = datetime.combine(first, time(), UTC)
    return or_(
        Person.starts_on.between(first, slot.day),
        and_(Person.starts_on.is_(None), Person.first_met_at >= met_since),
    )


def _is_at_rest(slot: Slot) -> ColumnElement[bool]:
    """None of these on its way or arrived yesterday: people who were away don't come back to a heap.

    Nor skipped a moment ago: who opted out, or had enough this week, is not tried again every day.
    """
    yesterday = datetime.combine(slot.day - timedelta(days=1), time(), UTC)
    lately = select(Slot.id).where(Slot.schedule == slot.schedule, Slot.day > slot.day - _TRIED_AGAIN)
    reasons = (
        Delivery.state.in_((DeliveryState.PENDING, DeliveryState.SENDING)),
        Delivery.sent_at >= yesterday,
        and_(Delivery.state == DeliveryState.SKIPPED, Delivery.slot_id.in_(lately)),
    )
    recent = select(Delivery.id).where(
        Delivery.person_id == Person.id,
        Delivery.slot_id != slot.id,
        Delivery.kind == INDUCTION,
        or_(*reasons),
    )
    return ~recent.exists()
