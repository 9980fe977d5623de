"""Counts and what was told of them, in and out of the database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.pulse.disclosure import AtEnd, Figures, Hidden, Publication
from bot.pulse.disclosure import Told as WhatIsTold
from bot.pulse.groups import Group
from bot.pulse.statistics import POINTS, Counts
from bot.pulse.tables import Asked, Counted, Invited, Told, Wave, WaveState
from bot.pulse.waves import group_of

PUBLISHED = (WaveState.PUBLISHED, WaveState.CLEANED)

_TOLD: TypeAdapter[WhatIsTold] = TypeAdapter(Figures | AtEnd | Hidden)


def read_told(plain: Mapping[str, Any]) -> WhatIsTold:
    return _TOLD.validate_python(plain)


def told_row(wave_id: str, found: Publication, key: str, verdict: str) -> dict[str, Any]:
    told = _TOLD.dump_python(found.of(key), mode="json")
    return {"wave_id": wave_id, "item_id": found.item, "group_key": key, "told": told, "verdict": verdict}


async def counts_of(session: AsyncSession, wave_id: str, item_id: str) -> dict[str, Counts]:
    """Of a closed wave by cell; none for a cell in which nobody answered."""
    counted = (Counted.wave_id == wave_id, Counted.item_id == item_id)
    cells: dict[str, dict[int, int]] = {}
    for cell, point, count in await session.execute(
        select(Counted.cell, Counted.point, Counted.count).where(*counted)
    ):
        cells.setdefault(cell, {})[point] = count
    found = {}
    for cell, by_point in cells.items():
        one, two, three, four, five = (by_point.get(point, 0) for point in POINTS)
        found[cell] = (one, two, three, four, five)
    return found


async def root_of(session: AsyncSession, asked: Asked) -> Group:
    """The groups of this item, with who was invited in each."""
    members: dict[str, set[str]] = {}
    for person, team in await session.execute(
        select(Invited.person_id, Invited.team).where(Invited.wave_id == asked.wave_id)
    ):
        members.setdefault(asked.cell_of[team], set()).add(person)
    return group_of(asked.tree, {key: frozenset(people) for key, people in members.items()})


async def asked_before(session: AsyncSession, wave: Wave, item_id: str) -> Sequence[Asked]:
    """This item in every wave published before this one, oldest first; some may have been opened later."""
    found = await session.scalars(
        select(Asked)
        .join(Wave, Wave.id == Asked.wave_id)
        .where(Wave.organisation_id == wave.organisation_id, Wave.id != wave.id)
        .where(Wave.state.in_(PUBLISHED), Asked.item_id == item_id)
        .order_by(Wave.number)
    )
    return found.all()


async def publications_before(session: AsyncSession, wave: Wave, item_id: str) -> list[Publication]:
    """Every one that anybody may still have, to see what could be worked out by comparing."""
    return [await _publication(session, asked) for asked in await asked_before(session, wave, item_id)]


async def _publication(session: AsyncSession, asked: Asked) -> Publication:
    told = await told_of(session, asked.wave_id, asked.item_id)
    groups = [group for group in (await root_of(session, asked)).walk() if group.key in told]
    number = (await session.get_one(Wave, asked.wave_id)).number
    pairs = tuple((group.key, read_told(told[group.key].told)) for group in groups)
    return Publication(number, asked.item_id, pairs, tuple(group.members for group in groups))


async def told_of(session: AsyncSession, wave_id: str, item_id: str) -> dict[str, Told]:
    """By group."""
    found = await session.scalars(select(Told).where(Told.wave_id == wave_id, Told.item_id == item_id))
    return {row.group_key: row for row in found}


def cells_of(tree: Sequence[Any], key: str) -> list[str]:
    """The cells that this group is the sum of; none where it is not in the tree."""
    return [node[0] for group in _walk(tree) if group[0] == key for node in _walk(group) if not node[1]]


def _walk(tree: Sequence[Any]) -> Iterator[Sequence[Any]]:
    yield tree
    for part in tree[1]:
        yield from _walk(part)
