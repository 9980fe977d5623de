"""Slack, connected."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

from aiohttp import web

from bot import pictures
from bot.app import App
from bot.connections.connected import Connected, is_new
from bot.errors import UserFacingError
from bot.findings import fault
from bot.platforms.session import open_session
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.channels import Channels
from bot.platforms.slack.install import SeveralWorkspaces, Tokens, open_tokens
from bot.platforms.slack.install_store import StateStore
from bot.platforms.slack.oauth import Installer
from bot.platforms.slack.people import SlackDirectory
from bot.platforms.slack.platform import Reception, SlackPlatform
from bot.platforms.slack.send import SlackGateway
from bot.platforms.slack.uploads import Uploads
from bot.platforms.slack.versions import Versions
from bot.platforms.slack.writing import Writer
from bot.settings import Settings
from bot.starting import NotSettled
from bot.store.database import Database
from handlers.welcome import EXAMPLES


async def open_slack(settings: Settings, app: App, stack: AsyncExitStack) -> Connected:
    """`stack` closes what was opened. Raises NotSettled."""
    database = app.services.database
    try:
        tokens = await open_tokens(settings, database)
    except UserFacingError as error:
        raise NotSettled([fault("Slack", str(error), "")]) from None
    session = await stack.enter_async_context(open_session(settings.timeout_seconds))
    calls = Calls(session, tokens, settings.slack_api)
    is_socket = settings.slack_mode == "socket"
    reception = Reception(
        signing_secret="" if is_socket else settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value() if is_socket else "",
        api=settings.slack_api,
    )
    versions = Versions(Uploads(calls, pictures.draw))
    writer = Writer(calls, versions, session)
    channels = Channels(calls, database, app.services.organisation.id, app.services.clock)
    platform = SlackPlatform(
        app.dispatch, calls, writer, tokens, reception, is_new(database), channels.learn, EXAMPLES
    )
    routes = [*platform.routes(), *_install_routes(settings, database, tokens)]
    gateway = SlackGateway(calls, versions)
    return Connected(platform, gateway, SlackDirectory(tokens, calls), routes)


def _install_routes(settings: Settings, database: Database, tokens: Tokens) -> Sequence[web.RouteDef]:
    if not isinstance(tokens, SeveralWorkspaces):
        return []
    return Installer(settings, tokens, StateStore(database)).routes()
