from bot.conversation.dispatch import APOLOGY
from bot.core.metrics import REGISTRY
from tests.fakes import Bot, words_of
from tests.store.broken_databases import Trouble


async def test_people_are_told_that_it_went_wrong_and_the_next_question_is_answered(bot: Bot) -> None:
    await bot.says("Hello")
    trouble = Trouble(bot.app.services.database)
    trouble.is_read_only = True
    failed = _failures()
    assert APOLOGY in words_of(await bot.says("What does a peer worker do?"))
    assert _failures() == failed + 1
    trouble.is_read_only = False
    assert APOLOGY not in words_of(await bot.says("What does a peer worker do?"))


async def test_words_of_distress_are_answered_even_then(bot: Bot) -> None:
    """The lines to ring need no database."""
    trouble = Trouble(bot.app.services.database)
    trouble.is_read_only = True
    assert "116 123" in words_of(await bot.says("I want to kill myself"))


def _failures() -> float:
    return REGISTRY.get_sample_value("alongside_request_failures_total", {"platform": "web"}) or 0
