"""Running it for real: `python -m bot run`."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from aiohttp import web
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App, assemble, deliveries_of, first_administrator_code, open_database, organisation_in
from bot.clock import Clock, SystemClock
from bot.connections.connected import Connected
from bot.content import read_content
from bot.delivery.deliveries import Deliveries
from bot.findings import State, fault
from bot.health import Health
from bot.logs import keep_logs
from bot.people.organisations import Organisation
from bot.people.roles import administrators
from bot.platforms.web.files import FilePages
from bot.platforms.web.records import RecordPages
from bot.settings import Settings
from bot.starting import NotSettled, apply_settings, organisation_from, settled
from bot.store.database import Database

log = structlog.get_logger()
_console = Console(stderr=True, highlight=False)

STOPPED, REFUSED = 0, 2
_CLOCK = SystemClock()
_LARGEST_POST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Running:
    """`port` is where it listens, also where the settings leave it open."""

    app: App
    deliveries: Deliveries
    health: Health
    port: int
    platforms: Sequence[str]


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
        app = await assemble(settings, read_content(settings), organisation, database, clock)
        connected = await _connect(settings, app, stack)
        gateways = {one.name: one.gateway for one in connected}
        deliveries = deliveries_of(app, settings, gateways, [one.directory for one in connected])
        health = Health(database, deliveries.outbox.lease, *(one.platform.health for one in connected))
        records = RecordPages(app.services.records(), app.services.library)
        files = FilePages(app.services.files())
        routes = [*records.routes(), *files.routes(), *(route for one in connected for route in one.routes)]
        runner = web.AppRunner(_application(health, routes), access_log=None, shutdown_timeout=5)
        await deliveries.start()
        stack.push_async_callback(deliveries.stop)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        for one in connected:
            await one.platform.start()
            # The first to stop: nothing new is taken on, and what was acknowledged is answered.
            stack.push_async_callback(one.platform.stop)
        await _listen(runner, settings)
        yield Running(app, deliveries, health, runner.addresses[0][1], list(gateways))


async def _connect(settings: Settings, app: App, stack: AsyncExitStack) -> Sequence[Connected]:
    """A platform's libraries are read only where it is used."""
    connected: list[Connected] = []
    if settings.has_slack():
        from bot.connections.slack import open_slack

        connected.append(await open_slack(settings, app, stack))
    if settings.has_teams():
        from bot.connections.teams import open_teams

        connected.append(await open_teams(settings, app, stack))
    return connected


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
    log.info("started", host=settings.host, port=bot.port, platforms=bot.platforms)
    async with bot.app.services.database.read() as session:
        if await administrators(session):
            return
    if not sys.stderr.isatty():
        log.warning("nobody_is_administrator", do="python -m bot code")
    elif code := await first_administrator_code(bot.app.services):
        _console.print(f"Nobody is administrator. Whoever says this code in chat becomes it: {code}")
