"""Stores a person's encrypted ballot, and a keyed mark that they took part, with no link between them.

The mark is an HMAC-SHA256 (RFC 2104) of the wave and the person under the wave's marks key. The same person
makes the same mark, so a second ballot is refused. Without the key no mark can be linked to a person. The
answers are encrypted to the wave's public key (`sealing`), and only its private key decrypts them. Both keys
are encrypted with the master key, which is not in the database. They are destroyed with all marks and ballots
when the wave closes (`closing`).

During a wave, an attacker with the master key and the live database could decrypt a ballot and link it to its
mark, because a database gives the rows of one transaction the same stamp. The chat platform and the running
server see each click. We say so to people.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.models import (
    Asked,
    Invited,
    Participation,
    SealedBallot,
    SealedComment,
    Wave,
    WaveKey,
    WaveState,
)
from bot.features.pulse.sealing.box import Ballot, seal_ballot, seal_comment
from bot.features.pulse.statistics import ANSWERS
from bot.store.sealing import Seal
from bot.store.statements import insert


class BallotOutcome(Enum):
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
) -> BallotOutcome:
    """Stores the answers: a point of 1 to 5 or NOT_SURE by item id. Ignores items that the wave does not ask.

    Writes only the mark and the encrypted ballot, and only when it returns COUNTED.
    """
    allowed = await _may_answer(session, wave_id, person_id, now)
    if isinstance(allowed, BallotOutcome):
        return allowed
    wave, team = allowed
    if not await _mark(session, seal, wave_id, person_id, ""):
        return BallotOutcome.TWICE
    item_ids = await session.scalars(select(Asked.item_id).where(Asked.wave_id == wave_id))
    chosen = {item_id: answers[item_id] for item_id in item_ids if answers.get(item_id) in ANSWERS}
    session.add(
        SealedBallot(wave_id=wave_id, sealed=seal_ballot(wave.public_key, wave_id, Ballot(team, chosen)))
    )
    return BallotOutcome.COUNTED


async def comment(
    session: AsyncSession, seal: Seal, wave_id: str, person_id: str, text: str, now: datetime
) -> BallotOutcome:
    """Stores a comment, one per person, because comments are shown only when twelve people have written one.

    No time, no group.
    """
    allowed = await _may_answer(session, wave_id, person_id, now)
    if isinstance(allowed, BallotOutcome):
        return allowed
    wave, _ = allowed
    if not await _mark(session, seal, wave_id, person_id, "comment"):
        return BallotOutcome.TWICE
    session.add(SealedComment(wave_id=wave_id, sealed=seal_comment(wave.public_key, wave_id, text)))
    return BallotOutcome.COUNTED


def mark_of(key: bytes, wave_id: str, person_id: str, what: str = "") -> bytes:
    """The mark of a person's ballot, or of their comment."""
    return hmac.digest(key, "|".join((wave_id, person_id, what)).encode(), "sha256")


async def _may_answer(
    session: AsyncSession, wave_id: str, person_id: str, now: datetime
) -> tuple[Wave, str] | BallotOutcome:
    """The wave and the team in which the person counts.

    Closing waits for ballots at this point, and they wait for closing.

    If its key is lost, as after a restore or a crash of PostgreSQL, the wave accepts no answers, because
    duplicates could not be detected.
    """
    wave = await session.scalar(select(Wave).where(Wave.id == wave_id).with_for_update(read=True))
    if wave is None or wave.state is not WaveState.OPEN or now >= wave.closes_at:
        return BallotOutcome.CLOSED
    if await session.get(WaveKey, wave_id) is None:
        return BallotOutcome.CLOSED
    invited = await session.get(Invited, (wave_id, person_id))
    return (wave, invited.team) if invited else BallotOutcome.NOT_INVITED


async def _mark(session: AsyncSession, seal: Seal, wave_id: str, person_id: str, what: str) -> bool:
    """Inserts the mark. False if it exists already."""
    sealed = (await session.get_one(WaveKey, wave_id)).sealed_marks
    mark = mark_of(seal.open(sealed), wave_id, person_id, what)
    statement = insert(session, Participation).values(wave_id=wave_id, mark=mark)
    made = await session.scalar(statement.on_conflict_do_nothing().returning(Participation.mark))
    return made is not None
