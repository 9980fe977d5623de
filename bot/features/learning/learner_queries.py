"""Reads learners in parts, and takes back tips that were never delivered."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.learning.first_weeks import LASTS
from bot.features.learning.learners import Learner, tracks_for
from bot.features.learning.progress import withdraw_unsent
from bot.people.access.roles import roles_of
from bot.people.identity.people import Person, Preferences
from bot.store.database import Database

# People a transaction: who writes to us meanwhile waits for one of these at most.
_AT_ONCE = 100
_KINDS = (NUDGE, INDUCTION)

# The age up to which unsent tips are searched. A delivery is settled long before.
_LOOK_BACK = timedelta(days=60)
_TRIED_AGAIN = timedelta(days=4)


async def learners(
    database: Database, slot: Slot, *conditions: ColumnElement[bool], own_day: bool = False
) -> AsyncIterator[list[Learner]]:
    """Everybody in the slot's organisation but leavers, in the order of ids.

    `own_day`: on the weekday they chose for themselves, if they did.
    """
    last = ""
    while True:
        async with database.read() as session:
            part = await _part(session, slot, last, conditions, own_day)
        if not part:
            return
        yield part
        last = part[-1].person_id


async def give_back_unsent(database: Database, slot: Slot) -> None:
    """People out of reach, or at their limit of contacts that week, get the tip another time."""
    earlier = select(Slot.id).where(
        Slot.organisation_id == slot.organisation_id,
        Slot.kind.in_(_KINDS),
        Slot.id != slot.id,
        Slot.day >= slot.day - _LOOK_BACK,
    )
    async with database.write() as session:
        await withdraw_unsent(session, _unsent(earlier))
        await withdraw_unsent(session, _never_written(earlier))


def _unsent(slots: Select[str]) -> Select[str, str | None]:
    return select(Delivery.slot_id, Delivery.person_id).where(
        Delivery.slot_id.in_(slots),
        Delivery.person_id.is_not(None),
        Delivery.state.in_((DeliveryState.SKIPPED, DeliveryState.FAILED, DeliveryState.CANCELLED)),
        # It was never known whether this one arrived.
        Delivery.reason != DeliveryReason.NOT_WANTED,
    )


def _never_written(slots: Select[str]) -> Select[str, str]:
    """A slot that was cancelled half-way: chosen, but no delivery was made of it."""
    written = select(Delivery.id).where(Delivery.slot_id == Slot.id, Delivery.person_id == Person.id)
    return (
        select(Slot.id, Person.id)
        .join(Person, Person.organisation_id == Slot.organisation_id)
        .where(Slot.id.in_(slots), Slot.state == SlotState.CANCELLED, Slot.expanded_at.is_(None))
        .where(~written.exists())
    )


async def _part(
    session: AsyncSession, slot: Slot, last: str, conditions: Sequence[ColumnElement[bool]], own_day: bool
) -> list[Learner]:
    result = await session.execute(
        select(Person, Preferences.tip_day)
        .outerjoin(Preferences)
        .where(Person.organisation_id == slot.organisation_id, Person.left_on.is_(None))
        .where(Person.is_staff.is_(True), Person.id > last, *conditions)
        .order_by(Person.id)
        .limit(_AT_ONCE)
    )
    rows = result.all()
    roles = await roles_of(session, [person.id for person, _ in rows])
    return [
        Learner(
            person.id,
            tracks_for(roles.get(person.id, ())),
            _day(slot.day, tip_day or 0) if own_day else slot.day,
            _began(person),
        )
        for person, tip_day in rows
    ]


def _day(day: date, tip_day: int) -> date:
    """The first such weekday from the slot's day on; 0 for the slot's own."""
    return day + timedelta(days=(tip_day - day.isoweekday()) % 7) if tip_day else day


def _began(person: Person) -> date | None:
    if person.starts_on:
        return person.starts_on
    return person.first_met_at.date() if person.first_met_at else None


def is_new_starter(slot: Slot) -> ColumnElement[bool]:
    """From their first day here or, where nobody told us that, from when we first met."""
    first = slot.day - LASTS
    met_since = datetime.combine(first, time(), UTC)
    return or_(
        Person.starts_on.between(first, slot.day),
        and_(Person.starts_on.is_(None), Person.first_met_at >= met_since),
    )


def is_at_rest(slot: Slot) -> ColumnElement[bool]:
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
