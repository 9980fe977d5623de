"""A peer worker's whole journey on every platform, and the proof that nothing of it remains or was visible elsewhere."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import unexpanded
from bot.delivery.ledger.contents import load_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import expand
from bot.delivery.sending.gateway import DeliveryAction, Outgoing
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.organisations import Team
from bot.people.identity.people import Account
from schedules import all_jobs
from schedules.peer_profiles.page import make_page
from tests.fakes import Bot, stored
from tests.platforms.platform_drivers import PEOPLE, STAGES, Stage

# Words that stand nowhere else.
NAME, KNOWS = "Zofia", "zithers"
WRITTEN = {
    "name": NAME,
    "expertise": f"hearing voices, {KNOWS}",
    "languages": "English, Polish",
    "how_to_ask": "Write to me",
}
WISH = "someone who speaks Polish and knows about voices"
REQUEST = {"purpose": "somebody", "soon": "week"}
TIMES = {"day1": "2026-11-26", "time1": "10:00", "day2": "2026-11-27", "time2": "14:30"}
FRIDAY = "Friday 27 November 2026, 14:30"


@dataclass
class Journey:
    bot: Bot
    stage: Stage
    ids: dict[str, str]

    async def arrives(self) -> None:
        """All that is due is sent, changed or deleted where people read."""
        for _ in range(2):
            await self._expand()
            await self._send()

    async def _expand(self) -> None:
        services = self.bot.app.services
        async with services.database.read() as session:
            due = await unexpanded(session, services.clock.now())
        for slot in due:
            await expand(
                services.database, slot.id, all_jobs(services), services.clock, [self.stage.platform]
            )

    async def _send(self) -> None:
        async with self.bot.app.services.database.write() as session:
            pending = (
                select(Delivery).where(Delivery.state == DeliveryState.PENDING).order_by(Delivery.due_at)
            )
            for row in (await session.scalars(pending)).all():
                account = await session.get_one(Account, row.account_id)
                messages = await load_contents(session, [row.content] if row.content else [])
                target = await session.get(Delivery, row.target_id) if row.target_id else None
                message = messages.get(row.content or "", Message(""))
                out = Outgoing(row.id, row.kind, account.platform, account.workspace, message, account.user)
                row.reference = dict(await self._hand_over(row.action, out, account, target))
                row.state = DeliveryState.SENT

    async def _hand_over(
        self, action: DeliveryAction, out: Outgoing, account: Account, target: Delivery | None
    ) -> dict[str, str]:
        before = dict(target.reference or {}) if target else {}
        out = replace(out, address=dict(account.address), reference=before)
        if action is DeliveryAction.SEND:
            return dict((await self.stage.gateway.send(out)).reference)
        if action is DeliveryAction.EDIT:
            return dict((await self.stage.gateway.edit(out)).reference)
        await self.stage.gateway.delete(out)
        return before

    async def looks(self, who: str) -> str:
        await self.stage.says(who, "find a peer")
        await self.stage.presses(who, "peers.look")
        await self.stage.submits(who, wish=WISH)
        return self.stage.dialog(who)

    async def looks_into(self, who: str) -> str:
        """The entry itself."""
        await self.looks(who)
        await self.stage.submits(who, who=self.ids["ania"])
        return self.stage.dialog(who)

    async def asks(self) -> None:
        """From the list to the entry, and from there to the request."""
        assert NAME in await self.looks("amara")
        await self.stage.submits("amara", who=self.ids["ania"])
        assert KNOWS in self.stage.dialog("amara")
        await self.stage.submits("amara")
        assert "There is no box for the person to be supported" in self.stage.dialog("amara")
        await self.stage.submits("amara", to=self.ids["ania"], **REQUEST)
        assert "Asked. One peer worker got it." in self.stage.chat("amara")
        await self.arrives()
        assert "Amara Osei asks for peer support." in self.stage.chat("ania")


@pytest.fixture(params=STAGES)
async def journey(request: pytest.FixtureRequest, bot: Bot) -> AsyncIterator[Journey]:
    """Ania and Amara on Rowan ward, and Ben on another."""
    services = bot.app.services
    async with STAGES[request.param](bot) as stage:
        ids = {}
        async with services.database.write() as session:
            for team in ("Rowan ward", "Willow ward"):
                session.add(Team(id=team, organisation_id=services.organisation.id, name=team))
            await session.flush()
            for who, name in zip(PEOPLE, ("Ania Kowalska", "Amara Osei", "Ben Ode"), strict=True):
                sender = Sender(stage.platform, stage.workspace, who)
                person = await get_or_create_person(
                    session, sender, services.organisation, name=name, now=services.clock.now()
                )
                person.team_id, ids[who] = "Willow ward" if who == "ben" else "Rowan ward", person.id
        for who in PEOPLE:
            await stage.says(who, "hello")
        yield Journey(bot, stage, ids)


async def test_written_previewed_published_asked_declined_and_withdrawn(
    journey: Journey, tmp_path: Path
) -> None:
    stage = journey.stage
    await writes_and_looks(journey)
    assert NAME not in await journey.looks("amara"), "a draft"
    await stage.submits("ania", colleagues="team", page="yes")
    await journey.asks()
    assert NAME not in await journey.looks("ben"), "another team"
    await stage.presses("ania", "requests.decline")
    await journey.arrives()
    assert "can't this time" in stage.chat("amara")
    assert NAME not in stage.chat("amara"), "names stand in dialogs"
    await journey.asks()
    await stage.presses("ania", "requests.take")
    await journey.arrives()
    assert f"{NAME} takes your request" in stage.chat("amara")
    await withdraws(journey, tmp_path / "peers.html")


async def writes_and_looks(journey: Journey) -> None:
    stage = journey.stage
    await stage.says("ania", "my entry")
    await stage.presses("ania", "entry.write")
    await stage.submits("ania", **WRITTEN)
    for words in (NAME, KNOWS, "Amara Osei", "only you."):
        assert words in stage.dialog("ania")


async def withdraws(journey: Journey, page: Path) -> None:
    services, stage = journey.bot.app.services, journey.stage
    await make_page(services.database, services.organisation.id, page, services.clock.now())
    assert KNOWS in page.read_text()
    await stage.presses("ania", "entry.withdraw")
    assert "It can't be undone." in stage.dialog("ania")
    assert KNOWS in await journey.looks_into("amara"), "nothing is gone before she says so"
    await stage.submits("ania")
    await journey.arrives()
    await make_page(services.database, services.organisation.id, page, services.clock.now())
    for words in (NAME, KNOWS):
        assert await stored(journey.bot, words) == []
        assert words not in page.read_text()
        for who in PEOPLE:
            assert words not in await journey.looks(who)
            assert words not in stage.chat(who)
    assert "can't be asked here any more" in stage.chat("amara")


async def takes(journey: Journey) -> None:
    await writes_and_looks(journey)
    await journey.stage.submits("ania", colleagues="team", page="no")
    await journey.asks()
    await journey.stage.presses("ania", "requests.take")
    await journey.arrives()
    assert "Times to choose from come next." in journey.stage.chat("amara")


async def test_taken_timed_and_taken_back(journey: Journey) -> None:
    stage = journey.stage
    await takes(journey)
    await stage.presses("ania", "requests.times")
    await stage.submits("ania", **TIMES)
    await journey.arrives()
    assert FRIDAY in stage.chat("amara")
    assert "Times to choose from come next." not in stage.chat("amara")
    await stage.presses("amara", "requests.agree")
    await journey.arrives()
    assert "agrees to a time" in stage.chat("ania")
    await stage.presses("amara", "requests.back")
    await journey.arrives()
    assert "Taken back. Nobody is asked any more." in stage.chat("amara")
    assert "agrees to a time" not in stage.chat("ania")
    assert "doesn't need peer support any more" in stage.chat("ania")


async def test_let_lie_both_are_reminded_and_told_when_it_closes(
    journey: Journey, clock: MovableClock
) -> None:
    stage = journey.stage
    await takes(journey)
    for day in range(15):
        clock.move_to(clock.now() + timedelta(days=1))
        await journey.arrives()
        if day == 9:
            assert "has proposed no time yet" in stage.chat("amara")
            assert "have proposed no time yet" in stage.chat("ania")
    for user, said in (("amara", "no time was proposed for it"), ("ania", "you proposed no time for it")):
        assert said in stage.chat(user)
        assert "proposed no time yet" not in stage.chat(user)
