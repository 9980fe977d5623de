"""Buttons and forms on cards, and what a card may say of itself: what was asked for, and never who may."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversation.message import Message, text
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Replace, Say
from bot.platforms.teams.directory.senders import NOBODYS
from bot.store.database import Database
from tests.fake_connector import TENANT, Person
from tests.platforms.teams.arriving import CHANNEL, Reached, reached
from tests.platforms.teams.bots import Bot
from tests.platforms.teams.pressing import question_card, shown_text

SECRETLY = Say(Message("For you", (text("For you alone."),)), private=True)
NOTE = "I've something for you in private: open our chat."
DONE = Message("Thank you", (text("Thank you."),))


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def at(bot: Bot, database: Database) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), database, patience=0.5) as made:
        yield made


async def test_a_button_comes_with_what_was_chosen_beside_it(at: Reached, bot: Bot) -> None:
    await at.invoke(at.ada.presses(await question_card(at), "act", {"useful": "yes"}))
    (heard,) = bot.heard
    assert (heard.kind, heard.action, heard.value) == (Kind.PRESSED, "act", "first")
    assert heard.values == {"useful": "yes"}


async def test_a_button_replaces_its_message_at_once_and_for_everybody(at: Reached, bot: Bot) -> None:
    bot.reply = Replace(DONE)
    for where in ("", CHANNEL):
        question = await question_card(at, where)
        body = await at.invoke(at.ada.presses(question, "act"))
        assert body["type"] == "application/vnd.microsoft.card.adaptive"
        assert "Thank you." in str(body["value"])
    assert (at.chat(), at.everybody_reads()) == (["Thank you."], ["Thank you."])


async def test_a_message_that_is_gone_is_answered_anew(at: Reached, bot: Bot) -> None:
    bot.reply = Replace(DONE)
    press = at.ada.presses(await question_card(at), "act")
    at.connector.conversations["a:chat-ada"].messages.clear()
    await at.invoke(press)
    assert at.chat() == ["Thank you."]


async def test_an_answer_to_a_button_comes_below(at: Reached) -> None:
    body = await at.invoke(at.ada.presses(await question_card(at), "act"))
    assert shown_text(body) == "The answer is below."
    assert at.chat()[1:] == ["Fine."]


async def test_an_older_client_gets_the_same(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.presses_of_old(await question_card(at), "act", {"useful": "no"}))
    assert (bot.heard[0].kind, bot.heard[0].action) == (Kind.PRESSED, "act")
    assert bot.heard[0].values == {"useful": "no"}
    bot.reply = Replace(DONE)
    await at.post_all(at.ada.presses_of_old(await question_card(at), "act"))
    assert at.chat()[-1] == "Thank you."


async def test_what_is_private_stays_out_of_the_channel(at: Reached, bot: Bot) -> None:
    question = await question_card(at, CHANNEL)
    before = at.everybody_reads()
    bot.reply = SECRETLY
    assert shown_text(await at.invoke(at.ada.presses(question, "act"))) == NOTE
    assert (at.everybody_reads(), at.chat()) == (before, ["For you alone."])


async def test_a_fault_is_told_to_the_person_who_pressed_and_nobody_else(at: Reached, bot: Bot) -> None:
    question = await question_card(at, CHANNEL)
    before = at.everybody_reads()
    bot.reply = Faults({"useful": "Choose one.", "": "Then press again."})
    assert shown_text(await at.invoke(at.ada.presses(question, "act"))) == "Choose one.\n\nThen press again."
    await at.post_all(at.ada.presses_of_old(question, "act"))
    assert (at.everybody_reads(), at.chat()) == (before, ["Choose one.\n\nThen press again."])


async def test_an_answer_that_takes_longer_comes_by_itself(at: Reached, bot: Bot) -> None:
    holding = asyncio.create_task(bot.gate.hold(2))
    question = await question_card(at)
    await asyncio.sleep(0)
    for action in ("act", "open"):
        answer = await at.post(at.ada.presses(question, action))
        assert "takes a little longer" in str(answer.body)
    await holding
    bot.gate.release()
    await at.answered()
    assert at.chat()[1:] == ["Fine.", "Fine."]


async def test_who_acts_is_whom_teams_names_and_not_whom_the_card_names(at: Reached, bot: Bot) -> None:
    press = at.ada.presses(await question_card(at), "act")
    told = press["value"]["action"]["data"]
    told |= {"from": {"aadObjectId": "the-director"}, "user": "the-director", "tenant": "another"}
    told["alongside"] |= {"sender": "the-director", "place": "elsewhere", "private": False}
    await at.invoke(press | {"value": press["value"] | {"from": {"aadObjectId": "the-director"}}})
    (heard,) = bot.heard
    assert heard.sender == Sender("teams", TENANT, "ada")
    assert heard.private


@pytest.mark.parametrize(
    "name", ["adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/query"]
)
@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "words",
        [],
        [1, {"a": 2}],
        {},
        {"action": None},
        {"action": [], "data": 3},
        {"action": {"type": "Action.Submit", "verb": ["act"], "data": "x"}},
        {"data": {"alongside": {"action": 7}}},
        {"parameters": {"name": "question"}},
        {"parameters": [None, 3, {"name": "question", "value": {}}]},
    ],
    ids=str,
)
async def test_no_value_breaks_anything(at: Reached, bot: Bot, name: str, value: Any) -> None:
    told = at.ada.activity() | {"type": "invoke", "name": name, "value": value}
    assert (await at.post(told)).status == 200
    assert (bot.heard, at.connector.calls) == ([], [])


async def test_a_stranger_to_the_tenant_is_nobodys_colleague(at: Reached, bot: Bot) -> None:
    nobody = Person(at.connector, "")
    await at.post_all(nobody.says("hello"))
    (heard,) = bot.heard
    assert heard.sender.home == NOBODYS
    assert heard.sender.is_from_elsewhere


async def test_ones_own_message_is_checked_in_a_dialog_that_nobody_else_sees(at: Reached, bot: Bot) -> None:
    own = at.ada.checks_words(at.ada.user, "<p>The junkies &amp; co</p><p>are back</p>", CHANNEL)
    body = await at.invoke(own)
    (heard,) = bot.heard
    assert (heard.action, heard.text.split()) == (
        "language.check",
        ["The", "junkies", "&", "co", "are", "back"],
    )
    assert body["task"]["value"]["title"] == "Check my words"
    assert at.connector.calls == []


async def test_nobody_checks_anothers_message(at: Reached, bot: Bot) -> None:
    await at.invoke(at.ada.checks_words(at.ben.user, "<p>The junkies are back</p>", CHANNEL))
    (heard,) = bot.heard
    assert (heard.action, heard.text) == ("language.not-yours", "")
