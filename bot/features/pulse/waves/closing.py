"""Closes a wave: counts its ballots in memory, publishes figures once, and destroys the ballots."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import (
    Asked,
    Participation,
    PublishedRow,
    PulseComment,
    SealedBallot,
    SealedComment,
    Wave,
    WaveKey,
    WaveState,
)
from bot.features.pulse.published_result import PublishedResult, TooFew, result_as_json
from bot.features.pulse.reports.headline import verdicts
from bot.features.pulse.verdict import verdict_as_json
from bot.features.pulse.waves.counting import OpenedBallots, open_all, root_of, tallies
from bot.features.pulse.waves.delivery_counts import replace_deliveries_by_counts
from bot.publishing.noise_keys import noise_layers_of
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.publisher import Tally, publish
from bot.publishing.tree import Group
from bot.store.database import Database
from bot.store.scrubbing import rewrite, scrub
from bot.store.sealing import Seal
from bot.store.statements import insert

log = structlog.get_logger()

_DESTROYED = (WaveKey, Participation, SealedBallot, SealedComment)
"""The tables to lock, in the order in which ballots lock them, so that no deadlock occurs."""


async def close_due(database: Database, seal: Seal, organisation_id: str, now: datetime) -> None:
    """Closes every wave past its time, oldest first. Continues interrupted closes."""
    unfinished = (
        Wave.organisation_id == organisation_id,
        Wave.state.not_in((WaveState.CLEANED, WaveState.LOST)),
    )
    async with database.read() as session:
        waves = await session.scalars(
            select(Wave.id).where(*unfinished, Wave.closes_at <= now).order_by(Wave.number)
        )
        due = waves.all()
    for wave_id in due:
        await close(database, seal, wave_id)


async def close(database: Database, seal: Seal, wave_id: str) -> None:
    """Closes a wave.

    Every step is repeatable. Before the figures are published nothing is destroyed; then everything at once.
    """
    async with database.write() as session:
        is_open = (Wave.id == wave_id, Wave.state == WaveState.OPEN)
        await session.execute(update(Wave).where(*is_open).values(state=WaveState.CLOSED))
    await _publish(database, seal, wave_id)
    await clean(database, wave_id)


@dataclass(frozen=True, slots=True)
class _Question:
    """One item with its counts and groups, before figures are computed."""

    wave_item: Asked
    root: Group
    counts: dict[str, Tally]


async def _publish(database: Database, seal: Seal, wave_id: str) -> None:
    async with database.read() as session:
        wave = await session.get_one(Wave, wave_id)
        if wave.state is not WaveState.CLOSED:
            return
        opened = await open_all(session, seal, wave_id)
        questions = await _questions(session, wave_id, opened) if opened else []
    rows: list[dict[str, Any]] = []
    if opened and questions:
        day = wave.closes_at.date()
        layers = await noise_layers_of(database, wave.organisation_id, seal, day)
        for question in questions:
            rows += await _published_rows(database, wave, question, layers)
    await _keep(database, wave, rows, opened)


async def _questions(session: AsyncSession, wave_id: str, opened: OpenedBallots) -> list[_Question]:
    wave_items = await session.scalars(select(Asked).where(Asked.wave_id == wave_id).order_by(Asked.position))
    return [
        _Question(
            wave_item,
            await root_of(session, wave_item),
            tallies(opened.ballots, wave_item.item_id, wave_item.cell_of),
        )
        for wave_item in wave_items.all()
    ]


async def _published_rows(
    database: Database, wave: Wave, question: _Question, layers: NoiseLayers
) -> list[dict[str, Any]]:
    wave_item = question.wave_item
    figures = await asyncio.to_thread(
        publish,
        question.root,
        question.counts,
        f"pulse|{wave_item.item_id}",
        layers,
        floor=wave.floor,
        epsilon=Fraction(wave.epsilon, 100),
    )
    results: dict[str, PublishedResult] = {
        group.key: figures.get(group.key, TooFew()) for group in question.root.walk()
    }
    async with database.read() as session:
        judged = await verdicts(session, wave, wave_item, results)
    about = {"wave_id": wave.id, "item_id": wave_item.item_id}
    return [
        {
            **about,
            "group_key": key,
            "told": result_as_json(result),
            "judged": verdict_as_json(judged.get(key)),
        }
        for key, result in results.items()
    ]


async def _keep(
    database: Database, wave: Wave, rows: Sequence[dict[str, Any]], opened: OpenedBallots | None
) -> None:
    """Stores figures and destroys ballots in one transaction: the same ballots never get different noise."""
    became = WaveState.PUBLISHED if opened else WaveState.LOST
    async with database.write() as session:
        closed = (Wave.id == wave.id, Wave.state == WaveState.CLOSED)
        published = update(Wave).where(*closed).values(state=became).returning(Wave.id)
        if await session.scalar(published) is None:
            return
        if rows:
            await session.execute(insert(session, PublishedRow), rows)
        for text in opened.comments if opened else ():
            session.add(PulseComment(wave_id=wave.id, text=text))
        for table in _DESTROYED:
            await rewrite(session, table, without=table.wave_id == wave.id)
        await replace_deliveries_by_counts(session, wave)
    log.info("wave_closed", wave=wave.id, number=wave.number, became=became)


async def clean(database: Database, wave_id: str) -> None:
    """Removes the deleted rows from the database's files. Raises StillThere."""
    await scrub(database)
    async with database.write() as session:
        published = (Wave.id == wave_id, Wave.state == WaveState.PUBLISHED)
        await session.execute(update(Wave).where(*published).values(state=WaveState.CLEANED))
