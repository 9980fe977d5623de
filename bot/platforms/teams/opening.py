"""Opens the Teams platform: with tokens, or for a client on this machine without them."""

from aiohttp import ClientSession

from bot.core.settings import LOOPBACK, Settings
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.contract import Connected, Opening, is_new
from bot.platforms.session import open_session
from bot.platforms.teams.directory.addresses import Addresses
from bot.platforms.teams.directory.people import TeamsDirectory
from bot.platforms.teams.inbound.authentication import LocalCallerCheck, TokenCheck
from bot.platforms.teams.inbound.signing_keys import SigningKeys
from bot.platforms.teams.outbound.connector import TeamsCalls
from bot.platforms.teams.outbound.gateway import TeamsGateway
from bot.platforms.teams.outbound.pace import ConversationPace
from bot.platforms.teams.outbound.tokens import token_of
from bot.platforms.teams.platform import TeamsPlatform, TeamsReception


async def open_teams(opening: Opening) -> Connected:
    settings = opening.settings
    session = await opening.stack.enter_async_context(open_session(settings.timeout_seconds))
    services, dispatch = opening.services, opening.dispatch
    addresses = Addresses(services.database, services.clock)
    hosts = LOOPBACK if settings.teams_local else settings.teams_connectors()
    calls = TeamsCalls(session, token_of(settings), hosts, ConversationPace())
    marks = ButtonMarks(services.seal)
    reception = _reception(settings, session)
    platform = TeamsPlatform(dispatch, calls, addresses, marks, reception, is_new(services.database))
    gateway = TeamsGateway(calls, addresses, marks, dispatch.forms(), settings.teams_per_second)
    directory = TeamsDirectory(calls, addresses, settings.teams_allowed())
    return Connected(platform, gateway, directory, platform.routes())


def _reception(settings: Settings, session: ClientSession) -> TeamsReception:
    if settings.teams_local:
        return TeamsReception(LocalCallerCheck())
    keys = SigningKeys(session)
    hosts, tenants = settings.teams_connectors(), settings.teams_allowed()
    return TeamsReception(TokenCheck(settings.teams_app_id, keys, hosts, tenants), keys)
