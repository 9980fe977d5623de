"""Finds or creates the person behind an account; a guard records first contact, and checks who works here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.dispatch import Stopped
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Route
from bot.core.clock import Clock
from bot.people.identity.accounts import mark_reachable
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person, Preferences, person_behind
from bot.store.database import Database
from bot.store.statements import insert
from bot.store.types import new_id


async def get_or_create_person(
    session: AsyncSession,
    sender: Sender,
    organisation: Organisation,
    *,
    name: str = "",
    now: datetime,
    is_staff: bool = True,
) -> Person:
    """The person with this account, created on first contact. `name` is stored if we had none.

    `is_staff`: whether a new person is confirmed to work here. Two replicas at the same moment create one person.
    """
    person = await person_behind(session, sender) or await _join(session, sender, organisation, is_staff)
    person.name = person.name or name
    person.first_met_at = person.first_met_at or now
    return person


async def is_new(session: AsyncSession, sender: Sender) -> bool:
    """Whether the account's owner never wrote to us. They may still be in our list of people."""
    person = await person_behind(session, sender)
    return person is None or person.first_met_at is None


async def _join(session: AsyncSession, sender: Sender, organisation: Organisation, is_staff: bool) -> Person:
    made = Person(id=new_id(), organisation_id=organisation.id, name="", is_staff=is_staff)
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
class WaitingPerson:
    """A person who wrote and may have held messages, with the arguments of delivery's `release_held`."""

    person_id: str
    weekly: int
    zone: str


async def record_first_contact(session: AsyncSession, person_id: str, now: datetime) -> WaitingPerson | None:
    """Records the first contact. None if no messages are held for them."""
    person = await session.get_one(Person, person_id)
    person.first_met_at = person.first_met_at or now
    preferences = await session.get(Preferences, person_id)
    if person.left_on or preferences is None or not preferences.holds_until_writing:
        return None
    organisation = await session.get_one(Organisation, person.organisation_id)
    return WaitingPerson(person_id, organisation.weekly_contacts, person.time_zone or organisation.time_zone)


Release = Callable[[AsyncSession, str, int, str, datetime], Awaitable[None]]
"""Delivery's `release_held`: person, contacts a week, time zone, now."""

_WRITES = frozenset({Kind.SAID, Kind.PRESSED, Kind.SUBMITTED})


class StaffStatus(Enum):
    """UNCONFIRMED: nobody says yet that they work here. OUTSIDER: another organisation's, or a guest."""

    STAFF = auto()
    UNCONFIRMED = auto()
    OUTSIDER = auto()


class StaffRegistry(Protocol):
    """Says whether a person works here."""

    async def standing(self, sender: Sender) -> StaffStatus: ...

    async def admit(self, session: AsyncSession, sender: Sender, now: datetime) -> None:
        """Records them as staff, with what the registry knows of them."""
        ...


class FirstContactGuard:
    """A guard that lets everybody pass. It records first contact and releases messages held until then.

    Stores nothing about outsiders. It runs after the distress guard, so that a person in distress leaves no trace.
    """

    def __init__(
        self,
        database: Database,
        organisation: Organisation,
        clock: Clock,
        release: Release,
        registry: StaffRegistry,
    ) -> None:
        self._database = database
        self._organisation = organisation
        self._clock = clock
        self._release = release
        self._registry = registry

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is not None and route.leaves_no_trace:
            return None
        sender, now = request.sender, self._clock.now()
        known = await self._known(sender)
        if known.has_nothing_to_record(writes=request.kind in _WRITES):
            return None
        # Asked before the transaction: none is held while the platform is asked.
        standing = None if known.is_colleague else await self._registry.standing(sender)
        if standing is StaffStatus.OUTSIDER:
            return None
        async with self._database.write() as session:
            person = await self._met(session, sender, standing, now)
            await mark_reachable(session, sender)
            waiting = await record_first_contact(session, person.id, now) if request.kind in _WRITES else None
            if waiting:
                await self._release(session, waiting.person_id, waiting.weekly, waiting.zone, now)
        return None

    async def _met(
        self, session: AsyncSession, sender: Sender, standing: StaffStatus | None, now: datetime
    ) -> Person:
        is_staff = standing is not StaffStatus.UNCONFIRMED
        if standing is StaffStatus.STAFF:
            await self._registry.admit(session, sender, now)
        person = await get_or_create_person(session, sender, self._organisation, now=now, is_staff=is_staff)
        person.is_staff = person.is_staff or standing is StaffStatus.STAFF
        return person

    async def _known(self, sender: Sender) -> "_KnownSender":
        mine = (
            Account.platform == sender.platform,
            Account.workspace == sender.workspace,
            Account.user == sender.user,
        )
        facts = (Person.is_staff, Person.first_met_at, Account.closed_on, Account.unreachable_since)
        read = select(*facts, Preferences.holds_until_writing).join(Account).outerjoin(Preferences)
        async with self._database.read() as session:
            row = (await session.execute(read.where(*mine))).first()
        if row is None:
            return _KnownSender()
        is_open, is_reached = row.closed_on is None, row.unreachable_since is None
        is_met = row.first_met_at is not None
        return _KnownSender(row.is_staff and is_open, is_met and is_reached, bool(row.holds_until_writing))


@dataclass(frozen=True, slots=True)
class _KnownSender:
    """`is_colleague`: confirmed before, with an account that is open as far as we know."""

    is_colleague: bool = False
    is_met_and_reached: bool = False
    holds: bool = False

    def has_nothing_to_record(self, *, writes: bool) -> bool:
        """Most requests: they then take no turn to write, of which SQLite has one at a time."""
        return self.is_colleague and self.is_met_and_reached and not (writes and self.holds)
