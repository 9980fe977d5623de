"""Every copy of a question in a champion's chat says where it stands, wherever it was moved on."""

from datetime import timedelta

import pytest

from bot.conversation.message import Message
from bot.conversation.routes import Open, Say
from bot.core.clock import MovableClock
from tests.fakes import buttons, labels, words_of
from tests.handlers.champions import moves
from tests.handlers.escalation.bicycles import PARKING, SHED, asks
from tests.handlers.postbox import Postbox

TOOK, PASSED = "You took this question.", "This question has gone on to a colleague."
MOVED, OVER = "This question has moved on", "This question of yours is closed."


async def offered(place: Postbox) -> Message:
    await asks(place)
    (offer,) = await place.gets("sam")
    await place.gets("lee")
    return offer


async def taken(place: Postbox) -> Message:
    """The offer, in which Sam took it."""
    offer = await offered(place)
    await place.presses("sam", offer, "I'll take it")
    return offer


async def does(place: Postbox, action: str, shown: Message, **values: str) -> None:
    await place.submits("sam", action, buttons(Say(shown))[0].value, **values)


async def instead(place: Postbox, user: str = "sam") -> list[Message]:
    return await place.sees_instead(user)


async def test_taken_from_the_inbox_the_offer_in_the_chat_says_so_and_opens_it(place: Postbox) -> None:
    await offered(place)
    await place.presses("sam", await place.says("sam", "inbox"), "I'll take it")
    (copy,) = await instead(place)
    assert copy.summary == TOOK
    assert PARKING in words_of(await place.presses("sam", copy, "Open it"))
    assert labels(await place.presses("sam", copy, "Open it")) == ["Answer", "Pass it on"]


async def test_taken_in_the_chat_it_stays_there_to_be_answered(place: Postbox) -> None:
    await taken(place)
    assert await instead(place) == []


async def test_both_offers_of_one_question_say_that_it_is_taken(place: Postbox, clock: MovableClock) -> None:
    await offered(place)
    await moves(place, clock, 2)
    (again,) = await place.gets("sam")
    await place.presses("sam", again, "I'll take it")
    assert [copy.summary for copy in await instead(place)] == [TOOK], "the first, not the one pressed"


@pytest.mark.parametrize("to", ["all", "lee"])
async def test_passed_on_nothing_of_it_can_be_answered_here(place: Postbox, to: str) -> None:
    offer = await taken(place)
    whom = to if to == "all" else await place.knows("lee", "Lee Wong")
    await does(place, "inbox.pass.send", offer, to=whom, note="")
    (copy,) = await instead(place)
    assert copy.summary.startswith(PASSED)
    assert labels(Say(copy)) == []


async def test_answered_replied_to_and_thanked_only_the_newest_has_buttons(
    place: Postbox, clock: MovableClock
) -> None:
    offer = await taken(place)
    await does(place, "inbox.answer.send", offer, answer=SHED)
    (copy,) = await instead(place)
    assert copy.summary.startswith(MOVED)
    assert labels(Say(copy)) == ["Open it"]
    (answer,) = await place.gets("nurse")
    reply = await place.presses("nurse", answer, "Reply")
    assert isinstance(reply, Open)
    await place.submits("nurse", reply.form.action, reply.form.value, reply="Which door?")
    assert await instead(place) == [], "it says so already"
    (asked_more,) = await place.gets("sam")
    assert labels(Say(asked_more)) == ["Answer", "Pass it on"]
    clock.move_to(clock.now() + timedelta(minutes=5))
    await place.presses("nurse", answer, "Thank you, that's all")
    assert [m.summary for m in await instead(place)] == [OVER, OVER], "the offer and the reply"
    (thanks,) = await place.gets("sam")
    assert "says thank you" in words_of(Say(thanks))


async def test_agreed_to_ones_words_the_message_before_says_so_no_more(
    place: Postbox, clock: MovableClock
) -> None:
    offer = await taken(place)
    await does(place, "inbox.answer.send", offer, answer=SHED)
    await instead(place)
    await place.bot.presses("inbox.may-we", buttons(Say(offer))[0].value, **place.of("sam"))
    may_we = next(m for m in await place.gets("nurse") if "May colleagues" in m.summary)
    await place.presses("nurse", may_we, "Yes, use my words")
    (agreed,) = await place.gets("sam")
    clock.move_to(clock.now() + timedelta(minutes=5))
    await place.bot.presses("inbox.close", buttons(Say(offer))[0].value, **place.of("sam"))
    assert [m.summary for m in await instead(place)] == [OVER, OVER]
    assert "Close it" in labels(Say(agreed))


async def test_closed_by_its_time_the_copy_opens_what_is_left_to_do(
    place: Postbox, clock: MovableClock
) -> None:
    offer = await taken(place)
    await does(place, "inbox.answer.send", offer, answer=SHED)
    await instead(place)
    await moves(place, clock, 15)
    (copy,) = await instead(place)
    assert copy.summary == OVER
    assert labels(await place.presses("sam", copy, "Open it")) == [
        "Keep this for everyone",
        "Colleagues' questions",
    ]


async def test_no_line_in_place_of_a_copy_has_words_of_the_question(place: Postbox) -> None:
    await offered(place)
    await place.presses("sam", await place.says("sam", "inbox"), "I'll take it")
    lines = [*await instead(place), *await instead(place, "lee")]
    assert [PARKING in words_of(Say(line)) for line in lines] == [False, False]
