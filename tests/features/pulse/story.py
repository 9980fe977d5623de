"""Waves in a whole bot, with a full copy of everything before and after each thing that somebody does."""

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app.assembly import App, assemble, deliveries_of, open_database
from bot.app.content import Content
from bot.conversation.message import Form, TextInput, buttons_of
from bot.conversation.request import Kind, Request, Sender
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from bot.core.themes import Audience
from bot.delivery.calendar.run_due import run_due
from bot.features.pulse.draft_answers import DraftAnswers
from bot.features.pulse.models import Asked, Wave
from bot.features.pulse.waves.waves import open_wave
from bot.people.access.roles import Role, grant
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account, Person, Preferences
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.gateway import WebGateway
from bot.platforms.web.outbound.transcript import TranscriptEntry
from bot.platforms.web.outbound.workspace import Workspace
from bot.store.database import Database
from bot.store.types import new_id
from tests.databases import Urls
from tests.features.pulse.attacks.copies import Copy, copy_of_postgres, copy_of_sqlite, files_of_postgres

BEFORE = datetime(2026, 11, 24, 9, 50, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

_SIZES = {"willow": 11, "rowan": 9, "crisis": 3, "east": 14, "west": 13, "corporate": 12, "": 1}
_PEERS = {"willow": 1, "east": 8, "west": 8, "corporate": 2}

_FAILS_ON_SQLITE = (
    "CREATE TRIGGER refuse BEFORE INSERT ON pulse_ballots BEGIN SELECT RAISE(ABORT, 'no room'); END",
)
_FAILS_ON_POSTGRES = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'no room for %%', NEW; END $$",
    "CREATE TRIGGER refuse BEFORE INSERT ON pulse_ballots FOR EACH ROW EXECUTE FUNCTION refuse()",
)


@dataclass(frozen=True)
class Step:
    """Something that this person did, and what they were told, unless it was in the browser."""

    person: str
    before: Copy
    after: Copy
    reply: object


@dataclass
class Story:
    """`people` has ids by account; accounts say the team, such as "willow-00", who is its only peer worker."""

    app: App
    urls: Urls
    clock: MovableClock
    workspace: Workspace
    logged: StringIO
    master: str
    people: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waves: tuple[str, ...] = ()
    steps: dict[str, Step] = field(default_factory=dict)
    moments: dict[str, Copy] = field(default_factory=dict)
    latest: Copy | None = None

    @property
    def database(self) -> Database:
        return self.app.services.database

    async def copy_at(self, when: str) -> None:
        """Copy it all, with every file that the database has on the disk."""
        self.latest = copy = self.copy()
        self.moments[when] = copy if copy.files else replace(copy, files=files_of_postgres(self.urls.main))

    def copy(self) -> Copy:
        if self.urls.is_sqlite:
            return copy_of_sqlite(Path(self.database.url.database or ""), self.logged.getvalue())
        return copy_of_postgres(self.urls.main, self.logged.getvalue())

    async def does(self, name: str, user: str, act: Awaitable[object]) -> None:
        before = self.latest or self.copy()
        reply = await act
        self.latest = self.copy()
        self.steps[name] = Step(self.people[user], before, self.latest, reply)

    async def answers(self, name: str, user: str, wave: str, points: Mapping[str, str]) -> None:
        """Points by item."""
        chosen = DraftAnswers(wave, points).written()
        request = self._request(user, Kind.PRESSED, "pulse.answer", chosen, {})
        await self.does(name, user, self.app.dispatch(request))

    async def presses(self, name: str, user: str, entry: TranscriptEntry, label: str) -> None:
        """In the browser."""
        labels = [button.label for button in buttons_of(entry.message.blocks)]
        press = self.workspace.press(user, entry.id, labels.index(label), {})
        await self.does(name, user, press)

    async def comments(self, name: str, user: str, wave: str, comment: str) -> None:
        request = self._request(user, Kind.SUBMITTED, "pulse.send-comment", wave, {"comment": comment})
        await self.does(name, user, self.app.dispatch(request))

    def _request(self, user: str, kind: Kind, action: str, value: str, values: Mapping[str, str]) -> Request:
        sender = Sender("web", "demo", user)
        boxes = tuple(TextInput(name, name) for name in values)
        form = Form(action, "", boxes)
        return Request(new_id(), kind, sender, f"web:{user}", True, action, value, values=values, form=form)

    async def items_of(self, wave: str) -> list[str]:
        async with self.database.read() as session:
            statement = select(Asked.item_id).where(Asked.wave_id == wave).order_by(Asked.position)
            return list(await session.scalars(statement))

    async def open_wave(self, audience: Audience = Audience.EVERYONE) -> str:
        services = self.app.services
        async with self.database.write() as session:
            wave = await open_wave(
                session,
                services.organisation,
                services.items,
                services.seal,
                slot=f"{audience}:extra",
                day=TUESDAY.date(),
                audience=audience,
            )
        assert wave
        return wave.id

    async def wave_for_everyone(self) -> str:
        async with self.database.read() as session:
            wave = (await session.scalars(select(Wave).where(Wave.audience == Audience.EVERYONE))).one()
            return wave.id

    @asynccontextmanager
    async def counting_fails(self) -> AsyncIterator[None]:
        """People who answer get an error of the database that quotes the row."""
        async with self.database.engine.begin() as connection:
            for statement in _FAILS_ON_SQLITE if self.urls.is_sqlite else _FAILS_ON_POSTGRES:
                await connection.exec_driver_sql(statement)
        yield
        async with self.database.engine.begin() as connection:
            of_table = "" if self.urls.is_sqlite else " ON pulse_ballots"
            await connection.exec_driver_sql(f"DROP TRIGGER refuse{of_table}")


@asynccontextmanager
async def story(urls: Urls, directory: Path, content: Content, master: str) -> AsyncIterator[Story]:
    """On Tuesday at half past ten, when everybody has been sent the questions."""
    settings = Settings(var=directory, master_key=master, database_url=urls.main, poll_seconds=0.02)
    database = await open_database(settings)
    organisation = Organisation(name="Harbour", country="GB", time_zone="Europe/London")
    async with database.write() as session:
        session.add(organisation)
    clock = MovableClock(BEFORE, frozen=True)
    with _everything_logged() as logged:
        app = await assemble(settings, content, organisation, database, clock)
        personas = (Persona("willow-00", "Jo", "Peer worker"),)
        workspace = Workspace(app.dispatch, personas, clock, ZoneInfo("Europe/London"))
        opened = Story(app, urls, clock, workspace, logged, master)
        await _move_in(opened)
        deliveries = deliveries_of(
            app, settings, {"web": WebGateway(workspace)}, on_death=lambda: _died(logged)
        )
        await deliveries.start()
        await run_due(deliveries.tick, clock, TUESDAY)
        await deliveries.stop()
        yield opened
        await app.close()


def _died(logged: StringIO) -> None:
    """Loudly: the process must not end with the reason untold."""
    os.write(2, logged.getvalue()[-5000:].encode())


async def _move_in(opened: Story) -> None:
    """Somebody of willow holds everything until they write; rowan has the only supervisor."""
    async with opened.database.write() as session:
        home = {"organisation_id": opened.app.services.organisation.id}
        session.add_all(Team(id=team, name=team.title(), **home) for team in _SIZES if team)
        await session.flush()
        for team, size in _SIZES.items():
            for n in range(size):
                person = Person(name=f"Quill {team} {n:02} Zander", team_id=team or None, **home)
                session.add(person)
                await session.flush()
                user = f"{team or 'head'}-{n:02}"
                session.add(Account(person_id=person.id, platform="web", workspace="demo", user=user))
                opened.people[user] = person.id
                opened.names[person.id] = (person.name, user)
                if n < _PEERS.get(team, 0):
                    await declare_peer(session, person.id, BEFORE)
        session.add(Preferences(person_id=opened.people["willow-09"], holds_until_writing=True))
        await grant(session, opened.people["rowan-00"], Role.SUPERVISOR, None, granted_by=None, now=BEFORE)


@contextmanager
def _everything_logged() -> Iterator[StringIO]:
    """Whatever goes to the terminal or to a log, as it would be in production."""
    logged = StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    with redirect_stdout(logged), redirect_stderr(logged):
        yield logged
    logging.getLogger().removeHandler(handler)
