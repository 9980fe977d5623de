"""Drivers of Slack, Teams and the browser: type, press and fill in as a person, and read what is displayed."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.conversation.form_values import fields_of
from bot.conversation.message import Form, buttons_of
from bot.conversation.plain_text import plain
from bot.delivery.sending.gateway import Gateway
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.session import open_session
from bot.platforms.slack.outbound import web_api
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.gateway import SlackGateway
from bot.platforms.slack.outbound.private_channels import SlackPrivateChannels
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.teams.outbound import connector
from bot.platforms.teams.outbound.gateway import TeamsGateway
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.gateway import WebGateway
from bot.platforms.web.outbound.workspace import Workspace
from tests.databases import SEAL
from tests.fake_connector import TENANT
from tests.fake_connector import Person as Colleague
from tests.fake_connector.doing import actions
from tests.fake_slack import Json
from tests.fake_slack import Person as Member
from tests.fakes import Bot
from tests.handlers.peer_profiles.peers import said_in
from tests.platforms.slack import receiving
from tests.platforms.slack.sending import Pencil
from tests.platforms.teams import arriving

PEOPLE = ("ania", "amara", "ben")


class Stage(Protocol):
    """`chat` is everything in somebody's chat with us, `dialog` what stands beside it."""

    platform: str
    workspace: str
    gateway: Gateway

    async def says(self, who: str, words: str) -> None: ...

    async def presses(self, who: str, action: str) -> None: ...

    async def submits(self, who: str, /, **values: str) -> None: ...

    def chat(self, who: str) -> str: ...

    def dialog(self, who: str) -> str: ...


@dataclass
class InSlack:
    at: receiving.Reached
    gateway: Gateway
    private_channels: SlackPrivateChannels
    platform: str = "slack"
    workspace: str = receiving.TEAM
    views: dict[str, str] = field(default_factory=dict)

    async def says(self, who: str, words: str) -> None:
        await self.at.event(self._member(who).says(words))

    async def presses(self, who: str, action: str) -> None:
        shown = next(m for m in reversed(self._sent(who)) if _has(m, action))
        before = set(self.at.home.views)
        await self.at.act(self._member(who).presses(shown, receiving.button(shown, action)))
        for view in set(self.at.home.views) - before:
            self.views[who] = view

    async def submits(self, who: str, /, **values: str) -> None:
        view = self.at.home.views[self.views[who]]
        answer = await self.at.act(self._member(who).submits(view, values))
        assert answer.get("response_action") != "errors", answer
        if answer:
            self.at.home.views[view["id"]] = answer["view"] | {"id": view["id"], "hash": "h"}
        else:
            del self.at.home.views[self.views.pop(who)]

    def chat(self, who: str) -> str:
        return "\n".join(receiving.words(message) for message in self._sent(who))

    def dialog(self, who: str) -> str:
        return str(self.at.home.views.get(self.views.get(who, "")) or "")

    def _member(self, who: str) -> Member:
        return Member(self.at.slack, self.at.home, who)

    def _sent(self, who: str) -> list[Json]:
        return [message for message in self.at.home.sent_to(who) if message.get("bot_id")]


def _has(message: Json, action: str) -> bool:
    try:
        return bool(receiving.button(message, action))
    except IndexError:
        return False


@dataclass
class InTeams:
    at: arriving.Reached
    gateway: Gateway
    platform: str = "teams"
    workspace: str = TENANT
    dialogs: dict[str, Json] = field(default_factory=dict)

    async def says(self, who: str, words: str) -> None:
        await self.at.post_all(Colleague(self.at.connector, who).says(words))

    async def presses(self, who: str, action: str) -> None:
        sent = reversed(self.at.connector.in_chat(who))
        shown = next(m for m in sent if any(a["data"]["alongside"]["action"] == action for a in _actions(m)))
        self.dialogs[who] = await self.at.invoke(Colleague(self.at.connector, who).presses(shown, action))

    async def submits(self, who: str, /, **values: str) -> None:
        before = self.dialogs[who]
        self.dialogs[who] = await self.at.invoke(Colleague(self.at.connector, who).submits(before, values))

    def chat(self, who: str) -> str:
        return "\n".join(str(message) for message in self.at.connector.in_chat(who))

    def dialog(self, who: str) -> str:
        return str(self.dialogs.get(who) or "")


def _actions(message: Json) -> list[Json]:
    return [action for action in actions(message) if "data" in action] if message.get("attachments") else []


@dataclass
class InBrowser:
    at: Workspace
    gateway: Gateway
    platform: str = "web"
    workspace: str = "demo"

    async def says(self, who: str, words: str) -> None:
        await self.at.say(who, words)

    async def presses(self, who: str, action: str) -> None:
        shown = reversed(self.at.transcript(who).entries)
        pressed = next(b for e in shown for b in buttons_of(e.message.blocks) if b.action == action)
        await self.at.press_button(who, pressed)

    async def submits(self, who: str, /, **values: str) -> None:
        opened = self.at.transcript(who).form
        assert opened
        # A browser sends what stands in the form, also where nobody touched it.
        untouched = {field.name: field.initial for field in fields_of(opened.form.all_fields)}
        posted = {f"value.{name}": value for name, value in (untouched | values).items()}
        await self.at.submit(who, opened.id, posted)

    def chat(self, who: str) -> str:
        return "\n".join(plain(entry.message) for entry in self.at.transcript(who).entries)

    def dialog(self, who: str) -> str:
        opened = self.at.transcript(who).form
        return said_in(opened.form) if opened and isinstance(opened.form, Form) else ""


@asynccontextmanager
async def in_slack(bot: Bot) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        at = await stack.enter_async_context(receiving.reached(bot.app.dispatch))
        for who in PEOPLE:
            at.home.add_member(who, who)
            at.met.add(who)
        calls = web_api.SlackCalls(await stack.enter_async_context(open_session(10)), at.tokens, at.slack.url)
        gateway = SlackGateway(calls, ChartFallbacks(Uploads(calls, Pencil(), poll=0.01)))
        private_channels = SlackPrivateChannels(calls, at.tokens)
        bot.app.services.channel_makers.know([private_channels])
        bot.app.services.open_forms.know([at.platform.open_forms])
        yield InSlack(at, gateway, private_channels)


@asynccontextmanager
async def in_teams(bot: Bot) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        opened = arriving.reached(bot.app.dispatch, bot.app.services.database)
        at = await stack.enter_async_context(opened)
        for who in PEOPLE:
            at.connector.add_chat(who)
            at.met.add(who)
        session = await stack.enter_async_context(open_session(10))
        calls = connector.TeamsCalls(session, arriving.AToken(), arriving.HOSTS)
        forms = bot.app.dispatch.forms()
        yield InTeams(
            at,
            TeamsGateway(
                calls, at.addresses, ButtonMarks(SEAL), forms, per_second=1000, per_conversation=1000
            ),
        )


@asynccontextmanager
async def in_browser(bot: Bot) -> AsyncIterator[Stage]:
    services = bot.app.services
    personas = tuple(Persona(who, who, "") for who in PEOPLE)
    zone = ZoneInfo(services.organisation.time_zone)
    workspace = Workspace(bot.app.dispatch, personas, services.clock, zone)
    services.open_forms.know([workspace.log])
    yield InBrowser(workspace, WebGateway(workspace))


STAGES: dict[str, Callable[[Bot], AbstractAsyncContextManager[Stage]]] = {
    "slack": in_slack,
    "teams": in_teams,
    "web": in_browser,
}
