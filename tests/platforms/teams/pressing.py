"""Something to press on, and what came back at once."""

from typing import Any

from bot.platforms.teams.outbound.reply_target import TeamsPlace
from tests.fake_connector import TENANT, Json
from tests.platforms.teams.arriving import Reached
from tests.platforms.teams.bots import QUESTION


async def question_card(at: Reached, conversation: str = "") -> Json:
    """A question that we sent earlier, to Ada or a channel."""
    kind = "channel" if conversation else "personal"
    chat = conversation or "a:chat-ada"
    await at.writer.say(TeamsPlace(TENANT, "ada", "29:ada", at.connector.service, chat, kind), QUESTION)
    return at.connector.conversations[chat].shown[-1]


def shown_text(body: Any) -> str:
    assert body["type"] == "application/vnd.microsoft.activity.message"
    return str(body["value"])
