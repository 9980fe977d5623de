"""What is kept no longer than it is needed: events, message texts, who was sent what, the pulse, links."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import structlog
from sqlalchemy import Delete, Exists, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.broadcasts.acknowledging import close_acknowledgements
from bot.broadcasts.expiry import forget_broadcasts
from bot.clock import Clock
from bot.delivery.contents import Content
from bot.delivery.expand import Draft
from bot.delivery.ledger import Delivery, State
from bot.delivery.schedules import Schedule
from bot.delivery.slots import Slot, SlotState
from bot.people.budget import Reserved
from bot.people.limits import applies
from bot.people.links import forget_links
from bot.people.organisations import only_organisation
from bot.pulse.expiry import clean_published, forget_comments, forget_waves
from bot.questions.closing import KEPT_FOR, cut_links, forget_closed
from bot.store.database import Database
from bot.store.events import REMEMBERED, SeenEvent

log = structlog.get_logger()

_UNSETTLED = (State.PENDING, State.SENDING, State.UNKNOWN)
_NEVER_EXPANDED = (SlotState.SKIPPED, SlotState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Periods:
    """How long to keep. `contents`: what messages said; `slots`: when we wrote, and to whom.

    `pulse` and `comments` from the close of a wave, `links` from when they expired,
    `questions` from their closure: people are told how long before they ask.
    """

    contents: timedelta
    slots: timedelta
    pulse: timedelta
    comments: timedelta
    events: timedelta = REMEMBERED
    links: timedelta = timedelta(days=1)
    questions: timedelta = KEPT_FOR


def months(count: int) -> timedelta:
    """At least so many, wherever they begin in the year."""
    return timedelta(days=ceil(count * 366 / 12))


@dataclass(frozen=True, slots=True)
class Retention:
    """`given` has what the environment says, by the names in `people/limits.py`."""

    database: Database
    clock: Clock
    given: Mapping[str, int]

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Clears out, and writes to nobody."""
        nobody: Sequence[Draft] = ()
        await self.clear_out()
        for draft in nobody:
            yield draft

    async def clear_out(self) -> None:
        now, periods = self.clock.now(), await self._periods()
        deliveries = await self._forget_deliveries(now - periods.slots)
        async with self.database.write() as session:
            log.info(
                "cleared_out",
                events=await _count(session, _old_events(now - periods.events), SeenEvent.id),
                contents=await _count(session, _old_contents(now - periods.contents), Content.hash),
                deliveries=deliveries,
                slots=await _count(session, _old_slots(now - periods.slots), Slot.id),
                budgets=await _count(session, _old_budgets(now - periods.slots), Reserved.person_id),
                acknowledgements=await close_acknowledgements(session, now),
                broadcasts=await forget_broadcasts(session, now - min(periods.contents, periods.slots)),
                links=await forget_links(session, now - periods.links),
            )
        await self._forget_questions(now, periods)
        await self._forget_pulse(now, periods)

    async def _periods(self) -> Periods:
        """As they are tonight: administrators may have changed them since we started."""
        async with self.database.read() as session:
            kept = applies(await only_organisation(session), self.given)
        return Periods(
            contents=timedelta(days=kept["keep_message_days"]),
            slots=timedelta(days=kept["keep_delivery_days"]),
            pulse=months(kept["keep_pulse_months"]),
            comments=timedelta(days=kept["keep_comment_days"]),
        )

    async def _forget_questions(self, now: datetime, periods: Periods) -> None:
        """Of those that askers without a name have closed, whatever had to arrive first has arrived by now."""
        async with self.database.write() as session:
            await cut_links(session)
            count = await forget_closed(session, now - periods.questions)
        log.info("cleared_out_questions", count=count)

    async def _forget_pulse(self, now: datetime, periods: Periods) -> None:
        await clean_published(self.database)
        waves = await forget_waves(self.database, now - periods.pulse)
        comments = await forget_comments(self.database, now - periods.comments)
        log.info("cleared_out_pulse", waves=waves, comments=comments)

    async def _forget_deliveries(self, before: datetime) -> int:
        """A slot at a time, so that others may write in between."""
        async with self.database.read() as session:
            slots = (await session.scalars(select(Slot.id).where(*_over(before), _has_deliveries()))).all()
        count = 0
        for slot in slots:
            async with self.database.write() as session:
                of_slot = delete(Delivery).where(Delivery.slot_id == slot)
                count += await _count(session, of_slot, Delivery.id)
        return count


def _old_events(before: datetime) -> Delete:
    return delete(SeenEvent).where(SeenEvent.seen_at < before)


def _old_contents(before: datetime) -> Delete:
    """Never what somebody still has to get."""
    waiting = select(Delivery.content).where(Delivery.state.in_(_UNSETTLED))
    planned = select(Slot.content).where(Slot.content.is_not(None), Slot.expanded_at.is_(None))
    needed = or_(Content.hash.in_(waiting), Content.hash.in_(planned))
    return delete(Content).where(Content.kept_at < before, ~needed)


def _old_slots(before: datetime) -> Delete:
    """Each schedule's latest stays, because it says since when the schedule is due again.

    What happens once is never due again: its slot goes with the deliveries, or the night after what changed these.
    """
    later, change = aliased(Slot), aliased(Slot)
    is_followed = exists().where(later.schedule == Slot.schedule, later.day > Slot.day)
    is_once = ~exists().where(Schedule.id == Slot.schedule)
    is_changed = exists().where(change.of_slot == Slot.id)
    return delete(Slot).where(*_over(before), or_(is_followed, is_once), ~is_changed, ~_has_deliveries())


def _old_budgets(before: datetime) -> Delete:
    return delete(Reserved).where(Reserved.week < before.date())


def _over(before: datetime) -> Sequence[Any]:
    """Old slots of which everybody's fate is known."""
    unsettled = exists().where(Delivery.slot_id == Slot.id, Delivery.state.in_(_UNSETTLED))
    is_expanded = or_(Slot.expanded_at.is_not(None), Slot.state.in_(_NEVER_EXPANDED))
    return (Slot.due_at < before, is_expanded, ~unsettled)


def _has_deliveries() -> Exists:
    return exists().where(Delivery.slot_id == Slot.id)


async def _count(session: AsyncSession, statement: Delete, key: InstrumentedAttribute[Any]) -> int:
    """Do it; how many rows it was."""
    return len((await session.scalars(statement.returning(key))).all())
