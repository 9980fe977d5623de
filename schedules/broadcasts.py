"""Announcements: once, to whoever the audience is when it goes out, each at their own time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.broadcasts.shown import to_recipients
from bot.broadcasts.tables import Broadcast, Stage, id_in
from bot.delivery.expand import Draft
from bot.delivery.gateway import Channel
from bot.delivery.slots import Slot
from bot.people.audiences import channels_of, people_of
from bot.people.due import Instant, Local, Wish
from bot.people.finding import name_in
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Broadcasts:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The same for everyone, in their working hours."""
        async with self.database.read() as session:
            broadcast = await session.get(Broadcast, id_in(slot.schedule))
            if broadcast is None or broadcast.stage is not Stage.SENT:
                return
            message = to_recipients(broadcast, await name_in(session, broadcast.author_id))
            channels = await channels_of(session, broadcast.audience)
            people = await people_of(session, broadcast.organisation_id, broadcast.audience)
        wish = _wish(broadcast, slot)
        for channel in channels:
            yield Draft(Channel.parse(channel), message, slot.kind, wish)
        for person in people:
            yield Draft(person, message, slot.kind, wish)


def _wish(broadcast: Broadcast, slot: Slot) -> Wish:
    if broadcast.day and broadcast.at:
        return Local(broadcast.day, broadcast.at)
    return Instant(slot.due_at)
