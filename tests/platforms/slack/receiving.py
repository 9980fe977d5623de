"""Everything between Slack and dispatch, on loopback: the fake, the platform over HTTP or a socket, and people."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Button, Buttons, Choice, Form, Message, Option, TextInput, text
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.delivery.sending.gateway import Refused
from bot.platforms.session import open_session
from bot.platforms.slack.inbound.http_mode import EVENTS
from bot.platforms.slack.inbound.socket_mode import Rhythm
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.reply_target import SlackPlace
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.slack.outbound.web_api import SlackCalls
from bot.platforms.slack.outbound.writing import SlackWriter
from bot.platforms.slack.platform import SlackPlatform, SlackReception
from bot.platforms.slack.rendering.names import action_of
from tests.fake_slack import APP_TOKEN, FakeSlack, Json, Person, Pushes, Workspace
from tests.platforms.slack.sending import Pencil

SECRET = "of-the-signature"
TEAM = "T1"
FINE = Message("Fine", (text("Fine."),))
QUESTION = Message(
    "How useful was this?",
    (
        Choice("useful", "How useful was this?", (Option("yes", "Very"), Option("no", "Not much"))),
        Buttons((Button("Send", "act", "first"), Button("Form", "open"))),
    ),
)
FORM = Form(
    "send",
    "Ask a champion",
    (TextInput("question", "Your question"), Choice("ward", "Ward", (Option("a", "Ash"),), optional=True)),
    value="ref",
)
ASK = Form("question.send", "Ask a question", (TextInput("question", "Your question"),))


@dataclass
class Bot:
    """`reply` is the next answer to anything; `heard` is what has come in; `error` is raised instead."""

    reply: Reply = field(default_factory=lambda: Say(FINE))
    heard: list[Request] = field(default_factory=list)
    error: Exception | None = None
    reported: list[str] = field(default_factory=list)

    def dispatch(self) -> Dispatch:
        routes = Routes()
        for name in (
            Kind.SAID,
            Kind.JOINED,
            Kind.OPENED_HOME,
            "act",
            "send",
            "home",
            "question.send",
            "language.check",
            "language.not-yours",
        ):
            routes.on(name if isinstance(name, Kind) else PlainAction(name))(self._answer)
        for name in ("open", "question.open"):
            routes.on(PlainAction(name), opens_form=True)(self._answer)
        return Dispatch(
            routes, None, (), lambda reference, *_: self.reported.append(reference), UserFacingError
        )

    async def _answer(self, request: Request, _: object) -> Reply:
        self.heard.append(request)
        if self.error:
            raise self.error
        return self.reply


@dataclass
class SomeTokens:
    slack: FakeSlack
    erased: list[str] = field(default_factory=list)

    async def token(self, workspace: str) -> str:
        if workspace not in self.slack.workspaces:
            raise Refused("not_installed", gone=True)
        return self.slack.workspaces[workspace].token

    async def bot_user(self, workspace: str) -> str:
        await self.token(workspace)
        return self.slack.workspaces[workspace].bot_user

    async def workspaces(self) -> list[str]:
        return list(self.slack.workspaces)

    async def erase(self, workspace: str, at: float = 0.0) -> None:
        self.erased.append(workspace)


@dataclass
class Reached:
    """The platform with somebody in Slack. Everything is answered when a method of this has returned."""

    slack: FakeSlack
    home: Workspace
    platform: SlackPlatform
    tokens: SomeTokens
    pushes: Pushes
    ada: Person
    met: set[str]
    writer: SlackWriter
    learned: list[tuple[str, str]]

    async def event(self, body: Json, **more: Any) -> None:
        if self.platform.routes():
            assert (await self.pushes.event(body, **more)).status == 200
        else:
            await self.slack.sockets.push("events_api", body, **more)
        await self.answered()

    async def act(self, body: Json) -> Json:
        """What came back with the acknowledgement."""
        if self.platform.routes():
            answer = await self.pushes.interact(body)
            assert answer.status == 200
            response: Json = answer.json if answer.body else {}
        else:
            response = await self.slack.sockets.push("interactive", body)
        await self.answered()
        return response

    async def command(self, body: Json) -> None:
        if self.platform.routes():
            answer = await self.pushes.command(body)
            assert (answer.status, answer.body) == (200, "")
        else:
            assert await self.slack.sockets.push("slash_commands", body) == {}
        await self.answered()

    async def answered(self) -> None:
        await self.platform.work.drain(10)

    async def posted(self, channel: str = "U1", message: Message = QUESTION) -> Json:
        """Something that we sent earlier."""
        await self.writer.post(SlackPlace(TEAM, channel, "" if channel[0] == "U" else channel), message)
        return (self.home.sent_to(channel) if channel[0] == "U" else self.home.channels[channel].messages)[-1]

    def everybody_reads(self, channel: str = "C1") -> list[str]:
        """What we put where others read along."""
        return [words(m) for m in self.home.channel(channel).messages if m.get("bot_id")]

    def alone(self) -> list[str]:
        """What only Ada sees, in channels."""
        return [words(shown) for shown in self.home.ephemerals]

    def chat(self) -> list[str]:
        return [words(m) for m in self.home.sent_to("U1") if m.get("bot_id")]


@asynccontextmanager
async def reached(
    dispatch: Dispatch, *, over: str = "http", examples: tuple[str, ...] = (), patience: float = 2.5
) -> AsyncIterator[Reached]:
    async with AsyncExitStack() as stack:
        slack = FakeSlack()
        await slack.start()
        stack.push_async_callback(slack.stop)
        home = _harbour(slack)
        tokens, met = SomeTokens(slack), set[str]()

        async def is_new(sender: Sender) -> bool:
            return sender.user not in met

        learned: list[tuple[str, str]] = []

        async def learn(workspace: str, channel: str) -> None:
            learned.append((workspace, channel))

        token = APP_TOKEN if over == "socket" else ""
        reception = SlackReception(SECRET, token, slack.url, 10, patience, Rhythm(0.01, 5, 0.05))
        session = await stack.enter_async_context(open_session(10))
        calls = SlackCalls(session, tokens, slack.url, tiers={})
        writer = SlackWriter(calls, ChartFallbacks(Uploads(calls, Pencil(), poll=0.01)), session, slack.url)
        platform = SlackPlatform(dispatch, calls, writer, tokens, reception, is_new, learn, examples)
        pushes = await _served(platform, stack)
        if over == "socket":
            await slack.sockets.connected()
        ada = Person(slack, home, "U1")
        yield Reached(slack, home, platform, tokens, pushes, ada, met, writer, learned)


def _harbour(slack: FakeSlack) -> Workspace:
    home = slack.install(TEAM)
    home.add_member("U1", "ada")
    home.add_channel("C1", ["U1", "U2"])
    return home


async def _served(platform: SlackPlatform, stack: AsyncExitStack) -> Pushes:
    app = web.Application()
    app.add_routes(platform.routes())
    server = TestServer(app)
    stack.push_async_callback(server.close)
    await server.start_server(access_log=None)
    await platform.start()
    stack.push_async_callback(platform.stop)
    client = await stack.enter_async_context(ClientSession())
    return Pushes(client, str(server.make_url(EVENTS)), SECRET)


def button(shown: Json, action: str, nth: int = 0) -> str:
    """What Slack calls the first button of a message or view that does this, or a later one."""
    rows = [block["elements"] for block in shown["blocks"] if block["type"] == "actions"]
    ids = [str(element["action_id"]) for row in rows for element in row]
    return [id_ for id_ in ids if action_of(id_) == action][nth]


def words(shown: Json) -> str:
    """Everything that a message or view says."""
    return " ".join(_texts(shown.get("blocks") or shown.get("text", "")))


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, list):
        return [part_text for item in part for part_text in _texts(item)]
    return [part_text for key, value in part.items() if key in _SAYING for part_text in _texts(value)]


_SAYING = ("blocks", "elements", "text", "element", "label", "options")
