"""The story of the browser's demo, in Microsoft's own client: ask, say whether it helped, a tip, the pulse, a digest.

`PICTURES=directory` keeps what it looked like.
"""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.conversation.message import Message
from bot.features.learning.declarations import NUDGE
from bot.features.learning.views import CHOICE, ShownTip
from bot.features.pulse.declarations import PULSE
from bot.people.contact.message_kinds import DIGEST
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.teams.rendering import action_data
from bot.platforms.teams.rendering.render import render
from tests.e2e.words import EVERY_BLOCK
from tests.platforms import contents
from tests.platforms.teams.playground.client import CHAT, Playground, playground
from tests.platforms.teams.playground.office import Office, office

# One browser for all of them, so one loop.
pytestmark = pytest.mark.asyncio(loop_scope="session")

_PATIENCE = 60_000


@dataclass
class Amara:
    """A nurse in front of Teams."""

    page: Page
    teams: Playground
    office: Office

    async def says(self, words: str) -> None:
        await self.page.get_by_role("textbox").last.click()
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")

    async def presses(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def chooses(self, label: str) -> None:
        await self.page.get_by_role("radio", name=label, exact=True).last.check()

    async def sees(self, *words: str) -> None:
        for one in words:
            await expect(self.page.get_by_text(one).last).to_be_visible()

    async def no_longer_sees(self, button: str) -> None:
        await expect(self.page.get_by_role("button", name=button, exact=True)).to_have_count(0)

    async def keeps_a_picture(self, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            await self.page.screenshot(path=Path(folder) / f"teams-{name}.png")


@pytest_asyncio.fixture(loop_scope="session")
async def amara(chromium: Browser, tmp_path: Path) -> AsyncIterator[Amara]:
    async with AsyncExitStack() as stack:
        (tmp_path / "bot").mkdir()
        bot = await stack.enter_async_context(office(tmp_path / "bot"))
        teams = await stack.enter_async_context(playground(bot.url, tmp_path))
        page = await chromium.new_page(viewport={"width": 1400, "height": 1400})
        stack.push_async_callback(page.close)
        page.set_default_timeout(_PATIENCE)
        expect.set_options(timeout=_PATIENCE)
        await page.route("**/*", _only_here)
        await page.goto(teams.address, wait_until="domcontentloaded", timeout=3 * _PATIENCE)
        yield Amara(page, teams, bot)
        expect.set_options(timeout=5_000)


async def _only_here(route: Route) -> None:
    """Its page would ask Microsoft for fonts and pictures."""
    is_here = urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost")
    await (route.continue_() if is_here else route.abort())


async def test_the_story_in_teams(amara: Amara) -> None:
    await _is_welcomed_once_and_asks(amara)
    await _says_whether_it_helped(amara)
    await _gets_a_tip_and_answers(amara)
    await _answers_the_pulse(amara)
    await _writes_in_a_dialog(amara)
    await _inserts_an_answer(amara)
    await _reads_a_digest(amara)


async def _is_welcomed_once_and_asks(amara: Amara) -> None:
    """Its page installs the app by itself; doing it again is nothing new."""
    await amara.sees("Each answer was written and checked by people")
    await amara.teams.installs()
    await amara.says("What does a peer worker do?")
    await amara.sees("they draw on their experience", "SAMHSA")
    assert await amara.page.get_by_text("Each answer was written and checked by people").count() == 1
    await amara.keeps_a_picture("answer")


async def _says_whether_it_helped(amara: Amara) -> None:
    await amara.presses("This helped")
    await amara.sees("We counted that it helped, and not who said so.")
    await amara.no_longer_sees("This helped")


async def _gets_a_tip_and_answers(amara: Amara) -> None:
    """Once in today's client, and once in one that only knows Submit."""
    first, second = list(amara.office.app.services.tracks.tips.values())[:2]
    await amara.office.sends(ShownTip(first).as_question())
    await amara.chooses(first.questions[0].options[0])
    await amara.keeps_a_picture("tip")
    await amara.presses("Answer")
    await amara.sees("You chose:", first.questions[0].explanation[:60])
    message = await amara.office.sends(ShownTip(second).as_question())
    await amara.sees(second.questions[0].question)
    answer = _as_submitted(amara, ShownTip(second).as_question(), "Answer") | {CHOICE: "1"}
    await amara.teams.presses_in_an_old_client(message, answer)
    await amara.sees(second.questions[0].explanation[:60])
    await amara.no_longer_sees("Answer")


def _as_submitted(amara: Amara, message: Message, label: str) -> dict[str, object]:
    """What a client that only knows Submit sends back of this button, besides what was chosen."""
    marks = ButtonMarks(amara.office.app.services.seal)
    proven = action_data.proved(render(message), marks.form_mark)
    card = action_data.marked(proven, partial(marks.mark, CHAT, NUDGE))["attachments"][0]["content"]
    (button,) = (b for e in card["body"] for b in e.get("actions", ()) if b["title"] == label)
    data: dict[str, object] = button["fallback"]["data"]
    return data


async def _answers_the_pulse(amara: Amara) -> None:
    await amara.office.sends(await amara.office.opens_the_pulse(), PULSE)
    for number in range(4):
        await amara.sees(f"Question {number + 1} of 4")
        await amara.chooses("Agree")
        await amara.keeps_a_picture("pulse")
        await amara.presses("Next")
    await amara.sees("Nothing is sent yet.")
    await amara.presses("Send my answers")
    await amara.sees("Thank you. Your answers are in, sealed until the questions close.")
    await amara.no_longer_sees("Send my answers")
    assert await amara.office.counted() == 1


async def _writes_in_a_dialog(amara: Amara) -> None:
    """What is wrong is said beside what was typed."""
    opened = await amara.teams.in_dialog("task/fetch", action_data.data("missing.open", "Who pays?"))
    form = opened["task"]["value"]["card"]["content"]
    assert opened["task"]["value"]["title"] == "Tell the editors"
    (submit,), (box,) = form["actions"], [e for e in form["body"] if e["type"] == "Input.Text"]
    assert box["value"] == "Who pays?"
    again = await amara.teams.in_dialog("task/submit", submit["data"] | {"question": " "})
    said = [e.get("text") for e in again["task"]["value"]["card"]["content"]["body"]]
    assert "Write what is missing, or close this." in said
    await amara.teams.in_dialog("task/submit", submit["data"] | {"question": "Who pays peers?"})
    await amara.sees("Sent to the editors, without your name.")
    assert await amara.office.told_the_editors() == ["Who pays peers?"]


async def _inserts_an_answer(amara: Amara) -> None:
    found = (await amara.teams.searches("what does a peer worker do"))["composeExtension"]
    assert found["type"] == "result"
    first = found["attachments"][0]
    assert "A peer worker is employed" in first["preview"]["content"]["text"]
    assert "Action.Execute" not in str(first["content"])


async def _reads_a_digest(amara: Amara) -> None:
    """With a chart that Teams draws; after it, everything that a message can hold."""
    await amara.office.sends(contents.DIGEST, DIGEST)
    await amara.sees(
        "How many in 100 agree", "58 in 100 agree, probably between 43 and 72", "One thing to decide"
    )
    assert await amara.page.locator("svg").get_by_text("29 Nov").count() == 1
    await amara.keeps_a_picture("digest")
    await amara.office.sends(EVERY_BLOCK, DIGEST)
    await amara.sees("I have time to work alongside peers", "4 of 12")
    await expect(amara.page.get_by_role("textbox", name="Anything you'd add?")).to_be_visible()
    await amara.keeps_a_picture("everything")
