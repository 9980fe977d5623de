"""Generates the page for people who use the service once a week, and tells peer workers who are new on it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.clock import Clock
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.peer_profiles.page import announce, page_contents, replace_page
from bot.features.peer_profiles.views.page import now_on_it, page
from bot.people.contact.send_time import Instant
from bot.store.database import Database


async def make_page(
    database: Database, organisation_id: str, file: Path, now: datetime, *, is_weekly: bool = False
) -> None:
    """Replaces the file in one step."""
    contents = await page_contents(database, organisation_id, now)
    text = page(contents.profiles, contents.organisation, contents.made_on, is_weekly=is_weekly)
    await replace_page(file, text)


@dataclass(frozen=True, slots=True)
class PeerPage:
    """`file` is where the page goes; None if nobody wants one."""

    database: Database
    clock: Clock
    file: Path | None

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        if self.file is None:
            return
        now = self.clock.now()
        await make_page(self.database, slot.organisation_id, self.file, now, is_weekly=True)
        for person_id in await announce(self.database, slot.organisation_id, slot.id):
            yield Draft(person_id, now_on_it(), slot.kind, Instant(slot.due_at))
