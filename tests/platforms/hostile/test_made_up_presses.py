"""In Teams a client can make up all that a button carries. It is told that the button is old, and nothing fails."""

import json
from collections.abc import AsyncIterator, Callable
from copy import deepcopy
from typing import Any

import pytest

from bot.conversation.dispatch import APOLOGY
from bot.conversation.routes import Open
from tests.fake_connector import Json
from tests.fakes import Bot
from tests.platforms.teams.arriving import Reached, reached
from tests.platforms.teams.bots import FORM
from tests.platforms.teams.bots import Bot as Some
from tests.platforms.teams.pressing import question_card

QUESTION = "What does a peer worker do?"
MADE_UP = {
    "half a letter": "\ud800",
    "nothing": "a\0b",
    "huge": "x" * 100_000,
    "a number": "9" * 5_000,
    "no text": ["a", {"b": 1}],
}


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    async with reached(bot.app.dispatch, bot.app.services.database) as made:
        yield made


def ours(activity: Json) -> Json:
    found: Json = activity["value"]["action"]["data"]["alongside"]
    return found


@pytest.mark.parametrize("told", MADE_UP.values(), ids=MADE_UP)
@pytest.mark.parametrize("part", ["value", "mark", "once", "context", "action"])
async def test_whatever_a_press_carries_nothing_fails(
    at: Reached, part: str, told: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    await at.post_all(at.ada.says(QUESTION))
    pressed = deepcopy(at.ada.presses(at.connector.in_chat("ada")[-1], "card.helped"))
    ours(pressed)[part] = told
    if part == "action":
        pressed["value"]["action"]["verb"] = told
    capsys.readouterr()
    answer = await at.invoke(pressed)
    assert APOLOGY not in str(answer) + "".join(at.chat())
    assert "failed" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("told", MADE_UP.values(), ids=MADE_UP)
async def test_nor_do_the_names_and_words_of_its_fields(at: Reached, told: Any) -> None:
    await at.post_all(at.ada.says(QUESTION))
    pressed = deepcopy(at.ada.presses(at.connector.in_chat("ada")[-1], "card.helped"))
    pressed["value"]["action"]["data"] |= {"why": told, str(told)[:2_000]: "a"}
    answer = await at.invoke(pressed)
    assert APOLOGY not in str(answer) + "".join(at.chat())


@pytest.mark.parametrize("told", ["half a letter", "nothing", "huge", "a number"])
async def test_a_value_that_no_button_carries_reaches_no_handler(bot: Bot, told: str) -> None:
    some = Some()
    async with reached(some.dispatch(), bot.app.services.database) as there:
        pressed = deepcopy(there.ada.presses(await question_card(there), "act"))
        data = pressed["value"]["action"]["data"]
        # Of a message without fields, whose value nothing of ours proves.
        data["alongside"] = {"action": "act", "value": MADE_UP[told]}
        answer = await there.invoke(pressed)
        assert "older message" in str(answer) + "".join(there.chat())
        assert some.heard == []


def _longer(context: str) -> str:
    return context.replace('"is":"TextInput"', '"is":"TextInput","longest":1000000')


def _another_choice(context: str) -> str:
    return context.replace('"a"', '"b"')


def _many(context: str) -> str:
    """Each of 2,000 choices with the same 20,000 options: 40 million of them in 200 KB."""
    options, lists, message = json.loads(context)
    choice = {"is": "Choice", "name": "ward", "label": "W", "options": []}
    message["message"]["blocks"] = [choice] * 2_000
    return json.dumps([options, lists | {"ward": [0] * 20_000}, message], separators=(",", ":"))


def _no_form(context: str) -> str:
    return '[[],{},{"version":1,"message":{"is":"Message","summary":1,"blocks":3}}]'


@pytest.mark.parametrize("change", [_longer, _another_choice, _many, _no_form])
async def test_a_form_is_read_only_as_we_made_it(bot: Bot, change: Callable[[str], str]) -> None:
    """What was typed is checked against its definition, which the client brings back."""
    some = Some(reply=Open(FORM))
    async with reached(some.dispatch(), bot.app.services.database) as there:
        dialog = await there.invoke(there.ada.presses(await question_card(there), "open"))
        submitted = deepcopy(there.ada.submits(dialog, {"question": "x" * 3_001, "ward": "b"}))
        data = submitted["value"]["data"]["alongside"]
        made_up = change(data["context"])
        assert made_up != data["context"]
        data["context"] = made_up
        some.heard.clear()
        answer = await there.invoke(submitted)
        assert "older message" in str(answer) + "".join(there.chat())
        assert some.heard == []


async def test_a_form_as_we_made_it_is_read(bot: Bot) -> None:
    some = Some(reply=Open(FORM))
    async with reached(some.dispatch(), bot.app.services.database) as there:
        dialog = await there.invoke(there.ada.presses(await question_card(there), "open"))
        some.heard.clear()
        await there.invoke(there.ada.submits(dialog, {"question": "Who?", "ward": "a"}))
        assert [one.action for one in some.heard] == ["send"]
