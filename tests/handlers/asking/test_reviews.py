from datetime import timedelta

from bot.core.clock import MovableClock
from bot.people.access.roles import Role
from handlers.asking import reviews
from tests.fakes import Bot, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives


async def test_a_champion_sees_the_cards_that_want_a_review_oldest_first(
    bot: Bot, clock: MovableClock
) -> None:
    known = await bot_with_guards(bot, [reviews.routes])
    await gives(known, Role.CHAMPION)
    assert "No card needs a review" in message_of(await known.says("reviews")).summary
    clock.move_to(clock.now() + timedelta(days=200))
    reply = await known.says("reviews")
    assert "want a review" in message_of(reply).summary
    assert "overdue since 20 May 2027" in words_of(reply)
    assert await known.presses("reviews") == reply


async def test_a_nurse_is_told_whose_list_that_is(bot: Bot) -> None:
    known = await bot_with_guards(bot, [reviews.routes])
    assert "champions" in words_of(await known.says("reviews"))
