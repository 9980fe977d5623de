"""Tables: each organisation's encrypted noise key, and the number of people behind a count."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table


class NoiseKey(Table):
    """A noise key, encrypted with the master key. It is replaced after a year and then destroyed."""

    __tablename__ = "noise_keys"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_on: Mapped[date]


class CountedPerson(Table):
    """Marks that one person contributed to a count in a week (dated by its Monday).

    See `bot/publishing/people_behind.py`.
    """

    __tablename__ = "counted_people"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
