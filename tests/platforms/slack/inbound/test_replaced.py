"""What a press replaces is what Slack's signed payload says was pressed; nothing that a person can type names it."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Message, text
from bot.conversation.routes import Replace
from tests.platforms.slack.receiving import Bot, Reached, reached, words

DONE = Message("Thank you", (text("Thank you."),))


@pytest.fixture
async def at() -> AsyncIterator[Reached]:
    bot = Bot()
    bot.reply = Replace(DONE)
    async with reached(bot.dispatch()) as made:
        yield made


async def test_no_value_and_no_field_of_a_press_names_another_message(at: Reached) -> None:
    other, pressed = await at.posted("C1"), await at.posted("C1")
    before, elsewhere = words(other), {"message_ts": other["ts"], "channel_id": "C1", "message": other["ts"]}
    body = at.ada.presses(pressed, "act#0", {"useful": "yes"})
    body["actions"][0]["value"] = json.dumps(elsewhere)
    body["state"]["values"]["container"] = {"message_ts": {"type": "plain_text_input", "value": other["ts"]}}
    await at.act(body)
    assert (words(other), words(pressed)) == (before, "Thank you.")


async def test_slack_replaces_no_message_that_is_not_ours(at: Reached) -> None:
    """Its answer then is said below, and what a colleague wrote stands as it stood."""
    said = at.ada.says("<@UBOT> hello", "C1")
    body = at.ada.presses(await at.posted("C1"), "act#0")
    body["container"]["message_ts"] = said["event"]["ts"]
    await at.act(body)
    assert at.home.channel("C1").message(said["event"]["ts"])["text"] == "<@UBOT> hello"
    assert at.everybody_reads()[-1] == "Thank you."


async def test_a_container_that_slack_did_not_sign_replaces_nothing(at: Reached) -> None:
    pressed = await at.posted("C1")
    before, body = words(pressed), at.ada.presses(pressed, "act#0")
    at.pushes.secret = "a guess"
    assert (await at.pushes.interact(body)).status == 401
    await at.answered()
    assert words(pressed) == before
