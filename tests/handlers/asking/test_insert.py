"""Finding an answer to insert: asked with every letter somebody types, so nothing may come of it."""

from sqlalchemy import func, select

from bot.conversation.message import Buttons
from bot.conversation.routes import Say
from bot.features.asking.feedback import Unanswered
from bot.people.identity.people import Person
from bot.store.events import SeenEvent
from tests.fakes import Bot, buttons, message_of, words_of


async def rows(bot: Bot) -> list[int]:
    async with bot.app.services.database.read() as session:
        tables = (Unanswered, Person, SeenEvent)
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def test_the_closest_answers_are_offered_the_best_first(bot: Bot) -> None:
    found = buttons(await bot.presses("insert.find", text="What does a peer worker do?"))
    assert 1 < len(found) <= 5
    assert {button.action for button in found} == {"insert.card"}
    best = message_of(await bot.presses("insert.card", found[0].value))
    assert best.summary == found[0].label


async def test_what_is_inserted_has_its_sources_and_no_buttons(bot: Bot) -> None:
    found = buttons(await bot.presses("insert.find", text="What does a peer worker do?"))
    inserted = message_of(await bot.presses("insert.card", found[0].value))
    assert not any(isinstance(block, Buttons) for block in inserted.blocks)
    assert "Sources:" in words_of(Say(inserted))


async def test_what_is_not_ours_is_not_guessed(bot: Bot) -> None:
    assert buttons(await bot.presses("insert.find", text="how do I reset my email password")) == ()
    assert buttons(await bot.presses("insert.find", text=" ")) == ()


async def test_distress_gets_its_signpost(bot: Bot) -> None:
    reply = await bot.presses("insert.find", text="I want to kill myself")
    assert isinstance(reply, Say)
    assert reply.forget
    assert "You deserve a person" in words_of(reply)


async def test_nothing_is_left_behind(bot: Bot) -> None:
    for words in ("What does a peer worker do?", "xyzzy", "I want to kill myself"):
        await bot.presses("insert.find", text=words)
    assert await rows(bot) == [0, 0, 0]
