"""A workspace whose bot answers whatever the test says it should."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Button, Buttons, Choice, Form, Message, Option, TextInput, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Reply, Routes, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.platforms.web.application import application
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.workspace import Workspace

NURSE = Persona("nurse", "Amara Okafor", "Nurse, Willow ward")
PEER = Persona("peer", "Jonas Lindqvist", "Peer worker, Willow ward")

QUESTION = Message(
    "How useful was this?",
    (
        Choice("useful", "How useful was this?", (Option("yes", "Very"), Option("no", "Not much"))),
        TextInput("why", "Why?", longest=20, optional=True),
        Buttons((Button("Send", "act", "first"), Button("Not now", "act", "second"))),
    ),
)
FORM = Form(
    "send",
    "Ask a champion",
    (TextInput("question", "Your question"), Choice("ward", "Ward", (Option("a", "Ash"),), optional=True)),
    value="ref",
)


@dataclass
class Bot:
    """`reply` is the next answer to anything; `heard` is what has come in; `before` happens before an answer."""

    reply: Reply = field(default_factory=lambda: Say(Message("Fine", (text("Fine."),))))
    heard: list[Request] = field(default_factory=list)
    before: Callable[[], object] = lambda: None

    def routes(self) -> Routes:
        routes = Routes()
        for name in (Kind.SAID, Kind.JOINED, "act", "send"):
            routes.on(name if isinstance(name, Kind) else PlainAction(name))(self._answer)
        return routes

    async def _answer(self, request: Request, _: object) -> Reply:
        self.heard.append(request)
        self.before()
        return self.reply


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 23, 10, 42, tzinfo=UTC), frozen=True)


@pytest.fixture
def workspace(bot: Bot, clock: MovableClock) -> Workspace:
    dispatch = Dispatch(bot.routes(), None, (), lambda *_: None, UserFacingError)
    return Workspace(dispatch, (NURSE, PEER), clock, ZoneInfo("Europe/Berlin"))


class Browser:
    """A browser without script: it keeps its cookie, reads pages and posts their forms."""

    def __init__(self, client: "TestClient[web.Request, web.Application]") -> None:
        self.client = client

    async def page(self, path: str = "/as/nurse") -> str:
        return await (await self.client.get(path)).text()

    async def token(self) -> str:
        match = re.search(r'name="csrf" value="([0-9a-f]+)"', await self.page())
        assert match
        return match[1]

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> ClientResponse:
        data = {"csrf": await self.token(), **fields}
        return await self.client.post(path, data=data, headers=headers)


@pytest_asyncio.fixture
async def browser(workspace: Workspace) -> AsyncIterator[Browser]:
    async with TestClient(
        TestServer(application(workspace, examples=("What does a peer worker do?",)))
    ) as client:
        yield Browser(client)


def words_of(html: str) -> str:
    """What a reader sees of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def shown_texts(workspace: Workspace, user: str = "nurse") -> list[str]:
    return [e.message.summary for e in workspace.transcript(user).entries]
