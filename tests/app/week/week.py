"""A week at Harbour, and a record of all that people typed and are called there."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from aiohttp import ClientSession
from aiohttp.test_utils import unused_port
from sqlalchemy import select

from bot.app.content import Content
from bot.app.monitoring.metrics import PATH
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Open, Reply
from bot.people.access.roles import Role, grant
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account, Person, person_behind
from bot.store.database import Database
from tests.app.week.captured import Captured, capturing
from tests.databases import Urls
from tests.fake_slack import Person as Member
from tests.fakes import request
from tests.platforms.slack.workplace import Workplace, workplace

WORKSPACE = "T1"
# The platform is asked soon what became of a doubtful message: in production, after half a minute of real time.
_SOON = {"lease_seconds": "4", "heartbeat_seconds": "0.5", "timeout_seconds": "2"}


@dataclass
class Week:
    """`typed` is a word of every text, which stands nowhere else; `called` are names and addresses of the list."""

    work: Workplace
    captured: Captured
    metrics_port: int
    typed: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    _numbers: Iterable[int] = field(default_factory=lambda: count(10))

    @property
    def database(self) -> Database:
        return self.work.bot.app.services.database

    def word(self) -> str:
        self.typed.append(f"zorblat{next(iter(self._numbers))}x")
        return self.typed[-1]

    def member(self, user: str) -> Member:
        return self.work.person(user)

    async def presses(self, user: str, action: str, value: str = "", **values: str) -> Reply:
        given = {"action": action, "value": value, "values": values}
        return await self.work.bot.app.dispatch(request(Kind.PRESSED, **given, **_from(user)))

    async def submits(self, user: str, action: str, value: str = "", /, **values: str) -> Reply:
        """Whatever it leads to, but no fault in the form."""
        given = {"action": action, "value": value, "values": values}
        return await self.work.bot.app.dispatch(request(Kind.SUBMITTED, **given, **_from(user)))

    async def appoint(self, user: str, *roles: Role) -> None:
        services = self.work.bot.app.services
        async with self.database.write() as session:
            person = await person_behind(session, Sender("slack", WORKSPACE, user))
            assert person
            for role in roles:
                await grant(session, person.id, role, None, granted_by=None, now=services.clock.now())

    async def declare(self, user: str) -> None:
        async with self.database.write() as session:
            person = await person_behind(session, Sender("slack", WORKSPACE, user))
            assert person
            await declare_peer(session, person.id, self.work.clock.now())

    async def scrape(self) -> None:
        async with (
            ClientSession(f"http://127.0.0.1:{self.metrics_port}") as session,
            session.get(PATH) as page,
        ):
            assert page.status == 200
            self.captured.page = await page.text()

    async def private(self) -> set[str]:
        """What no log, trace or metric may hold."""
        async with self.database.read() as session:
            people = (await session.scalars(select(Person))).all()
            users = set(await session.scalars(select(Account.user)))
        chats = {channel.id for channel in self.work.home.channels.values() if channel.user}
        named = {word for person in people for word in (person.name, person.email)}
        return {word for word in {*self.typed, *self.called, *named, *users, *chats} if word}

    async def ids(self) -> set[str]:
        """Our own ids of people and of their accounts."""
        async with self.database.read() as session:
            return {*await session.scalars(select(Person.id)), *await session.scalars(select(Account.id))}


@asynccontextmanager
async def week(place: Path, urls: Urls, content: Content) -> AsyncIterator[Week]:
    port = unused_port()
    changes = {"database_url": urls.main.replace("+psycopg", ""), "metrics_port": f"{port}"} | _SOON
    with capturing() as captured:
        async with workplace(place, content, **changes) as work:
            # No name that is also one of our words, as "Admin" is.
            work.home.add_member("UADMIN", "ottoline pemberley", is_admin=True)
            with captured.traced(work.bot.app.services.database):
                yield Week(work, captured, port)


def opened(reply: Reply) -> str:
    """The value of the form that it opens."""
    assert isinstance(reply, Open), reply
    return reply.form.value


def _from(user: str) -> dict[str, object]:
    return {"sender": Sender("slack", WORKSPACE, user), "conversation": user}
