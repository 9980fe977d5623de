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
from bot.people.audiences.channels import Workplace, replace_channels
from bot.people.audiences.user_groups import replace_groups
from bot.people.directory.platform_sync import Changes, Directory, PartlyRead, Profile, Rules, Update
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

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
        """Updates our records. It yields no draft, because nobody gets a message."""
        nobody: Sequence[Draft] = ()
        await self.bring_up_to_date(slot.day)
        for draft in nobody:
            yield draft

    async def bring_up_to_date(self, today: date) -> None:
        """One part at a time. A part that can't be read stops no other; it is tried once more at the end."""
        parts = [part async for part in self._parts(today)]
        for part in [part for part in parts if not await self._read(part)]:
            if not await self._read(part):
                log.error("part_not_read", workspace=part.workspace, part=part.name)

    async def _parts(self, today: date) -> AsyncIterator["_Part"]:
        for directory in self.directories:
            for workspace in await self._workspaces(directory):
                yield _Part("people", workspace, partial(self._people, directory, workspace, today))
                yield _Part("groups", workspace, partial(self._groups, directory, workspace))
                yield _Part("channels", workspace, partial(self._channels, directory, workspace))

    async def _workspaces(self, directory: Directory) -> Sequence[str]:
        try:
            return await directory.workspaces()
        except Exception as error:  # noqa: BLE001 - a platform that fails keeps no other from being read
            log.error("workspaces_not_read", platform=directory.platform, error=type(error).__name__)
            return []

    async def _read(self, part: "_Part") -> bool:
        try:
            await part.read()
        except Exception as error:  # noqa: BLE001 - whatever it was, the other parts are read
            reason = getattr(error, "reason", type(error).__name__)
            log.warning("part_failed", workspace=part.workspace, part=part.name, reason=reason)
            return False
        return True

    async def _people(self, directory: Directory, workspace: str, today: date) -> None:
        """A transaction a page: none is held while the platform is asked."""
        changes = Changes()
        async for profiles in directory.people(workspace):
            await self._page(profiles, today, changes)
        log.info("people_read", workspace=workspace, **asdict(changes))

    async def _page(self, profiles: Sequence[Profile], today: date, changes: Changes) -> None:
        async with self.database.write() as session:
            update = Update(
                session, self.organisation, self.rules, self.merge_policy, today, self.clock.now(), changes
            )
            await update.take_over(profiles)

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
class _Part:
    name: str
    workspace: str
    read: Callable[[], Awaitable[None]]


@asynccontextmanager
async def _what_there_is(asked: Awaitable[Sequence[T]]) -> AsyncIterator[tuple[Sequence[T], bool]]:
    """All items, and whether the list is whole. Raises what couldn't be read after the rest was stored."""
    try:
        found = await asked
    except PartlyRead as partly:
        yield cast("Sequence[T]", partly.found), False
        raise
    yield found, True
