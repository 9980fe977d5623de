"""Writes the page for people who use the service: only what each peer worker signed off for it."""

from asyncio import to_thread
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from zoneinfo import ZoneInfo

from bot.features.peer_profiles.readers import on_the_page
from bot.features.peer_profiles.views.page import article, page
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

_READABLE = 0o644


async def make_page(database: Database, organisation_id: str, file: Path, now: datetime) -> Sequence[str]:
    """In place of the one before, in one step. Who is on it anew, or with other words, by their id."""
    async with database.read() as session:
        organisation = await session.get_one(Organisation, organisation_id)
        profiles = await on_the_page(session, organisation_id)
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    before = await to_thread(_replace, file, page(profiles, organisation.name, today))
    return [profile.person_id for profile in profiles if article(profile) not in before]


def _replace(file: Path, text: str) -> str:
    """What stood there before. A reader sees the old page or the new one, never half of one."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    unfinished = file.with_name(f".{file.name}-{token_hex(4)}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.chmod(_READABLE)
    unfinished.replace(file)
    return before
