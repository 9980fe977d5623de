"""Harbour with everybody in Slack: the real bot over a socket, people who use it, and a calendar that moves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app.assembly import first_administrator_code
from bot.app.content import Content
from bot.app.serving import Running, running
from bot.commands.people_import import import_people
from bot.core.clock import MovableClock
from bot.delivery.calendar.run_due import run_due
from tests.app.running.confirmed_organisation import settings_of
from tests.fake_slack import FakeSlack, Json, Person, Workspace
from tests.platforms.slack.receiving import button

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
TEAMS = {"Willow ward": 12, "Rowan ward": 11, "East": 14, "West": 13, "Offices": 14}
CHANNEL = "C1"
_PATIENCE = 60.0

# Each does something that somebody sees.
_SHOWING = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "views.publish",
    "views.open",
    "views.update",
)


@dataclass
class Workplace:
    """Whatever somebody does here is answered when it returns."""

    slack: FakeSlack
    home: Workspace
    bot: Running
    clock: MovableClock

    def staff(self, team: str) -> list[Person]:
        return [
            self.person(user) for user in self.home.members if user.startswith(f"U{team.split()[0].upper()}")
        ]

    def person(self, user: str) -> Person:
        return Person(self.slack, self.home, user)

    def chat(self, who: Person) -> list[Json]:
        """What we wrote to them, oldest first."""
        return [message for message in self.home.sent_to(who.user) if message.get("bot_id")]

    def message_to(self, who: Person, start: str) -> Json:
        """The last thing we wrote to them that begins so."""
        return next(message for message in reversed(self.chat(who)) if message["text"].startswith(start))

    async def says(self, who: Person, typed: str, channel: str = "") -> Json:
        """The answer in their chat with us."""
        before = len(self.chat(who))
        async with self.answering():
            await self.slack.sockets.push("events_api", who.says(typed, channel))
        if not channel:
            # Something else that was sent meanwhile is no answer to them.
            await until(lambda: len(self.chat(who)) > before)
        return self.chat(who)[-1]

    async def hears(self, who: Person, words: str) -> None:
        """Waits for a message to them with these words, whatever else is sent meanwhile."""
        await until(lambda: any(words in str(message) for message in self.chat(who)))

    async def presses(
        self, who: Person, shown: Json, action: str, values: Mapping[str, str] | None = None, nth: int = 0
    ) -> None:
        """Changes what is shown, or adds to it."""
        async with self.answering():
            pressed = who.presses(shown, button(shown, action, nth), values)
            await self.slack.sockets.push("interactive", pressed)

    async def opens(self, who: Person, shown: Json, action: str) -> Json:
        """The form behind a button."""
        await self.presses(who, shown, action)
        return list(self.home.views.values())[-1]

    async def submits(self, who: Person, form: Json, values: Mapping[str, str]) -> Json:
        """The answer in their chat."""
        async with self.answering():
            await self.slack.sockets.push("interactive", who.submits(form, values))
        return self.chat(who)[-1]

    async def live_until(self, *when: int) -> None:
        """Year, month, day and hour in UTC, which is the time in Britain in winter. All that is due until then happens."""
        await run_due(self.bot.deliveries.tick, self.clock, datetime(*when, tzinfo=UTC))  # type: ignore[misc,arg-type]

    async def code(self) -> str:
        """As it is printed at start."""
        code = await first_administrator_code(self.bot.app.services)
        assert code
        return code

    async def import_teams(self, place: Path) -> None:
        """From a list that has everybody's e-mail, as `python -m bot people import` takes it over."""
        lines = [
            f"{member['real_name']},{member['profile']['email']},{_team_of(user)}"
            for user, member in self.home.members.items()
            if _team_of(user)
        ]
        file = place / "staff.csv"
        file.write_text("\n".join(["name,email,team", *lines]))
        services = self.bot.app.services
        now = self.clock.now()
        assert await import_people(services.database, services.organisation, file, now, apply=True) == 0

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        before = self._shown()
        yield
        await until(lambda: self._shown() > before)

    def _shown(self) -> int:
        return sum(self.slack.count(method) for method in _SHOWING)


@asynccontextmanager
async def workplace(place: Path, content: Content, **changes: str) -> AsyncIterator[Workplace]:
    """`changes` are of the settings."""
    async with AsyncExitStack() as stack:
        slack = FakeSlack()
        await slack.start()
        stack.push_async_callback(slack.stop)
        home = slack.install("T1")
        _hire(home)
        home.add_channel(CHANNEL, home.members)
        clock = MovableClock(MONDAY, frozen=True)
        settings = settings_of(place, slack, slack_mode="socket", **changes)
        bot = await stack.enter_async_context(running(settings, clock, content))
        await slack.sockets.connected()
        yield Workplace(slack, home, bot, clock)


def _hire(home: Workspace) -> None:
    for team, size in TEAMS.items():
        short = team.split()[0]
        for number in range(size):
            home.add_member(f"U{short.upper()}{number}", f"{short.lower()} {number}")


def _team_of(user: str) -> str:
    return next((team for team in TEAMS if user.startswith(f"U{team.split()[0].upper()}")), "")


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not is_so():  # noqa: ASYNC110 - it happens in the bot's tasks
            await asyncio.sleep(0.01)
