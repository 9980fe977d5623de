"""The demo: an invented organisation, its people, and the browser workspace to be them in."""

import asyncio
import shutil
import sys
import webbrowser
from contextlib import closing
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import App, assemble, open_database, organisation_in
from bot.clock import MovableClock
from bot.errors import UserFacingError
from bot.people.organisations import Organisation
from bot.people.people import Account, Person
from bot.platforms.web.app import application, serve
from bot.platforms.web.people import Persona
from bot.platforms.web.safety import check_address
from bot.platforms.web.send import Workspace
from bot.settings import Settings
from bot.store.database import Database

WORKSPACE = "demo"

PERSONAS = (
    Persona("nurse", "Amara Okafor", "Nurse, Willow ward"),
    Persona("team-leader", "Tom Brennan", "Team leader, Community team east"),
    Persona("director", "Helen Marsh", "Director of nursing"),
    Persona("peer-worker", "Jo Lindqvist", "Peer support worker, Willow ward"),
    Persona("champion", "Priya Nair", "Occupational therapist and peer support champion"),
    Persona("administrator", "Sam Whitlock", "IT services"),
    Persona("new-starter", "Lewis Adeyemi", "Support worker, in his first week"),
)

EXAMPLES = (
    "What does a peer worker do?",
    "Can I ask my peer colleague about their diagnosis?",
    "Will peer workers replace us?",
    "How do I introduce peer support to someone?",
)

_console = Console(stderr=True)


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
    demo = settings.model_copy(update={"var": settings.var / "demo", "database_url": ""})
    if fresh:
        shutil.rmtree(demo.var, ignore_errors=True)
    with _console.status("Starting; the first time takes half a minute, to read every card."):
        app, workspace = await open_demo(demo)
    page = application(workspace, host=host, examples=EXAMPLES)
    address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}/"
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    _console.print("Alongside is running there. Stop it with Ctrl+C.")
    if browser:
        asyncio.get_running_loop().call_later(0.5, _show, address)
    try:
        await serve(page, host, port)
    finally:
        await app.close()


async def open_demo(settings: Settings) -> tuple[App, Workspace]:
    """Migrated, seeded, assembled."""
    clock = MovableClock()
    database = await open_database(settings)
    organisation = await organisation_in(database) or await _seed(database)
    app = await assemble(settings, organisation, database, clock)
    return app, Workspace(app.dispatch, PERSONAS, clock, ZoneInfo(organisation.time_zone), WORKSPACE)


async def _seed(database: Database) -> Organisation:
    organisation = Organisation(
        name="Harbour Mental Health",
        country="GB",
        time_zone="Europe/London",
        contact="Priya Nair, peer support champion, answers questions about peer work: ring extension 4120 or call in on Tuesdays.",
        staff_support=[
            {"name": "Harbour staff support", "contact": "Ring 4800", "hours": "Mon-Fri 08:00-20:00"}
        ],
    )
    async with database.write() as session:
        session.add(organisation)
        await session.flush()
        for persona in PERSONAS:
            await _add(session, organisation, persona)
    return organisation


async def _add(session: AsyncSession, organisation: Organisation, persona: Persona) -> None:
    person = Person(organisation_id=organisation.id, name=persona.name)
    session.add(person)
    await session.flush()
    session.add(Account(person_id=person.id, platform="web", workspace=WORKSPACE, user=persona.user))


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
