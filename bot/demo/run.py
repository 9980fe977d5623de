"""Runs the demo: the real bot in the browser, with a calendar that can be moved."""

import asyncio
import logging
import shutil
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import SecretStr
from rich.console import Console

from bot.app.assembly import (
    App,
    assemble,
    deliveries_of,
    first_administrator_code,
    open_database,
    organisation_in,
)
from bot.app.content import Content, read_content
from bot.app.memory import release_memory
from bot.conversation.dates import coming_day
from bot.core.errors import UserFacingError
from bot.core.logging import keep_logs
from bot.core.progress import heard_by
from bot.core.settings import Settings
from bot.delivery.calendar.run_due import run_due
from bot.delivery.sending.in_process import InProcess
from bot.delivery.sending.service import Deliveries
from bot.demo.browser import free_port, show_in_browser
from bot.demo.clock import KeptClock
from bot.demo.colleagues import Answering
from bot.demo.history import WAVES, colleagues_of, live_through
from bot.demo.offered_times import offer_times
from bot.demo.organisation import HARBOUR, DemoOrganisation, read_organisation, remembered
from bot.demo.panels import deliveries_panel
from bot.demo.people import EXAMPLES, WORKSPACE, personas_of, seed
from bot.demo.story_player import StoryPlayer
from bot.platforms.web.application import application, serve
from bot.platforms.web.inbound.safety import check_address
from bot.platforms.web.outbound.gateway import WebGateway
from bot.platforms.web.outbound.transcript_file import TranscriptFile
from bot.platforms.web.outbound.workspace import Workspace
from bot.platforms.web.records.documents import DocumentPages
from bot.platforms.web.records.files import FilePages
from bot.platforms.web.records.report_downloads import RecordPages
from bot.store.sealing import new_key

_console = Console(stderr=True)

# Seconds between two checks for due work. An action of a person is processed at once.
_AT_REST = 10.0
_KEPT_EVERY = 2.0
_FARTHEST = timedelta(weeks=4)
_FIRST = "Starting. The first time it reads every card, for about three minutes: {:,} of {:,} sentences."


@dataclass(frozen=True, slots=True)
class Demo:
    app: App
    workspace: Workspace
    deliveries: Deliveries
    clock: KeptClock
    transcript: TranscriptFile
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        await self.deliveries.start()
        self.workspace.on_acted = self.deliveries.wake

    async def move(self, step: timedelta | None) -> None:
        """Moves the clock by a step, and runs everything due in order, with the production code.

        Without a step it moves until one of the personas gets a message.
        """
        async with self.moving:
            before = self._arrived()

            def after_instant(instant: datetime) -> bool:
                at = instant.astimezone(self.zone)
                self.workspace.moving = f"Moving on: {coming_day(at)}, {at:%H:%M}"
                self.workspace.touch()
                return step is None and self._arrived() > before

            self.workspace.moving = "Moving on"
            try:
                until = self.clock.now() + (step or _FARTHEST)
                await run_due(self.deliveries.tick, self.clock, until, after_instant)
            finally:
                self.workspace.moving = ""
                self.workspace.touch()

    def _arrived(self) -> int:
        return sum(not entry.mine for talk in self.workspace.log.talks.values() for entry in talk.entries)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.app.services.organisation.time_zone)

    async def keep(self) -> None:
        """Saves the transcript at intervals until cancelled, so that it survives a restart."""
        while True:
            await asyncio.sleep(_KEPT_EVERY)
            self.transcript.write()

    async def serve(self, host: str, port: int) -> None:
        """Serves until cancelled."""
        keeping = asyncio.create_task(self.keep())
        try:
            await serve(self.page(host), host, port)
        finally:
            keeping.cancel()
            await self.stop()

    async def stop(self) -> None:
        await self.deliveries.stop()
        self.transcript.write()
        await self.app.close()

    def page(self, host: str) -> web.Application:
        services = self.app.services
        return application(
            self.workspace,
            host=host,
            examples=EXAMPLES,
            panels={"What was sent, as counts": deliveries_panel(services)},
            move_clock=self.move,
            stories=StoryPlayer(self.workspace, self.move),
            links=(
                partial(RecordPages, services.records(), services.library),
                partial(FilePages, services.files()),
                partial(DocumentPages, services.documents()),
            ),
        )


async def run_demo(
    settings: Settings,
    host: str,
    port: int,
    anyway: bool,
    browser: bool,
    fresh: bool,
    organisation: Path | None = None,
) -> None:
    """Serves until it is stopped. Says on standard error what it does, and the address on standard output."""
    try:
        check_address(host, anyway)
        port = free_port(host, port)
        description = read_organisation(organisation) if organisation else None
    except UserFacingError as error:
        _console.print(str(error), style="red", markup=False)
        sys.exit(2)
    # People who try the demo need its address, and warnings.
    keep_logs(settings, logging.WARNING)
    own = settings.var / "demo"
    if fresh:
        shutil.rmtree(own, ignore_errors=True)
    address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}/"
    settings = settings.model_copy(update={"public_url": address})
    with _console.status("Starting.") as status, heard_by(lambda *far: status.update(_FIRST.format(*far))):
        demo = await open_demo(settings, own, description)
        await demo.start()
        release_memory()
    await _announce(demo, address)
    if browser:
        asyncio.get_running_loop().call_later(0.5, show_in_browser, address)
    await demo.serve(host, port)


async def _announce(demo: Demo, address: str) -> None:
    """The address alone goes to standard output, for scripts that start the demo."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    _console.print("Alongside is running there. Stop it with Ctrl+C.")
    if code := await first_administrator_code(demo.app.services):
        _console.print(f"There is no administrator yet. Say this code in chat to become one: {code}")


async def open_demo(
    settings: Settings, own: Path, description: DemoOrganisation | None = None, content: Content | None = None
) -> Demo:
    """Migrates, seeds and assembles the demo, without starting it. `own` is the directory of its data.

    `description` is the organisation of a new demo; an existing demo keeps its own. `content` is read from its
    files if None.
    """
    url = f"sqlite+aiosqlite:///{(own / 'alongside.sqlite').absolute()}"
    own_key = SecretStr(_master_key(own / "master.key"))
    settings = settings.model_copy(
        update={"database_url": url, "poll_seconds": _AT_REST, "master_key": own_key}
        | {"peer_page": settings.peer_page or own / "peers.html"}
    )
    clock = KeptClock(own / "clock.json", settings.demo_start)
    database = await open_database(settings)
    known = await organisation_in(database)
    description = remembered(own / "organisation.json", None if known else description or HARBOUR)
    organisation = known or await seed(database, description, clock.now())
    app = await assemble(settings, content or read_content(settings), organisation, database, clock)
    if known is None:
        await live_through(database, organisation, app.services.items, app.services.seal, clock.now())
        await offer_times(database, organisation, clock)
    zone = ZoneInfo(organisation.time_zone)
    workspace = Workspace(app.dispatch, personas_of(description), clock, zone, WORKSPACE)
    app.services.open_forms.know([workspace.log])
    colleagues = list((await colleagues_of(database)).values())
    answering = Answering(app.dispatch, WORKSPACE, colleagues, WAVES)
    deliveries = deliveries_of(app, settings, {"web": WebGateway(workspace, answering)}, engine=InProcess())
    transcript = TranscriptFile(workspace.log, own / "conversations.json")
    transcript.read()
    return Demo(app, workspace, deliveries, clock, transcript)


def _master_key(file: Path) -> str:
    """The demo's own key, made at its first start. In production the key is stored apart from the data."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(new_key())
    return file.read_text()
