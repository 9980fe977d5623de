"""Anybody in a channel can name any of our messages as the one they pressed. Only what it may become replaces it."""

from collections.abc import AsyncIterator, Callable
from copy import deepcopy

import pytest

from bot.conversation.message import Button, Buttons, Message, text
from bot.conversation.routes import Open, Replace
from bot.features.learning.declarations import NUDGE
from bot.platforms.button_marks import ANSWER, ButtonMarks
from bot.platforms.teams.directory.addresses import InstalledTeam
from bot.store.database import Database
from tests.databases import SEAL
from tests.fake_connector import TENANT, Json
from tests.fake_connector.doing import actions
from tests.platforms.teams.arriving import CHANNEL, TEAM, Reached, reached
from tests.platforms.teams.bots import FORM, QUESTION, Bot
from tests.platforms.teams.pressing import question_card, shown_text
from tests.platforms.teams.sending import desk

CHANGED = Message("Changed", (text("Changed by a press."), Buttons((Button("Again", "act", "second"),))))
TOLD = "Changed by a press."


@pytest.fixture
def bot() -> Bot:
    return Bot(reply=Replace(CHANGED))


@pytest.fixture
async def at(bot: Bot, database: Database) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), database) as made:
        yield made


def _as_pressed(at: Reached, message: Json, *, of_old: bool = False) -> Json:
    presses = at.ben.presses_of_old if of_old else at.ben.presses
    return deepcopy(presses(message, "act"))


def _ours(activity: Json) -> Json:
    value = activity["value"]
    data: Json = value["action"]["data"] if "action" in value else value
    ours: Json = data["alongside"]
    return ours


@pytest.mark.parametrize("of_old", [False, True])
async def test_a_button_of_ours_changes_its_own_message_again_and_again(at: Reached, *, of_old: bool) -> None:
    message = await question_card(at, CHANNEL)
    for _ in range(2):
        await at.post_all(_as_pressed(at, message, of_old=of_old))
        (message,) = at.connector.conversations[CHANNEL].shown
        assert at.everybody_reads() == [TOLD]


def _made_up(ours: Json) -> None:
    del ours["mark"]


def _another_action(ours: Json) -> None:
    ours["mark"] = ButtonMarks(SEAL).mark(CHANNEL, ANSWER, "help")


def _another_place(ours: Json) -> None:
    ours["mark"] = ButtonMarks(SEAL).mark("a:chat-ben", ANSWER, "act")


def _another_kind(ours: Json) -> None:
    """The kind is what was signed, and nothing else."""
    ours["mark"] = ours["mark"].replace(f"{ANSWER}:", "nudge:")


def _nonsense(ours: Json) -> None:
    ours["mark"] = "grüße:" + "0" * 64


@pytest.mark.parametrize("change", [_made_up, _another_action, _another_place, _another_kind, _nonsense])
@pytest.mark.parametrize("of_old", [False, True])
async def test_a_press_that_was_made_up_replaces_nothing_and_is_answered_below(
    at: Reached, change: Callable[[Json], None], *, of_old: bool
) -> None:
    before = await question_card(at, CHANNEL)
    was = at.everybody_reads()
    pressed = _as_pressed(at, before, of_old=of_old)
    change(_ours(pressed))
    await at.post_all(pressed)
    assert at.everybody_reads() == [*was, TOLD]


async def test_at_once_it_is_told_that_the_answer_is_below(at: Reached) -> None:
    pressed = _as_pressed(at, await question_card(at, CHANNEL))
    _made_up(_ours(pressed))
    assert shown_text(await at.invoke(pressed)) == "The answer is below."


async def test_a_button_in_a_thread_does_not_change_what_began_another(at: Reached) -> None:
    """A mark holds in the thread where the message stands; what begins a thread has the channel's."""
    pressed, was = _as_pressed(at, await question_card(at, CHANNEL)), at.everybody_reads()
    in_thread = f"{CHANNEL};messageid={pressed['replyToId']}"
    pressed["conversation"]["id"] = in_thread
    answer = deepcopy(pressed)
    _ours(answer)["mark"] = ButtonMarks(SEAL).mark(in_thread, ANSWER, "act")
    await at.post_all(answer)
    assert at.everybody_reads() == [*was, TOLD]
    await at.post_all(pressed)
    assert at.everybody_reads() == [TOLD, TOLD]


async def test_a_form_that_was_opened_from_a_message_may_change_it(at: Reached, bot: Bot) -> None:
    message = await question_card(at, CHANNEL)
    pressed, bot.reply = at.ben.presses(message, "open"), Open(FORM)
    dialog = await at.invoke(pressed)
    bot.reply = Replace(CHANGED)
    submitted = at.ben.submits(dialog, {"question": "Who?"}, CHANNEL) | {"replyToId": pressed["replyToId"]}
    await at.post_all(submitted)
    assert at.everybody_reads() == [TOLD]


async def test_what_is_sent_unasked_says_in_its_buttons_of_which_kind_it_is(database: Database) -> None:
    async with desk(database) as sender:
        await sender.addresses.install(InstalledTeam(TENANT, TEAM, "Ward", sender.connector.service))
        await sender.gateway.send(sender.into(message=QUESTION))
        (message,) = sender.connector.conversations[CHANNEL].shown
        marks = {
            one["data"]["alongside"]["mark"]
            for one in actions(message)
            if one["data"]["alongside"]["action"] == "act"
        }
    assert [ButtonMarks(SEAL).kind_of(mark, CHANNEL, "act") for mark in marks] == [NUDGE]
