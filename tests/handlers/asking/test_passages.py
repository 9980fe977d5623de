"""A follow-up gets what its card says on that, and an offer what each card says."""

from tests.fakes import Bot, buttons, labels, message_of, words_of

DEATH, BOUNDARIES, STIGMA = (
    "working-together/after-a-death",
    "role/boundaries",
    "working-together/stigma-in-the-team",
)
ON_THAT = "On that, the same answer says:"


async def test_a_follow_up_gets_the_passage_and_not_the_whole_card_again(bot: Bot) -> None:
    whole = words_of(await bot.presses("card.related", DEATH))
    reply_text = words_of(reply := await bot.says("and can I go to the funeral"))
    assert ON_THAT in reply_text
    assert "Funeral, wake" in reply_text
    assert "Sources: " in reply_text
    assert len(reply_text) < len(whole) / 2
    assert labels(reply) == ["The whole answer", "Ask a person"]
    assert next(button.value for button in buttons(reply)) == DEATH


async def test_who_asks_for_words_gets_words_to_say(bot: Bot) -> None:
    await bot.presses("card.related", STIGMA)
    reply_text = words_of(await bot.says("how do I say that to her"))
    assert ON_THAT in reply_text
    assert '"' in reply_text


async def test_what_the_card_does_not_say_is_said(bot: Bot) -> None:
    await bot.presses("card.related", "supervision/good-supervisor")
    reply_text = words_of(reply := await bot.says("even in Scotland?"))
    assert "says nothing closer to that" in reply_text
    assert labels(reply) == ["Show all of it", "Ask a person"]


async def test_a_question_asked_again_word_for_word_gets_the_card_again(bot: Bot) -> None:
    question = "a client died, what do we do"
    first = words_of(await bot.says(question))
    assert words_of(await bot.says(question)) == first


async def test_a_figure_of_the_open_card_is_about_that_card(bot: Bot) -> None:
    await bot.presses("card.related", "working-together/staff-own-lived-experience")
    assert "(23 studies)" in words_of(await bot.says("23 studies of what, nurses?"))


async def test_each_title_of_an_offer_comes_with_what_its_card_says(bot: Bot) -> None:
    reply_text = words_of(reply := await bot.says("what happens when they relapse"))
    titles = labels(reply)[:-1]
    assert len(titles) == 3
    assert all(f"{title}: " in reply_text for title in titles)


async def test_an_objection_after_thanks_is_heard(bot: Bot) -> None:
    phones = "role/phone-numbers-and-social-media"
    await bot.presses("card.related", phones)
    reply = await bot.says("perfect thank you. he might take it personally tho")
    assert bot.app.services.library.card(phones).title in message_of(reply).summary
    assert "Ask a person" in labels(reply)


async def test_a_summary_with_thanks_is_thanks(bot: Bot) -> None:
    await bot.presses("card.related", BOUNDARIES)
    reply = await bot.says("ok so no common rule. cheers")
    assert labels(reply) == []


async def test_who_turns_down_a_passage_is_still_asking_about_its_card(bot: Bot) -> None:
    await bot.presses("card.related", "role/coming-back-after-illness")
    await bot.says("the team keeps asking me what was wrong with her")
    assert ON_THAT in words_of(await bot.says("no i mean what do i tell the TEAM"))


async def test_titles_without_a_passage_keep_their_place(bot: Bot) -> None:
    """ "The second one" is the second of the text and of the buttons."""
    reply = await bot.says("bit worried about a collegue")
    titles = labels(reply)[:-1]
    positions = [words_of(reply).index(title) for title in titles]
    assert len(titles) == 3
    assert positions == sorted(positions)


async def test_a_pick_with_a_reminder_is_a_pick(bot: Bot) -> None:
    first = labels(await bot.says("what happens when they relapse"))[0]
    assert message_of(await bot.says("the first one, the hospital thing")).summary == first


async def test_one_of_the_titles_beside_an_answer_is_picked_by_its_word(bot: Bot) -> None:
    await bot.says("how does she come back to work after her illness")
    picked = message_of(await bot.says("the unwell one, not the coming back one")).summary
    assert "may be unwell" in picked


async def test_a_question_after_praise_is_heard_to_its_beginning(bot: Bot) -> None:
    await bot.presses("card.related", "working-together/refer-to-a-peer")
    reply = message_of(await bot.says("perfect. how do i explain it to the guy, he's suspicious of everyone"))
    assert (
        reply.summary
        == bot.app.services.library.card("working-together/explain-the-role-to-service-users").title
    )


async def test_a_denied_danger_is_not_the_subject(bot: Bot) -> None:
    await bot.presses("card.related", "role/coming-back-after-illness")
    reply = message_of(await bot.says("no she's fine, nobody is at risk. what do i tell the team"))
    card = next(card for card in bot.app.services.library.cards.values() if card.title == reply.summary)
    assert card.id in ("role/coming-back-after-illness", "role/if-a-peer-becomes-unwell")


async def test_the_same_passage_is_not_shown_twice_running(bot: Bot) -> None:
    await bot.presses("card.related", BOUNDARIES)
    first = words_of(await bot.says("and what if somebody hugs me"))
    assert "no common rule" in first
    assert "no common rule" not in words_of(await bot.says("and if somebody hugs me"))
