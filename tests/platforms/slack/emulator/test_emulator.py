"""Against npm `emulate`, which is somebody else's idea of Slack.

What it can't do, and so is tested on our own fake only: Socket Mode, interactions (they are pushed here as Slack
would make them, with a trigger of the emulator's), opening our home or chat, mentions (the proxy makes them),
slash commands, response URLs, user groups, the assistant's status and prompts, `auth.revoke`, 429s, and refusing
blocks, tokens and scopes: it takes any.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from bot.conversation.message import Message, text
from bot.delivery.sending.gateway import Outgoing, Sent
from bot.features.learning.declarations import NUDGE
from bot.platforms import pictures
from bot.platforms.session import open_session
from bot.platforms.slack.directory.people import SlackDirectory
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.gateway import SlackGateway
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.slack.outbound.web_api import SlackCalls
from tests.fake_slack import payload
from tests.platforms.slack.emulator.conftest import TEAM, Emulated
from tests.platforms.slack.emulator.proxy import Json
from tests.platforms.slack.receiving import words
from tests.platforms.slack.sending import CHART

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "What does a peer worker do?"


async def test_installed_over_oauth_we_are_who_the_token_says(emulated: Emulated) -> None:
    us = await emulated.us()
    assert await emulated.tokens.workspaces() == [TEAM]
    assert await emulated.tokens.bot_user(TEAM) == us.user
    assert us.token.startswith("xoxb-")


async def test_what_somebody_asks_in_our_chat_is_answered_there_once(emulated: Emulated) -> None:
    ada = await emulated.somebody()
    asked = await ada.says(QUESTION)
    chat = await ada.reads_so_many(2, asked["channel"])
    assert [said["user"] for said in chat] == [ada.user, emulated.proxy.bot_user]
    assert "peer worker" in words(chat[1]).lower()
    # The emulator told us of our own message too, and that is none to answer.
    told = [one.event for one in emulated.proxy.events if one.event["type"] == "message"]
    here = [event["user"] for event in told if event["channel"] == asked["channel"]]
    assert here == [ada.user, emulated.proxy.bot_user]
    assert len(await ada.reads(asked["channel"])) == 2


async def test_what_is_asked_in_a_thread_is_answered_in_it(emulated: Emulated) -> None:
    ada = await emulated.somebody()
    first = await ada.says(QUESTION)
    await ada.reads_so_many(2, first["channel"])
    await ada.says("Is it evidence based?", thread_ts=first["ts"])
    thread = await ada.reads_so_many(3, first["channel"], first["ts"])
    assert [said["user"] for said in thread[1:]] == [ada.user, emulated.proxy.bot_user]
    assert thread[2]["thread_ts"] == first["ts"]


async def test_a_mention_is_answered_in_its_thread(emulated: Emulated) -> None:
    ada = await emulated.somebody()
    us = emulated.proxy.bot_user
    made = await ada.call("conversations.create", name="ward")
    channel = made["channel"]["id"]
    await ada.call("conversations.invite", channel=channel, users=us)
    asked = await ada.says(f"<@{us}> {QUESTION}", channel)
    thread = await ada.reads_so_many(2, channel, asked["ts"])
    assert (thread[1]["user"], thread[1]["thread_ts"]) == (us, asked["ts"])


async def test_distress_in_a_channel_leaves_nothing_to_read_there(emulated: Emulated) -> None:
    ada = await emulated.somebody()
    us = emulated.proxy.bot_user
    made = await ada.call("conversations.create", name="office")
    channel = made["channel"]["id"]
    await ada.call("conversations.invite", channel=channel, users=us)
    asked = await ada.says(f"<@{us}> I want to kill myself", channel)
    opened = await ada.call("conversations.open", users=us)
    chat = await ada.reads_so_many(1, opened["channel"]["id"])
    assert "116 123" in words(chat[0])
    assert len(await ada.reads(channel, asked["ts"])) == 1


async def test_an_event_is_believed_as_the_emulator_signed_it_and_not_with_a_byte_changed(
    emulated: Emulated,
) -> None:
    ada = await emulated.somebody()
    emulated.proxy.bot, bot = "", emulated.proxy.bot
    await ada.says(QUESTION)
    signed = next(one for one in emulated.proxy.events if one.event["type"] == "message")
    kept = {name: value for name, value in signed.headers.items() if name.lower().startswith("x-slack")}
    headers = kept | {"Content-Type": "application/json"}
    changed = signed.body.replace(b"peer", b"Peer")
    async with ClientSession() as session:
        async with session.post(bot, data=signed.body, headers=headers) as answer:
            assert answer.status == 200
        async with session.post(bot, data=changed, headers=headers) as answer:
            assert answer.status == 401


async def test_a_delivery_is_sent_found_changed_and_deleted(emulated: Emulated) -> None:
    ada = await emulated.somebody()
    first = Outgoing("d1", NUDGE, "slack", TEAM, Message("One", (text("One"),)), user=ada.user)
    async with sending(emulated) as gateway:
        sent = (await gateway.send(first)).reference
        assert await gateway.look_up(first) == Sent(sent)
        assert await gateway.look_up(replace(first, id="d2")) is None
        (shown,) = await ada.reads(sent["channel"])
        assert (shown["ts"], words(shown)) == (sent["ts"], "One")
        again = replace(first, message=Message("Two", (text("Two"),)), reference=sent)
        await gateway.edit(again)
        (shown,) = await ada.reads(sent["channel"])
        assert (shown["ts"], words(shown)) == (sent["ts"], "Two")
        assert await gateway.look_up(first) == Sent(sent)
        await gateway.delete(again)
        await gateway.delete(again)
        assert await ada.reads(sent["channel"]) == []


async def test_a_chart_is_uploaded_as_a_picture(emulated: Emulated) -> None:
    us = await emulated.us()
    async with calling(emulated) as calls:
        found = await Uploads(calls, pictures.draw).pictures(TEAM, {0: CHART})
        file = (await us.call("files.info", file=found[0]))["file"]
        address = file["url_private"].replace(emulated.proxy.url, emulated.proxy.emulator)
        headers = {"Authorization": f"Bearer {us.token}"}
        async with emulated.proxy.session.get(address, headers=headers) as answer:
            assert await answer.read() == pictures.draw(CHART)
    assert file["mimetype"] == "image/png"


async def test_our_home_is_shown_and_a_form_opens_within_the_life_of_its_trigger(emulated: Emulated) -> None:
    ada, us = await emulated.somebody(), await emulated.us()
    who = {"user.id": ada.user, "user.team_id": TEAM, "team.id": TEAM}
    opened = {"team_id": TEAM, "authorizations.0.team_id": TEAM, "event.user": ada.user, "event.tab": "home"}
    await emulated.pushes.event(payload("app_home_opened", opened))
    home = (await answered(emulated, "views.publish"))["view"]
    assert home["type"] == "home"
    trigger = await us.call("views.generateTriggerId", user_id=ada.user)
    asks = who | {"callback_id": "ask", "trigger_id": trigger["trigger_id"]}
    await emulated.pushes.interact(payload("shortcut", asks))
    form = (await answered(emulated, "views.open"))["view"]
    assert (form["type"], form["callback_id"]) == ("modal", "question.send")


async def test_people_are_read_page_by_page(emulated: Emulated) -> None:
    ada = await emulated.somebody()
    async with calling(emulated) as calls:
        directory = SlackDirectory(emulated.tokens, calls, page=1)
        pages = [page async for page in directory.people(TEAM)]
    found = {profile.account.user: profile for page in pages for profile in page}
    assert len(pages) > 2
    assert found[ada.user].name.endswith(" Moss")
    assert emulated.proxy.bot_user not in found


@asynccontextmanager
async def calling(emulated: Emulated) -> AsyncIterator[SlackCalls]:
    async with open_session(10) as session:
        yield SlackCalls(session, emulated.tokens, f"{emulated.proxy.url}/api/")


@asynccontextmanager
async def sending(emulated: Emulated) -> AsyncIterator[SlackGateway]:
    async with calling(emulated) as calls:
        yield SlackGateway(calls, ChartFallbacks(Uploads(calls, pictures.draw)))


async def answered(emulated: Emulated, method: str) -> Json:
    async with asyncio.timeout(60):
        while not (found := emulated.proxy.answered(method)):  # noqa: ASYNC110 - it happens in other tasks
            await asyncio.sleep(0.02)
    assert found["ok"], found
    return found
