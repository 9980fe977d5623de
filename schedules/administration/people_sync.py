"""Syncs people, leavers, user groups and channels from each platform's directory."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar, cast

import structlog

from bot.core.clock import Clock
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.people.access.roles import administrators
from bot.people.audiences.channels import Workplace, replace_channels
from bot.people.audiences.user_groups import replace_groups
from bot.people.contact.send_time import Instant
from bot.people.directory.platform_sync import Changes, Directory, PartlyRead, Profile, Rules, Update
from bot.people.directory.platform_troubles import (
    Concern,
    clear_trouble,
    forget_others,
    record_trouble,
    troubles,
)
from bot.people.directory.trouble_views import report
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.organisations import Organisation
from bot.store.database import UNREACHABLE, Database

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PeopleSync:
    """Brings people, user groups and channels up to date with each platform's directory, every night."""

    database: Database
    organisation: Organisation
    clock: Clock
    merge_policy: MergePolicy
    directories: Sequence[Directory] = ()
    rules: Rules = field(default_factory=Rules)

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Reads and writes down; administrators hear of what can't be read, on the morning after it began."""
        await self.bring_up_to_date(slot.day)
        async with self.database.read() as session:
            begun = [
                trouble
                for trouble in await troubles(session, slot.due_at)
                if trouble.concern is not Concern.SENDING
            ]
            recipients = await administrators(session) if begun else ()
        for person in recipients:
            yield Draft(person.id, report(begun), slot.kind, Instant(slot.due_at))

    async def bring_up_to_date(self, today: date) -> None:
        """One part at a time. A part that can't be read stops no other; it is tried once more at the end."""
        parts = [part async for part in self._parts(today)]
        for part in [part for part in parts if await self._unread(part)]:
            if reading := await self._unread(part):
                await self._note(part, reading)

    async def _parts(self, today: date) -> AsyncIterator["_SyncPart"]:
        for directory in self.directories:
            workspaces: list[str] = []
            whole = _SyncPart(
                directory.platform, "", Concern.WORKSPACES, partial(_list, directory, workspaces)
            )
            if await self._unread(whole) and (unread := await self._unread(whole)):
                await self._note(whole, unread)
                continue
            async with self.database.write() as session:
                await forget_others(session, directory.platform, workspaces)
            for workspace in workspaces:
                here = partial(_SyncPart, directory.platform, workspace)
                yield here(Concern.PEOPLE, partial(self._people, directory, workspace, today))
                yield here(Concern.GROUPS, partial(self._groups, directory, workspace))
                yield here(Concern.CHANNELS, partial(self._channels, directory, workspace))

    async def _unread(self, part: "_SyncPart") -> PartlyRead | None:
        """The reason why the part can't be read; None if all of it was read."""
        try:
            await part.read()
        except PartlyRead as partly:
            return partly
        except Exception as error:  # noqa: BLE001 - whatever it was, the other parts are read
            return PartlyRead(str(getattr(error, "reason", type(error).__name__)))
        async with self.database.write() as session:
            await clear_trouble(session, part.platform, part.workspace, part.concern)
        return None

    async def _note(self, part: "_SyncPart", unread: PartlyRead) -> None:
        log.error("part_not_read", workspace=part.workspace, part=part.concern, reason=unread.reason)
        concern_key = (part.platform, part.workspace, part.concern)
        async with self.database.write() as session:
            await record_trouble(session, *concern_key, unread.reason, self.clock.now(), unread.places)

    async def _people(self, directory: Directory, workspace: str, today: date) -> None:
        """A transaction a page: none is held while the platform is asked."""
        changes, refused = Changes(), set[str]()
        async for profiles in directory.people(workspace):
            refused |= await self._page(profiles, today, changes)
        log.info("people_read", workspace=workspace, **asdict(changes))
        if refused:
            raise PartlyRead(", ".join(sorted(refused)))

    async def _page(self, profiles: Sequence[Profile], today: date, changes: Changes) -> set[str]:
        """Stores profiles together, or one by one if that fails. Returns the reasons of those left out."""
        try:
            await self._store(profiles, today, changes)
        except UNREACHABLE:
            # The database is away: no fault of a profile's.
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are stored
            if len(profiles) <= 1:
                log.warning("profile_not_stored", error=type(error).__name__)
                return {type(error).__name__}
            return {why for profile in profiles for why in await self._page([profile], today, changes)}
        return set()

    async def _store(self, profiles: Sequence[Profile], today: date, changes: Changes) -> None:
        counted = Changes()
        async with self.database.write() as session:
            update = Update(
                session, self.organisation, self.rules, self.merge_policy, today, self.clock.now(), counted
            )
            await update.take_over(profiles)
        changes.add(counted)

    async def _groups(self, directory: Directory, workspace: str) -> None:
        here = (self.organisation.id, directory.platform, workspace)
        async with (
            _what_there_is(directory.groups(workspace)) as (listed, is_whole),
            self.database.write() as session,
        ):
            await replace_groups(session, *here, listed, is_whole=is_whole)

    async def _channels(self, directory: Directory, workspace: str) -> None:
        asked_at, at = self.clock.now(), Workplace(self.organisation.id, directory.platform, workspace)
        async with (
            _what_there_is(directory.channels(workspace)) as (listed, is_whole),
            self.database.write() as session,
        ):
            await replace_channels(session, at, listed, asked_at, is_whole=is_whole)


@dataclass(frozen=True, slots=True)
class _SyncPart:
    platform: str
    workspace: str
    concern: Concern
    read: Callable[[], Awaitable[None]]


async def _list(directory: Directory, workspaces: list[str]) -> None:
    workspaces[:] = await directory.workspaces()


@asynccontextmanager
async def _what_there_is(reading: Awaitable[Sequence[T]]) -> AsyncIterator[tuple[Sequence[T], bool]]:
    """All items, and whether the list is whole. Raises what couldn't be read after the rest was stored."""
    try:
        entries = await reading
    except PartlyRead as partly:
        yield cast("Sequence[T]", partly.entries), False
        raise
    yield entries, True
