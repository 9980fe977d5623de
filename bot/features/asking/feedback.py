"""Tables of feedback: ratings of cards, unanswered questions, and questions sent to the editors."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import count_one_more
from bot.store.types import UtcDateTime, new_id


class Rating(Table):
    """How often a card helped, or didn't, in a week (its Monday)."""

    __tablename__ = "card_ratings"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    helped: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


class Unanswered(Table):
    """How often we didn't know in a week, by the boundary or area that was nearest."""

    __tablename__ = "unanswered"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    nearest: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]


class Missing(Table):
    """A question that someone chose to send to the editors, in the words they saw before sending."""

    __tablename__ = "missing"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    question: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


def monday_of(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


async def count_rating(
    session: AsyncSession, organisation_id: str, card_id: str, helped: bool, day: date
) -> None:
    key = {"organisation_id": organisation_id, "card_id": card_id, "week": monday_of(day), "helped": helped}
    await count_one_more(session, Rating, key)


async def count_unanswered(session: AsyncSession, organisation_id: str, nearest: str, day: date) -> None:
    key = {"organisation_id": organisation_id, "nearest": nearest, "week": monday_of(day)}
    await count_one_more(session, Unanswered, key)
