"""The emulator started, us installed in it, and people who have tokens of their own."""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from bot.app.content import Content
from bot.app.serving import Running, running
from bot.platforms.slack.inbound.http_mode import EVENTS
from bot.platforms.slack.install.installations import SeveralWorkspaces
from bot.store.sealing import Seal
from tests.app.running.confirmed_organisation import KEY, SECRET, settings_at
from tests.databases import missing
from tests.fake_slack import CLIENT, Pushes
from tests.platforms.slack.emulator.proxy import Json, Proxy

TEAM = "T000000001"
PEOPLE = ("ada", "ben", "cleo", "dev", "esra", "finn", "gus", "hana", "ines", "jo")
_HERE = Path(__file__).parent
_PUBLIC = "https://alongside.example"
_PATIENCE = 30.0


@dataclass
class Somebody:
    """Whatever they do is a call with their own token."""

    proxy: Proxy
    token: str
    user: str

    async def call(self, method: str, **arguments: Any) -> Json:
        headers = {"Authorization": f"Bearer {self.token}"}
        address = f"{self.proxy.emulator}/api/{method}"
        async with self.proxy.session.post(address, json=arguments, headers=headers) as answer:
            response: Json = await answer.json()
        assert response["ok"], response
        return response

    async def says(self, words: str, channel: str = "", **more: str) -> Json:
        """Without a channel, to us."""
        return await self.call("chat.postMessage", channel=channel or self.proxy.bot_user, text=words, **more)

    async def reads(self, channel: str, thread: str = "") -> list[Json]:
        """Oldest first."""
        if thread:
            messages: list[Json] = (await self.call("conversations.replies", channel=channel, ts=thread))[
                "messages"
            ]
            return messages
        return list(reversed((await self.call("conversations.history", channel=channel))["messages"]))

    async def reads_so_many(self, count: int, channel: str, thread: str = "") -> list[Json]:
        async with asyncio.timeout(_PATIENCE):
            while len(messages := await self.reads(channel, thread)) < count:  # noqa: ASYNC110 - it happens in another process
                await asyncio.sleep(0.05)
        return messages


@dataclass
class Emulated:
    """Us and the emulator, each with the other."""

    bot: Running
    proxy: Proxy
    tokens: SeveralWorkspaces
    pushes: Pushes
    _names: Iterator[str] = field(default_factory=lambda: iter(PEOPLE))

    async def somebody(self) -> Somebody:
        """Whom no other test has met."""
        return await self._with_token(f"xoxp-{next(self._names)}")

    async def us(self) -> Somebody:
        return await self._with_token(await self.tokens.token(TEAM))

    async def _with_token(self, token: str) -> Somebody:
        response = await Somebody(self.proxy, token, "").call("auth.test")
        return Somebody(self.proxy, token, response["user_id"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def emulated(tmp_path_factory: pytest.TempPathFactory, content: Content) -> AsyncIterator[Emulated]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        proxy = Proxy(SECRET, session)
        await proxy.start()
        stack.push_async_callback(proxy.stop)
        await stack.enter_async_context(_emulator(proxy))
        settings = settings_at(
            tmp_path_factory.mktemp("emulated"),
            f"{proxy.url}/api/",
            slack_bot_token="",
            slack_client_id=CLIENT[0],
            slack_client_secret=CLIENT[1],
            slack_workspaces=TEAM,
            public_url=_PUBLIC,
        )
        bot = await stack.enter_async_context(running(settings, content=content))
        page = await _install(session, f"http://127.0.0.1:{bot.port}")
        assert "Alongside is installed." in page
        tokens = SeveralWorkspaces(bot.app.services.database, CLIENT[0], Seal([KEY]))
        proxy.bot, proxy.bot_user = f"http://127.0.0.1:{bot.port}{EVENTS}", await tokens.bot_user(TEAM)
        yield Emulated(bot, proxy, tokens, Pushes(session, proxy.bot, SECRET))


@asynccontextmanager
async def _emulator(proxy: Proxy) -> AsyncIterator[None]:
    """In a process of its own, which ends with its standard input, whatever happens to us."""
    node = shutil.which("node")
    if node is None or not (_HERE / "node_modules").exists():
        missing("needs the emulator: cd tests/platforms/slack/emulator && npm ci")
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        node, "start.js", str(port), proxy.url, f"{proxy.url}/events",
        cwd=_HERE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(json.dumps(_SETTINGS).encode() + b"\n")
        async with asyncio.timeout(_PATIENCE):
            assert await process.stdout.readline() == b"ready\n"
        proxy.emulator = f"http://127.0.0.1:{port}"
        yield
    finally:
        process.kill()
        await process.wait()


_SETTINGS = {
    "signing_secret": SECRET,
    "users": [{"name": name, "real_name": f"{name.title()} Moss"} for name in PEOPLE],
    "tokens": [{"token": f"xoxp-{name}", "user": name, "type": "user"} for name in PEOPLE],
    "oauth_apps": [
        {
            "client_id": CLIENT[0],
            "client_secret": CLIENT[1],
            "name": "Alongside",
            "redirect_uris": [f"{_PUBLIC}/slack/oauth_redirect"],
        }
    ],
}


async def _install(session: ClientSession, bot: str) -> str:
    """As Ada's browser does it: from us to the emulator's page, whose button brings her back to us."""
    async with session.get(f"{bot}/slack/install", allow_redirects=False) as answer:
        cookie, slack = answer.headers["Set-Cookie"].split(";")[0], answer.headers["Location"]
    async with session.get(slack) as answer:
        forms = re.findall(r"<form.*?</form>", await answer.text(), re.DOTALL)
    form = next(form for form in forms if "Ada Moss" in form)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    pressed = {name: unescape(value) for name, value in hidden.items()}
    root = slack.split("/oauth/")[0]
    async with session.post(
        f"{root}/oauth/v2/authorize/callback", data=pressed, allow_redirects=False
    ) as answer:
        back = answer.headers["Location"].removeprefix(_PUBLIC)
    async with session.get(f"{bot}{back}", headers={"Cookie": cookie}) as answer:
        return await answer.text()
