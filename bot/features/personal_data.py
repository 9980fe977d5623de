"""Exports everything kept about a person, from every feature, and erases what can be erased."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features import FEATURES
from bot.people.identity.lookup import names_of
from bot.people.records.downloads import File
from bot.people.records.personal_data import Entry, PersonalData

PERSONAL_DATA = tuple(category for feature in FEATURES for category in feature.personal_data)
WITHOUT_NAME = tuple(data for feature in FEATURES for data in feature.without_name)

# Groups of features for the summary that people see.
_LEARNED = frozenset({"learning", "pulse", "asking", "escalation"})
_WRITTEN = frozenset({"announcements"})


def _of(names: frozenset[str], *, others: bool = False) -> Sequence[PersonalData]:
    return [
        category
        for feature in FEATURES
        if (feature.name in names) is not others
        for category in feature.personal_data
    ]


GROUPS = {
    "Who you are here, and what you chose": _of(_LEARNED | _WRITTEN, others=True),
    "What you asked, learned and answered": _of(_LEARNED),
    "What you wrote for others": _of(_WRITTEN),
}

_LONGEST_ID = 32

_ABOUT = (
    "Everything that Alongside keeps about you, and what erasing would do. Your chat platform keeps its own copy of "
    "our conversation."
)


async def as_file(session: AsyncSession, person_id: str, now: datetime) -> File:
    """JSON that people can read, too. Ids of colleagues and teams are written as their names."""
    by_category = [(category, await category.entries(session, person_id)) for category in PERSONAL_DATA]
    names = await names_of(session, _words(chain.from_iterable(entries for _, entries in by_category)))
    everything = [
        {
            "what": category.title,
            "erasing removes": category.erased or "nothing",
            "what stays, and why": category.stays or "nothing",
            "entries": [{heading: _plain(value, names) for heading, value in e.items()} for e in entries],
        }
        for category, entries in by_category
    ]
    document = {
        "about": _ABOUT,
        "made": _plain(now, {}),
        "kept": everything,
        "not kept with your name": WITHOUT_NAME,
    }
    body = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return File(f"alongside-my-data-{now:%Y-%m-%d}.json", "application/json", body)


async def erase(session: AsyncSession, person_id: str) -> None:
    """Doing it again changes nothing."""
    for category in PERSONAL_DATA:
        if category.erase:
            await category.erase(session, person_id)


def _words(entries: Iterable[Entry]) -> set[str]:
    """The strings that may be ids."""
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
