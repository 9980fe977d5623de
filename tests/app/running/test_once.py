"""What is pressed or sent twice counts once: a form by the time that it was opened, an answer by its message."""

from sqlalchemy import func, select

from bot.conversation.routes import Faults
from bot.features.asking.feedback import Missing, Rating
from tests.fakes import Bot

CARD = "role/what-is-a-peer-worker short"


async def counted(bot: Bot) -> tuple[int, int]:
    """Questions for the editors, and ratings."""
    async with bot.app.services.database.read() as session:
        questions = await session.scalar(select(func.count()).select_from(Missing))
        ratings = await session.scalar(select(func.sum(Rating.count)))
    return questions or 0, ratings or 0


async def test_a_form_that_is_sent_twice_files_one_question(bot: Bot) -> None:
    for _ in range(2):
        await bot.submits("missing.send", {"question": "Who pays?"}, once="slack T1 V1")
    assert await counted(bot) == (1, 0)


async def test_a_form_that_is_opened_again_may_be_sent_again(bot: Bot) -> None:
    for once in ("slack T1 V1", "slack T1 V2"):
        await bot.submits("missing.send", {"question": "Who pays?"}, once=once)
    assert await counted(bot) == (2, 0)


async def test_a_form_that_came_back_with_a_fault_may_be_sent_again(bot: Bot) -> None:
    reply = await bot.submits("missing.send", {"question": " "}, once="slack T1 V1")
    assert isinstance(reply, Faults)
    await bot.submits("missing.send", {"question": "Who pays?"}, once="slack T1 V1")
    assert await counted(bot) == (1, 0)


async def test_an_answer_is_rated_once_however_often_its_buttons_are_pressed(bot: Bot) -> None:
    for action in ("card.helped", "card.helped", "card.not-helped"):
        await bot.presses(action, CARD, acted_on="slack T1 D1 1764000000.000100")
    assert await counted(bot) == (0, 1)
    await bot.presses("card.helped", CARD, acted_on="slack T1 D1 1764000000.000200")
    assert await counted(bot) == (0, 2)
