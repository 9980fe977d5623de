"""You said, we did: once, to everyone in the group that its writer leads."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.delivery.expand import Draft
from bot.delivery.slots import Slot
from bot.people.due import Instant
from bot.people.finding import teams_by_id
from bot.people.organisations import Organisation
from bot.people.scopes import people_in
from bot.pulse.groups import ORGANISATION
from bot.pulse.shown_we_did import to_staff
from bot.pulse.we_did import WeDid, id_in
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class WeDidPosts:
    database: Database

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The same for everyone, in their working hours."""
        async with self.database.read() as session:
            we_did = await session.get_one(WeDid, id_in(slot.schedule))
            organisation = await session.get_one(Organisation, slot.organisation_id)
            names = {ORGANISATION: organisation.name, **await teams_by_id(session)}
            team = None if we_did.group_key == ORGANISATION else we_did.group_key
            people = await people_in(session, organisation.id, team)
        message = to_staff(we_did, names[we_did.group_key])
        for person in people:
            yield Draft(person, message, slot.kind, Instant(slot.due_at))
