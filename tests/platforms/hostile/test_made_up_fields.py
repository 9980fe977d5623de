"""A client makes up fields: they reach no handler, unless the pressed message or the open form shows them."""

import json
from collections.abc import Mapping
from copy import deepcopy

import pytest

from bot.conversation.routes import Open
from tests.fake_connector import Json
from tests.fake_connector.doing import actions
from tests.fakes import Bot
from tests.platforms.slack import receiving
from tests.platforms.slack.receiving import FORM, button
from tests.platforms.teams.arriving import Reached, reached
from tests.platforms.teams.bots import QUESTION
from tests.platforms.teams.bots import Bot as Some
from tests.platforms.teams.pressing import question_card
from tests.platforms.teams.sending import desk

Ours = Mapping[str, str]
NO_CHANGE: Ours = {}
SLIPPED_IN = {"role": "administrator", "question": "x" * 3_000}


async def presses(
    at: Reached,
    some: Some,
    message: Json,
    *,
    is_old: bool = False,
    useful: str = "yes",
    ours: Ours = NO_CHANGE,
) -> str:
    """Of a message with the choice "useful". What came back; `ours` changes what we put into the button."""
    makes = at.ada.presses_of_old if is_old else at.ada.presses
    pressed = deepcopy(makes(message, "act", {"useful": useful, **SLIPPED_IN}))
    data = pressed["value"] if is_old else pressed["value"]["action"]["data"]
    data["alongside"] |= ours
    some.heard.clear()
    return str(await at.invoke(pressed)) + "".join(at.chat())


async def test_a_message_that_was_delivered_has_their_definition_too(bot: Bot) -> None:
    some, database = Some(), bot.app.services.database
    async with reached(some.dispatch(), database) as there, desk(database) as delivery:
        await delivery.gateway.send(delivery.to(message=QUESTION))
        (delivered,) = delivery.connector.in_chat("ada")
        pressed = deepcopy(
            there.ada.presses(await question_card(there), "act", {"useful": "yes", **SLIPPED_IN})
        )
        button = next(one for one in actions(delivered) if one["data"]["alongside"]["action"] == "act")
        pressed["value"]["action"]["data"]["alongside"] = button["data"]["alongside"]
        await there.invoke(pressed)
        assert [one.values for one in some.heard] == [{"useful": "yes"}]


@pytest.mark.parametrize("is_old", [False, True])
async def test_only_fields_that_the_message_shows_reach_a_handler(bot: Bot, is_old: bool) -> None:
    some = Some()
    async with reached(some.dispatch(), bot.app.services.database) as there:
        await presses(there, some, await question_card(there), is_old=is_old)
        assert [one.values for one in some.heard] == [{"useful": "yes"}]


async def test_nothing_reaches_one_that_was_not_offered(bot: Bot) -> None:
    some = Some()
    async with reached(some.dispatch(), bot.app.services.database) as there:
        answer = await presses(there, some, await question_card(there), useful="perhaps")
        assert "one of the answers shown" in answer
        assert some.heard == []


async def test_without_their_definition_no_field_is_read(bot: Bot) -> None:
    some = Some()
    async with reached(some.dispatch(), bot.app.services.database) as there:
        await presses(there, some, await question_card(there), ours={"fields": "", "proof": ""})
        assert [one.values for one in some.heard] == [{}]


@pytest.mark.parametrize(
    "changes",
    [
        {"fields": json.dumps({"question": 1_000_000, "role": 99})},
        {"fields": json.dumps({"useful": 99})},
        {"fields": "[" * 100_000},
        {"proof": "0" * 64},
        {"value": "second"},
    ],
    ids=["more", "longer", "deep", "proof", "another button"],
)
async def test_a_definition_that_is_not_ours_makes_the_button_an_old_one(
    bot: Bot, changes: dict[str, str]
) -> None:
    some = Some()
    async with reached(some.dispatch(), bot.app.services.database) as there:
        assert "older message" in await presses(there, some, await question_card(there), ours=changes)
        assert some.heard == []


ROLE = {"role": {"role": {"type": "plain_text_input", "value": "administrator"}}}


def _chosen(value: str) -> Json:
    return {"type": "radio_buttons", "selected_option": {"value": value}}


@pytest.mark.parametrize(("chosen", "heard"), [("yes", [{"useful": "yes"}]), ("perhaps", [])])
async def test_in_slack_a_press_is_checked_against_the_message(chosen: str, heard: list[Json]) -> None:
    """Slack signs the message; what its client put into the fields may be anything."""
    some = receiving.Bot()
    async with receiving.reached(some.dispatch()) as there:
        shown = await there.posted()
        pressed = there.ada.presses(shown, button(shown, "act"), {"useful": "yes"})
        pressed["state"]["values"]["useful"] = {"useful": _chosen(chosen)}
        pressed["state"]["values"] |= ROLE
        await there.act(pressed)
        assert [one.values for one in some.heard] == heard


@pytest.mark.parametrize(
    ("question", "ward", "faults"),
    [("Who?", "a", set()), ("x" * 1_001, "a", {"question"}), ("Who?", "b", {"ward"})],
)
async def test_in_slack_a_form_is_checked_against_what_was_open(
    question: str, ward: str, faults: set[str]
) -> None:
    some = receiving.Bot(reply=Open(FORM))
    async with receiving.reached(some.dispatch()) as there:
        shown = await there.posted()
        await there.act(there.ada.presses(shown, button(shown, "open")))
        (view,) = there.home.views.values()
        some.heard.clear()
        submitted = there.ada.submits(view, {"question": "Who?", "ward": "a"})
        values = submitted["view"]["state"]["values"]
        values["question"]["question"]["value"] = question
        values["ward"]["ward"] = _chosen(ward)
        values |= ROLE
        answer = await there.act(submitted)
        assert answer.get("errors", {}).keys() == faults
        assert [one.values for one in some.heard] == ([] if faults else [{"question": "Who?", "ward": "a"}])
