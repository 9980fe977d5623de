"""The ballot: who has answered and what was answered go into one transaction, and never into one row.

Taking part leaves a mark, HMAC-SHA256 (RFC 2104) of the wave and the person under the wave's key. The same
person makes the same mark, so a second ballot is refused; without the key nobody can tell whose it is. An
answer adds one to a count. The key is sealed with the master key, which is not in the database, and is
deleted with all marks when the wave closes (`closing`).

During a wave, somebody with the master key and the live disk could join the two, because a database stamps
the rows of a transaction alike; and the chat platform and the running server see each click. We say so.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.pulse.statistics import POINTS
from bot.pulse.tables import Asked, Comment, Invited, Participation, Tally, Wave, WaveKey, WaveState
from bot.store.sealing import Seal
from bot.store.statements import count_one_more, insert


class Outcome(Enum):
    COUNTED = auto()
    TWICE = auto()
    CLOSED = auto()
    NOT_INVITED = auto()


async def cast(
    session: AsyncSession,
    seal: Seal,
    wave_id: str,
    person_id: str,
    answers: Mapping[str, int],
    now: datetime,
) -> Outcome:
    """`answers` has a point of 1 to 5 by item id; whatever the wave does not ask is left out.

    Writes nothing but the mark and the counts, and those only when it returns COUNTED.
    """
    team = await _may_answer(session, wave_id, person_id, now)
    if isinstance(team, Outcome):
        return team
    if not await _mark(session, seal, wave_id, person_id, ""):
        return Outcome.TWICE
    asked = await session.execute(
        select(Asked.item_id, Asked.cell_of).where(Asked.wave_id == wave_id).order_by(Asked.item_id)
    )
    # In the order of ids for everyone: two ballots at the same moment never wait for each other.
    keys = [
        {"wave_id": wave_id, "item_id": item_id, "cell": cell_of[team], "point": answers[item_id]}
        for item_id, cell_of in asked
        if answers.get(item_id) in POINTS
    ]
    await count_one_more(session, Tally, *keys)
    return Outcome.COUNTED


async def comment(
    session: AsyncSession, seal: Seal, wave_id: str, person_id: str, text: str, now: datetime
) -> Outcome:
    """One a person, because they are shown only when twelve people have written one. No time, no group."""
    team = await _may_answer(session, wave_id, person_id, now)
    if isinstance(team, Outcome):
        return team
    if not await _mark(session, seal, wave_id, person_id, "comment"):
        return Outcome.TWICE
    session.add(Comment(wave_id=wave_id, text=text))
    return Outcome.COUNTED


async def _may_answer(session: AsyncSession, wave_id: str, person_id: str, now: datetime) -> str | Outcome:
    """The team they count with. Closing waits for ballots that have got this far, and they for it.

    Without its key, as after a restore or a crash of PostgreSQL, nobody could tell who has answered already,
    and the wave takes no more answers.
    """
    wave = await session.scalar(select(Wave).where(Wave.id == wave_id).with_for_update(read=True))
    if wave is None or wave.state is not WaveState.OPEN or now >= wave.closes_at:
        return Outcome.CLOSED
    if await session.get(WaveKey, wave_id) is None:
        return Outcome.CLOSED
    invited = await session.get(Invited, (wave_id, person_id))
    return invited.team if invited else Outcome.NOT_INVITED


async def _mark(session: AsyncSession, seal: Seal, wave_id: str, person_id: str, what: str) -> bool:
    """False where it is there already."""
    sealed = (await session.get_one(WaveKey, wave_id)).sealed
    about = "|".join((wave_id, person_id, what))
    mark = hmac.digest(seal.open(sealed), about.encode(), "sha256")
    statement = insert(session, Participation).values(wave_id=wave_id, mark=mark)
    made = await session.scalar(statement.on_conflict_do_nothing().returning(Participation.mark))
    return made is not None
