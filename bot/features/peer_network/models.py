"""Tables of the peer workers' network: its members, and the monthly question of one of them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime


class NetworkMember(Table):
    """`line` is written by the member; it may be empty."""

    __tablename__ = "network_members"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    line: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NetworkQuestion(Table):
    """One a month: `person_id` was asked to ask it, until they left. `words` are empty until they did."""

    __tablename__ = "network_questions"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None, index=True)
    words: Mapped[str] = mapped_column(default="")
    picked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
