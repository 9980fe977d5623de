"""The whole bot behind Teams' address, in the local mode that lets only this machine in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import App, assemble, open_database
from bot.clock import MovableClock
from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.delivery.gateway import Outgoing
from bot.people.budget import Kind
from bot.people.organisations import Organisation
from bot.people.people import Account, Person, person_behind
from bot.platforms.session import open_session
from bot.platforms.teams.addresses import Addresses
from bot.platforms.teams.app import Reception, TeamsPlatform
from bot.platforms.teams.calls import Calls
from bot.platforms.teams.endpoint import MESSAGES
from bot.platforms.teams.inbound import LOOPBACK, LocalDoor
from bot.platforms.teams.send import TeamsGateway
from bot.platforms.teams.tokens import NoToken
from bot.pulse import shown_pulse
from bot.pulse.waves import items_of, open_wave
from bot.settings import Settings
from tests.platforms.teams.playground.client import AMARA, TENANT

_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
_COLLEAGUES = 11
_WHO = Sender("teams", TENANT, AMARA)


@dataclass
class Office:
    app: App
    platform: TeamsPlatform
    gateway: TeamsGateway
    addresses: Addresses
    url: str

    async def sends(self, message: Message, kind: Kind = Kind.NUDGE) -> None:
        """As a delivery goes out: nobody has asked for it."""
        address = await self.addresses.of(_WHO)
        await self.gateway.send(Outgoing("d1", kind, "teams", TENANT, message, user=AMARA, address=address))

    async def opens_the_pulse(self) -> Message:
        services = self.app.services
        async with services.database.write() as session:
            wave = await open_wave(
                session,
                services.organisation,
                services.items,
                services.seal,
                slot="pulse",
                day=_TUESDAY.date(),
            )
            assert wave
            questions = await items_of(session, wave.id, services.items)
            return shown_pulse.asked(wave.id, questions, wave.closes_at)

    async def answered(self) -> None:
        """What is under way is done."""
        await self.platform.work.drain(10)

    async def knows_amara(self) -> bool:
        async with self.app.services.database.read() as session:
            return await person_behind(session, _WHO) is not None


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    async with AsyncExitStack() as stack:
        (folder / "cache").symlink_to(Path("var/cache").absolute())
        settings, clock = Settings(var=folder), MovableClock(_TUESDAY, frozen=True)
        database = await open_database(settings)
        organisation = Organisation(name="Harbour", country="GB", time_zone="Europe/London", contact="Ring Priya.")
        async with database.write() as session:
            session.add(organisation)
            await session.flush()
            for n in range(_COLLEAGUES):
                session.add(Person(id=f"p{n}", organisation_id=organisation.id, name=f"Colleague {n}"))
                await session.flush()
                session.add(Account(person_id=f"p{n}", platform="web", workspace="demo", user=f"p{n}"))
        app = await assemble(settings, organisation, database, clock)
        stack.push_async_callback(app.close)
        calls = Calls(await stack.enter_async_context(open_session(10)), NoToken(), LOOPBACK)
        addresses = Addresses(database, clock)

        async def is_new(sender: Sender) -> bool:
            async with database.read() as session:
                person = await person_behind(session, sender)
            return person is None or person.first_met_at is None

        platform = TeamsPlatform(app.dispatch, calls, addresses, Reception(LocalDoor()), is_new)
        served = web.Application()
        served.add_routes(platform.routes())
        server = TestServer(served)
        stack.push_async_callback(server.close)
        await server.start_server(access_log=None)
        await platform.start()
        stack.push_async_callback(platform.stop)
        gateway = TeamsGateway(calls, addresses, forms=app.dispatch.forms())
        yield Office(app, platform, gateway, addresses, str(server.make_url(MESSAGES)))


