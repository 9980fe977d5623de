"""`python -m bot run`: starts all parts of the bot, serves until told to stop, then shuts down."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from os import strerror

import structlog
from aiohttp import web
from rich.console import Console

from bot import __version__
from bot.app import preflight
from bot.app.assembly import (
    App,
    assemble,
    deliveries_of,
    first_administrator_code,
    open_database,
    organisation_in,
)
from bot.app.content import Content, read_content
from bot.app.database_faults import DatabaseUnusable, explained
from bot.app.memory import exempt_from_collection, release_memory
from bot.app.monitoring import traces
from bot.app.monitoring.health import Health
from bot.app.monitoring.metrics import LoopWatch, Metrics
from bot.app.preflight import apply_settings, organisation_from
from bot.app.security_contact import security_contact
from bot.core.clock import Clock, SystemClock
from bot.core.diagnostics import PreflightFailed, State, fault
from bot.core.logging import keep_logs
from bot.core.settings import Settings
from bot.delivery.sending.service import Deliveries
from bot.features.context import Context
from bot.people.access.roles import administrators
from bot.people.identity.organisations import Organisation
from bot.platforms import PLUGS
from bot.platforms.contract import Connected, Opening
from bot.platforms.request_limits import RequestLimits, RouteLimits, runner_for
from bot.platforms.web.records.documents import DOCUMENT, DocumentPages
from bot.platforms.web.records.files import FilePages
from bot.platforms.web.records.report_downloads import RecordPages
from bot.store.database import Database
from bot.store.sealing import Unsealable

log = structlog.get_logger()
_console = Console(stderr=True, highlight=False)

STOPPED, REFUSED = 0, 2
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Running:
    """A running bot. `port` is the actual port, also when the settings let the system choose."""

    app: App
    deliveries: Deliveries
    health: Health
    port: int
    platforms: Sequence[str]


async def run_bot(settings: Settings) -> int:
    """Serves until a stop signal. Returns the exit code."""
    keep_logs(settings)
    log.info("starting", version=__version__)
    stop = asyncio.Event()
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop_signal, stop.set)
    try:
        async with running(settings) as bot:
            exempt_from_collection()
            await _announce(bot, settings)
            await stop.wait()
            log.info("stopping")
    except PreflightFailed as error:
        for number, finding in enumerate(error.findings, 1):
            _console.print(f"{number}. {finding}", style="red", markup=False, soft_wrap=True)
        _console.print("Not started. `python -m bot doctor` looks further.", style="red")
        return REFUSED
    log.info("stopped")
    return STOPPED


def _pages(services: Context) -> list[web.RouteDef]:
    """The pages that links in chat open."""
    records = RecordPages(services.records(), services.library)
    files, documents = FilePages(services.files()), DocumentPages(services.documents())
    return [*records.routes(), *files.routes(), *documents.routes()]


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock = _CLOCK, content: Content | None = None
) -> AsyncIterator[Running]:
    """Starts everything. On exit, finishes the work in progress and takes no more. Raises PreflightFailed.

    `content` is read from its files if None.
    """
    async with AsyncExitStack() as stack:
        database = await _open_database(settings)
        stack.push_async_callback(database.close)
        stack.callback(traces.set_up(settings, database))
        organisation = await _settled_organisation(settings, database)
        app = await assemble(settings, content or read_content(settings), organisation, database, clock)
        connected = await _connect(settings, app, stack)
        gateways = {plugged.name: plugged.gateway for plugged in connected}
        deliveries = deliveries_of(app, settings, gateways, [plugged.directory for plugged in connected])
        health = Health(
            database, deliveries.outbox.lease, *(plugged.platform.health for plugged in connected)
        )
        pages = [*_pages(app.services), *security_contact(settings, clock)]
        routes = [*pages, *(route for plugged in connected for route in plugged.routes)]
        runner = runner_for(_application(health, routes))
        await _start(deliveries)
        stack.push_async_callback(deliveries.stop)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        for plugged in connected:
            await plugged.platform.start()
            # Stops first: accepts no new requests and finishes replies to acknowledged ones.
            stack.push_async_callback(plugged.platform.stop)
        await _listen(runner, settings.host, settings.port, "PORT")
        await _listen_for_metrics(settings, app, health, stack)
        release_memory()
        yield Running(app, deliveries, health, runner.addresses[0][1], list(gateways))


async def _connect(settings: Settings, app: App, stack: AsyncExitStack) -> Sequence[Connected]:
    opening = Opening(settings, app.dispatch, app.services, stack)
    connected = [await plug.open(opening) for plug in PLUGS if plug.open and plug.is_configured(settings)]
    app.services.channel_makers.know([each.private_channels for each in connected if each.private_channels])
    app.services.open_forms.know([each.open_forms for each in connected if each.open_forms])
    return connected


async def _open_database(settings: Settings) -> Database:
    try:
        return await open_database(settings)
    except DatabaseUnusable as error:
        raise PreflightFailed([error.finding]) from None
    except Unsealable as error:
        raise PreflightFailed([fault("Master key", str(error), "")]) from None


async def _start(deliveries: Deliveries) -> None:
    """The engine creates its own tables, which needs its own database privileges."""
    try:
        with explained():
            await deliveries.start()
    except DatabaseUnusable as error:
        raise PreflightFailed([error.finding]) from None


async def _settled_organisation(settings: Settings, database: Database) -> Organisation:
    """The organisation's row: created at the first start, updated from the settings later.

    Raises PreflightFailed.
    """
    known = await organisation_in(database)
    findings = preflight.check(settings, known, datetime.now(UTC).date())
    if faults := [finding for finding in findings if finding.state is State.FAULT]:
        raise PreflightFailed(faults)
    organisation = apply_settings(known, settings) if known else organisation_from(settings)
    async with database.write() as session:
        session.add(organisation)
    return organisation


_PAGES = {"/health": RouteLimits(is_open=True), "/words": DOCUMENT}


def _application(health: Health, routes: Sequence[web.RouteDef]) -> web.Application:
    route_limits = {path: limits for plug in PLUGS for path, limits in plug.route_limits.items()}
    app = web.Application(middlewares=[RequestLimits(_PAGES | route_limits).middleware])
    app.add_routes([*health.routes(), *routes])
    return app


async def _listen(runner: web.AppRunner, host: str, port: int, named: str) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        problem = f"Nothing can listen on {host}, port {port} ({strerror(error.errno or 0)})."
        raise PreflightFailed(
            [fault("Address", problem, f"Change ALONGSIDE_HOST or ALONGSIDE_{named}.")]
        ) from None


async def _listen_for_metrics(settings: Settings, app: App, health: Health, stack: AsyncExitStack) -> None:
    """Listens on a separate port, which no reverse proxy forwards."""
    if not settings.metrics_port:
        return
    loop, services = LoopWatch(), app.services
    await stack.enter_async_context(loop.at_work())
    metrics = Metrics(services.database, services.clock, health, services.signposts, loop)
    page = web.Application(middlewares=[RequestLimits({}).middleware])
    page.add_routes(metrics.routes())
    runner = runner_for(page)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await _listen(runner, settings.host, settings.metrics_port, "METRICS_PORT")


async def _announce(bot: Running, settings: Settings) -> None:
    """Prints the code to the terminal only, because a reader of the log must not become administrator."""
    log.info("started", host=settings.host, port=bot.port, platforms=bot.platforms)
    async with bot.app.services.database.read() as session:
        if await administrators(session):
            return
    if not sys.stderr.isatty():
        log.warning("nobody_is_administrator", do="python -m bot code")
    elif code := await first_administrator_code(bot.app.services):
        _console.print(f"There is no administrator yet. Say this code in chat to become one: {code}")
