"""Everything that we keep about one person, from every room: as a file for them, and erasing what can be erased."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncSession

import bot.broadcasts.kept
import bot.delivery.kept
import bot.knowledge.kept
import bot.learning.kept
import bot.people.kept
import bot.pulse.kept
import bot.questions.kept
from bot.people.files import File
from bot.people.finding import names_of
from bot.people.kept import Entry

# A new room is a line here.
KEPT = (
    *bot.people.kept.KEPT,
    *bot.learning.kept.KEPT,
    *bot.pulse.kept.KEPT,
    *bot.knowledge.kept.KEPT,
    *bot.questions.kept.KEPT,
    *bot.broadcasts.kept.KEPT,
    *bot.delivery.kept.KEPT,
)
COUNTED = (*bot.pulse.kept.COUNTED, *bot.knowledge.kept.COUNTED)

_LONGEST_ID = 32

_ABOUT = (
    "Everything that Alongside keeps about you, and what erasing would do. Your chat platform keeps its own copy of "
    "our conversation."
)


async def as_file(session: AsyncSession, person_id: str, now: datetime) -> File:
    """JSON that people can read, too. Ids of colleagues and teams are written as their names."""
    found = [(kept, await kept.entries(session, person_id)) for kept in KEPT]
    names = await names_of(session, _words(chain.from_iterable(entries for _, entries in found)))
    everything = [
        {
            "what": kept.title,
            "erasing removes": kept.erased or "nothing",
            "what stays, and why": kept.stays or "nothing",
            "entries": [{heading: _plain(value, names) for heading, value in e.items()} for e in entries],
        }
        for kept, entries in found
    ]
    told = {"about": _ABOUT, "made": _plain(now, {}), "kept": everything, "not kept with your name": COUNTED}
    body = json.dumps(told, ensure_ascii=False, indent=2).encode()
    return File(f"alongside-my-data-{now:%Y-%m-%d}.json", "application/json", body)


async def erase(session: AsyncSession, person_id: str) -> None:
    """Doing it again changes nothing."""
    for kept in KEPT:
        if kept.erase:
            await kept.erase(session, person_id)


def _words(entries: Iterable[Entry]) -> set[str]:
    """Those that may be ids."""
    values = [value for entry in entries for value in entry.values()]
    inner = [part for value in values if isinstance(value, dict) for part in value.values()]
    return {word for word in (*values, *inner) if isinstance(word, str) and len(word) <= _LONGEST_ID}


def _plain(value: object, names: Mapping[str, str]) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {name: _plain(part, names) for name, part in value.items()}
        case str():
            return names.get(value, str(value))
        case _:
            return value
