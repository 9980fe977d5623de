"""Table of the teams that the bot is installed in."""

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table


class TeamsInstall(Table):
    """`team` is Teams' id of it, `service` the address of the connector that serves it."""

    __tablename__ = "teams_installs"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    service: Mapped[str]


TABLES: tuple[type[Table], ...] = (TeamsInstall,)
