"""Sends a "You said, we did" message once, to everyone in the group that its writer leads."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.pulse.views.you_said_we_did import to_staff
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.you_said_we_did import WeDid
from bot.people.access.scopes import people_in
from bot.people.contact.send_time import Instant
from bot.people.identity.lookup import teams_by_id
from bot.people.identity.organisations import Organisation
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class WeDidPosts:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The same for everyone, in their working hours."""
        async with self.database.read() as session:
            we_did = await session.get_one(WeDid, ScheduleKey.parse(slot.schedule).about)
            organisation = await session.get_one(Organisation, slot.organisation_id)
            names = {ORGANISATION: organisation.name, **await teams_by_id(session)}
            team = None if we_did.group_key == ORGANISATION else we_did.group_key
            people = await people_in(session, organisation.id, team)
        message = to_staff(we_did, names[we_did.group_key])
        for person in people:
            yield Draft(person, message, slot.kind, Instant(slot.due_at))
