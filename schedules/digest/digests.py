"""Sends leaders the weekly digest and, after a wave, its results to everyone who was asked."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field

from bot.conversation.message import Message
from bot.core.clock import Clock
from bot.delivery.calendar.schedules import Timetable, at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.eta import Paces
from bot.features.digest.edition import Edition, weekly
from bot.features.digest.recipients import leaders_of, waves_since_last_digest
from bot.features.digest.service import gather
from bot.features.digest.views.digest import digest
from bot.features.digest.views.staff_results import results
from bot.features.pulse.declarations import RESULTS
from bot.features.pulse.waves.closing import close_due
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.invitations import invited_to
from bot.features.pulse.waves.waves import Items
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import Local
from bot.people.identity.lookup import teams_by_id
from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from bot.store.sealing import Seal


@dataclass(frozen=True, slots=True)
class Digests:
    database: Database
    items: Items
    seal: Seal
    timetable: Timetable
    clock: Clock
    paces: Paces = field(default_factory=Paces)

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Closes due waves first. After a crash it makes the same drafts again."""
        await close_due(self.database, self.seal, slot.organisation_id, self.clock.now())
        async with self.database.read() as session:
            organisation = await session.get_one(Organisation, slot.organisation_id)
            wish = Local(slot.day, await at_of(session, slot))
            leaders = await leaders_of(session, organisation.id)
            waves = await waves_since_last_digest(session, slot)
        edition = await weekly(
            self.database,
            self.timetable,
            organisation,
            self.items,
            self.seal,
            slot.day,
            slot.due_at,
            waves.values(),
            self.paces.platforms,
        )
        for leader in leaders:
            gathered = await gather(edition, leader)
            if not gathered.is_empty:
                yield Draft(leader, digest(gathered), DIGEST, wish)
        async for person, message in _results(edition, waves, leaders):
            yield Draft(person, message, RESULTS, wish)


async def _results(
    edition: Edition, waves: Mapping[str, int], leaders: Collection[str]
) -> AsyncIterator[tuple[str, Message]]:
    """For everyone who was asked, of what they were asked; leaders have the digest."""
    made: dict[tuple[str, frozenset[str]], Message] = {}
    async with edition.database.read() as session:
        teams = await teams_by_id(session)
    async for part in invited_to(edition.database, list(waves)):
        for person, (team, wave_ids) in part.items():
            if person in leaders:
                continue
            if (team, wave_ids) not in made:
                made[team, wave_ids] = await _message(edition, team if team in teams else "", wave_ids, waves)
            yield person, made[team, wave_ids]


async def _message(
    edition: Edition, team: str, wave_ids: Collection[str], waves: Mapping[str, int]
) -> Message:
    own = await edition.report(team) if team else None
    everyone = await edition.report(ORGANISATION)
    return results(everyone, own, {waves[wave] for wave in wave_ids})
