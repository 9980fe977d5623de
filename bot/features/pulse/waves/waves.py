"""Opens waves and fixes their groups; finds open waves, their items and closing days."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from secrets import token_bytes
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.themes import Audience
from bot.features.pulse.items import Item
from bot.features.pulse.models import Asked, Invited, Wave, WaveKey, WaveState
from bot.features.pulse.preferences import choices_of
from bot.features.pulse.sealing.box import new_key_pair
from bot.features.pulse.waves.groups import (
    GROUPS_FROM,
    ORGANISATION,
    Grouping,
    Parents,
    group_for_item,
)
from bot.features.pulse.waves.groups import InvitedPerson as Member
from bot.features.pulse.waves.invitations import closing_sunday, eligible
from bot.features.pulse.waves.rotation import items_for_role, items_for_wave
from bot.people.identity.organisations import Organisation, Team
from bot.publishing.tree import Group
from bot.store.sealing import Seal
from bot.store.secrets import write_secret
from bot.store.statements import insert
from bot.store.types import new_id

Items = Mapping[str, Item]
"""Items by id, in the file's order."""

_CLOSES = time(12)
_WEEKS, _WEEKS_WHEN_SMALL = 1, 3

# A quarter, less the days by which a fortnightly schedule can miss it.
A_QUARTER = timedelta(weeks=12)

A_MONTH = timedelta(weeks=4)
"""How often a small organisation is asked at most: 13 rounds a year, so the first verdict comes in the seventh month.

The noise is chosen for 26 rounds of the same people; here they are two years' (`deploy/CONFIDENTIALITY.md`).
"""


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """A planned wave: items, invited people and groups. Stored before any answer is counted."""

    number: int
    audience: Audience
    people: Sequence[Member]
    groupings: Mapping[str, Grouping]
    is_small: bool


async def open_wave(
    session: AsyncSession,
    organisation: Organisation,
    items: Items,
    seal: Seal,
    *,
    slot: str,
    day: date,
    audience: Audience = Audience.EVERYONE,
    platforms: Collection[str] = (),
) -> Wave | None:
    """Opens a wave. Idempotent: the same slot returns the same wave.

    None if too few people could be asked.

    `platforms` are the platforms that run here; an empty collection means any.
    """
    if wave := await wave_of(session, slot):
        return wave
    opening = await plan(session, organisation, items, day, audience, platforms)
    return await keep(session, organisation, opening, seal, slot, day) if opening else None


async def wave_of(session: AsyncSession, slot: str) -> Wave | None:
    wave: Wave | None = await session.scalar(select(Wave).where(Wave.slot == slot))
    return wave


async def plan(
    session: AsyncSession,
    organisation: Organisation,
    items: Items,
    day: date,
    audience: Audience,
    platforms: Collection[str] = (),
) -> PlannedWave | None:
    """Reads only: it takes long with many people, and nobody else could write meanwhile.

    None if too few people could be asked.
    """
    mine = Wave.organisation_id == organisation.id
    number = 1 + (await session.scalar(select(func.max(Wave.number)).where(mine)) or 0)
    people = await eligible(session, organisation.id, day, audience, platforms)
    chosen = await choices_of(session, organisation.id)
    parents: Parents = dict((await session.execute(select(Team.id, Team.parent_id))).all())
    asked_of = [item for item in items.values() if audience in item.audience]
    groupings = await _groupings(asked_of, people, parents, chosen.floor)
    if not groupings:
        return None
    askable, asked_before = [items[id_] for id_ in groupings], await _items_by_wave(session, organisation.id)
    is_small = len(people) < GROUPS_FROM and audience is Audience.EVERYONE
    if audience is Audience.EVERYONE:
        wave = items_for_wave(number, items[chosen.headline], askable, asked_before, is_small=is_small)
    else:
        wave = items_for_role(number, askable, asked_before)
    return PlannedWave(number, audience, people, {item.id: groupings[item.id] for item in wave}, is_small)


async def _groupings(
    items: Sequence[Item], people: Sequence[Member], parents: Parents, floor: int
) -> dict[str, Grouping]:
    """Groups items with enough people: items with the same people and subject share a group."""
    made: dict[tuple[frozenset[Audience], bool], Grouping | None] = {}
    for item in items:
        alike = (item.audience, item.rates_peers)
        if alike not in made:
            made[alike] = group_for_item(item, people, parents, floor=floor)
            # The next one takes as long, with many people; others may go first.
            await asyncio.sleep(0)
    return {item.id: grouping for item in items if (grouping := made[item.audience, item.rates_peers])}


def closing(day: date, zone: str, *, is_small: bool = False) -> datetime:
    """Sunday noon in the organisation's zone, at least four days later; the third Sunday if it is small."""
    sunday = closing_sunday(day) + timedelta(weeks=(_WEEKS_WHEN_SMALL if is_small else _WEEKS) - 1)
    return datetime.combine(sunday, _CLOSES, ZoneInfo(zone))


async def open_now(session: AsyncSession, organisation_id: str, now: datetime) -> Sequence[Wave]:
    """Waves that accept answers, the one for everyone first."""
    waves = await session.scalars(
        select(Wave)
        .where(Wave.organisation_id == organisation_id, Wave.state == WaveState.OPEN, Wave.closes_at > now)
        .order_by(Wave.audience != Audience.EVERYONE, Wave.number)
    )
    return waves.all()


async def open_to_everyone(session: AsyncSession, organisation_id: str, now: datetime) -> Wave | None:
    waves = await open_now(session, organisation_id, now)
    return next((wave for wave in waves if wave.audience is Audience.EVERYONE), None)


async def open_wave_of(session: AsyncSession, wave_id: str, now: datetime) -> Wave | None:
    """The open wave. None if it is closed or past its time."""
    wave = await session.get(Wave, wave_id)
    return wave if wave and wave.state is WaveState.OPEN and now < wave.closes_at else None


def closing_day(wave: Wave, organisation: Organisation) -> date:
    return wave.closes_at.astimezone(ZoneInfo(organisation.time_zone)).date()


async def last_opened(session: AsyncSession, organisation_id: str) -> dict[Audience, date]:
    """The time at which each audience was last asked."""
    rows = await session.execute(
        select(Wave.audience, func.max(Wave.opened_on))
        .where(Wave.organisation_id == organisation_id)
        .group_by(Wave.audience)
    )
    return dict(rows.all())


async def items_of(session: AsyncSession, wave_id: str, items: Items) -> Sequence[Item]:
    """The wave's items in order of asking, without items that the content no longer has."""
    item_ids = await session.scalars(
        select(Asked.item_id).where(Asked.wave_id == wave_id).order_by(Asked.position)
    )
    return [items[id_] for id_ in item_ids if id_ in items]


def tree_of(root: Group) -> list[Any]:
    """A tree as JSON: each group's key and parts. Members are stored once, as invitations."""
    return [root.key, [tree_of(part) for part in root.parts]]


def group_of(tree: Sequence[Any], members: Mapping[str, frozenset[str]]) -> Group:
    """Parses a group's JSON; `members` holds the people of each cell."""
    key, below = tree
    if not below:
        return Group(key, members.get(key, frozenset()))
    parts = tuple(group_of(part, members) for part in below)
    return Group(key, frozenset[str]().union(*(part.members for part in parts)), parts)


async def _items_by_wave(session: AsyncSession, organisation_id: str) -> dict[int, list[str]]:
    rows = await session.execute(
        select(Wave.number, Asked.item_id)
        .join(Asked, Asked.wave_id == Wave.id)
        .where(Wave.organisation_id == organisation_id)
    )
    by_wave: dict[int, list[str]] = {}
    for number, item_id in rows:
        by_wave.setdefault(number, []).append(item_id)
    return by_wave


async def keep(
    session: AsyncSession, organisation: Organisation, opening: PlannedWave, seal: Seal, slot: str, day: date
) -> Wave:
    """Stores the wave that was planned. Raises IntegrityError if another was opened since."""
    keys, chosen = new_key_pair(), await choices_of(session, organisation.id)
    wave = Wave(
        id=new_id(),
        organisation_id=organisation.id,
        number=opening.number,
        slot=slot,
        audience=opening.audience,
        opened_on=day,
        closes_at=closing(day, organisation.time_zone, is_small=opening.is_small),
        floor=chosen.floor,
        epsilon=chosen.epsilon,
        public_key=keys.public,
    )
    session.add(wave)
    await session.flush()
    await write_secret(
        session,
        WaveKey,
        {
            "wave_id": wave.id,
            "sealed": seal.close(keys.private),
            "sealed_marks": seal.close(token_bytes(32)),
        },
    )
    for position, (item_id, grouping) in enumerate(opening.groupings.items()):
        shape = {"cell_of": dict(grouping.cell_of), "tree": tree_of(grouping.root)}
        session.add(Asked(wave_id=wave.id, item_id=item_id, position=position, **shape))
    rows = [{"wave_id": wave.id, "person_id": p.id, "team": p.team or ORGANISATION} for p in opening.people]
    await session.execute(insert(session, Invited), rows)
    return wave
