"""An organisation's own answers, beside what the evidence says: each revision a row, one of them in force."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words


class CardState(StrEnum):
    """A draft is its writer's; a submitted one waits for an editor; one revision of a card is in force."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_FORCE = "in-force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class LocalCard(Table):
    """A revision of the card `card_id`. `beside` is the evidence's nearest card, empty where none is near."""

    __tablename__ = "local_cards"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    card_id: Mapped[str]
    state: Mapped[CardState] = mapped_column(words(CardState), default=CardState.DRAFT)
    title: Mapped[str]
    questions: Mapped[list[str]] = mapped_column(JSON)
    body: Mapped[str]
    source: Mapped[str]
    beside: Mapped[str] = mapped_column(default="")
    written_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    review_by: Mapped[date | None] = mapped_column(default=None)


class ShelfVersion(Table):
    """Goes up whenever what is in force changes, so that every replica sees that it has to look."""

    __tablename__ = "shelf_versions"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    number: Mapped[int]


async def in_force(session: AsyncSession, organisation_id: str) -> Sequence[LocalCard]:
    """In the order of their ids."""
    found = await session.scalars(
        select(LocalCard)
        .where(LocalCard.organisation_id == organisation_id, LocalCard.state == CardState.IN_FORCE)
        .order_by(LocalCard.card_id)
    )
    return found.all()
