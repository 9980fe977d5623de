"""Provides a workspace's bot token: from the settings, or from its OAuth installation."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from time import monotonic, time
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, select

from bot.core.errors import UserFacingError
from bot.core.settings import LOOPBACK, Settings
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.identity.accounts import mark_workspace_reachable
from bot.platforms.slack.install.models import SlackBot
from bot.platforms.slack.install.store import InstallationStore
from bot.store.database import Database
from bot.store.sealing import Seal, Unsealable

log = structlog.get_logger()

# Seconds after which a token is read again, because another replica may have installed or erased it.
_REMEMBERED = 60.0
_SEALED = 300.0


class TokenRefused(UserFacingError):
    """Raised when Slack rejects the token in the settings. The text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot in one workspace. `bot_user` is its user id there."""

    workspace: str
    bot_user: str
    token: str = field(repr=False)


class BotTokens(Protocol):
    """A source of bot tokens. Raises Refused for a workspace without an installation."""

    async def token(self, workspace: str) -> str: ...

    async def bot_user(self, workspace: str) -> str: ...

    async def workspaces(self) -> Sequence[str]: ...

    async def erase(self, workspace: str, at: float = 0.0) -> None:
        """Deletes a workspace's installation after it was uninstalled or its token revoked.

        `at` is the event's time in seconds since 1970, if Slack reports it. An event before the current
        installation concerns an earlier one and is ignored.
        """
        ...


class OneWorkspace:
    """The single workspace of the token in the settings.

    Erasing lasts until the next start, because settings are the operator's.
    """

    def __init__(self, installed: Installed) -> None:
        self._installed: Installed | None = installed
        # The token was valid at this time, so earlier revocations are ignored.
        self._since = time()

    async def token(self, workspace: str) -> str:
        return self._in(workspace).token

    async def bot_user(self, workspace: str) -> str:
        return self._in(workspace).bot_user

    async def workspaces(self) -> Sequence[str]:
        return [self._installed.workspace] if self._installed else []

    async def erase(self, workspace: str, at: float = 0.0) -> None:
        if self._installed and self._installed.workspace == workspace and not _is_late(at, self._since):
            self._installed = None
            log.warning("slack_uninstalled", workspace=workspace)

    def _in(self, workspace: str) -> Installed:
        if self._installed is None or self._installed.workspace != workspace:
            raise _not_installed()
        return self._installed


class SeveralWorkspaces:
    """Workspaces that installed the bot over OAuth, with their tokens encrypted in our database."""

    def __init__(self, database: Database, client_id: str, seal: Seal) -> None:
        self._database = database
        self._client_id = client_id
        self._store = InstallationStore(database, client_id, seal)
        self._known: dict[str, tuple[Installed, float]] = {}

    async def token(self, workspace: str) -> str:
        return (await self._in(workspace)).token

    async def bot_user(self, workspace: str) -> str:
        return (await self._in(workspace)).bot_user

    async def workspaces(self) -> Sequence[str]:
        mine = select(SlackBot.team_id).where(SlackBot.client_id == self._client_id).distinct()
        async with self._database.read() as session:
            team_ids = await session.scalars(mine.order_by(SlackBot.team_id))
            return [team for team in team_ids if team]

    async def save(self, installation: Installation) -> None:
        await self._store.async_save(installation)
        async with self._database.write() as session:
            await mark_workspace_reachable(session, "slack", installation.team_id or "")
        self._known.pop(installation.team_id or "", None)

    async def erase(self, workspace: str, at: float = 0.0) -> None:
        if _is_late(at, await self._installed_at(workspace)):
            log.warning("slack_late_uninstall_ignored", workspace=workspace)
            return
        self._known.pop(workspace, None)
        for enterprise in await self._enterprises(workspace):
            await self._store.async_delete_all(enterprise_id=enterprise, team_id=workspace)
        log.warning("slack_uninstalled", workspace=workspace)

    async def _in(self, workspace: str) -> Installed:
        known = self._known.get(workspace)
        if known and monotonic() - known[1] < _REMEMBERED:
            return known[0]
        try:
            installed = await self._read(workspace)
        except Unsealable:
            # All messages wait until an administrator restores the master key.
            log.critical("slack_token_sealed_with_another_key", workspace=workspace)
            raise Throttled(_SEALED) from None
        self._known[workspace] = (installed, monotonic())
        return installed

    async def _read(self, workspace: str) -> Installed:
        for enterprise in await self._enterprises(workspace):
            if bot := await self._store.async_find_bot(enterprise_id=enterprise, team_id=workspace):
                return Installed(workspace, bot.bot_user_id, bot.bot_token)
        raise _not_installed()

    async def _installed_at(self, workspace: str) -> float:
        """The time of installation; 0 for a workspace without one."""
        mine = (SlackBot.client_id == self._client_id, SlackBot.team_id == workspace)
        async with self._database.read() as session:
            newest = await session.scalar(select(func.max(SlackBot.installed_at)).where(*mine))
        return newest.replace(tzinfo=UTC).timestamp() if newest else 0.0

    async def _enterprises(self, workspace: str) -> Sequence[str | None]:
        """The company of the workspace, if any. The SDK's store needs both ids."""
        mine = select(SlackBot.enterprise_id).where(
            SlackBot.client_id == self._client_id, SlackBot.team_id == workspace
        )
        async with self._database.read() as session:
            return list(dict.fromkeys(await session.scalars(mine)))


def _is_late(at: float, installed_at: float) -> bool:
    """Slack's times are whole seconds. An event within the second of the installation is accepted."""
    return 0 < at < installed_at - 1


def _not_installed() -> Refused:
    return Refused("not_installed")


def client(api: str, token: str = "") -> AsyncWebClient:
    """A client for calls before an installation exists; all other calls use `SlackCalls`."""
    # The SDK's debug log contains its requests, with secrets.
    quiet = logging.getLogger("alongside.slack")
    quiet.setLevel(logging.WARNING)
    made = AsyncWebClient(token, base_url=api, timeout=10, retry_handlers=[], logger=quiet)
    if urlsplit(api).hostname in LOOPBACK:
        made.proxy = None
    return made


async def who_we_are(token: str, api: str) -> Installed:
    """The identity that belongs to this bot token.

    Raises TokenRefused if Slack rejects it, UserFacingError if Slack is unreachable.
    """
    try:
        response = await client(api, token).auth_test()
    except SlackApiError as error:
        reason = error.response["error"]
        raise TokenRefused(f"Slack does not accept the bot token ({reason}). {_COPY_IT}") from None
    except (ClientError, TimeoutError) as error:
        raise UserFacingError(f"Slack can't be reached ({type(error).__name__}). {_GET_OUT}") from None
    if not response.get("bot_id"):
        raise TokenRefused(f"That token is a person's, not the bot's. {_COPY_IT}")
    return Installed(response["team_id"], response["user_id"], token)


async def open_tokens(settings: Settings, database: Database) -> BotTokens:
    """The token source that the settings select.

    Raises TokenRefused, UserFacingError; ValueError without a master key for several workspaces.
    """
    if settings.slack_client_id:
        return SeveralWorkspaces(database, settings.slack_client_id, Seal(settings.master_keys()))
    return OneWorkspace(await who_we_are(settings.slack_bot_token.get_secret_value(), settings.slack_api))


_GET_OUT = "Check that this machine may call https://slack.com, through the firewall and any proxy."
_COPY_IT = (
    "Copy the Bot User OAuth Token from the app's page OAuth & Permissions into ALONGSIDE_SLACK_BOT_TOKEN."
)
