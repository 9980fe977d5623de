"""The home tab: published when it is opened, changed in place, answered in our chat."""

from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Button, Buttons, Choice, Message, Option, text
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Say
from tests.platforms.slack.receiving import FORM, Bot, Reached, button, reached, words

HOME = Message(
    "Home",
    (
        text("Welcome home."),
        Choice("which", "Which one?", (Option("a", "Ash"), Option("b", "Birch"))),
        Buttons((Button("Do it", "act"), Button("Form", "open"))),
    ),
)


@pytest.fixture
def bot() -> Bot:
    return Bot(Say(HOME))


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch()) as made:
        await made.event(made.ada.opens_home())
        yield made


def shown(at: Reached) -> str:
    return words(at.home.homes["U1"])


async def test_opening_the_home_publishes_it(at: Reached, bot: Bot) -> None:
    assert [request.kind for request in bot.heard] == [Kind.OPENED_HOME]
    assert shown(at).startswith("Welcome home.")
    assert "Back to the start" not in shown(at)


async def test_a_button_at_home_is_answered_in_our_chat(at: Reached, bot: Bot) -> None:
    bot.reply = Say(Message("Settings"), private=True)
    await at.act(at.ada.presses_at_home("act#0", {"which": "b"}))
    assert (bot.heard[-1].private, bot.heard[-1].values) == (True, {"which": "b"})
    assert at.chat() == ["Settings"]
    assert shown(at).startswith("Welcome home.")


async def test_what_replaces_something_at_home_stands_there_with_a_way_back(at: Reached, bot: Bot) -> None:
    bot.reply = Replace(Message("Schedules", (text("Schedules."), Buttons((Button("Other", "act"),)))))
    await at.act(at.ada.presses_at_home("act#0"))
    assert shown(at) == "Schedules. Other Back to the start"
    assert at.chat() == []
    bot.reply = Replace(HOME)
    await at.act(at.ada.presses_at_home(button(at.home.homes["U1"], "home")))
    assert "Back to the start" not in shown(at)


async def test_a_fault_at_home_stands_above_it_and_keeps_what_was_chosen(at: Reached, bot: Bot) -> None:
    bot.reply = Faults({"which": "Not that one."})
    await at.act(at.ada.presses_at_home("act#0", {"which": "b"}))
    assert shown(at).startswith("Not that one. Welcome home.")
    assert at.home.homes["U1"]["blocks"][2]["element"]["initial_option"]["value"] == "b"


async def test_a_form_opened_at_home_is_answered_in_our_chat(at: Reached, bot: Bot) -> None:
    bot.reply = Open(FORM)
    await at.act(at.ada.presses_at_home("open#1"))
    view = next(view for view in at.home.views.values() if view["type"] == "modal")
    bot.reply = Say(Message("Asked"))
    await at.act(at.ada.submits(view, {"question": "Who?"}))
    assert (bot.heard[-1].private, at.chat()) == (True, ["Asked"])


async def test_a_home_that_fails_says_so_there(bot: Bot) -> None:
    bot.error = RuntimeError("inside")
    async with reached(bot.dispatch()) as at:
        await at.event(at.ada.opens_home())
        assert bot.reported[0] in shown(at)
