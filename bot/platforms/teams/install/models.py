"""Table of the teams that the bot is installed in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime


class TeamsInstall(Table):
    """`team` is the team's id, `service` its connector's address.

    `installed_at` is None if we learned of the team in another way than by being added. `removed_at`: the bot
    was removed; the row remains, so that late events do not restore the team.
    """

    __tablename__ = "teams_installs"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    service: Mapped[str]
    installed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


TABLES: tuple[type[Table], ...] = (TeamsInstall,)
