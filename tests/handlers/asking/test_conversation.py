from datetime import timedelta
from itertools import pairwise

import pytest

from bot.conversation.message import Buttons, Heading
from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from bot.features.asking.views.card_parts import brief
from bot.people.access.roles import Role
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.bot_with_guards import gives

ANSWERED = "how often should a peer worker have supervision"
DOSE = "what's the maximum dose of olanzapine"


STORY = "role/sharing-their-story"


async def shown(bot: Bot, card: str = STORY) -> str:
    """A card is on the screen; its title."""
    await bot.presses("card.related", card)
    return bot.app.services.library.card(card).title


def with_more(bot: Bot) -> str:
    return next(card.id for card in bot.app.services.library.cards.values() if card.more)


async def test_a_greeting_is_no_question_and_leads_on(bot: Bot) -> None:
    reply = await bot.says("heyyy!!")
    assert (
        message_of(reply).summary in bot.app.services.conversation.kinds.acts["greeting"].replies["anywhere"]
    )


async def test_the_same_line_is_never_said_twice_running(bot: Bot) -> None:
    said = [message_of(await bot.says("hello")).summary for _ in range(5)]
    assert all(one != next_ for one, next_ in pairwise(said))


async def test_shorter_is_the_cards_first_sentence(bot: Bot) -> None:
    title = await shown(bot)
    reply = message_of(await bot.says("shorter please"))
    assert reply.summary == title
    assert len(words_of(await bot.says("shorter please"))) < len(
        words_of(await bot.presses("card.related", STORY))
    )


async def test_the_short_form_of_every_card_answers(bot: Bot) -> None:
    library = bot.app.services.library
    briefs = {card.id: brief(card) for card in library.cards.values()}
    assert [id_ for id_, said in briefs.items() if "?" in said[-2:] or said.endswith(":")] == []
    assert [id_ for id_, said in briefs.items() if len(said.split()) < 6] == []


async def test_more_is_the_long_form_of_what_was_shown(bot: Bot) -> None:
    await shown(bot, with_more(bot))
    assert Heading("More") in message_of(await bot.says("more detail please")).blocks


async def test_says_who_names_every_source_in_full(bot: Bot) -> None:
    await shown(bot)
    said = words_of(await bot.says("says who"))
    library = bot.app.services.library
    for source in library.sources_of(library.card(STORY)):
        assert source.title in said


async def test_how_sure_is_the_strength_in_its_own_words(bot: Bot) -> None:
    await shown(bot)
    strength = bot.app.services.library.card(STORY).meta.strength
    assert strength in words_of(await bot.says("how sure are you"))


async def test_after_an_hour_nothing_is_remembered(bot: Bot, clock: MovableClock) -> None:
    title = await shown(bot)
    clock.move_to(clock.now() + timedelta(minutes=61))
    reply = message_of(await bot.says("more"))
    assert reply.summary != title
    assert "Ask me" in words_of(Say(reply)) or "like to know" in words_of(Say(reply))


async def test_in_a_channel_more_is_about_what_the_same_person_was_shown(bot: Bot) -> None:
    await bot.presses("card.related", STORY, conversation="ward", private=False)
    reply = await bot.says("shorter", conversation="ward", private=False)
    assert message_of(reply).summary == bot.app.services.library.card(STORY).title


async def test_not_that_offers_what_was_next_nearest(bot: Bot) -> None:
    await bot.says(ANSWERED)
    reply = await bot.says("no that's not what I was asking")
    assert labels(reply)[-1] in ("None of these", "Ask a person")


async def test_a_thank_you_and_a_question_are_both_served(bot: Bot) -> None:
    await shown(bot)
    reply = message_of(await bot.says(f"Thanks! {ANSWERED}?"))
    first = words_of(Say(reply)).strip().splitlines()[0]
    assert first in bot.app.services.conversation.kinds.acts["thanks"].replies["anywhere"]
    assert len(reply.blocks) > 1


async def test_a_tool_in_a_sentence_opens_for_those_who_may(bot: Bot) -> None:
    await gives(bot, Role.ADMINISTRATOR)
    assert "What was sent" in words_of(await bot.says("could you show me the deliveries"))


async def test_a_tool_is_never_named_to_somebody_without_the_role(bot: Bot) -> None:
    await bot.joins()
    for typed in ("could you show me the deliveries", "delivreies please", "help"):
        assert "deliveries" not in words_of(await bot.says(typed)).casefold()


async def test_a_slip_is_asked_back_and_yes_opens_it(bot: Bot) -> None:
    await bot.joins()
    asked = await bot.says("setings")
    assert message_of(asked).summary == "Did you mean settings?"
    assert "how you hear from us" in words_of(await bot.says("yes"))


async def test_a_pressed_yes_opens_no_tool_without_its_role(bot: Bot) -> None:
    await bot.joins()
    assert "isn't here now" in words_of(await bot.presses("command.open", "audit"))


async def test_a_pressed_yes_opens_a_tool_whose_own_buttons_carry_something(bot: Bot) -> None:
    await bot.joins()
    await gives(bot, Role.CHAMPION)
    assert "no answers of its own yet" in words_of(await bot.presses("command.open", "our answers"))


async def test_the_menu_names_the_tools_of_ones_own_roles(bot: Bot) -> None:
    await bot.joins()
    assert "How you hear from us" in labels(await bot.says("what can you do?"))
    await gives(bot, Role.CHAMPION)
    assert "Colleagues' questions" in labels(await bot.says("what can you do?"))


async def test_stop_opens_the_settings_with_the_pause(bot: Bot) -> None:
    await bot.joins()
    reply = await bot.says("please stop sending me all these")
    assert "Nothing for a week" in labels(reply)


async def test_i_need_help_asks_kindly_whom_it_is_about(bot: Bot) -> None:
    reply = await bot.says("I need some help")
    assert labels(reply) == ["It's about me", "About a colleague", "I'm looking for something"]
    assert "guess" not in words_of(reply)


async def test_another_language_is_answered_in_it(bot: Bot) -> None:
    reply = await bot.says("¿Alguien habla español aquí?")
    assert "inglés" in words_of(reply)
    assert labels(reply) == ["Ask a person"]


async def test_another_language_always_has_the_line_that_says_whom_to_ring(bot: Bot) -> None:
    """Distress may hide in words that nobody here understands."""
    reply = await bot.says("¿Alguien habla español aquí?")
    assert "116 123" in words_of(reply)


async def test_wanting_to_die_is_understood_in_another_language(bot: Bot) -> None:
    assert isinstance(await bot.says("ya no quiero vivir, estoy muy cansada"), Say)
    assert "116 123" in words_of(await bot.says("nie chcę już żyć"))
    assert "Tap to ring" in words_of(await bot.says("nie chcę już żyć"))


async def test_rudeness_gets_a_person_and_no_reproach(bot: Bot) -> None:
    reply = await bot.says("what a useless piece of junk")
    assert labels(reply) == ["Ask a person"]


async def test_yes_after_a_refusal_leads_to_a_person_with_the_question(bot: Bot) -> None:
    await bot.says(DOSE)
    reply = await bot.says("yes please")
    (person,) = buttons(reply)
    assert (person.action, person.value) == ("ask.person", DOSE)


async def test_what_is_not_ours_never_opens_with_the_same_line_twice(bot: Bot) -> None:
    one = message_of(await bot.says(DOSE)).summary
    assert message_of(await bot.says("can I double his lithium tonight")).summary != one


async def test_the_side_panel_says_which_stage_took_it(bot: Bot) -> None:
    reply = await bot.says("hello")
    assert isinstance(reply, Say)
    assert reply.why
    assert "conversation" in reply.why.summary


@pytest.mark.parametrize("line", ["more", "why?", "says who", "how sure", "again", "shorter", "simpler"])
async def test_no_word_about_an_answer_is_searched_where_there_is_none(bot: Bot, line: str) -> None:
    reply = message_of(await bot.says(line))
    assert not any(isinstance(block, Buttons) for block in reply.blocks)


async def test_a_card_that_was_only_offered_is_shown_when_a_follow_up_leads_to_it(bot: Bot) -> None:
    offered = message_of(await bot.says("are peers who are off sick treated unfairly, is that the law"))
    assert any(isinstance(block, Buttons) for block in offered.blocks)
    reply = words_of(await bot.says("in scotland?"))
    assert "I have nothing beyond" not in reply
