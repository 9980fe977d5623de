"""Checking one's own words in chat: only the writer sees it, and nothing of it is kept."""

import pytest

from bot.conversation.routes import Faults, Open, Say
from handlers.word_check import words
from tests.fakes import Bot, buttons, labels, stored, words_of
from tests.handlers.bot_with_guards import bot_with_guards


@pytest.fixture
async def nurse(bot: Bot) -> Bot:
    return await bot_with_guards(bot, [words.routes], public_url="https://alongside.example")


async def test_somebody_pastes_a_text_and_sees_what_could_stand_there(nurse: Bot) -> None:
    offered = await nurse.says("check my words")
    assert labels(offered) == ["Paste a text", "Check a document"]
    form = await nurse.presses(buttons(offered)[0].action)
    assert isinstance(form, Open)
    reply = await nurse.submits(form.form.action, {"words": "The junkies came back at noon."})
    assert isinstance(reply, Say)
    assert (reply.private, reply.forget) == (True, True)
    assert "The people who use drugs came back at noon." in words_of(reply)


async def test_nothing_of_it_is_kept(nurse: Bot) -> None:
    await nurse.says("hello")
    await nurse.submits("language.check", {"words": "Zanzibar junkies"})
    assert await stored(nurse, "Zanzibar") == []
    assert await stored(nurse, "junkies") == []


async def test_words_of_distress_in_a_draft_are_a_line_below_it(nurse: Bot) -> None:
    reply = await nurse.submits("language.check", {"words": "I want to kill myself"})
    assert "I see nothing to change" in words_of(reply)
    assert len(words_of(reply).splitlines()) > 2


async def test_nothing_written_says_so(nurse: Bot) -> None:
    assert isinstance(await nurse.submits("language.check", {"words": " "}), Faults)


async def test_beside_a_message_it_is_answered_there(nurse: Bot) -> None:
    reply = await nurse.presses("language.check", text="A junkie broke in.")
    assert isinstance(reply, Say)
    assert not reply.private
    assert "person" in words_of(reply)


async def test_a_document_has_a_page_of_its_own(nurse: Bot) -> None:
    reply = await nurse.presses("language.document")
    assert "A page for your document" in words_of(reply)
    assert "15 minutes" in words_of(reply)
