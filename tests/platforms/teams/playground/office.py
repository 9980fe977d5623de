"""The whole bot behind Teams' address, in the local mode that lets only this machine in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import select

from bot.app.assembly import App, assemble, open_database
from bot.app.content import read_content
from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.delivery.calendar.slots import Occasion, Slot, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.durable import Durable, engine_url
from bot.delivery.sending.outbox import Timing
from bot.delivery.sending.service import Deliveries
from bot.features.asking.feedback import Missing
from bot.features.learning.declarations import NUDGE
from bot.features.pulse.models import SealedBallot
from bot.features.pulse.views import questions as shown_pulse
from bot.features.pulse.waves.groups import ASKED_FROM
from bot.features.pulse.waves.waves import items_of, open_wave
from bot.people.contact.message_kinds import MessageKind
from bot.people.contact.send_time import Instant
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person, person_behind
from bot.platforms.contract import Connected, Opening
from bot.platforms.teams.inbound.endpoint import MESSAGES
from bot.platforms.teams.opening import open_teams
from bot.store.database import Database
from bot.store.sealing import new_key
from tests.platforms.teams.playground.client import AMARA, TENANT

_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
WHO = Sender("teams", TENANT, AMARA)


@dataclass
class Office:
    """`coming` is what goes out on which occasion."""

    app: App
    url: str
    coming: dict[str, tuple[Message, MessageKind]] = field(default_factory=dict)

    async def sends(self, message: Message, kind: MessageKind = NUDGE) -> str:
        """Through the ledger and the engine, as whatever nobody has asked for. The id that Teams gave it."""
        services, schedule = self.app.services, f"said-{len(self.coming)}"
        self.coming[schedule] = message, kind
        now = services.clock.now()
        once = Occasion(schedule, "said", kind, services.organisation.id, now.date(), now)
        async with services.database.write() as session:
            await open_slots(session, [once])
        async with asyncio.timeout(30):
            while not (sent := await self._sent(once.slot_id)):  # noqa: ASYNC110 - others write it down
                await asyncio.sleep(0.1)
        assert sent.reference
        return sent.reference["message"]

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        message, kind = self.coming[slot.schedule]
        async with self.app.services.database.read() as session:
            amara = await person_behind(session, WHO)
        assert amara
        yield Draft(amara.id, message, kind, Instant(slot.due_at))

    async def _sent(self, slot_id: str) -> Delivery | None:
        async with self.app.services.database.read() as session:
            delivery = await session.scalar(select(Delivery).where(Delivery.slot_id == slot_id))
        assert delivery is None or delivery.state in (
            DeliveryState.PENDING,
            DeliveryState.SENDING,
            DeliveryState.SENT,
        ), delivery.reason
        return delivery if delivery and delivery.state is DeliveryState.SENT else None

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
            return shown_pulse.invitation(wave.id, questions, wave.closes_at)

    async def counted(self) -> int:
        """Answers to the pulse, which is all that is kept of them."""
        async with self.app.services.database.read() as session:
            return len((await session.scalars(select(SealedBallot.id))).all())

    async def told_the_editors(self) -> list[str]:
        async with self.app.services.database.read() as session:
            return list(await session.scalars(select(Missing.question)))


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    (folder / "cache").symlink_to(Path("var/cache").absolute())
    settings = Settings(var=folder, master_key=SecretStr(new_key()), teams_local=True)
    clock = MovableClock(_TUESDAY, frozen=True)
    async with AsyncExitStack() as stack:
        database = await open_database(settings)
        app = await assemble(settings, read_content(settings), await _harbour(database), database, clock)
        stack.push_async_callback(app.close)
        teams = await open_teams(Opening(settings, app.dispatch, app.services, stack))
        opened = Office(app, await _served(teams, stack))
        deliveries = Deliveries(
            database,
            Durable(engine_url(settings.database()), poll=0.1),
            clock,
            {teams.name: teams.gateway},
            {"said": opened.drafts},
            ScheduleCalendar(database),
            Timing(poll=0.1),
        )
        await deliveries.start()
        stack.push_async_callback(deliveries.stop)
        yield opened


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


async def _served(teams: Connected, stack: AsyncExitStack) -> str:
    served = web.Application()
    served.add_routes(teams.routes)
    server = TestServer(served)
    stack.push_async_callback(server.close)
    await server.start_server(access_log=None)
    await teams.platform.start()
    stack.push_async_callback(teams.platform.stop)
    return str(server.make_url(MESSAGES))
