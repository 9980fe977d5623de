"""Deletes waves and comments after the months and days that an organisation set, and retries incomplete file cleaning.

A wave is deleted as a whole. Its invitations are deleted much earlier, once the results have been sent:
figures carry noise and are not compared again, so it no longer matters who counted where.

After a deletion, the verdict on change compares with the remaining waves: all but the last twelve, six at least.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

import structlog
from sqlalchemy import ColumnElement, Exists, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.features.pulse.models import (
    Asked,
    Invited,
    PublishedRow,
    PulseComment,
    Wave,
    WaveDeliveryCount,
    WaveState,
)
from bot.features.pulse.suggestions import Suggestion
from bot.features.pulse.waves.closing import clean
from bot.features.pulse.waves.delivery_counts import replace_leftover_deliveries
from bot.features.pulse.waves.results import PUBLISHED
from bot.features.pulse.you_said_we_did import WeDid
from bot.store.database import Database
from bot.store.scrubbing import StillThere, rewrite, scrub

log = structlog.get_logger()

_OF_A_WAVE = (PublishedRow, Invited, PulseComment, WaveDeliveryCount, Asked)

RESULTS_SENT_WITHIN = timedelta(days=10)
"""Time after the close: until the digest's Monday, plus a week for people who were away or whose messages
were held.
"""


def months(count: int) -> timedelta:
    """At least as many days as this many months have."""
    return timedelta(days=ceil(count * 366 / 12))


async def delete_old(database: Database, now: datetime, limits: Mapping[str, int]) -> Mapping[str, int]:
    await clean_published(database)
    await forget_invitations(database, now)
    return {
        "waves": await forget_waves(database, now - months(limits["keep_pulse_months"])),
        "comments": await forget_comments(database, now - timedelta(days=limits["keep_comment_days"])),
    }


async def clean_published(database: Database) -> None:
    """Retries file cleaning that a close could not finish. Runs every night until it succeeds."""
    async with database.read() as session:
        waves = (await session.scalars(select(Wave.id).where(Wave.state == WaveState.PUBLISHED))).all()
    for wave_id in waves:
        try:
            await clean(database, wave_id)
        except StillThere:
            log.warning("wave_not_cleaned", wave=wave_id)


async def forget_invitations(database: Database, now: datetime) -> None:
    """Deletes invitations to waves whose results were sent, and reduces their delivery rows to counts."""
    over = (Wave.closes_at < now - RESULTS_SENT_WITHIN, Wave.state != WaveState.OPEN)
    async with database.write() as session:
        await session.execute(delete(Invited).where(Invited.wave_id.in_(select(Wave.id).where(*over))))
        await replace_leftover_deliveries(session)


async def forget_waves(database: Database, before: datetime) -> int:
    """Deletes waves closed before this time, one transaction each so that other writers can proceed.

    Returns their number.

    Keeps the bare row of an organisation's latest wave, so that numbering continues.
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
    """Deletes the comments of waves closed before this time. Returns their number."""
    async with database.write() as session:
        old = PulseComment.wave_id.in_(select(Wave.id).where(*_over(before)))
        comments = (await session.scalars(select(PulseComment.id).where(old))).all()
        if comments:
            await rewrite(session, PulseComment, without=old)
    await _leave_no_trace(database, comments)
    return len(comments)


async def _forget_what_was_done(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Suggestion).where(Suggestion.made_on < before.date()))
    await session.execute(delete(WeDid).where(WeDid.posted_at < before))


async def _leave_no_trace(database: Database, gone: Sequence[str]) -> None:
    """Removes deleted rows from the files if the database allows it now; if not, it overwrites them later."""
    if not gone:
        return
    try:
        await scrub(database)
    except StillThere:
        log.warning("pulse_not_scrubbed")


def _over(before: datetime) -> Sequence[ColumnElement[bool]]:
    return (Wave.closes_at < before, Wave.state.in_((*PUBLISHED, WaveState.LOST)))


def _has_items() -> Exists:
    return exists().where(Asked.wave_id == Wave.id)
