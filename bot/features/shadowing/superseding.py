"""Keeps messages about a visit true: what was sent of it turns into a line once it has moved on."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.dates import day_in_words
from bot.conversation.message import saying
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.changes import close_notices, close_notices_of
from bot.features.shadowing.actions import SHOW_OWN_TIMES
from bot.features.shadowing.models import ShadowOffer, ShadowPlace
from bot.features.shadowing.notices import NEWS, REMIND, ShadowNews, stamp
from bot.people.identity.organisations import Organisation

MINE = SHOW_OWN_TIMES.button("Your times")


async def close_called_off(session: AsyncSession, offer: ShadowOffer, now: datetime) -> None:
    """All that its guests and the peer worker have of it."""
    line = saying(f"This time is off: {await _when(session, offer)}.")
    for news in (ShadowNews.PLACE, ShadowNews.TAKEN):
        await close_notices(session, ScheduleKey.of(NEWS, offer.id, news).beginning, line, now)
    await close_notices(session, _reminders(offer), line, now)


async def close_given_back(
    session: AsyncSession, offer: ShadowOffer, place: ShadowPlace, now: datetime
) -> None:
    """Closes the guest's messages about their place and the peer worker's messages that name the guest."""
    time = await _when(session, offer)
    gave = saying(f"You gave this place back: {time}.", MINE)
    free = saying(f"This place was given back: {time}.", MINE)
    await close_notices_of(session, _reminders(offer), place.person_id, gave, now)
    for news, line in ((ShadowNews.PLACE, gave), (ShadowNews.TAKEN, free)):
        for key in await _keys_of(session, offer, news, place):
            await close_notices(session, str(key), line, now)
    await close_count(session, offer, now)


async def close_count(session: AsyncSession, offer: ShadowOffer, now: datetime) -> None:
    """A reminder that says how many come, once that is another number."""
    if offer.person_id:
        line = saying(f"Who comes along has changed since: {await _when(session, offer)}.", MINE)
        await close_notices_of(session, _reminders(offer), offer.person_id, line, now)


async def _keys_of(
    session: AsyncSession, offer: ShadowOffer, news: ShadowNews, place: ShadowPlace
) -> Sequence[ScheduleKey]:
    """Of the news of this place. They hold the time at which it was taken; the guest's account may be another by now."""
    begun = ScheduleKey.of(NEWS, offer.id, news).beginning
    written_keys = await session.scalars(select(Slot.schedule).where(Slot.schedule.startswith(begun)))
    keys = [ScheduleKey.parse(schedule) for schedule in written_keys]
    return [key for key in keys if key.parts[-1] == stamp(place.taken_at)]


def when(offer: ShadowOffer, zone: ZoneInfo) -> str:
    start, end = offer.starts_at.astimezone(zone), offer.ends_at.astimezone(zone)
    return f"{day_in_words(start.date())}, {start:%H:%M} to {end:%H:%M}"


def _reminders(offer: ShadowOffer) -> str:
    return str(ScheduleKey.of(REMIND, offer.id))


async def _when(session: AsyncSession, offer: ShadowOffer) -> str:
    organisation = await session.get_one(Organisation, offer.organisation_id)
    return when(offer, ZoneInfo(organisation.time_zone))
