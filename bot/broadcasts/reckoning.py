"""How many people an announcement would reach, and how that comes about."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.tables import Broadcast
from bot.people.audiences import people_of
from bot.people.budget import Kind
from bot.people.due import UNTIL_I_SAY
from bot.people.people import Account, Preferences

_AT_ONCE = 5000
CHANNEL = "channel:"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`people` is None for a channel. `left_out` are those of them who want no announcements now, or whom we can't
    write to; one figure, because who chose what is theirs.
    """

    people: int | None
    left_out: int = 0

    @property
    def reached(self) -> int:
        return (self.people or 0) - self.left_out


async def reckon(session: AsyncSession, broadcast: Broadcast) -> Reckoning:
    if broadcast.audience.startswith(CHANNEL):
        return Reckoning(None)
    ids = await people_of(session, broadcast.organisation_id, broadcast.audience)
    return Reckoning(len(ids), len(ids) - await _reachable(session, ids))


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
