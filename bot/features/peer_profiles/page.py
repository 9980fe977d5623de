"""Selects the entries on the page for people who use the service, announces new ones, and replaces the file."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from glob import escape
from pathlib import Path
from secrets import token_hex
from time import time
from zoneinfo import ZoneInfo

from bot.features.peer_profiles.announced_key import AnnouncedKey
from bot.features.peer_profiles.entry_visibility import on_the_page
from bot.features.peer_profiles.models import PeerProfile
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

_READABLE = 0o644
# Seconds after which a file that is not finished was left by a crash.
_UNFINISHED_FOR = 3600


@dataclass(frozen=True, slots=True)
class PageContents:
    profiles: Sequence[PeerProfile]
    organisation: str
    made_on: date


async def page_contents(database: Database, organisation_id: str, now: datetime) -> PageContents:
    async with database.read() as session:
        organisation = await session.get_one(Organisation, organisation_id)
        profiles = await on_the_page(session, organisation_id)
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    return PageContents(profiles, organisation.name, today)


async def replace_page(file: Path, text: str) -> None:
    """Replaces the file in one step."""
    await to_thread(_replace, file, text)


async def announce(database: Database, organisation_id: str, slot_id: str) -> Sequence[str]:
    """The ids of people on the page who were not notified of this version of their entry. Repeatable for a slot.

    So a crash before the messages are in the ledger neither loses nor doubles one.
    """
    async with database.write() as session:
        profiles = await on_the_page(session, organisation_id)
        new = [profile for profile in profiles if _is_new(profile, slot_id)]
        for profile in new:
            profile.announced = str(AnnouncedKey(slot_id, profile.version))
        return [profile.person_id for profile in new]


def _is_new(profile: PeerProfile, slot_id: str) -> bool:
    announced = AnnouncedKey.parse(profile.announced)
    return announced.slot_id == slot_id or announced.version != profile.version


def _replace(file: Path, text: str) -> None:
    """A reader sees the old page or the new one, never half of one. What a crash left unfinished is deleted."""
    for left in file.parent.glob(f".{escape(file.name)}-*"):
        if time() - left.stat().st_mtime > _UNFINISHED_FOR:
            left.unlink(missing_ok=True)
    unfinished = file.with_name(f".{file.name}-{token_hex(4)}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.chmod(_READABLE)
    unfinished.replace(file)
