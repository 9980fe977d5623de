"""The home card: current whenever somebody looks at it, for them alone, and looking is nothing that they did."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.request import Sender
from bot.people.access.roles import Role
from bot.store.database import Database
from bot.store.events import SeenEvent
from tests.fake_connector import TENANT, Json
from tests.fakes import Bot
from tests.handlers.bot_with_guards import gives
from tests.handlers.postbox import Postbox
from tests.platforms.teams.arriving import CHANNEL, Reached, reached
from tests.platforms.teams.arriving import words as words_of_message

WAITS = "1 question nobody has taken"


@pytest.fixture
async def at(bot: Bot, database: Database) -> AsyncIterator[Reached]:
    async with reached(bot.app.dispatch, bot.app.services.database) as made:
        made.met |= {"ada", "ben"}
        yield made


async def home(at: Reached) -> Json:
    await at.post_all(at.ada.says("home"))
    card: Json = at.connector.in_chat("ada")[-1]
    return card


async def looks(at: Reached, card: Json) -> Any:
    look = at.ada.looks_at(card)
    assert look
    return await at.invoke(look)


async def count(bot: Bot, table: Any) -> int:
    async with bot.app.services.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def a_question_waits(bot: Bot) -> None:
    place = Postbox(bot)
    await place.knows("nurse", "Amara Osei")
    await place.submits("nurse", "ask.person.send", question="Where do peers park?", named="without")


async def test_it_shows_how_things_stand_each_time_somebody_looks(at: Reached, bot: Bot) -> None:
    await gives(bot, Role.CHAMPION, Sender("teams", TENANT, "ada"), "Ada")
    card = await home(at)
    assert WAITS not in str(card)
    await a_question_waits(bot)
    sent = len(at.connector.in_chat("ada"))
    for _ in range(2):
        answer = await looks(at, card)
        assert answer["type"] == "application/vnd.microsoft.card.adaptive"
        assert WAITS in str(answer["value"])
        assert (
            answer["value"]["refresh"]["userIds"] == card["attachments"][0]["content"]["refresh"]["userIds"]
        )
        card["attachments"][0]["content"] = answer["value"]
    assert len(at.connector.in_chat("ada")) == sent, "nothing is posted"


async def test_looking_is_not_recorded(at: Reached, bot: Bot) -> None:
    card = await home(at)
    before = await count(bot, SeenEvent)
    await looks(at, card)
    assert await count(bot, SeenEvent) == before


async def test_a_button_of_the_current_card_works(at: Reached, bot: Bot) -> None:
    card = await home(at)
    shown = (await looks(at, card))["value"]
    card["attachments"][0]["content"] = shown
    await at.invoke(at.ada.presses(card, "settings"))
    assert "how you hear from us" in words_of_message(at.connector.in_chat("ada")[-1])


async def test_other_messages_are_as_they_were_sent(at: Reached) -> None:
    await at.post_all(at.ada.says("what does a peer worker do?"))
    assert at.ada.looks_at(at.connector.in_chat("ada")[-1]) is None


async def test_a_look_made_up_in_a_channel_shows_nobody_anything(at: Reached) -> None:
    look = at.ada.looks_at(await home(at))
    assert look
    made_up = look | {"conversation": at.ada.activity(CHANNEL)["conversation"]}
    assert await at.invoke(made_up) is None
    as_message = look | {"type": "message", "value": look["value"]["action"]["data"], "replyToId": ""}
    before = len(at.connector.in_chat("ada"))
    await at.post_all(as_message)
    assert len(at.connector.in_chat("ada")) == before
    assert at.everybody_reads(CHANNEL) == []
