"""How somebody becomes a person we know, and what it means that they write."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.conversation.dispatch import Stopped
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Route
from bot.people.accounts import heard_from
from bot.people.organisations import Organisation
from bot.people.people import Account, Person, Preferences, person_behind
from bot.store.database import Database
from bot.store.statements import insert
from bot.store.types import new_id


async def meet(
    session: AsyncSession, sender: Sender, organisation: Organisation, *, name: str = "", now: datetime
) -> Person:
    """Whoever writes from this account; a new person on first contact. `name` fills in one we didn't know.

    Two replicas that meet somebody at the same moment make one person.
    """
    person = await person_behind(session, sender) or await _join(session, sender, organisation)
    person.name = person.name or name
    person.first_met_at = person.first_met_at or now
    return person


async def is_new(session: AsyncSession, sender: Sender) -> bool:
    """Whether we have not met whoever has this account, though they may be in our list of people."""
    person = await person_behind(session, sender)
    return person is None or person.first_met_at is None


async def _join(session: AsyncSession, sender: Sender, organisation: Organisation) -> Person:
    made = Person(id=new_id(), organisation_id=organisation.id, name="")
    session.add(made)
    await session.flush()
    row = {"id": new_id(), "person_id": made.id, "is_chosen": True, "address": {}}
    row |= {"platform": sender.platform, "workspace": sender.workspace, "user": sender.user}
    statement = insert(session, Account).values(row).on_conflict_do_nothing()
    if await session.scalar(statement.returning(Account.id)):
        return made
    session.expunge(made)
    await session.execute(delete(Person).where(Person.id == made.id))
    met_by_another = await person_behind(session, sender)
    if met_by_another is None:
        raise LookupError("an account that is neither new nor anybody's")
    return met_by_another


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody wrote for whom messages may be held: what delivery's `release_held` wants to know of them."""

    person_id: str
    weekly: int
    zone: str


async def wrote(session: AsyncSession, person_id: str, now: datetime) -> Waiting | None:
    """Notes the first contact. None where nothing is ever held for them."""
    person = await session.get_one(Person, person_id)
    person.first_met_at = person.first_met_at or now
    preferences = await session.get(Preferences, person_id)
    if person.left_on or preferences is None or not preferences.holds_until_writing:
        return None
    organisation = await session.get_one(Organisation, person.organisation_id)
    return Waiting(person_id, organisation.weekly_contacts, person.time_zone or organisation.time_zone)


Release = Callable[[AsyncSession, str, int, str, datetime], Awaitable[None]]
"""Delivery's `release_held`: person, contacts a week, time zone, now."""

_WRITES = frozenset({Kind.SAID, Kind.PRESSED, Kind.SUBMITTED})


class Acquaintance:
    """A guard that stops nobody: it meets whoever writes, and lets go what was held until they did.

    After the guard for distress, so that somebody in distress leaves no trace.
    """

    def __init__(
        self, database: Database, organisation: Organisation, clock: Clock, release: Release
    ) -> None:
        self._database = database
        self._organisation = organisation
        self._clock = clock
        self._release = release

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is not None and route.leaves_no_trace:
            return None
        now = self._clock.now()
        async with self._database.write() as session:
            person = await meet(session, request.sender, self._organisation, now=now)
            await heard_from(session, request.sender)
            waiting = await wrote(session, person.id, now) if request.kind in _WRITES else None
            if waiting:
                await self._release(session, waiting.person_id, waiting.weekly, waiting.zone, now)
        return None
