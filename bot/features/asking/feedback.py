"""Tables of feedback: ratings of cards, unanswered questions, and questions sent to the editors."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.people_behind import record_person
from bot.store.database import Table
from bot.store.statements import count_one_more
from bot.store.types import UtcDateTime, new_id


class Rating(Table):
    """The numbers of yes and no ratings of a card in a week (dated by its Monday)."""

    __tablename__ = "card_ratings"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    helped: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


class Unanswered(Table):
    """The number of unanswered questions in a week, by the nearest boundary or area."""

    __tablename__ = "unanswered"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    nearest: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]


class Missing(Table):
    """A question that a person chose to send to the editors, in the words they confirmed."""

    __tablename__ = "missing"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    question: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


def monday_of(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


@dataclass(frozen=True, slots=True)
class Colleague:
    """The person behind a rating or question, to count each person once. Not stored."""

    organisation_id: str
    person_id: str
    day: date
    layers: NoiseLayers

    async def stands_behind(self, session: AsyncSession, subject: str) -> None:
        week = monday_of(self.day)
        await record_person(session, self.organisation_id, subject, week, self.person_id, self.layers)


TOLD = "told the editors"


def rated(card_id: str) -> str:
    return f"rated|{card_id}"


def unanswered(nearest: str) -> str:
    return f"unanswered|{nearest}"


async def count_rating(session: AsyncSession, by: Colleague, card_id: str, helped: bool) -> None:
    key = {"organisation_id": by.organisation_id, "card_id": card_id, "week": monday_of(by.day)}
    await count_one_more(session, Rating, key | {"helped": helped})
    await by.stands_behind(session, rated(card_id))


async def count_unanswered(session: AsyncSession, by: Colleague, nearest: str) -> None:
    key = {"organisation_id": by.organisation_id, "nearest": nearest, "week": monday_of(by.day)}
    await count_one_more(session, Unanswered, key)
    await by.stands_behind(session, unanswered(nearest))


async def tell_editors(session: AsyncSession, by: Colleague, question: str, now: datetime) -> None:
    session.add(Missing(organisation_id=by.organisation_id, question=question, told_at=now))
    await by.stands_behind(session, TOLD)
