"""Forms: opened in time, refused beside the field that is wrong, answered where they were opened."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from tests.fake_slack import Json
from tests.platforms.slack.receiving import FORM, Bot, Reached, reached, words

DONE = Message("Thank you", (text("Thank you."),))
TYPED = {"question": "About Sam", "ward": "a"}


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture(params=["http", "socket"])
async def at(bot: Bot, request: pytest.FixtureRequest) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), over=request.param) as made:
        yield made


async def opened(at: Reached, bot: Bot, channel: str = "U1", is_hidden: bool = False) -> Json:
    """A form from the button of a message there."""
    bot.reply = Open(FORM)
    body = at.ada.presses(await at.posted(channel), "open#1")
    body["container"]["is_ephemeral"] = is_hidden
    await at.act(body)
    return list(at.home.views.values())[-1]


async def test_a_button_opens_a_form(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    assert (view["callback_id"], view["title"]["text"]) == ("send", "Ask a champion")


async def test_a_person_too_late_for_a_form_is_told_kindly(at: Reached, bot: Bot) -> None:
    started = at.slack.triggers.now()
    bot.reply = Open(FORM)
    body = at.ada.presses(await at.posted(), "open#1")
    at.slack.triggers.now = lambda: started + 4
    await at.act(body)
    assert at.home.views == {}
    assert "press the button again" in at.alone()[0]


async def test_what_was_submitted_comes_with_the_forms_own_value(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.reply = Say(DONE)
    assert await at.act(at.ada.submits(view, TYPED)) == {}
    assert (bot.heard[-1].action, bot.heard[-1].value, bot.heard[-1].values) == ("send", "ref", TYPED)
    assert at.chat()[-1] == "Thank you."


async def test_a_fault_appears_beside_its_field(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.reply = Faults({"question": "Leave out names."})
    said = await at.act(at.ada.submits(view, TYPED))
    assert said == {"response_action": "errors", "errors": {"question": "Leave out names."}}


async def test_a_fault_of_no_field_stands_above_all_and_what_was_typed_stays(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.reply = Faults({"": "Try again tomorrow."})
    said = await at.act(at.ada.submits(view, TYPED))
    assert said["response_action"] == "update"
    first, question, ward = said["view"]["blocks"]
    assert first["text"]["text"] == "Try again tomorrow."
    assert question["element"]["initial_value"] == "About Sam"
    assert ward["element"]["initial_option"]["value"] == "a"


async def test_a_second_fault_takes_the_place_of_the_first(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.reply = Faults({"": "First."})
    again = (await at.act(at.ada.submits(view, TYPED)))["view"] | {"id": view["id"], "hash": "h"}
    bot.reply = Faults({"": "Second.", "question": "Third."})
    said = await at.act(at.ada.submits(again, {}))
    assert words(said["view"]).startswith("Second.\nThird. Your question")
    assert "initial_value" not in said["view"]["blocks"][1]


async def test_trying_again_with_the_same_words_is_heard_again(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.reply = Faults({"question": "No."})
    await at.act(at.ada.submits(view, TYPED))
    await at.act(at.ada.submits(view, TYPED))
    assert len({request.id for request in bot.heard[1:]}) == 2


async def test_a_form_replaces_the_message_that_it_was_opened_from(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.reply = Replace(DONE)
    await at.act(at.ada.submits(view, TYPED))
    assert at.chat() == ["Thank you."]


async def test_a_form_from_a_channel_is_answered_for_one_person_or_in_private(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot, "C1", is_hidden=True)
    bot.reply = Say(DONE)
    await at.act(at.ada.submits(view, TYPED))
    assert at.alone() == ["Thank you."]
    bot.reply = Say(Message("For you"), private=True)
    await at.act(at.ada.submits(view, TYPED))
    assert at.alone()[1:] == ["I've something for you in private: open our chat."]
    assert at.chat() == ["For you"]
    assert at.everybody_reads() == [words({"blocks": at.home.channel("C1").messages[0]["blocks"]})]


async def test_a_form_may_lead_to_another(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    said = await at.act(at.ada.submits(view, TYPED))
    assert (said["response_action"], said["view"]["callback_id"]) == ("update", "send")


async def test_a_crash_keeps_the_form_open_with_a_reference(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    bot.error = RuntimeError("the secret inside")
    said = await at.act(at.ada.submits(view, TYPED))
    assert bot.reported[0] in words(said["view"])
    assert "secret" not in str(said)


class Slow(Bot):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()
        self.may.set()

    async def _answer(self, request: Request, services: object) -> Reply:
        await self.may.wait()
        return await super()._answer(request, services)


LATE = {
    "an answer": (Say(DONE), "You can close this", "Thank you."),
    "a fault": (Faults({"question": "Leave out names."}), "Leave out names. Your question", ""),
}


@pytest.mark.parametrize(("reply", "shown", "said"), LATE.values(), ids=LATE)
async def test_a_form_that_takes_long_is_told_to_wait_and_then_answered(
    reply: Reply, shown: str, said: str
) -> None:
    bot = Slow()
    async with reached(bot.dispatch(), patience=0.01) as at:
        view = await opened(at, bot)
        bot.reply = reply
        bot.may.clear()
        answer = (await at.pushes.interact(at.ada.submits(view, TYPED))).json
        assert "takes a little longer" in words(answer["view"])
        bot.may.set()
        await at.answered()
        assert shown in words(at.home.views[view["id"]])
        assert at.chat()[1:] == ([said] if said else [])
