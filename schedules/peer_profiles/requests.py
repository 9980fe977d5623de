"""Offers requests for peer support, tells both sides what came of them, and moves on or closes overdue ones."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.peer_profiles.support.models import PeerRequest
from bot.features.peer_profiles.support.request_flow import asked_now, free, process_when_due
from bot.features.peer_profiles.support.request_notices import RequestNews, is_due
from bot.features.peer_profiles.support.service import seen_by
from bot.features.peer_profiles.views import request_news, requests
from bot.people.contact.availability import in_their_hours
from bot.people.contact.send_time import Instant
from bot.people.identity.lookup import known_as
from bot.people.identity.organisations import Organisation
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class PeerRequests:
    database: Database
    clock: Clock

    async def offers(self, slot: Slot) -> AsyncIterator[Draft]:
        """In each one's hours; the second time also to those who have enough."""
        drafts: list[Draft] = []
        async with self.database.read() as session:
            request = await _request(session, slot)
            if request:
                message = requests.offer(request, await known_as(session, request.asker_id))
                pool = await asked_now(session, request)
                for person in await free(session, pool, even_if_full=request.offers > 1):
                    wish = await in_their_hours(session, person, slot.organisation_id, slot.due_at)
                    drafts.append(Draft(person, message, slot.kind, wish))
        for draft in drafts:
            yield draft

    async def news(self, slot: Slot) -> AsyncIterator[Draft]:
        async with self.database.read() as session:
            request = await _request(session, slot)
            draft = await _news(session, request, slot) if request else None
        if draft:
            yield draft

    async def reminders(self, slot: Slot) -> AsyncIterator[Draft]:
        """To both sides, some days before it closes for want of a time."""
        drafts: list[Draft] = []
        async with self.database.write() as session:
            request = await _request(session, slot)
            closes = ScheduleKey.parse(slot.schedule).parts[1]
            if request and await is_due(session, request, closes, self.clock.now(), requests.OFFER_ENDINGS):
                drafts = await _reminders(session, request, slot)
        for draft in drafts:
            yield draft

    async def looks(self, slot: Slot) -> AsyncIterator[Draft]:
        nobody: Sequence[Draft] = ()
        async with self.database.write() as session:
            request = await session.get(
                PeerRequest, ScheduleKey.parse(slot.schedule).about, with_for_update=True
            )
            if request:
                await process_when_due(session, request, self.clock.now(), requests.OFFER_ENDINGS)
        for draft in nobody:
            yield draft


async def _request(session: AsyncSession, slot: Slot) -> PeerRequest | None:
    return await session.get(PeerRequest, ScheduleKey.parse(slot.schedule).about)


async def _news(session: AsyncSession, request: PeerRequest, slot: Slot) -> Draft | None:
    which = RequestNews(ScheduleKey.parse(slot.schedule).parts[1])
    to = request.asker_id if which.is_for_asker else request.taken_by
    if to is None:
        return None
    seen, zone = await seen_by(session, request, to), await _zone(session, slot)
    return Draft(to, request_news.news(seen, which, zone), slot.kind, Instant(slot.due_at))


async def _reminders(session: AsyncSession, request: PeerRequest, slot: Slot) -> list[Draft]:
    zone, wish = await _zone(session, slot), Instant(slot.due_at)
    return [
        Draft(
            person,
            request_news.reminder(await seen_by(session, request, person), zone),
            slot.kind,
            wish,
            until=request.look_at,
        )
        for person in (request.asker_id, request.taken_by)
        if person
    ]


async def _zone(session: AsyncSession, slot: Slot) -> ZoneInfo:
    return ZoneInfo((await session.get_one(Organisation, slot.organisation_id)).time_zone)
