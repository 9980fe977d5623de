"""The whole bot behind Teams' address, in the local mode that lets only this machine in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import App, assemble, open_database
from bot.clock import MovableClock
from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.delivery.gateway import Outgoing
from bot.knowledge.feedback import Missing
from bot.people.budget import Kind
from bot.people.organisations import Organisation
from bot.people.people import Account, Person, person_behind
from bot.platforms.session import open_session
from bot.platforms.teams.addresses import Addresses
from bot.platforms.teams.app import Reception, TeamsPlatform
from bot.platforms.teams.calls import Calls
from bot.platforms.teams.endpoint import MESSAGES
from bot.platforms.teams.inbound import LOOPBACK, LocalDoor
from bot.platforms.teams.receive import IsNew
from bot.platforms.teams.send import TeamsGateway
from bot.platforms.teams.tokens import NoToken
from bot.pulse import shown_pulse
from bot.pulse.groups import ASKED_FROM
from bot.pulse.tables import Tally
from bot.pulse.waves import items_of, open_wave
from bot.settings import Settings
from bot.store.database import Database
from bot.store.sealing import new_key
from tests.platforms.teams.playground.client import AMARA, TENANT

_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
WHO = Sender("teams", TENANT, AMARA)


@dataclass
class Office:
    app: App
    gateway: TeamsGateway
    addresses: Addresses
    url: str

    async def sends(self, message: Message, kind: Kind = Kind.NUDGE) -> str:
        """As a delivery goes out: nobody has asked for it. The id that Teams gave it."""
        address = await self.addresses.of(WHO)
        outgoing = Outgoing("d1", kind, "teams", TENANT, message, user=AMARA, address=address)
        return (await self.gateway.send(outgoing)).reference["message"]

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

    async def counted(self) -> int:
        """Answers to the pulse, which is all that is kept of them."""
        async with self.app.services.database.read() as session:
            return sum(await session.scalars(select(Tally.count)))

    async def told_the_editors(self) -> list[str]:
        async with self.app.services.database.read() as session:
            return list(await session.scalars(select(Missing.question)))


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    (folder / "cache").symlink_to(Path("var/cache").absolute())
    settings, clock = (
        Settings(var=folder, master_key=SecretStr(new_key())),
        MovableClock(_TUESDAY, frozen=True),
    )
    async with AsyncExitStack() as stack:
        database = await open_database(settings)
        app = await assemble(settings, await _harbour(database), database, clock)
        stack.push_async_callback(app.close)
        calls = Calls(await stack.enter_async_context(open_session(10)), NoToken(), LOOPBACK)
        addresses = Addresses(database, clock)
        platform = TeamsPlatform(app.dispatch, calls, addresses, Reception(LocalDoor()), _is_new(database))
        url = await _served(platform, stack)
        gateway = TeamsGateway(calls, addresses, app.dispatch.forms())
        yield Office(app, gateway, addresses, url)


async def _harbour(database: Database) -> Organisation:
    """With as many colleagues as it takes to be asked."""
    made = Organisation(name="Harbour", country="GB", time_zone="Europe/London", contact="Ring Priya.")
    async with database.write() as session:
        session.add(made)
        await session.flush()
        for number in range(ASKED_FROM):
            person = Person(organisation_id=made.id, name=f"Colleague {number}")
            session.add(person)
            await session.flush()
            session.add(Account(person_id=person.id, platform="web", workspace="demo", user=person.id))
    return made


def _is_new(database: Database) -> IsNew:
    async def is_new(sender: Sender) -> bool:
        async with database.read() as session:
            person = await person_behind(session, sender)
        return person is None or person.first_met_at is None

    return is_new


async def _served(platform: TeamsPlatform, stack: AsyncExitStack) -> str:
    served = web.Application()
    served.add_routes(platform.routes())
    server = TestServer(served)
    stack.push_async_callback(server.close)
    await server.start_server(access_log=None)
    await platform.start()
    stack.push_async_callback(platform.stop)
    return str(server.make_url(MESSAGES))
