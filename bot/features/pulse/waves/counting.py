"""Decrypts and counts a closed wave's ballots, in memory only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import SystemRandom

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import (
    Asked,
    Invited,
    SealedBallot,
    SealedComment,
    WaveKey,
)
from bot.features.pulse.sealing.box import Ballot, open_ballot, open_comment
from bot.features.pulse.statistics import FAVOURABLE_FROM, NOT_SURE
from bot.features.pulse.waves.waves import group_of
from bot.publishing.publisher import Tally
from bot.publishing.tree import Group
from bot.store.sealing import Seal

log = structlog.get_logger()

COMMENTS_FROM = 12


@dataclass(frozen=True, slots=True)
class OpenedBallots:
    """Decrypted ballots and comments, shuffled. Never written or logged."""

    ballots: Sequence[Ballot] = field(repr=False)
    comments: Sequence[str] = field(repr=False)


async def open_all(session: AsyncSession, seal: Seal, wave_id: str) -> OpenedBallots | None:
    """Decrypts all. None if the key is lost.

    Does not decrypt comments if there are fewer than twelve. Raises Unsealable.
    """
    key = await session.get(WaveKey, wave_id)
    if key is None:
        return None
    private = seal.open(key.sealed)
    ballots = await session.scalars(select(SealedBallot.sealed).where(SealedBallot.wave_id == wave_id))
    comments = (
        await session.scalars(select(SealedComment.sealed).where(SealedComment.wave_id == wave_id))
    ).all()
    opened = OpenedBallots(
        list(_opened(private, wave_id, ballots)),
        [open_comment(private, wave_id, sealed) for sealed in comments]
        if len(comments) >= COMMENTS_FROM
        else [],
    )
    for part in (opened.ballots, opened.comments):
        SystemRandom().shuffle(part)  # type: ignore[arg-type]
    return opened


def _opened(private: bytes, wave_id: str, sealed: Iterable[bytes]) -> Iterable[Ballot]:
    """Skips damaged ballots, so that one of them does not prevent counting the others."""
    for ballot in sealed:
        try:
            yield open_ballot(private, wave_id, ballot)
        except InvalidTag:
            log.warning("ballot_damaged", wave=wave_id)


def tallies(ballots: Iterable[Ballot], item_id: str, cell_of: Mapping[str, str]) -> dict[str, Tally]:
    """One item's counts by cell. A blank is no answer; "not sure" is one."""
    by_cell: dict[str, list[int]] = {}
    for ballot in ballots:
        point = ballot.answers.get(item_id)
        if point is not None and (cell := cell_of.get(ballot.team)):
            counts = by_cell.setdefault(cell, [0, 0, 0])
            counts[0] += 1
            counts[1] += point >= FAVOURABLE_FROM
            counts[2] += point == NOT_SURE
    return {cell: Tally(*counts) for cell, counts in by_cell.items()}


async def root_of(session: AsyncSession, wave_item: Asked) -> Group:
    """The tree of groups for this item, with the people invited in each."""
    members: dict[str, set[str]] = {}
    for person, team in await session.execute(
        select(Invited.person_id, Invited.team).where(Invited.wave_id == wave_item.wave_id)
    ):
        members.setdefault(wave_item.cell_of[team], set()).add(person)
    return group_of(wave_item.tree, {key: frozenset(people) for key, people in members.items()})
