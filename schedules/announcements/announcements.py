"""Sends an announcement once, to its audience of that moment, at each person's own time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.views.announcement import to_recipients
from bot.people.audiences.audiences import channels_of, people_of
from bot.people.contact.send_time import Instant, Local, Wish
from bot.people.identity.lookup import name_in
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Broadcasts:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The same for everyone, in their working hours."""
        async with self.database.read() as session:
            broadcast = await session.get(Broadcast, ScheduleKey.parse(slot.schedule).about)
            if broadcast is None or broadcast.stage is not AnnouncementStage.SENT:
                return
            message = to_recipients(broadcast, await name_in(session, broadcast.author_id))
            channels = await channels_of(session, broadcast.audience)
            people = await people_of(session, broadcast.organisation_id, broadcast.audience)
        wish = _wish(broadcast, slot)
        for channel in channels:
            yield Draft(channel, message, slot.kind, wish)
        for person in people:
            yield Draft(person, message, slot.kind, wish)


def _wish(broadcast: Broadcast, slot: Slot) -> Wish:
    if broadcast.day and broadcast.at:
        return Local(broadcast.day, broadcast.at)
    return Instant(slot.due_at)
