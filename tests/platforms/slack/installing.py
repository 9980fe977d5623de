"""A workspace where an administrator installs us, as far as a browser sees it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, web

from bot.core.settings import Settings
from bot.platforms.slack.install.installations import SeveralWorkspaces
from bot.platforms.slack.install.oauth import Installer
from bot.platforms.slack.install.store import StateStore
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from tests.fake_slack.slack import CLIENT, FakeSlack

KEY = new_key()


def settings_for(slack: FakeSlack, **changes: Any) -> Settings:
    """Several workspaces over OAuth; T1 may install."""
    given: dict[str, Any] = {
        "slack_client_id": CLIENT[0],
        "slack_client_secret": CLIENT[1],
        "slack_workspaces": "T1",
        "slack_api": slack.url,
        "public_url": "https://alongside.example",
        "master_key": KEY,
    }
    return Settings(_env_file=None, **(given | changes))


def tokens_on(database: Database, *keys: str) -> SeveralWorkspaces:
    return SeveralWorkspaces(database, CLIENT[0], Seal(keys or [KEY]))


class Browser:
    """Follows nothing by itself; keeps the cookie of the last answer that set one."""

    def __init__(self, session: ClientSession, root: str, slack: FakeSlack) -> None:
        self._session = session
        self._root = root
        self._slack = slack
        self.cookie = ""

    async def begins(self) -> str:
        """The state that Slack is to bring back."""
        async with self._session.get(f"{self._root}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
            return answer.headers["Location"].split("state=")[1].split("&")[0]

    async def returns(self, **query: str) -> tuple[int, str]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        address = f"{self._root}/slack/oauth_redirect"
        async with self._session.get(address, params=query, headers=headers) as answer:
            return answer.status, await answer.text()

    async def installs(self, team: str = "T1") -> tuple[int, str]:
        self._slack.codes["a-code"] = team
        return await self.returns(state=await self.begins(), code="a-code")


@asynccontextmanager
async def browser(database: Database, slack: FakeSlack, **changes: Any) -> AsyncIterator[Browser]:
    installer = Installer(settings_for(slack, **changes), tokens_on(database), StateStore(database))
    app = web.Application()
    app.add_routes(installer.routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session:
        yield Browser(session, f"http://127.0.0.1:{runner.addresses[0][1]}", slack)
    await runner.cleanup()
