"""The platform as Teams reaches it: with our own keys for Microsoft's, over HTTP on loopback."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.session import open_session
from bot.platforms.teams.directory.addresses import Addresses
from bot.platforms.teams.inbound.authentication import TokenCheck
from bot.platforms.teams.inbound.endpoint import MESSAGES
from bot.platforms.teams.inbound.receive import IsNew
from bot.platforms.teams.inbound.signing_keys import SigningKeys
from bot.platforms.teams.outbound.connector import TeamsCalls
from bot.platforms.teams.outbound.writing import TeamsWriter
from bot.platforms.teams.platform import TeamsPlatform, TeamsReception
from bot.store.database import Database
from tests.databases import SEAL
from tests.delivery.times import utc
from tests.fake_connector import APP_ID, TENANT, FakeConnector, Json, Person, Signer

HOSTS = ("127.0.0.1",)
TEAM = "19:team@thread.tacv2"
CHANNEL = "19:ward@thread.tacv2"
GROUP = "19:group@thread.v2"


@dataclass
class AToken:
    """`dropped` are those that were not taken."""

    value: str = "of-the-app"
    dropped: list[str] = field(default_factory=list)

    async def get(self) -> str:
        return self.value

    def drop(self, token: str) -> None:
        self.dropped.append(token)


@dataclass
class Answered:
    status: int
    body: Any


@dataclass
class Reached:
    """Everything is answered when a method of this has returned. Ada has our chat; Ben has not installed us."""

    connector: FakeConnector
    signer: Signer
    platform: TeamsPlatform
    addresses: Addresses
    writer: TeamsWriter
    ada: Person
    ben: Person
    met: set[str]
    http: ClientSession
    url: str

    async def post_all(self, *activities: Json) -> list[Answered]:
        """One after the other, each answered before the next: which of two is quicker is nobody's promise."""
        answers = []
        for activity in activities:
            answers.append(await self.post(activity))
            await self.answered()
        assert [activity.status for activity in answers] == [200] * len(activities)
        return answers

    async def invoke(self, activity: Json) -> Any:
        """What came back at once."""
        (answer,) = await self.post_all(activity)
        return answer.body

    async def post(self, activity: Any, token: str | None = None, **headers: str) -> Answered:
        """`token` "" sends none."""
        token = self.signer.token(self.connector.service) if token is None else token
        given = ({"Authorization": f"Bearer {token}"} if token else {}) | headers
        async with self.http.post(self.url, json=activity, headers=given) as answer:
            body = await answer.read()
            return Answered(answer.status, json.loads(body) if body[:1] == b"{" else None)

    async def answered(self) -> None:
        await self.platform.work.drain(10)

    def chat(self, user: str = "ada") -> list[str]:
        return [words(message) for message in self.connector.in_chat(user)]

    def everybody_reads(self, conversation: str = CHANNEL) -> list[str]:
        return [words(message) for message in self.connector.conversations[conversation].shown]

    def threads(self, conversation: str = CHANNEL) -> list[str]:
        return [
            call.conversation for call in self.connector.calls if call.conversation.startswith(conversation)
        ]


@asynccontextmanager
async def reached(
    dispatch: Dispatch, database: Database, patience: float = 2.5, is_new: IsNew | None = None
) -> AsyncIterator[Reached]:
    async with AsyncExitStack() as stack:
        connector, signer, met = FakeConnector(), Signer(), set[str]()
        for server in (connector, signer):
            await server.start()
            stack.push_async_callback(server.stop)
        _harbour(connector)

        async def is_unmet(sender: Sender) -> bool:
            return sender.user not in met

        session = await stack.enter_async_context(open_session(10))
        keys = SigningKeys(session, f"{signer.url}/openid")
        calls = TeamsCalls(session, AToken(), HOSTS)
        addresses = Addresses(database, MovableClock(utc("2026-11-25 10:00"), frozen=True))
        reception = TeamsReception(TokenCheck(APP_ID, keys, HOSTS, [TENANT]), keys, 10, patience)
        platform = TeamsPlatform(dispatch, calls, addresses, ButtonMarks(SEAL), reception, is_new or is_unmet)
        url = await _served(platform, stack)
        yield Reached(
            connector,
            signer,
            platform,
            addresses,
            TeamsWriter(calls, addresses, ButtonMarks(SEAL), dispatch.forms()),
            Person(connector, "ada"),
            Person(connector, "ben"),
            met,
            await stack.enter_async_context(ClientSession()),
            url,
        )


def _harbour(connector: FakeConnector) -> None:
    connector.add_chat("ada")
    for conversation in (TEAM, CHANNEL, GROUP):
        connector.add_conversation(conversation, "ada", "ben")


async def _served(platform: TeamsPlatform, stack: AsyncExitStack) -> str:
    app = web.Application()
    app.add_routes(platform.routes())
    server = TestServer(app)
    stack.push_async_callback(server.close)
    await server.start_server(access_log=None)
    await platform.start()
    stack.push_async_callback(platform.stop)
    return str(server.make_url(MESSAGES))


def words(shown: Json) -> str:
    """Everything that a message says, but its buttons."""
    if "attachments" not in shown:
        return str(shown.get("text", ""))
    return " ".join(_texts(shown["attachments"][0]["content"]["body"]))


def _texts(part: Any) -> list[str]:
    if isinstance(part, list):
        return [part_text for item in part for part_text in _texts(item)]
    if isinstance(part, dict):
        own = [str(part[key]) for key in ("text", "label") if key in part]
        return own + [part_text for key in ("items", "body") for part_text in _texts(part.get(key, []))]
    return []
