"""Running the demo: the real bot with a calendar that can be moved, in the browser."""

import asyncio
import logging
import shutil
import sys
import webbrowser
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import SecretStr
from rich.console import Console

from bot.app import (
    App,
    assemble,
    deliveries_of,
    first_administrator_code,
    open_database,
    organisation_in,
)
from bot.content import read_content
from bot.delivery.deliveries import Deliveries
from bot.delivery.run_due import run_due
from bot.demo.clock import KeptClock
from bot.demo.colleagues import Answering
from bot.demo.history import WAVES, colleagues_of, live_through
from bot.demo.panels import deliveries_panel
from bot.demo.people import EXAMPLES, PERSONAS, WORKSPACE, seed
from bot.errors import UserFacingError
from bot.logs import keep_logs
from bot.platforms.web.app import application, serve
from bot.platforms.web.files import FilePages
from bot.platforms.web.gateway import WebGateway
from bot.platforms.web.records import RecordPages
from bot.platforms.web.safety import check_address
from bot.platforms.web.send import Workspace
from bot.settings import Settings
from bot.store.sealing import new_key

_console = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Demo:
    app: App
    workspace: Workspace
    deliveries: Deliveries
    clock: KeptClock
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        await self.deliveries.start()

    async def move(self, step: timedelta) -> None:
        """Everything due in between happens in its order, through the code that always does it."""
        async with self.moving:
            await run_due(self.deliveries.tick, self.clock, self.clock.now() + step)
        self.workspace.touch()

    async def stop(self) -> None:
        await self.deliveries.stop()
        await self.app.close()

    def page(self, host: str) -> web.Application:
        services = self.app.services
        return application(
            self.workspace,
            host=host,
            examples=EXAMPLES,
            panels={"Deliveries": deliveries_panel(services)},
            move_clock=self.move,
            links=(
                partial(RecordPages, services.records(), services.library),
                partial(FilePages, services.files()),
            ),
        )


async def run_demo(
    settings: Settings, host: str, port: int, anyway: bool, browser: bool, fresh: bool
) -> None:
    """Serves until it is stopped. Says on standard error what it does, and the address on standard output."""
    try:
        check_address(host, anyway)
        port = _free_port(host, port)
    except UserFacingError as error:
        _console.print(str(error), style="red", markup=False)
        sys.exit(2)
    # Whoever tries it wants the address, and to know what is wrong.
    keep_logs(settings, logging.WARNING)
    own = settings.var / "demo"
    if fresh:
        shutil.rmtree(own, ignore_errors=True)
    address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}/"
    settings = settings.model_copy(update={"public_url": address})
    with _console.status("Starting; the first time takes half a minute, to read every card."):
        demo = await open_demo(settings, own)
        await demo.start()
    await _announce(demo, address)
    if browser:
        asyncio.get_running_loop().call_later(0.5, _show, address)
    try:
        await serve(demo.page(host), host, port)
    finally:
        await demo.stop()


async def _announce(demo: Demo, address: str) -> None:
    """The address alone goes to standard output, for whoever starts this from a script."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    _console.print("Alongside is running there. Stop it with Ctrl+C.")
    if code := await first_administrator_code(demo.app.services):
        _console.print(f"Nobody is administrator. Whoever says this code in chat becomes it: {code}")


async def open_demo(settings: Settings, own: Path) -> Demo:
    """Migrated, seeded, assembled; not started yet. `own` is where the demo keeps its data."""
    url = f"sqlite+aiosqlite:///{(own / 'alongside.sqlite').absolute()}"
    own_key = SecretStr(_master_key(own / "master.key"))
    settings = settings.model_copy(update={"database_url": url, "poll_seconds": 0.02, "master_key": own_key})
    clock = KeptClock(own / "clock.json")
    database = await open_database(settings)
    known = await organisation_in(database)
    organisation = known or await seed(database, clock.now())
    app = await assemble(settings, read_content(settings), organisation, database, clock)
    if known is None:
        await live_through(database, organisation, app.services.items, app.services.seal, clock.now())
    zone = ZoneInfo(organisation.time_zone)
    workspace = Workspace(app.dispatch, PERSONAS, clock, zone, WORKSPACE)
    colleagues = list((await colleagues_of(database)).values())
    answering = Answering(app.dispatch, WORKSPACE, colleagues, WAVES)
    deliveries = deliveries_of(app, settings, {"web": WebGateway(workspace, answering)})
    return Demo(app, workspace, deliveries, clock)


def _master_key(file: Path) -> str:
    """The demo's own, made at its first start. A real one is kept apart from the data."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(new_key())
    return file.read_text()


def _free_port(host: str, port: int) -> int:
    """The port itself, or any free one for 0. Raises UserFacingError where it is taken."""
    with closing(socket(AF_INET6 if ":" in host else AF_INET)) as probe:
        probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = (
                f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another: make demo PORT=8770"
            )
            raise UserFacingError(said) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def _show(address: str) -> None:
    """In a browser where there is a screen for one; a text browser would take the terminal over."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return
    if not isinstance(found, webbrowser.GenericBrowser) or isinstance(found, webbrowser.BackgroundBrowser):
        found.open(address)
