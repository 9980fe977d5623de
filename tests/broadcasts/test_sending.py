"""From the form to people's chats, and back again."""

from datetime import timedelta

from bot.conversation.message import Facts, Message
from bot.conversation.routes import Replace, Say
from bot.delivery.gateway import Outgoing
from bot.delivery.ledger import State
from bot.people.budget import Kind
from tests.broadcasts.newsroom import AUTHOR, NURSE, TITLE, Newsroom
from tests.fakes import labels, words_of


async def test_it_reaches_everyone_in_the_audience_once(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(audience="team:east")
    assert labels(preview) == ["Reply", "Send", "Test to myself", "Change", "Discard"]
    first = await newsroom.presses_button(AUTHOR, preview, "Send")
    second = await newsroom.presses_button(AUTHOR, preview, "Send")
    assert "Sent." in words_of(first)
    assert "isn't there any more" in words_of(second)
    await newsroom.goes_out()
    assert newsroom.got() == set(newsroom.people["east"])
    assert all(newsroom.platform.times[person] == 1 for person in newsroom.people["east"])
