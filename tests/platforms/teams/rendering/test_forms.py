"""Forms: as dialogs, and in our chat where none can open."""

from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Choice, Form, Message, Option, TextInput, text
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Say
from bot.platforms.teams.rendering.action_data import sent
from bot.platforms.teams.rendering.forms import brought_back, dialog, objection, overfull
from bot.store.database import Database
from tests.fake_connector import Json
from tests.platforms.teams.arriving import CHANNEL, Reached, reached, words
from tests.platforms.teams.bots import FORM, Bot
from tests.platforms.teams.pressing import question_card, shown_text

SECRETLY = Say(Message("For you", (text("For you alone."),)), private=True)
NOTE = "I've something for you in private: open our chat."
DONE = Message("Thank you", (text("Thank you."),))


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def at(bot: Bot, database: Database) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), database) as made:
        yield made


async def opened(at: Reached, bot: Bot, where: str = "") -> Json:
    bot.reply = Open(FORM)
    body: Json = await at.invoke(at.ada.presses(await question_card(at, where), "open"))
    assert body["task"]["type"] == "continue"
    return body


async def test_a_form_opens_as_a_dialog_and_closes_when_it_is_answered(at: Reached, bot: Bot) -> None:
    dialog = await opened(at, bot)
    assert dialog["task"]["value"]["title"] == "Ask a champion"
    bot.reply = Say(DONE)
    assert await at.invoke(at.ada.submits(dialog, {"question": "Who?", "ward": "a"})) is None
    heard = bot.heard[-1]
    assert (heard.kind, heard.action, heard.value) == (Kind.SUBMITTED, "send", "ref")
    assert heard.values == {"question": "Who?", "ward": "a"}
    assert at.chat()[1:] == ["Thank you."]


async def test_faults_stand_in_the_form_beside_what_was_typed(at: Reached, bot: Bot) -> None:
    dialog = await opened(at, bot)
    bot.reply = Faults({"question": "Say more.", "": "Not yet."})
    again = await at.invoke(at.ada.submits(dialog, {"question": "Wh", "ward": "a"}))
    body = again["task"]["value"]["card"]["content"]["body"]
    assert [(one.get("text"), one.get("id"), one.get("value")) for one in body] == [
        ("Not yet.", None, None),
        ("Say more.", None, None),
        (None, "question", "Wh"),
        (None, "ward", "a"),
    ]
    # It is the same form, and can be sent.
    bot.reply = Say(DONE)
    assert await at.invoke(at.ada.submits(again, {"question": "Who?"})) is None
    assert (bot.heard[-1].action, bot.heard[-1].value) == ("send", "ref")


async def test_where_others_read_a_private_answer_to_a_form_stays_in_the_dialog(
    at: Reached, bot: Bot
) -> None:
    dialog = await opened(at, bot, CHANNEL)
    before = at.everybody_reads()
    bot.reply = SECRETLY
    body = await at.invoke(at.ada.submits(dialog, {"question": "Who?"}, CHANNEL))
    assert "For you alone." in str(body["task"]["value"]["card"])
    assert (at.everybody_reads(), at.chat()) == (before, [])


async def test_a_form_can_lead_to_another(at: Reached, bot: Bot) -> None:
    dialog = await opened(at, bot)
    assert (await at.invoke(at.ada.submits(dialog, {})))["task"]["type"] == "continue"


async def test_a_form_that_cannot_open_now_says_why(at: Reached, bot: Bot) -> None:
    question = await question_card(at)
    bot.reply = Faults({"": "Only administrators may do that."})
    body = await at.invoke(at.ada.presses(question, "open"))
    assert body == {"task": {"type": "message", "value": "Only administrators may do that."}}


async def test_where_no_dialog_can_open_the_form_lies_in_our_chat(at: Reached, bot: Bot) -> None:
    question = await question_card(at, CHANNEL)
    bot.reply = Open(FORM)
    assert shown_text(await at.invoke(at.ada.presses(question, "act"))) == NOTE
    (form,) = at.connector.in_chat("ada")
    bot.reply = Faults({"question": "Say more."})
    await at.post_all(at.ada.presses_of_old(form, "send", {"question": "Wh"}))
    (form,) = at.connector.in_chat("ada")
    assert "Say more." in words(form)
    bot.reply = Say(DONE)
    await at.post_all(at.ada.presses_of_old(form, "send", {"question": "Who?"}))
    assert bot.heard[-1].kind is Kind.SUBMITTED
    assert sorted(at.chat()) == ["Thank you.", "You have sent this form."]


@pytest.mark.parametrize(
    "context",
    [
        "x",
        "{}",
        "[]",
        '{"version": 9}',
        '{"version": 1, "message": {"is": "Nothing"}}',
        "[" * 9000,
        "null",
        "7",
    ],
)
async def test_a_made_up_form_only_costs_its_sender_the_form(at: Reached, bot: Bot, context: str) -> None:
    bot.reply = Faults({"question": "Say more."})
    data = {"alongside": {"action": "send", "context": context}, "question": "Wh"}
    told = at.ada.activity() | {"type": "invoke", "name": "task/submit", "value": {"data": data}}
    await at.invoke(told)
    assert "older message" in at.chat()[-1]
    assert bot.heard == []


def lists(count: int, teams: int) -> Form:
    options = tuple(Option(f"team:{number:032}", f"Community team {number}") for number in range(teams))
    fields = tuple(Choice(f"f{number}", "Who is in it?", options) for number in range(count))
    return Form("save", "New audience", fields, value="v")


def test_five_lists_of_twenty_teams_fit_and_come_back_whole() -> None:
    form = lists(5, 20)
    assert overfull(form) == []
    shown = dialog(form)["task"]["value"]["card"]["content"]
    did = sent({"data": shown["actions"][0]["data"]})
    assert brought_back(did) == form
    # Carried along, an option that five lists share is there once.
    assert did.context.count("Community team 7") == 1


def test_what_was_typed_and_is_too_much_to_show_again_is_said_and_no_error() -> None:
    form = Form("save", "T", tuple(TextInput(f"t{n}", "T", multiline=True, longest=3000) for n in range(5)))
    values = {one.name: "😀" * 3000 for one in form.fields if isinstance(one, TextInput)}
    task = objection(form, values, {"t1": "Shorter."})["task"]
    assert task["type"] == "message"
    assert task["value"].startswith("Shorter.")
