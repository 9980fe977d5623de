"""Only Slack is heard, once each; and what is private stays so, with the whole bot behind it."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Replace, Reply, Routes
from bot.core.errors import UserFacingError
from bot.people.identity.people import Person
from bot.store.events import SeenEvent
from tests import real_time
from tests.fake_slack import Fault, How, payload
from tests.fakes import Bot as Whole
from tests.platforms.slack.receiving import SECRET, Bot, Reached, button, reached

NOTE = "I've something for you in private: open our chat."
DISTRESS = "I want to kill myself"


@pytest.fixture
async def at() -> AsyncIterator[Reached]:
    async with reached(Bot().dispatch()) as made:
        yield made


@pytest.fixture
async def whole(bot: Whole) -> AsyncIterator[Reached]:
    async with reached(bot.app.dispatch) as made:
        yield made


REFUSED = {"a wrong signature": ("guessed", 0), "six minutes old": (SECRET, 360), "ahead": (SECRET, -360)}


@pytest.mark.parametrize(("secret", "age"), REFUSED.values(), ids=REFUSED)
async def test_what_slack_did_not_just_sign_is_refused_and_in_no_log(
    at: Reached, secret: str, age: int, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    at.pushes = replace(at.pushes, secret=secret, age=age)
    body = at.ada.says("very private")
    assert (await at.pushes.event(body)).status == 401
    assert (await at.pushes.interact(payload("block_actions_message"))).status == 401
    assert at.chat() == []
    assert "very private" not in caplog.text + "".join(capsys.readouterr())


async def test_four_minutes_on_the_way_are_no_replay(at: Reached) -> None:
    at.pushes = replace(at.pushes, age=240)
    await at.event(at.ada.says("hello"))
    assert at.chat() == ["Fine."]


@pytest.mark.parametrize("body", ["{", "[]", "payload={", "payload=[]", ""])
async def test_nonsense_is_refused_without_a_fuss(at: Reached, body: str) -> None:
    async with at.pushes.session.post(at.pushes.url, data=body) as answer:
        assert answer.status == 401


@pytest.mark.parametrize(("stamp", "signature"), [("soon", "v0=0"), ("", ""), ("²", "v0=0"), ("", "v0=é")])
async def test_headers_that_are_none_are_refused(at: Reached, stamp: str, signature: str) -> None:
    headers = {"x-slack-request-timestamp": stamp or f"{real_time.seconds()}", "x-slack-signature": signature}
    async with at.pushes.session.post(at.pushes.url, data="{}", headers=headers) as answer:
        assert answer.status == 401


async def test_the_address_is_verified(at: Reached) -> None:
    answer = await at.pushes.verify()
    assert (answer.status, payload("url_verification")["challenge"] in answer.body) == (200, True)


async def test_a_workspace_that_has_not_installed_us_is_not_heard() -> None:
    bot = Bot()
    async with reached(bot.dispatch()) as at:
        await at.event(at.ada.says("hello") | {"team_id": "T9", "authorizations": []})
    assert bot.heard == []


async def test_nothing_new_is_begun_while_we_stop(at: Reached) -> None:
    await at.platform.stop()
    assert (await at.pushes.event(at.ada.says("hello"))).status == 503
    assert at.chat() == []


@pytest.mark.parametrize("over", ["http", "socket"])
async def test_the_same_thing_again_is_ignored(bot: Whole, over: str) -> None:
    async with reached(bot.app.dispatch, over=over) as at:
        body = at.ada.says("What does a peer worker do?")
        await at.event(body)
        await at.event(body, retry=1)
        assert len(at.chat()) == 1
        card = at.home.sent_to("U1")[-1]
        pressed = at.ada.presses(card, button(card, "card.related"))
        await at.act(pressed)
        await at.act(pressed)
        assert len(at.chat()) == 2


async def written(bot: Whole) -> tuple[int, int]:
    """People and events in the database."""
    async with bot.app.services.database.read() as session:
        people = await session.scalar(select(func.count()).select_from(Person))
        events = await session.scalar(select(func.count()).select_from(SeenEvent))
    return people or 0, events or 0


async def in_distress(at: Reached, how: str) -> None:
    match how:
        case "mention":
            await at.event(at.ada.says(f"<@UBOT> {DISTRESS}", "C1"))
        case "command":
            await at.command(at.ada.commands(DISTRESS, channel="C1"))
        case "shortcut":
            ts = at.ada.says(DISTRESS, "C1")["event"]["ts"]
            await at.act(at.ada.message_shortcut("ask_about", "C1", ts))


@pytest.mark.parametrize("how", ["mention", "command", "shortcut"])
async def test_distress_leaves_nothing_that_others_could_read_and_nothing_with_us(
    whole: Reached,
    bot: Whole,
    how: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    await in_distress(whole, how)
    assert (whole.everybody_reads(), whole.alone(), whole.home.statuses) == ([], [NOTE], [])
    (signpost,) = whole.chat()
    assert "nobody has read your message" in signpost
    assert await written(bot) == (0, 0)
    said = caplog.text + "".join(capsys.readouterr())
    assert not [word for word in (DISTRESS, "U1", "kill") if word in said]


async def test_distress_in_our_chat_is_answered_there_and_kept_nowhere(whole: Reached, bot: Whole) -> None:
    await whole.event(whole.ada.says(DISTRESS))
    assert "nobody has read your message" in whole.chat()[0]
    assert (whole.alone(), await written(bot)) == ([], (0, 0))


async def test_whom_we_may_have_no_chat_with_sees_the_signpost_alone_in_the_channel(whole: Reached) -> None:
    whole.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error="cannot_dm_bot"))
    await in_distress(whole, "mention")
    (alone,) = whole.alone()
    assert "nobody has read your message" in alone
    assert (whole.everybody_reads(), whole.chat()) == ([], [])


@pytest.mark.parametrize("fault", [How.BROKEN, How.DROP_BEFORE])
async def test_the_note_stays_where_the_message_could_not_be_delivered(whole: Reached, fault: How) -> None:
    whole.slack.faults.add("chat.postMessage", fault)
    await in_distress(whole, "mention")
    assert (whole.everybody_reads(), whole.alone(), whole.chat()) == ([], [NOTE], [])


async def test_distress_in_a_form_says_that_the_text_was_discarded(whole: Reached, bot: Whole) -> None:
    await whole.act(whole.ada.shortcut("ask"))
    before = await written(bot)
    (view,) = whole.home.views.values()
    assert await whole.act(whole.ada.submits(view, {"question": DISTRESS})) == {}
    assert "discarded" in whole.chat()[0]
    assert await written(bot) == before


async def test_what_leaves_no_trace_is_only_answered(
    at: Reached, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    routes, done = Routes(), Message("Thank you", (text("Thank you."),))

    @routes.on(PlainAction("act"), leaves_no_trace=True)
    async def vote(request: Request, _: object) -> Reply:
        assert request.kind is Kind.PRESSED
        return Replace(done)

    async with reached(Dispatch(routes, None, (), lambda *_: None, UserFacingError)) as there:
        message = await there.posted()
        calls = len(there.slack.calls)
        capsys.readouterr()
        await there.act(there.ada.presses(message, "act#0", {"useful": "yes"}))
        (update,) = there.slack.calls[calls:]
        assert (update.method, "metadata" in update.arguments) == ("chat.update", False)
        assert there.home.sent_to("U1")[0].get("metadata") is None
    # There is no database here: a line of aiosqlite's is of a neighbour's connection that closes late.
    logged = [record.getMessage() for record in caplog.records if record.name != "aiosqlite"]
    assert logged == []
    assert "".join(capsys.readouterr()) == ""
