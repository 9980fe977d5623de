"""Table of the teams that the bot is installed in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime


class TeamsInstall(Table):
    """`team` is Teams' id of it, `service` the address of the connector that serves it.

    `installed_at` is None where we learnt of it otherwise than by being added. `removed_at`: we are no longer in
    it; the row stays, so that what Teams tells late doesn't bring it back.
    """

    __tablename__ = "teams_installs"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    service: Mapped[str]
    installed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


TABLES: tuple[type[Table], ...] = (TeamsInstall,)
