"""What the pulse forgets with time: waves after two years, comments after a month.

A wave goes as a whole. Its figures are what later waves are compared with, so that nobody's answer shows
as the difference between them; whoever still has figures of a forgotten wave has some that nothing is
compared with any more. Two years is where we let that be. The difference of two figures is the answers
of those who joined or left only if all the others are the same people and have answered just as before;
over so long a time, of work that changes, that is no ground to conclude anything from. Keeping for
ever who belonged to which team would be the greater intrusion, and would keep a team hidden for good once
two or three people had joined it. So the period can be lengthened, and never shortened.

The verdict on change is then against the first six waves that are kept.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, Exists, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.pulse.closing import clean
from bot.pulse.results import PUBLISHED
from bot.pulse.suggestions import Suggestion
from bot.pulse.tables import Asked, Comment, Counted, Invited, Told, Wave, WaveState
from bot.pulse.we_did import WeDid
from bot.store.database import Database
from bot.store.scrubbing import StillThere, rewrite, scrub

log = structlog.get_logger()

_OF_A_WAVE = (Counted, Told, Invited, Comment, Asked)


async def clean_published(database: Database) -> None:
    """Finishes what a close could not: it is tried again every night until it succeeds."""
    async with database.read() as session:
        waves = (await session.scalars(select(Wave.id).where(Wave.state == WaveState.PUBLISHED))).all()
    for wave_id in waves:
        try:
            await clean(database, wave_id)
        except StillThere:
            log.warning("wave_not_cleaned", wave=wave_id)


async def forget_waves(database: Database, before: datetime) -> int:
    """Those that closed before, each by itself so that others may write in between; how many.

    The latest of an organisation keeps its bare row, so that numbers go on from there.
    """
    async with database.read() as session:
        waves = (await session.scalars(select(Wave.id).where(*_over(before), _has_items()))).all()
    for wave_id in waves:
        async with database.write() as session:
            for table in _OF_A_WAVE:
                await session.execute(delete(table).where(table.wave_id == wave_id))
    async with database.write() as session:
        later = aliased(Wave)
        newest = select(func.max(later.number)).where(later.organisation_id == Wave.organisation_id)
        bare = (*_over(before), ~_has_items(), Wave.number < newest.scalar_subquery())
        await session.execute(delete(Wave).where(*bare))
        await _forget_what_was_done(session, before)
    await _leave_no_trace(database, waves)
    return len(waves)


async def forget_comments(database: Database, before: datetime) -> int:
    """Of waves that closed before; how many."""
    async with database.write() as session:
        old = Comment.wave_id.in_(select(Wave.id).where(*_over(before)))
        comments = (await session.scalars(select(Comment.id).where(old))).all()
        if comments:
            await rewrite(session, Comment, without=old)
    await _leave_no_trace(database, comments)
    return len(comments)


async def _forget_what_was_done(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Suggestion).where(Suggestion.made_on < before.date()))
    await session.execute(delete(WeDid).where(WeDid.posted_at < before))


async def _leave_no_trace(database: Database, gone: Sequence[str]) -> None:
    """Out of the files as well, where the database lets us now; if not, it will overwrite them in time."""
    if not gone:
        return
    try:
        await scrub(database)
    except StillThere:
        log.warning("pulse_not_scrubbed")


def _over(before: datetime) -> Sequence[ColumnElement[bool]]:
    return (Wave.closes_at < before, Wave.state.in_(PUBLISHED))


def _has_items() -> Exists:
    return exists().where(Asked.wave_id == Wave.id)
