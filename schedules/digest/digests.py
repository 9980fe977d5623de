"""Sends leaders the weekly digest and, after a wave, its results to everyone who was asked."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.clock import Clock
from bot.delivery.calendar.schedules import Timetable, at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.eta import Paces
from bot.features.digest.edition import Edition, weekly
from bot.features.digest.service import gather
from bot.features.digest.views.digest import digest
from bot.features.digest.views.staff_results import results
from bot.features.pulse.declarations import RESULTS
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.closing import close_due
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.invitations import invited_to
from bot.features.pulse.waves.results import PUBLISHED
from bot.features.pulse.waves.waves import Items
from bot.people.access.roles import Grant, Role
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import Local
from bot.people.identity.lookup import teams_by_id
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person
from bot.store.database import Database
from bot.store.sealing import Seal

# Before the first digest: results that are older than this are no news.
_NO_NEWS_AFTER = timedelta(weeks=4)


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
            leaders = await _leaders(session, organisation.id)
            waves = await _news(session, slot)
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
            found = await gather(edition, leader)
            if not found.is_empty:
                yield Draft(leader, digest(found), DIGEST, wish)
        async for person, message in _results(edition, waves, leaders):
            yield Draft(person, message, RESULTS, wish)


async def _leaders(session: AsyncSession, organisation_id: str) -> Sequence[str]:
    found = await session.scalars(
        select(Person.id)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.role == Role.LEADER)
        .where(Person.organisation_id == organisation_id, Person.left_on.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    return found.all()


async def _news(session: AsyncSession, slot: Slot) -> dict[str, int]:
    """The waves that closed since the last digest that went out, with their numbers."""
    found = await session.execute(
        select(Wave.id, Wave.number)
        .where(Wave.organisation_id == slot.organisation_id, Wave.state.in_(PUBLISHED))
        .where(Wave.closes_at > await _last_digest(session, slot), Wave.closes_at <= slot.due_at)
    )
    return dict(found.all())


async def _last_digest(session: AsyncSession, slot: Slot) -> datetime:
    earlier = (Slot.schedule == slot.schedule, Slot.day < slot.day, Slot.expanded_at.is_not(None))
    found = await session.scalar(select(Slot.due_at).where(*earlier).order_by(Slot.day.desc()).limit(1))
    return found or slot.due_at - _NO_NEWS_AFTER


async def _results(
    edition: Edition, waves: Mapping[str, int], leaders: Collection[str]
) -> AsyncIterator[tuple[str, Message]]:
    """For everyone who was asked, of what they were asked; leaders have the digest."""
    made: dict[tuple[str, frozenset[str]], Message] = {}
    async with edition.database.read() as session:
        teams = await teams_by_id(session)
    async for part in invited_to(edition.database, list(waves)):
        for person, (team, asked) in part.items():
            if person in leaders:
                continue
            if (team, asked) not in made:
                made[team, asked] = await _message(edition, team if team in teams else "", asked, waves)
            yield person, made[team, asked]


async def _message(edition: Edition, team: str, asked: Collection[str], waves: Mapping[str, int]) -> Message:
    own = await edition.report(team) if team else None
    everyone = await edition.report(ORGANISATION)
    return results(everyone, own, {waves[wave] for wave in asked})
