"""Stores which tips each person had and their answers. Used only to choose their next tip.

No function here hands out anybody's answers: `choose` gives what comes next, and that is all.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import ForeignKey, Select, UniqueConstraint, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.features.learning.learners import Learner
from bot.features.learning.tip_id import TipId
from bot.features.learning.tracks import Track, Tracks
from bot.features.learning.upcoming import Answered, Had, Next
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import words


class TipProgress(Table):
    """`repeat` is 0 for the tip, 1 and 2 for its question asked anew. `slot` is the occasion it was chosen for.

    `had_on` is the day it was meant for. `answered` is None until they answer, and again when they erase it.
    """

    __tablename__ = "tip_progress"
    __table_args__ = (UniqueConstraint("person_id", "slot"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    tip_id: Mapped[str] = mapped_column(primary_key=True)
    repeat: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(index=True)
    had_on: Mapped[date]
    answered: Mapped[Answered | None] = mapped_column(words(Answered), default=None)


_FOR_PEERS = (Track.PEER_WORKERS, Track.NEW_PEER_WORKERS)

Chooser = Callable[[Learner, Sequence[Had]], Next | None]


async def choose(
    session: AsyncSession, slot: str, learners: Sequence[Learner], tracks: Tracks, chooser: Chooser
) -> dict[str, Next]:
    """The slot's tip for each person. A slot's choices are stored, so repeated calls return the same."""
    people = [learner.person_id for learner in learners]
    histories = await _histories(session, people)
    rows = [
        {"person_id": learner.person_id, "slot": slot, "had_on": learner.day}
        | {"tip_id": upcoming.tip.id, "repeat": upcoming.repeat}
        for learner in learners
        if (upcoming := chooser(learner, histories.get(learner.person_id, [])))
    ]
    if rows:
        # One a person and slot. A person who has one keeps it, even if another was chosen now.
        await session.execute(insert(session, TipProgress).on_conflict_do_nothing(), rows)
    chosen = await _chosen(session, slot, people)
    return {
        person: Next(tip, repeat)
        for person, (tip_id, repeat) in chosen.items()
        if (tip := tracks.tips.get(tip_id))
    }


async def latest(session: AsyncSession, person_id: str, today: date) -> tuple[str, int] | None:
    """The id and the repeat of the tip that they had last; None before the first."""
    theirs = (TipProgress.person_id == person_id, TipProgress.had_on <= today)
    rows = select(TipProgress.tip_id, TipProgress.repeat).where(*theirs)
    result = await session.execute(
        rows.order_by(TipProgress.had_on.desc(), TipProgress.repeat.desc()).limit(1)
    )
    row = result.first()
    return (row[0], row[1]) if row else None


async def withdraw_unsent(session: AsyncSession, unsent: Select[str, str | None]) -> None:
    """A tip that wasn't delivered doesn't count as had. `unsent` selects slots with people."""
    pairs = tuple_(TipProgress.slot, TipProgress.person_id)
    await session.execute(delete(TipProgress).where(pairs.in_(unsent), TipProgress.answered.is_(None)))


async def keep_answer(
    session: AsyncSession, person_id: str, tip_id: str, repeat: int, answered: Answered
) -> None:
    """The first answer counts; a tip they were never sent is not remembered."""
    await session.execute(
        update(TipProgress)
        .where(TipProgress.person_id == person_id, TipProgress.tip_id == tip_id)
        .where(TipProgress.repeat == repeat, TipProgress.answered.is_(None))
        .values(answered=answered)
    )


async def erase(session: AsyncSession, person_id: str) -> None:
    """Deletes all their answers, and the repeats that would reveal them. No tip comes twice because of it."""
    theirs = TipProgress.person_id == person_id
    await session.execute(delete(TipProgress).where(theirs, TipProgress.repeat > 0))
    await session.execute(update(TipProgress).where(theirs).values(answered=None))


async def forget_peer_tracks(session: AsyncSession, person_id: str) -> None:
    """Deletes their progress in the tracks for peer workers, when they withdraw that they are one."""
    in_them = or_(
        *(TipProgress.tip_id.startswith(TipId.beginning(track), autoescape=True) for track in _FOR_PEERS)
    )
    await session.execute(delete(TipProgress).where(TipProgress.person_id == person_id, in_them))


async def merge_tip_progress(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """Copies the tips that the merged person had, so that none comes twice. Their answers are not copied."""
    had = await session.scalars(
        select(TipProgress).where(TipProgress.person_id == gone_id, TipProgress.repeat == 0)
    )
    rows = [
        {"person_id": kept_id, "tip_id": row.tip_id, "repeat": 0, "slot": row.slot, "had_on": row.had_on}
        for row in had
    ]
    if rows:
        await session.execute(insert(session, TipProgress).on_conflict_do_nothing(), rows)


async def _chosen(session: AsyncSession, slot: str, people: Sequence[str]) -> Mapping[str, tuple[str, int]]:
    rows = await session.execute(
        select(TipProgress.person_id, TipProgress.tip_id, TipProgress.repeat)
        .where(TipProgress.slot == slot, TipProgress.person_id.in_(people))
        .order_by(TipProgress.person_id)
    )
    return {person: (tip_id, repeat) for person, tip_id, repeat in rows}


async def _histories(session: AsyncSession, people: Sequence[str]) -> dict[str, list[Had]]:
    rows = await session.scalars(
        select(TipProgress).where(TipProgress.person_id.in_(people)).order_by(TipProgress.had_on)
    )
    histories: dict[str, list[Had]] = {}
    for row in rows:
        had = Had(row.tip_id, row.repeat, row.had_on, row.answered)
        histories.setdefault(row.person_id, []).append(had)
    return histories
