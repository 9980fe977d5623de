"""The workspace over HTTP: without script, live, and for those who should not be there."""

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.message import Facts, Message, text
from bot.conversation.routes import Faults, Open, Replace, Say
from bot.core.clock import MovableClock
from bot.platforms.web.application import application
from bot.platforms.web.outbound.workspace import LONGEST, Workspace
from bot.platforms.web.rendering.pages import Json, Pages, View

from .conftest import FORM, NURSE, QUESTION, Bot, Browser, words_of

LIVE = {"X-Live": "1"}


async def test_the_first_page_offers_every_persona(browser: Browser) -> None:
    seen = words_of(await browser.page("/"))
    assert "Amara Okafor Nurse, Willow ward" in seen
    assert "Jonas Lindqvist" in seen


async def test_an_empty_conversation_offers_examples_and_marks_who_one_is(browser: Browser) -> None:
    page = await browser.page()
    assert 'name="text" value="What does a peer worker do?"' in page
    assert page.count('aria-current="page"') == 1


async def test_saying_something_without_script_leads_back_to_the_answer(browser: Browser) -> None:
    response = await browser.post("/as/nurse/say", text="Is this private?")
    assert response.url.path == "/as/nurse"
    assert "You 11:42 Is this private? Alongside 11:42 Fine." in words_of(await response.text())


@pytest.mark.parametrize("headers", [{}, LIVE])
async def test_too_long_a_text_is_refused_kindly_and_kept(
    browser: Browser, bot: Bot, headers: dict[str, str]
) -> None:
    typed = "<b>" + "x" * LONGEST
    response = await browser.post("/as/nurse/say", headers, text=typed)
    body = await response.text()
    assert response.status == 422
    assert "Please shorten it" in body
    assert headers or f"&lt;b&gt;{'x' * LONGEST}</textarea>" in body
    assert bot.heard == []


async def test_line_breaks_count_once(browser: Browser, bot: Bot) -> None:
    await browser.post("/as/nurse/say", text="\r\n".join("x" * (LONGEST // 2)))
    assert len(bot.heard[0].text) == LONGEST - 1


async def test_a_button_of_a_replaced_message_is_refused_kindly(
    browser: Browser, workspace: Workspace, bot: Bot
) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    await workspace.replace(entry, Message("Closed"))
    response = await browser.post(f"/as/nurse/press/{entry}", button="0")
    assert response.status == 422
    assert "That message has changed since" in await response.text()
    assert bot.heard == []


@pytest.mark.parametrize("button", ["", "-1", "x", "²", "9" * 5000, "7"])
async def test_no_made_up_button_reaches_the_bot(
    browser: Browser, workspace: Workspace, bot: Bot, button: str
) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    response = await browser.post(f"/as/nurse/press/{entry}", button=button, action="act", value="forged")
    assert (response.status, bot.heard) == (422, [])


async def test_faults_stay_beside_their_fields_with_what_was_typed(browser: Browser, bot: Bot) -> None:
    bot.reply = Open(FORM)
    page = await (await browser.post("/as/nurse/say", text="form, please")).text()
    form = page.split('name="form" value="')[1].split('"')[0]
    bot.reply = Faults({"question": "Please leave out names.", "elsewhere": "Try tomorrow."})
    sent = {"form": form, "value.question": "About Sam", "value.ward": "a"}
    page = await (await browser.post("/as/nurse/submit", None, **sent)).text()
    assert f'<p class="fault" id="{form}-question-fault">Please leave out names.</p>' in page
    assert f'aria-describedby="{form}-question-fault"' in page
    assert 'value="About Sam"' in page
    assert 'value="a" checked' in page
    assert "Try tomorrow." in page


async def test_a_cancelled_form_is_gone(browser: Browser, bot: Bot) -> None:
    bot.reply = Open(FORM)
    page = await (await browser.post("/as/nurse/say", text="form, please")).text()
    assert "Ask a champion" in page
    assert "Ask a champion" not in await (await browser.post("/as/nurse/cancel")).text()


async def test_how_an_answer_came_about_is_folded_away_below_it(browser: Browser, bot: Bot) -> None:
    bot.reply = Say(Message("Yes"), private=True, why=Message("why", (Facts((("Closeness", "0.8"),)),)))
    seen = words_of(await (await browser.post("/as/nurse/say", text="Hello")).text())
    assert "Yes Why this answer? Figures, for developers Closeness 0.8" in seen
    assert "Only you" not in seen


async def test_forgotten_words_are_on_no_page(browser: Browser, bot: Bot) -> None:
    bot.reply = Say(Message("Signpost"), why=Message("distress"), forget=True)
    page = await (await browser.post("/as/nurse/say", text="very private")).text()
    assert "very private" not in page
    assert page.count("(not kept)") == 1
    assert "distress" not in page


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(min_size=1, max_size=30).filter(str.strip))
async def test_typed_text_never_becomes_markup_on_a_page(workspace: Workspace, typed: str) -> None:
    workspace.transcript("nurse").entries.clear()
    await workspace.say("nurse", f"<i>{typed}</i><script>")
    pages = Pages(workspace, (), {}, clock_moves=False)
    html = await pages.conversation(View(NURSE, "token"), draft=f"</textarea><i>{typed}", fault="<i>")
    assert "<i>" not in html.replace("<i></i>", "")
    assert html.count("<script") == 2


async def live(browser: Browser, since: str) -> tuple[ClientResponse, Json]:
    """The stream of a page that has seen everything up to `since`, and the first changes it is sent."""
    stream = await browser.client.get("/as/nurse/live", params={"since": since})
    return stream, await following(stream)


async def following(stream: ClientResponse) -> Json:
    async with asyncio.timeout(60):
        while not (line := await stream.content.readline()).startswith(b"data: "):
            assert line, "the stream ended"
    return dict(json.loads(line[6:]))


async def test_a_delivered_message_arrives_live(browser: Browser, workspace: Workspace) -> None:
    page = await browser.page()
    version = page.split('data-version="')[1].split('"')[0]
    stream, changes = await live(browser, version)
    assert changes["entries"] == []
    entry = await workspace.deliver("nurse", Message("tip", (text("A short tip"),)))
    arrived = (await following(stream))["entries"]
    assert [e["id"] for e in arrived] == [entry]
    assert "A short tip" in arrived[0]["html"]
    stream.close()


async def test_a_page_that_comes_back_gets_what_it_missed_and_no_more(
    browser: Browser, workspace: Workspace
) -> None:
    await workspace.deliver("nurse", Message("seen"))
    page = await browser.page()
    version = page.split('data-version="')[1].split('"')[0]
    await workspace.deliver("peer", Message("not mine"))
    missed = await workspace.deliver("nurse", Message("missed"))
    stream, changes = await live(browser, version)
    assert [e["id"] for e in changes["entries"]] == [missed]
    assert "1 new" in changes["parts"]["people"]
    stream.close()


@pytest.mark.parametrize("since", ["", "x", "0123.4", "0123.", "..", "a.²"])
async def test_a_page_from_an_earlier_run_is_told_to_reload(browser: Browser, since: str) -> None:
    stream, changes = await live(browser, since)
    assert changes["reload"] is True
    stream.close()


async def test_a_live_post_answers_with_what_changed(
    browser: Browser, workspace: Workspace, bot: Bot
) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    bot.reply = Replace(Message("Thank you"))
    since = f"{workspace.log.epoch}.{workspace.version}"
    response = await browser.post(f"/as/nurse/press/{entry}", LIVE, button="0", since=since)
    changes = await response.json()
    assert [e["id"] for e in changes["entries"]] == [entry]
    assert "<button" not in changes["entries"][0]["html"]


async def test_the_clock_moves_and_the_panels_follow(workspace: Workspace, clock: MovableClock) -> None:
    async def move(step: timedelta | None) -> None:
        clock.move_to(clock.now() + (step or timedelta()))

    async def due() -> Message:
        return Message(f"{clock.now():%d %B}")

    app = application(workspace, panels={"What is due": due}, move_clock=move)
    async with TestClient(TestServer(app)) as client:
        browser = Browser(client)
        assert "What is due 23 November" in words_of(await browser.page())
        seen = words_of(await (await browser.post("/clock", step="A week", user="nurse")).text())
        assert "What is due 30 November" in seen
        assert "Monday 30 November" in seen
        assert (await browser.post("/clock", step="A year", user="nurse")).status == 400


async def test_a_clock_that_cannot_be_moved_has_no_buttons(browser: Browser) -> None:
    assert "/clock" not in await browser.page()
    assert (await browser.post("/clock", step="A day")).status == 400
