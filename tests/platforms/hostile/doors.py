"""Slack's signed HTTP, Teams' activities with a token and the browser's posts: each as somebody who attacks it has it."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from html import unescape
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.conversation.form_values import fields_of
from bot.conversation.message import buttons_of
from bot.platforms.web.application import application
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.gateway import WebGateway
from bot.platforms.web.outbound.workspace import Workspace
from tests.fake_connector import Person as Colleague
from tests.fake_slack import Person as Member
from tests.fakes import Bot
from tests.platforms.platform_drivers import PEOPLE, InBrowser, InSlack, InTeams, Stage, in_slack, in_teams


@dataclass
class OverHttp(InBrowser):
    """A browser without script."""

    client: TestClient[web.Request, web.Application] | None = None

    async def says(self, who: str, words: str) -> None:
        assert await self.post(who, "say", text=words) == 200

    async def presses(self, who: str, action: str) -> None:
        shown = reversed(self.at.transcript(who).entries)
        buttons = ((entry.id, buttons_of(entry.message.blocks)) for entry in shown)
        entry, number = next(
            (id_, number) for id_, row in buttons for number, b in enumerate(row) if b.action == action
        )
        assert await self.post(who, f"press/{entry}", button=str(number)) == 200

    async def submits(self, who: str, /, **values: str) -> None:
        opened = self.at.transcript(who).form
        assert opened
        untouched = {field.name: field.initial for field in fields_of(opened.form.all_fields)}
        posted = {f"value.{name}": value for name, value in (untouched | values).items()}
        assert await self.post(who, "submit", form=opened.id, **posted) == 200

    async def page(self, who: str) -> str:
        assert self.client
        return await (await self.client.get(f"/as/{who}")).text()

    async def post(self, who: str, what: str, *, csrf: str = "", **fields: str) -> int:
        """The status, after the page that it leads to. The page's own token, unless another is given."""
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', await self.page(who))
        assert token
        assert self.client
        data = {"csrf": csrf or token[1], **fields}
        async with self.client.post(f"/as/{who}/{what}", data=data) as answer:
            return answer.status


@asynccontextmanager
async def over_http(bot: Bot) -> AsyncIterator[Stage]:
    services = bot.app.services
    personas = tuple(Persona(who, who, "") for who in PEOPLE)
    workspace = Workspace(
        bot.app.dispatch, personas, services.clock, ZoneInfo(services.organisation.time_zone)
    )
    async with TestClient(TestServer(application(workspace))) as client:
        yield OverHttp(workspace, WebGateway(workspace), client=client)


DOORS: dict[str, Callable[[Bot], AbstractAsyncContextManager[Stage]]] = {
    "slack": in_slack,
    "teams": in_teams,
    "web": over_http,
}


async def forges(stage: Stage, who: str, words: str) -> int:
    """As if they had said it, by somebody who has no signature, token or page of theirs: the status."""
    match stage:
        case InSlack(at):
            guessed = replace(at.pushes, secret="a guess")
            return (await guessed.event(Member(at.slack, at.home, who).says(words))).status
        case InTeams(at):
            return (await at.post(Colleague(at.connector, who).says(words), "a.made-up.token")).status
        case OverHttp():
            return await stage.post(who, "say", csrf="0" * 64, text=words)
    raise AssertionError(stage)


async def tries(stage: Stage, who: str, **values: str) -> str:
    """Submits the form that is open before them: what comes back where it stays open."""
    match stage:
        case InSlack(at):
            return str(
                await at.act(Member(at.slack, at.home, who).submits(at.home.views[stage.views[who]], values))
            )
        case InTeams(at):
            opened = stage.dialogs[who]
            return str(await at.invoke(Colleague(at.connector, who).submits(opened, values)))
        case OverHttp():
            await stage.submits(who, **values)
            return unescape(await stage.page(who))
    raise AssertionError(stage)
