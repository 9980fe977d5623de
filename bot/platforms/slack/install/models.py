"""Tables for OAuth installations and states, with the columns of slack-sdk's stores, which fill them.

Defined here so that migrations work without Slack's packages. Encrypted tokens need more than the SDK's 200
characters.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table

SECRETS = (
    "bot_token",
    "bot_refresh_token",
    "user_token",
    "user_refresh_token",
    "incoming_webhook_url",
    "incoming_webhook_configuration_url",
)
"""Names of encrypted columns, in any of these tables."""

Name = Mapped[str | None]


class _Installed:
    """The columns that both tables share."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    client_id: Mapped[str] = mapped_column(String(32))
    app_id: Mapped[str] = mapped_column(String(32))
    enterprise_id: Name = mapped_column(String(32))
    enterprise_name: Name = mapped_column(String(200))
    team_id: Name = mapped_column(String(32))
    team_name: Name = mapped_column(String(200))
    bot_token: Name
    bot_id: Name = mapped_column(String(32))
    bot_user_id: Name = mapped_column(String(32))
    bot_scopes: Name = mapped_column(String(1000))
    bot_refresh_token: Name
    bot_token_expires_at: Mapped[datetime | None]
    is_enterprise_install: Mapped[bool]
    installed_at: Mapped[datetime]


class SlackBot(_Installed, Table):
    __tablename__ = "slack_bots"
    __table_args__ = (Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),)


class SlackInstallation(_Installed, Table):
    __tablename__ = "slack_installations"
    __table_args__ = (
        Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
    )

    enterprise_url: Name = mapped_column(String(200))
    user_id: Mapped[str] = mapped_column(String(32))
    user_token: Name
    user_scopes: Name = mapped_column(String(1000))
    user_refresh_token: Name
    user_token_expires_at: Mapped[datetime | None]
    incoming_webhook_url: Name
    incoming_webhook_channel: Name = mapped_column(String(200))
    incoming_webhook_channel_id: Name = mapped_column(String(200))
    incoming_webhook_configuration_url: Name
    token_type: Name = mapped_column(String(32))


class SlackState(Table):
    """One installation attempt, deleted when it completes or after five minutes."""

    __tablename__ = "slack_oauth_states"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    state: Mapped[str] = mapped_column(String(200))
    expire_at: Mapped[datetime]


TABLES: tuple[type[Table], ...] = (SlackBot, SlackInstallation, SlackState)
NOT_IN_BACKUPS: Mapping[type[Table], str] = {
    SlackState: "is worth nothing after an hour or a day, and opens doors until then"
}
SEALED = tuple(
    column
    for table in (SlackBot, SlackInstallation)
    for column in table.metadata.tables[table.__tablename__].c
    if column.name in SECRETS
)
