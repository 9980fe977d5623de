"""Opens the Slack platform: builds all its parts and connects them."""

from collections.abc import Sequence

from aiohttp import web

from bot.conversation.message import Chart
from bot.core.diagnostics import PreflightFailed, fault
from bot.core.errors import UserFacingError
from bot.core.settings import Settings
from bot.features.settings.views.starters import EVERYBODY
from bot.platforms.contract import Connected, Opening, is_new
from bot.platforms.session import open_session
from bot.platforms.slack.directory.channels import Channels
from bot.platforms.slack.directory.people import SlackDirectory
from bot.platforms.slack.install.installations import BotTokens, SeveralWorkspaces, open_tokens
from bot.platforms.slack.install.oauth import Installer
from bot.platforms.slack.install.store import StateStore
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.gateway import SlackGateway
from bot.platforms.slack.outbound.private_channels import SlackPrivateChannels
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.slack.outbound.web_api import SlackCalls
from bot.platforms.slack.outbound.writing import SlackWriter
from bot.platforms.slack.platform import SlackPlatform, SlackReception
from bot.store.database import Database


def _draw(chart: Chart) -> bytes:
    """Imports the drawing library on first use: it takes 25 MB, and many organisations need no pictures."""
    from bot.platforms.pictures import draw

    return draw(chart)


async def open_slack(opening: Opening) -> Connected:
    """Opens the platform. Raises PreflightFailed."""
    settings, services, database = opening.settings, opening.services, opening.services.database
    try:
        tokens = await open_tokens(settings, database)
    except UserFacingError as error:
        raise PreflightFailed([fault("Slack", str(error), "")]) from None
    session = await opening.stack.enter_async_context(open_session(settings.timeout_seconds))
    calls = SlackCalls(session, tokens, settings.slack_api)
    is_socket = settings.slack_mode == "socket"
    reception = SlackReception(
        signing_secret="" if is_socket else settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value() if is_socket else "",
        api=settings.slack_api,
    )
    versions = ChartFallbacks(Uploads(calls, _draw))
    writer = SlackWriter(calls, versions, session, settings.slack_api)
    channels = Channels(calls, database, services.organisation.id, services.clock)
    platform = SlackPlatform(
        opening.dispatch, calls, writer, tokens, reception, is_new(database), channels.learn, EVERYBODY
    )
    routes = [*platform.routes(), *_install_routes(settings, database, tokens)]
    gateway = SlackGateway(calls, versions)
    private_channels = SlackPrivateChannels(calls, tokens)
    directory = SlackDirectory(tokens, calls)
    return Connected(platform, gateway, directory, routes, private_channels, platform.open_forms)


def _install_routes(settings: Settings, database: Database, tokens: BotTokens) -> Sequence[web.RouteDef]:
    if not isinstance(tokens, SeveralWorkspaces):
        return []
    return Installer(settings, tokens, StateStore(database)).routes()
