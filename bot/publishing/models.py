"""Table of the lasting noise's sealed key, one per organisation."""

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
