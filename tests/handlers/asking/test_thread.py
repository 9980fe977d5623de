"""A conversation goes on after an offer, a refusal and a card on confidentiality."""

from tests.fakes import Bot, labels, message_of, words_of
from tests.nearly_answered import nearly_answered

ANY_CARD = "evidence/sickness-and-turnover"


async def test_a_refusal_names_the_card_that_may_answer_and_yes_shows_it(bot: Bot) -> None:
    question, its_card = nearly_answered(bot.app.services.card_store.snapshot.finder)
    title = bot.app.services.library.card(its_card).title
    reply = await bot.says(question)
    assert labels(reply)[0] == title
    assert labels(reply)[1:] == ["Ask a person", "Tell the editors this is missing"]
    assert message_of(await bot.says("yes please")).summary == title


async def test_its_sources_can_be_asked_for_before_it_is_shown(bot: Bot) -> None:
    library = bot.app.services.library
    question, its_card = nearly_answered(bot.app.services.card_store.snapshot.finder)
    await bot.says(question)
    said = words_of(await bot.says("says who"))
    assert all(source.title in said for source in library.sources_of(library.card(its_card)))
    assert message_of(await bot.says("again please")).summary == library.card(its_card).title


async def test_none_of_these_keeps_the_card_shown_before(bot: Bot) -> None:
    await bot.presses("card.related", ANY_CARD)
    await bot.presses("ask.none-of-these", "a question")
    assert bot.app.services.memory.last("nurse", bot.app.services.clock.now()).earlier == ANY_CARD


async def test_who_sees_this_after_the_card_on_the_pulse_is_about_the_pulse(bot: Bot) -> None:
    pulse = "bot/is-the-pulse-anonymous"
    await bot.presses("card.related", pulse)
    assert (
        message_of(await bot.says("can they trace this to me")).summary
        == bot.app.services.library.card(pulse).title
    )
    await bot.presses("card.related", ANY_CARD)
    assert (
        message_of(await bot.says("can they trace this to me")).summary
        != bot.app.services.library.card(pulse).title
    )


async def test_a_follow_up_on_a_card_shown_whole_says_where_the_answer_stands(bot: Bot) -> None:
    card = next(card for card in bot.app.services.library.cards.values() if not card.more)
    await bot.presses("card.related", card.id)
    said = words_of(await bot.says("even at night?"))
    assert f'"{card.title}" says nothing closer to that' in said
