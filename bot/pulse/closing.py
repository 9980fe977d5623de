"""Closing a wave: no more answers, what is told of it decided once, and who took part forgotten for good."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy import false, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.pulse.disclosure import Publication, publish
from bot.pulse.groups import Group
from bot.pulse.headline import verdicts
from bot.pulse.results import counts_of, publications_before, root_of, told_row
from bot.pulse.statistics import Counts
from bot.pulse.tables import Asked, Comment, Counted, Participation, Tally, Told, Wave, WaveKey, WaveState
from bot.store.database import Database
from bot.store.scrubbing import rewrite, scrub
from bot.store.statements import insert

log = structlog.get_logger()

COMMENTS_FROM = 12


async def close_due(database: Database, organisation_id: str, now: datetime) -> None:
    """Every wave whose time has come, oldest first; goes on where an earlier attempt stopped."""
    unfinished = (Wave.organisation_id == organisation_id, Wave.state != WaveState.CLEANED)
    async with database.read() as session:
        found = await session.scalars(
            select(Wave.id).where(*unfinished, Wave.closes_at <= now).order_by(Wave.number)
        )
        due = found.all()
    for wave_id in due:
        await close(database, wave_id)


async def close(database: Database, wave_id: str) -> None:
    """Each step may be done again; the figures stay those that were published first."""
    await _end(database, wave_id)
    await _publish(database, wave_id)
    await clean(database, wave_id)


async def _end(database: Database, wave_id: str) -> None:
    """No more answers; who took part, and in which order, is forgotten at once."""
    async with database.write() as session:
        is_open = (Wave.id == wave_id, Wave.state == WaveState.OPEN)
        ending = update(Wave).where(*is_open).values(state=WaveState.CLOSED).returning(Wave.id)
        if await session.scalar(ending):
            await _keep_counts(session, wave_id)
            await _forget_who_took_part(session, wave_id)


async def _keep_counts(session: AsyncSession, wave_id: str) -> None:
    tallies = Tally.__table__
    in_order = select(tallies).where(Tally.wave_id == wave_id).order_by(*tallies.primary_key)
    if rows := [dict(row) for row in (await session.execute(in_order)).mappings()]:
        await session.execute(insert(session, Counted), rows)


async def _publish(database: Database, wave_id: str) -> None:
    async with database.read() as session:
        wave = await session.get_one(Wave, wave_id)
        if wave.state is not WaveState.CLOSED:
            return
        pending = [await _pending(session, wave, asked) for asked in await _asked(session, wave_id)]
    rows = []
    for asked, root, counts, earlier in pending:
        found = await asyncio.to_thread(
            publish, wave.number, asked.item_id, root, counts, earlier, wave.floor
        )
        async with database.read() as session:
            judged = await verdicts(session, wave, asked, found)
        rows += [told_row(wave.id, found, key, judged.get(key, "")) for key, _ in found.groups]
    async with database.write() as session:
        await session.execute(insert(session, Told).on_conflict_do_nothing(), rows)
        closed = (Wave.id == wave_id, Wave.state == WaveState.CLOSED)
        await session.execute(update(Wave).where(*closed).values(state=WaveState.PUBLISHED))
    log.info("wave_published", wave=wave_id, number=wave.number)


_Pending = tuple[Asked, Group, Mapping[str, Counts], Sequence[Publication]]


async def _asked(session: AsyncSession, wave_id: str) -> Sequence[Asked]:
    found = await session.scalars(select(Asked).where(Asked.wave_id == wave_id).order_by(Asked.position))
    return found.all()


async def _pending(session: AsyncSession, wave: Wave, asked: Asked) -> _Pending:
    counts = await counts_of(session, wave.id, asked.item_id)
    earlier = await publications_before(session, wave, asked.item_id)
    return asked, await root_of(session, asked), counts, earlier


async def _forget_who_took_part(session: AsyncSession, wave_id: str) -> None:
    """The order in which comments came would be a trace, too.

    The tables in the order in which ballots need them, so that those of another wave and we never wait for
    each other.
    """
    mine = Comment.wave_id == wave_id
    written = await session.scalar(select(func.count()).select_from(Comment).where(mine)) or 0
    await rewrite(session, WaveKey, without=WaveKey.wave_id == wave_id)
    await rewrite(session, Participation, without=Participation.wave_id == wave_id)
    await rewrite(session, Tally, without=Tally.wave_id == wave_id)
    # Unread: among so few, a way of writing gives its writer away.
    await rewrite(session, Comment, without=mine if written < COMMENTS_FROM else false())


async def clean(database: Database, wave_id: str) -> None:
    """What was deleted leaves the files, too. Raises StillThere."""
    await scrub(database)
    async with database.write() as session:
        published = (Wave.id == wave_id, Wave.state == WaveState.PUBLISHED)
        await session.execute(update(Wave).where(*published).values(state=WaveState.CLEANED))
