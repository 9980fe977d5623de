"""Tables: the lasting noise's sealed key, one per organisation, and how many people are behind a count."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table


class NoiseKey(Table):
    """Sealed with the master key. A new one takes its place after a year, and the old one is destroyed."""

    __tablename__ = "noise_keys"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_on: Mapped[date]


class CountedPerson(Table):
    """That some one person is behind a count in a week (its Monday); see `bot/publishing/people_behind.py`."""

    __tablename__ = "counted_people"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
