"""Asks the platform at once whether an unknown sender works here, without waiting for the nightly sync.

Three facts about a person: *known*, they have written to us; *staff*, the directory, a list of people or an
administrator says that they work here; *reachable*, they have a chat that works.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.people.directory.platform_sync import Directory, Profile, Rules, Update
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.first_contact import StaffStatus
from bot.people.identity.organisations import Organisation

log = structlog.get_logger()

# Seconds: somebody waits for their answer; what was learnt holds for a while.
_PATIENCE, _REMEMBERED = 1.5, 600.0
_MOST = 1000


@dataclass
class StaffLookup:
    """In memory only, so that nothing is stored of outsiders. A platform without a directory admits no outsiders."""

    organisation: Organisation
    rules: Rules = field(default_factory=Rules)
    merge_policy: MergePolicy = field(default_factory=MergePolicy)
    _directories: dict[str, Directory] = field(default_factory=dict)
    _answers: OrderedDict[Sender, tuple[float, Profile | None]] = field(default_factory=OrderedDict)

    def know(self, directories: Sequence[Directory]) -> None:
        self._directories = {directory.platform: directory for directory in directories}

    async def standing(self, sender: Sender) -> StaffStatus:
        if sender.platform not in self._directories:
            return StaffStatus.STAFF
        try:
            profile = await self._profile(sender)
        except Exception as error:  # noqa: BLE001 - whatever went wrong there, the person gets their answer
            log.warning("standing_not_known", platform=sender.platform, error=type(error).__name__)
            return StaffStatus.OUTSIDER if sender.is_from_elsewhere else StaffStatus.UNCONFIRMED
        if profile is None or not profile.is_open:
            return StaffStatus.OUTSIDER
        return StaffStatus.STAFF if self.rules.adds_people else StaffStatus.UNCONFIRMED

    async def admit(self, session: AsyncSession, sender: Sender, now: datetime) -> None:
        """Takes over what their platform told us of them just now; nothing where there is no directory."""
        _, profile = self._answers.get(sender, (0.0, None))
        if profile is not None:
            update = Update(session, self.organisation, self.rules, self.merge_policy, now.date(), now)
            await update.take_over([profile])

    async def _profile(self, sender: Sender) -> Profile | None:
        known = self._answers.get(sender)
        if known and monotonic() - known[0] < _REMEMBERED:
            return known[1]
        async with asyncio.timeout(_PATIENCE):
            profile = await self._directories[sender.platform].person(sender)
        self._answers[sender] = (monotonic(), profile)
        if len(self._answers) > _MOST:
            self._answers.popitem(last=False)
        return profile
