"""What an organisation chose about its pulse: the headline, and how many answers a figure needs."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.errors import UserFacingError
from bot.pulse.groups import FLOOR
from bot.pulse.items import Item
from bot.store.database import Table
from bot.themes import Audience

HEADLINE = "know-the-role"
HIGHEST_FLOOR = 50


class PulsePreferences(Table):
    """No row means the defaults."""

    __tablename__ = "pulse_preferences"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    headline: Mapped[str] = mapped_column(default=HEADLINE)
    floor: Mapped[int] = mapped_column(default=FLOOR)


@dataclass(frozen=True, slots=True)
class Choices:
    """`headline` is an item's id; `floor` is the least number of answers that is told."""

    headline: str = HEADLINE
    floor: int = FLOOR


async def choices_of(session: AsyncSession, organisation_id: str) -> Choices:
    found = await session.get(PulsePreferences, organisation_id)
    return Choices(found.headline, found.floor) if found else Choices()


async def choose(session: AsyncSession, organisation_id: str, headline: Item, floor: int) -> None:
    """From the next wave on. UserFacingError for an item that not everyone is asked, or a floor that is
    lowered: figures told under the lower floor would give away what was hidden under the higher."""
    before = await choices_of(session, organisation_id)
    if Audience.EVERYONE not in headline.audience:
        raise UserFacingError("The headline must be a question that everyone is asked.")
    if not before.floor <= floor <= HIGHEST_FLOOR:
        raise UserFacingError(
            f"The number can only be raised: from {before.floor} now, up to {HIGHEST_FLOOR}. "
            "Lowering it would let people work out what was kept back before."
        )
    await session.merge(PulsePreferences(organisation_id=organisation_id, headline=headline.id, floor=floor))
