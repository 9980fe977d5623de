"""Opens a wave of the pulse, sends its questions to those invited, and closes it when it is due."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.clock import Clock
from bot.core.themes import Audience
from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Occasion, Slot, open_slots
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.eta import Paces
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Wave
from bot.features.pulse.views import questions as shown_pulse
from bot.features.pulse.waves.closing import close_due
from bot.features.pulse.waves.groups import ASKED_FROM, GROUPS_FROM
from bot.features.pulse.waves.invitations import WITH_OWN_WAVES, eligible, invited_to
from bot.features.pulse.waves.waves import (
    A_MONTH,
    A_QUARTER,
    Items,
    items_of,
    keep,
    last_opened,
    plan,
    wave_of,
)
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import Local
from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from bot.store.sealing import Seal


@dataclass(frozen=True, slots=True)
class Pulses:
    """`for_roles`: what only peer workers, supervisors or leaders are asked, each about once a quarter.

    `paces` know which platforms run; people are asked on those only.
    """

    database: Database
    items: Items
    seal: Seal
    for_roles: bool = False
    paces: Paces = field(default_factory=Paces)

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The same questions for everyone invited. Started again after a crash, it drafts the same."""
        wave = await self._wave(slot)
        if wave is None:
            return
        async with self.database.write() as session:
            organisation = await session.get_one(Organisation, slot.organisation_id)
            questions = await self._questions(session, wave, organisation)
            wish = Local(slot.day, await at_of(session, slot))
            await open_slots(session, [_closing(wave, organisation)])
        async for part in invited_to(self.database, [wave.id]):
            for person_id in part:
                yield Draft(person_id, questions, PULSE, wish, until=wave.closes_at)

    async def _wave(self, slot: Slot) -> Wave | None:
        """Opened at the first time. Planned before the transaction that stores it, so that this one is short."""
        async with self.database.read() as session:
            if already := await wave_of(session, slot.id):
                return already
            organisation = await session.get_one(Organisation, slot.organisation_id)
            audience = await self._whose_turn(session, slot)
            planning = (organisation, self.items, slot.day)
            on = self.paces.platforms
            opening = await plan(session, *planning, audience, on) if audience else None
        if opening is None:
            return None
        async with self.database.write() as session:
            return await keep(session, organisation, opening, self.seal, slot.id, slot.day)

    async def _whose_turn(self, session: AsyncSession, slot: Slot) -> Audience | None:
        """Everyone, in small organisations every four weeks; or the role with enough people that has waited longest."""
        before = await last_opened(session, slot.organisation_id)
        everyone = await eligible(session, slot.organisation_id, slot.day, platforms=self.paces.platforms)
        if not self.for_roles:
            asked_on = before.get(Audience.EVERYONE)
            rests = len(everyone) < GROUPS_FROM and asked_on and slot.day < asked_on + A_MONTH
            return None if rests else Audience.EVERYONE
        enough = [a for a in WITH_OWN_WAVES if sum(a in m.audiences for m in everyone) >= ASKED_FROM]
        waiting = [a for a in enough if a not in before or before[a] + A_QUARTER <= slot.day]
        return min(waiting, key=lambda a: before.get(a, slot.day.min), default=None)

    async def _questions(self, session: AsyncSession, wave: Wave, organisation: Organisation) -> Message:
        zone = ZoneInfo(organisation.time_zone)
        return shown_pulse.invitation(
            wave.id, await items_of(session, wave.id, self.items), wave.closes_at.astimezone(zone)
        )


@dataclass(frozen=True, slots=True)
class Closing:
    database: Database
    seal: Seal
    clock: Clock

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Closes due waves, without a message: the digest has the results."""
        nobody: Sequence[Draft] = ()
        await close_due(self.database, self.seal, slot.organisation_id, self.clock.now())
        for draft in nobody:
            yield draft


def _closing(wave: Wave, organisation: Organisation) -> Occasion:
    local = wave.closes_at.astimezone(ZoneInfo(organisation.time_zone))
    return Occasion(f"close:{wave.id}", "closing", DIGEST, organisation.id, local.date(), wave.closes_at)
