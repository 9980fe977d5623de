"""Finds how far the answers to the open questions are protected: the minimum of answers, and the noise."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.pulse.preferences import choices_of
from bot.features.pulse.waves.waves import open_now


async def protection(session: AsyncSession, organisation_id: str, now: datetime) -> tuple[int, Fraction]:
    """The floor and ε of the waves that accept answers, the weaker ones of several; without any, the next wave's.

    A choice of more noise applies from the next wave on, and must not be promised for an open one.
    """
    chosen = await choices_of(session, organisation_id)
    waves = await open_now(session, organisation_id, now)
    floor = min((wave.floor for wave in waves), default=chosen.floor)
    return floor, Fraction(max((wave.epsilon for wave in waves), default=chosen.epsilon), 100)
