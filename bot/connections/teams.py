"""Microsoft Teams, connected: with tokens, or on this machine without."""

from contextlib import AsyncExitStack

from aiohttp import ClientSession

from bot.app import App
from bot.connections.connected import Connected, is_new
from bot.platforms.session import open_session
from bot.platforms.teams.addresses import Addresses
from bot.platforms.teams.app import Reception, TeamsPlatform
from bot.platforms.teams.calls import Calls
from bot.platforms.teams.inbound import Inbound, LocalDoor
from bot.platforms.teams.keys import SigningKeys
from bot.platforms.teams.pace import ConversationPace
from bot.platforms.teams.people import TeamsDirectory
from bot.platforms.teams.send import TeamsGateway
from bot.platforms.teams.tokens import AppToken, NoToken, Token
from bot.settings import LOOPBACK, Settings


async def open_teams(settings: Settings, app: App, stack: AsyncExitStack) -> Connected:
    """`stack` closes what was opened."""
    session = await stack.enter_async_context(open_session(settings.timeout_seconds))
    services, dispatch = app.services, app.dispatch
    addresses = Addresses(services.database, services.clock)
    hosts = LOOPBACK if settings.teams_local else settings.teams_connectors()
    calls = Calls(session, token_of(settings), hosts, ConversationPace())
    reception = _reception(settings, session)
    platform = TeamsPlatform(dispatch, calls, addresses, reception, is_new(services.database))
    gateway = TeamsGateway(calls, addresses, dispatch.forms(), settings.teams_per_second)
    directory = TeamsDirectory(calls, addresses, settings.teams_allowed())
    return Connected(platform, gateway, directory, platform.routes())


def token_of(settings: Settings) -> Token:
    if settings.teams_local:
        return NoToken()
    secret = settings.teams_app_password.get_secret_value()
    return AppToken(settings.teams_app_id, secret, settings.teams_tenant)


def _reception(settings: Settings, session: ClientSession) -> Reception:
    if settings.teams_local:
        return Reception(LocalDoor())
    keys = SigningKeys(session)
    hosts, tenants = settings.teams_connectors(), settings.teams_allowed()
    return Reception(Inbound(settings.teams_app_id, keys, hosts, tenants), keys)
