"""Estimates how many people an announcement would reach, by platform, and how many are left out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.announcements.models import Broadcast
from bot.people.audiences.audiences import channels_of, people_of
from bot.people.contact.send_time import UNTIL_I_SAY
from bot.people.identity.accounts import accounts_to_use
from bot.people.identity.people import Preferences

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class AudienceEstimate:
    """`left_out` are people who want no announcements or can't be reached; one figure, because choices are private.
    Readers of `channels` can't be counted. `places` counts the other people by platform.
    """

    people: int
    left_out: int = 0
    channels: int = 0
    places: Mapping[str, int] = field(default_factory=dict)


async def estimate_audience(
    session: AsyncSession, broadcast: Broadcast, running: Collection[str] = ()
) -> AudienceEstimate:
    """`running` are the platforms that are; any, where none are named."""
    ids = await people_of(session, broadcast.organisation_id, broadcast.audience)
    channels = await channels_of(session, broadcast.audience)
    places = await _places(session, ids, running)
    return AudienceEstimate(len(ids), len(ids) - places.total(), len(channels), places)


async def _places(session: AsyncSession, ids: Sequence[str], running: Collection[str]) -> Counter[str]:
    counts = Counter[str]()
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        accounts = await accounts_to_use(session, part, running)
        preferences = await session.scalars(select(Preferences).where(Preferences.person_id.in_(part)))
        others = accounts.keys() - {
            preference.person_id for preference in preferences if _wants_none(preference)
        }
        counts.update(accounts[person].platform for person in others)
    return counts


def _wants_none(preference: Preferences) -> bool:
    return ANNOUNCEMENT in preference.opted_out or preference.snoozed_until == UNTIL_I_SAY
