"""Forms in the workspace, and typed answers that must leave no trace."""

import pytest

from bot.conversation.message import Button, Buttons, Form, Message, text
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Say
from bot.platforms.web.outbound.transcript import NOT_KEPT
from bot.platforms.web.outbound.workspace import ActionImpossible, Workspace

from .conftest import FORM, QUESTION, Bot, Browser, shown_texts

SHOWS_ANOTHERS = Form("ask", "A peer worker", (text("Jo"),), never_in_chat=True, shows=frozenset(("jo",)))
SHOWS_THEIR_OWN = Form("withdraw", "Withdraw your entry?", (text("Jo"),), never_in_chat=True)


async def test_a_form_opens_is_sent_and_replaces_the_message_that_opened_it(
    workspace: Workspace, bot: Bot
) -> None:
    entry = await workspace.deliver("nurse", Message("Ask", (Buttons((Button("Ask", "act"),)),)))
    bot.reply = Open(FORM)
    await workspace.press("nurse", entry, 0, {})
    opened = workspace.transcript("nurse").form
    assert opened is not None
    bot.reply = Replace(Message("Sent"))
    await workspace.submit("nurse", opened.id, {"value.question": "Why?", "value.ward": ""})
    request = bot.heard[-1]
    assert (request.kind, request.action, request.value) == (Kind.SUBMITTED, "send", "ref")
    assert request.values == {"question": "Why?", "ward": ""}
    assert workspace.transcript("nurse").form is None
    assert shown_texts(workspace) == ["Sent"]


async def open_form(workspace: Workspace, bot: Bot) -> str:
    bot.reply = Open(FORM)
    await workspace.say("nurse", "form, please")
    opened = workspace.transcript("nurse").form
    assert opened is not None
    return opened.id


async def test_an_empty_field_keeps_the_form_open_and_is_not_sent(workspace: Workspace, bot: Bot) -> None:
    form = await open_form(workspace, bot)
    await workspace.submit("nurse", form, {"value.question": "  ", "value.ward": "a"})
    opened = workspace.transcript("nurse").form
    assert opened is not None
    assert set(opened.faults) == {"question"}
    assert opened.values["ward"] == "a"
    assert len(bot.heard) == 1


async def test_faults_from_the_handler_keep_the_form_open_with_what_was_typed(
    workspace: Workspace, bot: Bot
) -> None:
    form = await open_form(workspace, bot)
    bot.reply = Faults({"question": "Please leave out names."})
    await workspace.submit("nurse", form, {"value.question": "About Sam"})
    opened = workspace.transcript("nurse").form
    assert opened is not None
    assert opened.faults == {"question": "Please leave out names."}
    assert opened.values["question"] == "About Sam"


async def test_a_cancelled_form_cannot_be_sent(workspace: Workspace, bot: Bot) -> None:
    form = await open_form(workspace, bot)
    workspace.cancel("nurse")
    with pytest.raises(ActionImpossible, match="closed"):
        await workspace.submit("nurse", form, {"value.question": "Why?"})


async def test_words_that_are_not_to_be_kept_are_nowhere_in_memory(workspace: Workspace, bot: Bot) -> None:
    bot.reply = Say(Message("Signpost"), private=True, why=Message("Words of distress"), forget=True)
    await workspace.say("nurse", "something very private")
    talk = workspace.transcript("nurse")
    assert shown_texts(workspace) == [NOT_KEPT, "Signpost"]
    assert [entry.why for entry in talk.entries] == [None, None]
    assert "very private" not in repr(talk)


async def test_typed_answers_that_are_not_to_be_kept_leave_their_message(
    workspace: Workspace, bot: Bot
) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    bot.reply = Say(Message("Signpost"), why=Message("Words of distress"), forget=True)
    await workspace.press("nurse", entry, 0, {"value.why": "very private"})
    assert "very private" not in repr(workspace.transcript("nurse"))


async def test_a_form_that_is_forgotten_leaves_nothing(workspace: Workspace, bot: Bot) -> None:
    form = await open_form(workspace, bot)
    bot.reply = Say(Message("Signpost"), forget=True)
    await workspace.submit("nurse", form, {"value.question": "very private"})
    assert "very private" not in repr(workspace.transcript("nurse"))


@pytest.mark.parametrize(("submit", "ways_out"), [("Close", 1), ("Send", 2)])
async def test_a_form_that_only_says_something_has_one_way_out(
    browser: Browser, bot: Bot, submit: str, ways_out: int
) -> None:
    bot.reply = Open(Form("network.close", "Nobody there", (text("Nobody is in it."),), submit))
    await browser.post("/as/nurse/say", text="form, please")
    page = await browser.page()
    form = page.partition('id="form"')[2].partition('id="home"')[0]
    assert form.count("<button") == ways_out


@pytest.mark.parametrize(("form", "stays"), [(SHOWS_ANOTHERS, False), (SHOWS_THEIR_OWN, True), (FORM, True)])
async def test_only_a_dialog_with_the_words_of_who_withdrew_them_is_replaced(
    workspace: Workspace, bot: Bot, form: Form, stays: bool
) -> None:
    bot.reply = Open(form)
    await workspace.say("nurse", "form, please")
    bot.reply = Say(Message("Something else"))
    await workspace.say("peer", "something else")
    opened = workspace.transcript("nurse").form
    assert opened is not None
    assert opened.form == form
    gone = Form("close", "Changed meanwhile", (text("It was withdrawn."),))
    await workspace.log.replace_forms("jo", gone)
    opened = workspace.transcript("nurse").form
    assert opened is not None
    assert opened.form == (form if stays else gone)
