"""Sends both sides the notices of a shadowing visit: news, a reminder the working day before, a question afterwards."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.shadowing.guest_counts import count_guests
from bot.features.shadowing.models import ShadowOffer
from bot.features.shadowing.notices import ShadowNews, guests_of, place_taken_at
from bot.features.shadowing.views import notices as views
from bot.people.contact.send_time import Instant
from bot.people.identity.lookup import name_in
from bot.people.identity.organisations import Organisation
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class ComeAlong:
    database: Database
    clock: Clock

    async def news(self, slot: Slot) -> AsyncIterator[Draft]:
        about, which, to, *_ = ScheduleKey.parse(slot.schedule).parts
        async with self.database.read() as session:
            offer, news = await session.get(ShadowOffer, about), ShadowNews(which)
            place = (
                await place_taken_at(session, about, slot.due_at)
                if news in (ShadowNews.PLACE, ShadowNews.TAKEN)
                else None
            )
            if offer is None or (place is None and news in (ShadowNews.PLACE, ShadowNews.TAKEN)):
                return
            guest = await name_in(session, place.person_id if place else None)
            message = views.news(offer, news, guest, await _zone(session, slot))
        # Who took a place has just pressed for it, and doesn't wait for their own working hours.
        yield Draft(to, message, slot.kind, Instant(slot.due_at, waits=news is not ShadowNews.PLACE))

    async def reminders(self, slot: Slot) -> AsyncIterator[Draft]:
        """To the peer worker and to everybody who comes along; not after it began."""
        async with self.database.read() as session:
            offer = await _going_ahead(session, slot)
            guests = await guests_of(session, offer.id) if offer else ()
            if offer is None or offer.person_id is None or not guests:
                return
            zone, wish = await _zone(session, slot), Instant(slot.due_at)
        host = views.reminder_to_host(offer, len(guests), zone)
        yield Draft(offer.person_id, host, slot.kind, wish, until=offer.starts_at)
        for guest in guests:
            message = views.reminder_to_guest(offer, zone)
            yield Draft(guest, message, slot.kind, wish, until=offer.starts_at)

    async def afterwards(self, slot: Slot) -> AsyncIterator[Draft]:
        """Two questions to the guests, two others to the peer worker; and each guest is counted, without a name."""
        async with self.database.write() as session:
            offer = await _going_ahead(session, slot)
            guests = await guests_of(session, offer.id) if offer else ()
            if offer is None or not guests:
                return
            await count_guests(session, offer, self.clock.now())
        wish = Instant(slot.due_at)
        if offer.person_id:
            yield Draft(offer.person_id, views.afterwards_to_host(offer), slot.kind, wish)
        for guest in guests:
            yield Draft(guest, views.afterwards(offer), slot.kind, wish)


async def _going_ahead(session: AsyncSession, slot: Slot) -> ShadowOffer | None:
    offer = await session.get(ShadowOffer, ScheduleKey.parse(slot.schedule).about)
    return offer if offer and offer.cancelled_at is None else None


async def _zone(session: AsyncSession, slot: Slot) -> ZoneInfo:
    return ZoneInfo((await session.get_one(Organisation, slot.organisation_id)).time_zone)
