from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.message import Heading, Message
from bot.conversation.routes import Faults, Open, Replace, Say
from bot.core.clock import MovableClock
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.feedback import Missing, Rating, Unanswered
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.store.events import SeenEvent
from tests.fakes import Bot, buttons, labels, message_of, stored, words_of

QUESTION = "what does a peer worker do?"
DOSE = "what's the maximum dose of olanzapine"
DESPAIR = "I don't want to be alive any more"


async def test_a_question_gets_its_card_with_sources_and_strength(bot: Bot) -> None:
    reply = await bot.says(QUESTION)
    assert message_of(reply).summary == bot.app.services.library.card("role/what-is-a-peer-worker").title
    said = words_of(reply)
    assert "Sources: " in said
    assert bot.app.services.library.card("role/what-is-a-peer-worker").meta.strength in said


async def test_an_answer_has_at_most_five_buttons(bot: Bot) -> None:
    reply = await bot.says(QUESTION)
    assert labels(reply)[:3] == ["More", "This helped", "It didn't help"]
    assert len(labels(reply)) <= 5


async def test_more_turns_the_answer_into_its_long_form(bot: Bot) -> None:
    more = buttons(await bot.says(QUESTION))[0]
    reply = await bot.presses(more.action, more.value)
    assert isinstance(reply, Replace)
    assert Heading("More") in reply.message.blocks
    assert "More" not in labels(reply)


async def test_the_side_panel_says_how_it_was_found(bot: Bot) -> None:
    reply = await bot.says(QUESTION)
    assert isinstance(reply, Say)
    assert reply.why
    assert "one card is clearly the nearest" in reply.why.summary


@pytest.mark.parametrize("action", ["card.choose", "card.related", "card.more"])
async def test_support_for_oneself_ends_with_whom_to_ring_however_it_is_reached(
    bot: Bot, action: str
) -> None:
    said = words_of(await bot.presses(action, "bot/personal-support"))
    assert "Samaritans: Call 116 123" in said
    assert "999: Ring 999" in said


async def test_what_is_not_ours_says_where_to_turn_and_offers_a_person(bot: Bot) -> None:
    reply = await bot.says(DOSE)
    assert message_of(reply).summary in bot.app.services.conversation.not_ours["elsewhere"]
    assert bot.app.services.library.boundaries["medication"].turn_to in words_of(reply)
    assert labels(reply) == ["Ask a person"]


def unclear(bot: Bot) -> str:
    """Something that is ours, but fits several cards about as well."""
    words = ("peers", "training", "support", "policy", "boundaries", "meetings", "the role", "inclusion")
    find = bot.app.services.finder.find
    return next(word for word in words if find(word).outcome is SearchOutcome.OFFER)


async def test_an_unclear_question_offers_titles_and_the_choice_becomes_the_answer(bot: Bot) -> None:
    reply = await bot.says(unclear(bot))
    assert "which of these" in message_of(reply).summary
    first = buttons(reply)[0]
    chosen = await bot.presses(first.action, first.value)
    assert isinstance(chosen, Replace)
    assert chosen.message.summary == first.label


async def test_none_of_these_admits_that_we_do_not_know(bot: Bot) -> None:
    none = buttons(await bot.says(unclear(bot)))[-1]
    assert none.label == "None of these"
    reply = await bot.presses(none.action, none.value)
    assert "None of those" in message_of(reply).summary
    assert labels(reply) == ["Ask a person", "Tell the editors this is missing"]


async def test_a_dont_know_is_counted_by_what_was_nearest_and_nothing_else(bot: Bot) -> None:
    await bot.says(DOSE)
    await bot.says("can I double his lithium")
    async with bot.app.services.database.read() as session:
        (row,) = (await session.scalars(select(Unanswered))).all()
    assert (row.nearest, row.count) == ("medication", 2)
    assert await stored(bot, "olanzapine") == []


async def test_helped_is_counted_without_a_person_and_the_message_says_thanks(bot: Bot) -> None:
    helped = buttons(await bot.says(QUESTION))[1]
    reply = await bot.presses(helped.action, helped.value)
    assert "not who said so" in words_of(reply)
    assert "This helped" not in labels(reply)
    async with bot.app.services.database.read() as session:
        (row,) = (await session.scalars(select(Rating))).all()
    assert (row.card_id, row.helped, row.count) == ("role/what-is-a-peer-worker", True, 1)


async def test_it_did_not_help_offers_a_person(bot: Bot) -> None:
    pressed = buttons(await bot.says(QUESTION))[2]
    assert "Ask a person" in labels(await bot.presses(pressed.action, pressed.value))


async def test_rating_keeps_the_long_form_open(bot: Bot) -> None:
    more = buttons(await bot.says(QUESTION))[0]
    opened = await bot.presses(more.action, more.value)
    helped = next(b for b in buttons(opened) if b.label == "This helped")
    rated = await bot.presses(helped.action, helped.value)
    assert Heading("More") in message_of(rated).blocks


async def test_what_goes_to_the_editors_is_shown_first_and_stored_as_shown(bot: Bot) -> None:
    opened = await bot.presses("missing.open", DOSE)
    assert isinstance(opened, Open)
    assert DOSE in str(opened.form.fields)
    await bot.submits("missing.send", {"question": "Doses, in general"})
    async with bot.app.services.database.read() as session:
        (row,) = (await session.scalars(select(Missing))).all()
    assert row.question == "Doses, in general"


async def test_an_empty_note_to_the_editors_is_refused_beside_its_field(bot: Bot) -> None:
    reply = await bot.submits("missing.send", {"question": "  "})
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"question"}


async def test_ask_a_person_shows_whom_the_organisation_named(bot: Bot) -> None:
    assert "Ring Priya on 4120." in words_of(await bot.presses("ask.person"))


async def test_distress_gets_the_signpost_privately_and_leaves_no_trace(bot: Bot) -> None:
    reply = await bot.says(DESPAIR, conversation="ward", private=False)
    assert isinstance(reply, Say)
    assert reply.private
    assert reply.forget
    assert "nobody has read your message" in words_of(reply)
    assert "999" in words_of(reply)
    assert await stored(bot, "alive") == []
    async with bot.app.services.database.read() as session:
        assert (await session.scalars(select(SeenEvent))).all() == []


async def test_distress_in_a_form_says_that_the_text_was_discarded(bot: Bot) -> None:
    reply = await bot.submits("missing.send", {"question": DESPAIR})
    assert "discarded" in words_of(reply)
    async with bot.app.services.database.read() as session:
        assert (await session.scalars(select(Missing))).all() == []


async def test_not_what_i_meant_takes_it_back_and_the_same_words_are_a_question(bot: Bot) -> None:
    await bot.says(DESPAIR)
    reply = await bot.presses("distress.not-meant")
    assert isinstance(reply, Replace)
    assert "Send the same words once more" in words_of(reply)
    assert "nobody has read your message" not in words_of(await bot.says(DESPAIR.upper() + " "))
    assert "nobody has read your message" in words_of(await bot.says("I want to die"))
    assert await stored(bot, "alive") == []


async def test_what_was_taken_back_is_distress_again_in_another_place_and_after_an_hour(
    bot: Bot, clock: MovableClock
) -> None:
    await bot.says(DESPAIR)
    await bot.presses("distress.not-meant")
    assert "nobody has read your message" in words_of(await bot.says(DESPAIR, conversation="elsewhere"))
    clock.move_to(clock.now() + timedelta(hours=1, minutes=1))
    assert "nobody has read your message" in words_of(await bot.says(DESPAIR))


async def test_pressing_below_the_signpost_leaves_no_trace(bot: Bot) -> None:
    more = await bot.presses("distress.more-places", "abuse")
    assert isinstance(more, Say)
    assert more.private
    assert "Samaritans" in words_of(more)
    await bot.presses("distress.not-meant")
    async with bot.app.services.database.read() as session:
        assert (await session.scalars(select(SeenEvent))).all() == []


async def test_distress_is_no_previous_question(bot: Bot, clock: MovableClock) -> None:
    await bot.says(QUESTION)
    await bot.says(DESPAIR)
    last = bot.app.services.memory.last("nurse", clock.now())
    assert replace(last, earlier="") == LastSaid(Topic.DISTRESS)
    assert last.earlier == "role/what-is-a-peer-worker"


async def test_an_event_delivered_twice_is_handled_once(bot: Bot) -> None:
    assert await bot.says(DOSE, id="event-twice") is not None
    assert await bot.says(DOSE, id="event-twice") is None


@pytest.mark.parametrize("word", ["help", "Menu please", "so what can you do then?"])
async def test_asking_for_help_says_what_this_is(bot: Bot, word: str) -> None:
    assert message_of(await bot.says(word)).summary == "Alongside at Harbour"


async def test_joining_says_the_same_however_often(bot: Bot) -> None:
    assert message_of(await bot.joins()) == message_of(await bot.joins())


async def test_a_card_past_its_review_date_says_so(bot: Bot, clock: MovableClock) -> None:
    clock.move_to(clock.now() + timedelta(days=800))
    assert "was due for review" in words_of(await bot.says(QUESTION))


async def test_every_card_can_be_shown_short_and_long(bot: Bot) -> None:
    for card_id in bot.app.services.library.cards:
        short = await bot.presses("card.related", card_id)
        assert isinstance(message_of(short), Message)
        long = await bot.presses("card.more", f"{card_id} short")
        assert len(message_of(long).blocks) >= len(message_of(short).blocks)
