"""Running it for real: `python -m bot run`."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from aiohttp import web
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot import pictures
from bot.app import App, assemble, deliveries_of, first_administrator_code, open_database, organisation_in
from bot.clock import Clock, SystemClock
from bot.conversation.request import Sender
from bot.delivery.deliveries import Deliveries
from bot.errors import UserFacingError
from bot.findings import Finding, State, fault
from bot.health import Health
from bot.logs import keep_logs
from bot.people.organisations import Organisation
from bot.people.people import person_behind
from bot.people.roles import administrators
from bot.platforms.slack.calls import Calls, open_session
from bot.platforms.slack.install import SeveralWorkspaces, Tokens, open_tokens
from bot.platforms.slack.install_store import StateStore
from bot.platforms.slack.oauth import Installer
from bot.platforms.slack.people import SlackDirectory
from bot.platforms.slack.platform import Reception, SlackPlatform
from bot.platforms.slack.send import SlackGateway
from bot.platforms.slack.uploads import Uploads
from bot.settings import Settings
from bot.starting import apply_settings, organisation_from, settled
from bot.store.database import Database
from handlers.welcome import EXAMPLES

log = structlog.get_logger()
_console = Console(stderr=True, highlight=False)

STOPPED, REFUSED = 0, 2
_CLOCK = SystemClock()
_LARGEST_POST = 1024 * 1024


class NotSettled(Exception):
    """Something has to be put right before we start; all of it at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("not settled")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Running:
    """`port` is where it listens, also where the settings leave it open."""

    app: App
    deliveries: Deliveries
    health: Health
    port: int


async def run_bot(settings: Settings) -> int:
    """Serves until it is told to stop; the exit code."""
    keep_logs(settings)
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    try:
        async with running(settings) as bot:
            await _announce(bot, settings)
            await stop.wait()
            log.info("stopping")
    except NotSettled as error:
        for number, finding in enumerate(error.findings, 1):
            _console.print(f"{number}. {finding}", style="red", markup=False, soft_wrap=True)
        _console.print("Not started. `python -m bot doctor` looks further.", style="red")
        return REFUSED
    log.info("stopped")
    return STOPPED


@asynccontextmanager
async def running(settings: Settings, clock: Clock = _CLOCK) -> AsyncIterator[Running]:
    """Everything started; at the end, what is under way is finished and nothing new begun. Raises NotSettled."""
    async with AsyncExitStack() as stack:
        database = await _open_database(settings)
        stack.push_async_callback(database.close)
        organisation = await _settled_organisation(settings, database)
        app = await assemble(settings, organisation, database, clock)
        slack = await _open_slack(settings, app, stack)
        deliveries = deliveries_of(app, settings, {"slack": slack.gateway}, [slack.directory])
        health = Health(database, deliveries.outbox.lease, slack.platform.health)
        runner = web.AppRunner(_application(health, slack.routes), access_log=None, shutdown_timeout=5)
        await deliveries.start()
        stack.push_async_callback(deliveries.stop)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await slack.platform.start()
        # The first to stop: nothing new is taken on, and what was acknowledged is answered.
        stack.push_async_callback(slack.platform.stop)
        await _listen(runner, settings)
        yield Running(app, deliveries, health, runner.addresses[0][1])


@dataclass(frozen=True, slots=True)
class _Slack:
    platform: SlackPlatform
    gateway: SlackGateway
    directory: SlackDirectory
    routes: Sequence[web.RouteDef]


async def _open_slack(settings: Settings, app: App, stack: AsyncExitStack) -> _Slack:
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
    platform = SlackPlatform(app.dispatch, calls, session, tokens, reception, _is_new(database), EXAMPLES)
    return _Slack(
        platform,
        SlackGateway(calls, Uploads(calls, pictures.draw)),
        SlackDirectory(tokens, calls),
        [*platform.routes(), *_install_routes(settings, database, tokens)],
    )


def _install_routes(settings: Settings, database: Database, tokens: Tokens) -> Sequence[web.RouteDef]:
    if not isinstance(tokens, SeveralWorkspaces):
        return []
    return Installer(settings, tokens, StateStore(database)).routes()


def _is_new(database: Database) -> Callable[[Sender], Awaitable[bool]]:
    """Whether somebody has never written to us: those whom a list or a workspace named are new, too."""

    async def is_new(sender: Sender) -> bool:
        async with database.read() as session:
            person = await person_behind(session, sender)
        return person is None or person.first_met_at is None

    return is_new


async def _open_database(settings: Settings) -> Database:
    try:
        return await open_database(settings)
    except (SQLAlchemyError, OSError) as error:
        raise NotSettled([fault("Database", *_away(error))]) from None


def _away(error: Exception) -> tuple[str, str]:
    """Not the error's own words: they may hold the address with its password."""
    return f"The database can't be opened ({type(error).__name__}).", "Check ALONGSIDE_DATABASE_URL."


async def _settled_organisation(settings: Settings, database: Database) -> Organisation:
    """Made at the first start, brought up to the settings at later ones. Raises NotSettled."""
    known = await organisation_in(database)
    found = settled(settings, known, datetime.now(UTC).date())
    if faults := [finding for finding in found if finding.state is State.FAULT]:
        raise NotSettled(faults)
    organisation = apply_settings(known, settings) if known else organisation_from(settings)
    async with database.write() as session:
        session.add(organisation)
    return organisation


def _application(health: Health, routes: Sequence[web.RouteDef]) -> web.Application:
    app = web.Application(client_max_size=_LARGEST_POST)
    app.add_routes([*health.routes(), *routes])
    return app


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        said = f"Nothing can listen on {settings.host}, port {settings.port} ({error.strerror})."
        raise NotSettled([fault("Address", said, "Change ALONGSIDE_HOST or ALONGSIDE_PORT.")]) from None


async def _announce(bot: Running, settings: Settings) -> None:
    """The code goes to a terminal only: whoever reads the log must not become administrator."""
    log.info("started", host=settings.host, port=bot.port, slack=settings.slack_mode)
    async with bot.app.services.database.read() as session:
        if await administrators(session):
            return
    if not sys.stderr.isatty():
        log.warning("nobody_is_administrator", do="python -m bot code")
    elif code := await first_administrator_code(bot.app.services):
        _console.print(f"Nobody is administrator. Whoever says this code in chat becomes it: {code}")
