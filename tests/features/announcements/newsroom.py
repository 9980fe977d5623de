"""Harbour with people who write, approve and get announcements, on a platform that keeps what arrives."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

import handlers
from bot.conversation.message import Button, Message
from bot.conversation.request import Sender
from bot.conversation.routes import Reply, Say
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import unexpanded
from bot.delivery.ledger.deliveries import Delivery
from bot.delivery.ledger.expansion import expand
from bot.delivery.sending.batch import run_batch
from bot.delivery.sending.lanes import busy_lanes
from bot.delivery.sending.outbox import Lease, Outbox
from bot.features.announcements.models import Broadcast
from bot.features.context import Context
from bot.people.access.roles import Role, grant
from bot.people.audit.audit_log import AuditHead, AuditLine
from bot.store.sealing import Seal, new_key
from schedules import all_jobs
from tests.delivery.office import TIMING
from tests.delivery.platform import FakePlatform
from tests.fakes import Bot, buttons
from tests.features.pulse.town import settle
from tests.handlers.bot_with_guards import bot_with_guards

# The author writes to everyone, the eastern one to the east; nurses only read.
AUTHOR, OTHER_CHAMPION, EASTERN, ADMINISTRATOR, NURSE = "north-0", "north-1", "east-0", "north-2", "east-3"

TITLE, WORDS = "Peer support at Harbour", "Ask **Priya** how to be offered it."


@dataclass
class Newsroom:
    bot: Bot
    clock: MovableClock
    people: dict[str, list[str]]
    platform: FakePlatform = field(default_factory=FakePlatform)

    @property
    def services(self) -> Context:
        return self.bot.app.services

    async def says(self, person: str, words: str) -> Reply:
        return await self.bot.says(words, **_from(person))

    async def presses(self, person: str, action: str, value: str = "", **values: str) -> Reply:
        return await self.bot.presses(action, value, values=values, **_from(person))

    async def submits(self, person: str, action: str, value: str = "", **values: str) -> Reply:
        return await self.bot.submits(action, values, value=value, **_from(person))

    async def presses_button(self, person: str, reply: Reply | Message, label: str) -> Reply:
        """The last of that name, where a preview shows what recipients press above what its writer does."""
        shown = buttons(reply) if not isinstance(reply, Message) else buttons_of(reply)
        button = next(b for b in reversed(shown) if b.label == label)
        theirs = [ts for ts, message in self.platform.shown.items() if ts.startswith(f"{person}/")]
        pressed = next((ts for ts in theirs if self.platform.shown[ts] == reply), "")
        return await self.bot.presses(
            button.action, button.value, acted_on=f"web demo {pressed}" if pressed else "", **_from(person)
        )

    async def writes(self, person: str = AUTHOR, value: str = "template ", **changes: str) -> Reply:
        """The preview, or the faults."""
        typed = {"title": TITLE, "words": WORDS, "audience": "everyone", "acknowledge": "no"}
        return await self.submits(person, "broadcast.check", value, **(typed | changes))

    async def sends(self, **changes: str) -> Reply:
        """To the east, where nobody else has to look at it, unless something else is said."""
        return await self.presses_button(
            AUTHOR, await self.writes(**{"audience": "team:east", **changes}), "Send"
        )

    async def goes_out(self, rounds: int = 20, platforms: Sequence[str] = ("web",)) -> None:
        """All that is due now and what follows from it."""
        database, services = self.services.database, self.services
        jobs, gateways = all_jobs(services), dict.fromkeys(platforms, self.platform)
        outbox = Outbox(database, self.clock, gateways, Lease("me", TIMING), TIMING)
        for _ in range(rounds):
            async with database.write() as session:
                slots = await unexpanded(session, self.clock.now())
                lanes = await busy_lanes(session, self.clock.now(), platforms, platforms)
            if not slots and not lanes:
                return
            for slot in slots:
                await expand(database, slot.id, jobs, self.clock, gateways)
            for lane in lanes:
                await run_batch(outbox, lane)

    async def later(self, **time: float) -> None:
        """Looks and all, each at its moment."""
        ends = self.clock.now() + timedelta(**time)
        while self.clock.now() < ends:
            self.clock.move_to(min(ends, self.clock.now() + timedelta(seconds=5)))
            await self.goes_out()

    def seen_by(self, person: str) -> list[Message]:
        """What stands in their chat now, the oldest first."""
        return [shown for key, shown in self.platform.shown.items() if key.split("/")[0] == person]

    def got(self) -> set[str]:
        """Who has the announcement in their chat."""
        return {key.split("/")[0] for key, shown in self.platform.shown.items() if shown.summary == TITLE}

    async def broadcasts(self) -> list[Broadcast]:
        async with self.services.database.read() as session:
            return list(await session.scalars(select(Broadcast).order_by(Broadcast.changed_at)))

    async def deliveries(self) -> list[Delivery]:
        async with self.services.database.read() as session:
            return list(await session.scalars(select(Delivery).order_by(Delivery.person_id)))


def buttons_of(message: Message) -> tuple[Button, ...]:
    return buttons(Say(message))


async def newsroom_at(bot: Bot, clock: MovableClock) -> Newsroom:
    bot = await bot_with_guards(bot, [handlers.ALL], seal=Seal([new_key()]))
    services = bot.app.services
    people = await settle(services.database, services.organisation, north=40, east=20)
    granted = (
        (AUTHOR, Role.CHAMPION, None),
        (OTHER_CHAMPION, Role.CHAMPION, None),
        (EASTERN, Role.CHAMPION, "east"),
        (ADMINISTRATOR, Role.ADMINISTRATOR, None),
    )
    async with services.database.write() as session:
        for person, role, team in granted:
            await grant(session, person, role, team, granted_by=None, now=clock.now())
        await session.execute(delete(AuditLine))
        await session.execute(delete(AuditHead))
    made = Newsroom(bot, clock, people)
    services.paces.know({"web": made.platform})
    return made


def _from(person: str) -> dict[str, Any]:
    return {"sender": Sender("web", "demo", person), "conversation": person}
