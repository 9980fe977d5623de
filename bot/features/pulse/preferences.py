"""Stores an organisation's pulse settings: headline item, minimum of answers, amount of noise."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.errors import UserFacingError
from bot.core.themes import Audience
from bot.features.pulse.items import Item
from bot.publishing.publisher import FLOOR
from bot.store.database import Table

HEADLINE = "know-the-role"
HIGHEST_FLOOR = 50
USUAL_EPSILON, STRONGER_EPSILON = 100, 50


class PulsePreferences(Table):
    """An organisation's settings. A missing row means the defaults."""

    __tablename__ = "pulse_preferences"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    headline: Mapped[str] = mapped_column(default=HEADLINE)
    floor: Mapped[int] = mapped_column(default=FLOOR)
    epsilon: Mapped[int] = mapped_column(default=USUAL_EPSILON)


@dataclass(frozen=True, slots=True)
class Choices:
    """`headline` is an item's id; `floor` is the minimum number of answers to publish a figure.

    `epsilon` sets the noise, in hundredths: a smaller value is more noise.
    """

    headline: str = HEADLINE
    floor: int = FLOOR
    epsilon: int = USUAL_EPSILON


async def choices_of(session: AsyncSession, organisation_id: str) -> Choices:
    row = await session.get(PulsePreferences, organisation_id)
    return Choices(row.headline, row.floor, row.epsilon) if row else Choices()


async def choose(
    session: AsyncSession, organisation_id: str, headline: Item, floor: int, epsilon: int = USUAL_EPSILON
) -> None:
    """Applies from the next wave on.

    Raises UserFacingError for an item that not everyone is asked, for a lower minimum (people were promised
    the higher one), and for less than the usual noise.
    """
    before = await choices_of(session, organisation_id)
    if Audience.EVERYONE not in headline.audience:
        raise UserFacingError("Choose a headline that everyone is asked: this one goes to some only.")
    if not before.floor <= floor <= HIGHEST_FLOOR:
        raise UserFacingError(
            f"Choose a number from {before.floor} to {HIGHEST_FLOOR}. It can be raised only: "
            "people were told that fewer are never shown."
        )
    if not STRONGER_EPSILON <= epsilon <= USUAL_EPSILON:
        raise UserFacingError(
            "Choose as usual, or more: people were told how far figures are blurred, and less would break that."
        )
    await session.merge(
        PulsePreferences(organisation_id=organisation_id, headline=headline.id, floor=floor, epsilon=epsilon)
    )
