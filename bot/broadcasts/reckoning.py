"""How many people an announcement would reach, and how that comes about."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.tables import Broadcast
from bot.people.audiences import channels_of, people_of
from bot.people.budget import Kind
from bot.people.due import UNTIL_I_SAY
from bot.people.people import Account, Preferences

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`left_out` are those of the people who want no announcements now, or whom we can't write to; one figure, because
    who chose what is theirs. Nobody can count who reads along in `channels`.
    """

    people: int
    left_out: int = 0
    channels: int = 0


async def reckon(session: AsyncSession, broadcast: Broadcast) -> Reckoning:
    ids = await people_of(session, broadcast.organisation_id, broadcast.audience)
    channels = await channels_of(session, broadcast.audience)
    return Reckoning(len(ids), len(ids) - await _reachable(session, ids), len(channels))


async def _reachable(session: AsyncSession, ids: Sequence[str]) -> int:
    found = 0
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        accounts = select(Account.person_id).where(
            Account.person_id.in_(some), Account.unreachable_since.is_(None)
        )
        reachable = set(await session.scalars(accounts.distinct()))
        wishes = await session.scalars(select(Preferences).where(Preferences.person_id.in_(some)))
        found += len(reachable - {wish.person_id for wish in wishes if _wants_none(wish)})
    return found


def _wants_none(wish: Preferences) -> bool:
    return Kind.BROADCAST in wish.opted_out or wish.snoozed_until == UNTIL_I_SAY
