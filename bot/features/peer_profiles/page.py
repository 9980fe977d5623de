"""Generates the page for people who use the service, from the entries that their writers approved for it."""

from asyncio import to_thread
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from zoneinfo import ZoneInfo

from bot.features.peer_profiles.entry_visibility import on_the_page
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.views.page import page
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

_READABLE = 0o644


async def make_page(
    database: Database, organisation_id: str, file: Path, now: datetime, *, is_weekly: bool = False
) -> None:
    """In place of the one before, in one step."""
    async with database.read() as session:
        organisation = await session.get_one(Organisation, organisation_id)
        profiles = await on_the_page(session, organisation_id)
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    text = page(profiles, organisation.name, today, is_weekly=is_weekly)
    await to_thread(_replace, file, text)


async def announce(database: Database, organisation_id: str, slot_id: str) -> Sequence[str]:
    """Who is on the page with words that they were not told of, by their id: the same for this slot, however often.

    A crash before the messages are in the ledger loses none, and asking again after it doubles none.
    """
    async with database.write() as session:
        found = await on_the_page(session, organisation_id)
        new = [profile for profile in found if _is_new(profile, slot_id)]
        for profile in new:
            profile.announced = f"{slot_id} {profile.version}"
        return [profile.person_id for profile in new]


def _is_new(profile: PeerProfile, slot_id: str) -> bool:
    at, _, version = profile.announced.rpartition(" ")
    return at == slot_id or version != profile.version


def _replace(file: Path, text: str) -> None:
    """A reader sees the old page or the new one, never half of one."""
    unfinished = file.with_name(f".{file.name}-{token_hex(4)}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.chmod(_READABLE)
    unfinished.replace(file)
