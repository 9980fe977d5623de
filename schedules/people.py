"""Keeping people current: who works here, who has left, and the workspace's own groups and channels, as platforms know it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

import structlog

from bot.clock import Clock
from bot.delivery.expand import Draft
from bot.delivery.gateway import Refused
from bot.delivery.slots import Slot
from bot.people.accounts import Joining
from bot.people.channels import Workplace, replace_channels
from bot.people.directory import Changes, Directory, Profile, Rules, Update
from bot.people.groups import replace_groups
from bot.people.organisations import Organisation
from bot.store.database import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class KeepingPeople:
    database: Database
    organisation: Organisation
    clock: Clock
    joining: Joining
    directories: Sequence[Directory] = ()
    rules: Rules = field(default_factory=Rules)

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Reads and writes down, and writes to nobody."""
        nobody: Sequence[Draft] = ()
        await self.bring_up_to_date(slot.day)
        for draft in nobody:
            yield draft

    async def bring_up_to_date(self, today: date) -> None:
        for directory in self.directories:
            for workspace in await directory.workspaces():
                try:
                    changes = await self._people(directory, workspace, today)
                    await self._groups(directory, workspace)
                    await self._channels(directory, workspace)
                except Refused as refusal:
                    # One that sent us away must not keep the others from being read.
                    log.warning("people_not_read", workspace=workspace, reason=refusal.reason)
                else:
                    log.info("people_read", workspace=workspace, **asdict(changes))

    async def _people(self, directory: Directory, workspace: str, today: date) -> Changes:
        """A transaction a page: none is held while the platform is asked."""
        changes = Changes()
        async for profiles in directory.people(workspace):
            await self._page(profiles, today, changes)
        return changes

    async def _page(self, profiles: Sequence[Profile], today: date, changes: Changes) -> None:
        async with self.database.write() as session:
            update = Update(
                session, self.organisation, self.rules, self.joining, today, self.clock.now(), changes
            )
            await update.take_over(profiles)

    async def _groups(self, directory: Directory, workspace: str) -> None:
        listed = await directory.groups(workspace)
        async with self.database.write() as session:
            await replace_groups(session, self.organisation.id, directory.platform, workspace, listed)

    async def _channels(self, directory: Directory, workspace: str) -> None:
        asked_at, at = self.clock.now(), Workplace(self.organisation.id, directory.platform, workspace)
        listed = await directory.channels(workspace)
        async with self.database.write() as session:
            await replace_channels(session, at, listed, asked_at)
