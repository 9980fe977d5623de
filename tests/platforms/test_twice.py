"""What somebody sends or presses twice counts once, on every platform: two raw deliveries with different ids."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from bot.conversation.message import Buttons
from bot.features.asking.feedback import Missing, Rating
from bot.platforms.web.application import application
from bot.platforms.web.outbound.workspace import Workspace
from tests.fakes import Bot
from tests.platforms.slack.receiving import Reached as InSlack
from tests.platforms.slack.receiving import button
from tests.platforms.slack.receiving import reached as in_slack
from tests.platforms.teams.arriving import Reached as InTeams
from tests.platforms.teams.arriving import reached as in_teams
from tests.platforms.web.conftest import NURSE, Browser

KNOWN, UNKNOWN = "What does a peer worker do?", "who cleans the kitchen"
WRITTEN = {"question": "What did they find?"}


class Somebody(Protocol):
    async def rates_twice(self) -> None:
        """The same answer: helped, and not."""
        ...

    async def sends_a_form_twice(self) -> None: ...

    async def sends_two_forms(self) -> None: ...


class OnSlack:
    def __init__(self, at: InSlack) -> None:
        self._at = at

    async def rates_twice(self) -> None:
        await self._at.event(self._at.ada.says(KNOWN))
        card = self._at.home.sent_to("U1")[-1]
        pressed = [
            self._at.ada.presses(card, button(card, action)) for action in ("card.helped", "card.not-helped")
        ]
        for one in (*pressed, pressed[0]):
            await self._at.act(one)

    async def sends_a_form_twice(self) -> None:
        view = await self._opens()
        for _ in range(2):
            await self._at.act(self._at.ada.submits(view, WRITTEN))

    async def sends_two_forms(self) -> None:
        for _ in range(2):
            await self._at.act(self._at.ada.submits(await self._opens(), WRITTEN))

    async def _opens(self) -> dict[str, object]:
        await self._at.event(self._at.ada.says(UNKNOWN))
        said = self._at.home.sent_to("U1")[-1]
        await self._at.act(self._at.ada.presses(said, button(said, "missing.open")))
        return list(self._at.home.views.values())[-1]


class OnTeams:
    def __init__(self, at: InTeams) -> None:
        self._at = at

    async def rates_twice(self) -> None:
        await self._at.post_all(self._at.ada.says(KNOWN))
        card = self._at.connector.in_chat("ada")[-1]
        pressed = [self._at.ada.presses(card, action) for action in ("card.helped", "card.not-helped")]
        await self._at.post_all(*pressed, pressed[0])

    async def sends_a_form_twice(self) -> None:
        dialog = await self._opens()
        await self._at.post_all(*(self._at.ada.submits(dialog, WRITTEN) for _ in range(2)))

    async def sends_two_forms(self) -> None:
        for _ in range(2):
            await self._at.post_all(self._at.ada.submits(await self._opens(), WRITTEN))

    async def _opens(self) -> dict[str, object]:
        await self._at.post_all(self._at.ada.says(UNKNOWN))
        said = self._at.connector.in_chat("ada")[-1]
        dialog: dict[str, object] = await self._at.invoke(self._at.ada.presses(said, "missing.open"))
        return dialog


class InBrowser:
    def __init__(self, browser: Browser, workspace: Workspace) -> None:
        self._browser = browser
        self._workspace = workspace

    async def rates_twice(self) -> None:
        await self._browser.post("/as/nurse/say", text=KNOWN)
        places = [self._place(action) for action in ("card.helped", "card.not-helped")]
        await self._together(*((path, {"button": str(number)}) for path, number in places))

    async def sends_a_form_twice(self) -> None:
        post = ("/as/nurse/submit", await self._opens())
        await self._together(post, post)

    async def sends_two_forms(self) -> None:
        for _ in range(2):
            await self._together(("/as/nurse/submit", await self._opens()))

    async def _opens(self) -> dict[str, str]:
        await self._browser.post("/as/nurse/say", text=UNKNOWN)
        path, number = self._place("missing.open")
        await self._browser.post(path, button=str(number))
        found = re.search(r'name="form" value="(\w+)"', await self._browser.page())
        assert found
        return {"form": found[1], "value.question": WRITTEN["question"]}

    def _place(self, action: str) -> tuple[str, int]:
        entry = self._workspace.transcript("nurse").entries[-1]
        shown = [one for block in entry.message.blocks if isinstance(block, Buttons) for one in block.buttons]
        return f"/as/nurse/press/{entry.id}", [one.action for one in shown].index(action)

    async def _together(self, *posts: tuple[str, dict[str, str]]) -> None:
        """From two pages, before either shows what came of it."""
        token = await self._browser.token()
        client = self._browser.client
        await asyncio.gather(*(client.post(path, data={"csrf": token, **fields}) for path, fields in posts))


@asynccontextmanager
async def on_slack(bot: Bot) -> AsyncIterator[Somebody]:
    async with in_slack(bot.app.dispatch) as at:
        yield OnSlack(at)


@asynccontextmanager
async def on_teams(bot: Bot) -> AsyncIterator[Somebody]:
    async with in_teams(bot.app.dispatch, bot.app.services.database) as at:
        yield OnTeams(at)


@asynccontextmanager
async def in_browser(bot: Bot) -> AsyncIterator[Somebody]:
    workspace = Workspace(bot.app.dispatch, (NURSE,), bot.app.services.clock, ZoneInfo("Europe/London"))
    async with TestClient(TestServer(application(workspace, examples=("One?",)))) as client:
        yield InBrowser(Browser(client), workspace)


Door = Callable[[Bot], AbstractAsyncContextManager[Somebody]]
DOORS = pytest.mark.parametrize("door", [on_slack, on_teams, in_browser])


async def counted(bot: Bot) -> tuple[int, int]:
    """Questions for the editors, and ratings."""
    async with bot.app.services.database.read() as session:
        questions = await session.scalar(select(func.count()).select_from(Missing))
        ratings = await session.scalar(select(func.sum(Rating.count)))
    return questions or 0, ratings or 0


@DOORS
async def test_an_answer_is_rated_once(bot: Bot, door: Door) -> None:
    async with door(bot) as somebody:
        await somebody.rates_twice()
    assert await counted(bot) == (0, 1)


@DOORS
async def test_a_form_that_is_sent_twice_files_one_question(bot: Bot, door: Door) -> None:
    async with door(bot) as somebody:
        await somebody.sends_a_form_twice()
    assert await counted(bot) == (1, 0)


@DOORS
async def test_a_form_that_is_opened_twice_files_two(bot: Bot, door: Door) -> None:
    async with door(bot) as somebody:
        await somebody.sends_two_forms()
    assert await counted(bot) == (2, 0)
