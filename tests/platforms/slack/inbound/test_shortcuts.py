"""Slack's shortcuts: ask about a message, check one's own, ask from anywhere. Both ways of reaching us."""

from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Message, text
from bot.conversation.routes import Open, Say
from tests.platforms.slack.receiving import ASK, Bot, Reached, reached


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture(params=["http", "socket"])
async def at(bot: Bot, request: pytest.FixtureRequest) -> AsyncIterator[Reached]:
    async with reached(
        bot.dispatch(), over=request.param, examples=("One?", "Two?", "3?", "4?", "5?")
    ) as made:
        yield made


async def test_asking_about_a_message_is_between_us(at: Reached, bot: Bot) -> None:
    ts = at.ada.says("What does a peer do?", "C1")["event"]["ts"]
    await at.act(at.ada.message_shortcut("ask_about", "C1", ts))
    assert bot.heard[0].text == "What does a peer do?"
    assert (at.everybody_reads(), at.alone()) == ([], ["Fine."])


async def test_ones_own_message_is_checked_where_it_stands_for_oneself_alone(at: Reached, bot: Bot) -> None:
    ts = at.ada.says("The junkies are back", "C1")["event"]["ts"]
    await at.act(at.ada.message_shortcut("check_words", "C1", ts))
    (heard,) = bot.heard
    assert (heard.action, heard.text) == ("language.check", "The junkies are back")
    assert (at.everybody_reads(), at.alone()) == ([], ["Fine."])


async def test_nobody_checks_another_persons_message(at: Reached, bot: Bot) -> None:
    ts = at.ada.says("The junkies are back", "C1")["event"]["ts"]
    asked = at.ada.message_shortcut("check_words", "C1", ts)
    await at.act(asked | {"message": asked["message"] | {"user": "USOMEBODY"}})
    (heard,) = bot.heard
    assert (heard.action, heard.text) == ("language.not-yours", "")


async def test_a_message_without_words_is_said_to_be_one(at: Reached, bot: Bot) -> None:
    ts = at.ada.says("", "C1")["event"]["ts"]
    await at.act(at.ada.message_shortcut("ask_about", "C1", ts))
    assert bot.heard == []
    assert "no words" in at.alone()[0]


async def test_the_global_shortcut_opens_a_form_and_its_answer_comes_to_our_chat(
    at: Reached, bot: Bot
) -> None:
    bot.reply = Open(ASK)
    await at.act(at.ada.shortcut("ask"))
    assert bot.heard[0].action == "question.open"
    (view,) = at.home.views.values()
    bot.reply = Say(Message("Thank you", (text("Thank you."),)))
    await at.act(at.ada.submits(view, {"question": "Who are peers?"}))
    assert bot.heard[1].values == {"question": "Who are peers?"}
    assert at.chat() == ["Thank you."]
