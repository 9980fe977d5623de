"""Implements slack-sdk's installation and state stores on our database, with encrypted tokens."""

from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table, delete
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import String, TypeDecorator

from bot.platforms.slack.install.models import SECRETS, SlackBot, SlackInstallation, SlackState
from bot.store.database import Database
from bot.store.database import Table as Model
from bot.store.sealing import Seal

STATE_LASTS = timedelta(minutes=5)


class SealedText(TypeDecorator[str]):
    """Text that is encrypted in the database. The column type does it, so that no statement can forget it."""

    impl = String
    cache_ok = True

    def __init__(self, seal: Seal) -> None:
        super().__init__()
        self._seal = seal

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self._seal.close(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Raises Unsealable."""
        return None if value is None else self._seal.open(value.encode()).decode()


class InstallationStore(AsyncSQLAlchemyInstallationStore):
    """One installation per workspace. A new one deletes earlier tokens."""

    def __init__(self, database: Database, client_id: str, seal: Seal) -> None:
        super().__init__(client_id, database.engine.execution_options(alongside_writes=True))
        self.bots = _sealed(SlackBot, seal)
        self.installations = _sealed(SlackInstallation, seal)

    async def async_save(self, installation: Installation) -> None:
        await super().async_save(installation)
        async with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                newest = table.c.installed_at == _as_stored(installation)
                await connection.execute(
                    delete(table).where(
                        table.c.client_id == self.client_id,
                        table.c.team_id == installation.team_id,
                        ~newest,
                    )
                )


class StateStore(AsyncSQLAlchemyOAuthStateStore):
    def __init__(self, database: Database) -> None:
        writes = database.engine.execution_options(alongside_writes=True)
        super().__init__(int(STATE_LASTS.total_seconds()), writes)
        self.oauth_states = _table(SlackState)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Deletes abandoned states first, so that only a few minutes' worth exist."""
        async with self.engine.begin() as connection:
            await self._forget_old(connection)
        issued: str = await super().async_issue(*args, **kwargs)
        return issued

    async def async_consume(self, state: str) -> bool:
        """Whether the state was issued and unused.

        One statement, so that only one of two concurrent uses succeeds.
        """
        now, column = datetime.now(UTC).replace(tzinfo=None), self.oauth_states.c
        async with self.engine.begin() as connection:
            this = delete(self.oauth_states).where(column.state == state, column.expire_at > now)
            used = (await connection.execute(this.returning(column.id))).all()
            await self._forget_old(connection)
        return bool(used)

    async def _forget_old(self, connection: AsyncConnection) -> None:
        now = datetime.now(UTC).replace(tzinfo=None)
        old = self.oauth_states.c.expire_at <= now
        await connection.execute(delete(self.oauth_states).where(old))


def _table(model: type[Model]) -> Table:
    return Model.metadata.tables[model.__tablename__]


def _sealed(model: type[Model], seal: Seal) -> Table:
    table = _table(model).to_metadata(MetaData())
    for name in SECRETS:
        if name in table.c:
            table.c[name].type = SealedText(seal)
    return table


def _as_stored(installation: Installation) -> datetime:
    """The SDK stores naive times in UTC."""
    return datetime.fromtimestamp(installation.installed_at, tz=UTC).replace(tzinfo=None)
