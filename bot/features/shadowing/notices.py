"""Schedules the notices of a shadowing visit to both sides: news, a reminder, and a question afterwards."""

from collections.abc import Sequence
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, Slot, open_slots
from bot.delivery.ledger.changes import cancel
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.shadowing.models import ShadowOffer, ShadowPlace
from bot.people.contact.message_kinds import PEER_REQUEST
from bot.people.contact.send_time import Reach, working_day_before
from bot.people.identity.organisations import Organisation

# Jobs, and what the schedules of their slots begin with. Each slot is for one offer.
NEWS, REMIND, AFTER = "come-along-news", "come-along-reminders", "come-along-after"

_REMINDED_AT = time(9)


class ShadowNews(StrEnum):
    """TAKEN and GIVEN_BACK are for the peer worker, PLACE and CANCELLED for a guest."""

    PLACE = "place"
    TAKEN = "taken"
    GIVEN_BACK = "given-back"
    CANCELLED = "cancelled"


async def plan(session: AsyncSession, offer: ShadowOffer, now: datetime) -> None:
    """The reminder on the working day before, unless that is over, and the word afterwards."""
    organisation = await session.get_one(Organisation, offer.organisation_id)
    reach = Reach(organisation.time_zone, organisation.country, organisation.region)
    day = working_day_before(offer.starts_at, reach)
    remind_at = datetime.combine(day, _REMINDED_AT, ZoneInfo(organisation.time_zone))
    if remind_at > now:
        await _open(session, offer, REMIND, remind_at)
    await _open(session, offer, AFTER, offer.ends_at)


async def notify(session: AsyncSession, offer: ShadowOffer, news: ShadowNews, to: str, now: datetime) -> None:
    await _open(session, offer, NEWS, now, news, to, stamp(now))


async def was_still_to_arrive(session: AsyncSession, offer: ShadowOffer, place: ShadowPlace) -> bool:
    """Whether the peer worker hasn't heard of this guest yet, because of their hours. Then they won't, either."""
    key = str(ScheduleKey.of(NEWS, offer.id, ShadowNews.TAKEN, offer.person_id, stamp(place.taken_at)))
    slot = await session.scalar(select(Slot).where(Slot.schedule == key))
    if slot is None:
        return False
    under_way = (Delivery.slot_id == slot.id, Delivery.state != DeliveryState.PENDING)
    if await session.scalar(select(Delivery.id).where(*under_way).limit(1)):
        return False
    await cancel(session, slot.id)
    return True


def stamp(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S%f}"


async def call_off(session: AsyncSession, offer_id: str, *jobs: str) -> None:
    """Cancels deliveries of these jobs that are still to come."""
    begun = [Slot.schedule.startswith(str(ScheduleKey.of(job, offer_id))) for job in jobs]
    slots: Sequence[Slot] = (await session.scalars(select(Slot).where(or_(*begun)).order_by(Slot.id))).all()
    for slot in slots:
        await cancel(session, slot.id)


async def _open(session: AsyncSession, offer: ShadowOffer, job: str, at: datetime, *parts: object) -> None:
    key = str(ScheduleKey.of(job, offer.id, *parts))
    await open_slots(session, [Occasion(key, job, PEER_REQUEST, offer.organisation_id, at.date(), at)])


async def guests_of(session: AsyncSession, offer_id: str) -> Sequence[str]:
    """Their ids."""
    guests = select(ShadowPlace.person_id).where(ShadowPlace.offer_id == offer_id)
    return (await session.scalars(guests.order_by(ShadowPlace.person_id))).all()


async def place_taken_at(session: AsyncSession, offer_id: str, at: datetime) -> ShadowPlace | None:
    """None if it was given back meanwhile."""
    places = select(ShadowPlace).where(ShadowPlace.offer_id == offer_id, ShadowPlace.taken_at == at)
    return (await session.scalars(places)).first()
