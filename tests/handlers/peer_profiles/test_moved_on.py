"""Messages about a request whose state moved on turn into a line, and their buttons never do what they no longer say."""

from datetime import timedelta

from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from tests.fakes import buttons, labels, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, published
from tests.handlers.peer_profiles.test_requests import TIMES, ania, asks, offered, place, taken
from tests.handlers.postbox import Postbox

__all__ = ["place"]

THURSDAY, FRIDAY = "Thursday 26 November 2026, 10:00", "Friday 27 November 2026, 14:30"
OTHER = {"day1": "2026-11-30", "time1": "09:00"}
MOVED = "This request has moved on: the newest message about it says where it stands."


async def proposes(place: Postbox, shown: Say | Message, label: str = "Propose times", **times: str) -> None:
    form = form_of(await place.presses("ania", shown, label))
    await place.submits("ania", form.action, form.value, **(times or TIMES))


async def instead(place: Postbox, user: str) -> list[str]:
    return [message.summary for message in await place.sees_instead(user)]


async def proposed(place: Postbox) -> tuple[Say, Message]:
    """The request as Ania has it, and the times as Amara reads them."""
    mine = await taken(place)
    await place.gets("amara")
    await proposes(place, mine)
    (times,) = await place.gets("amara")
    return mine, times


async def test_times_take_the_place_of_the_message_that_announced_them(place: Postbox) -> None:
    await proposed(place)
    assert await instead(place, "amara") == [MOVED]


async def test_a_choice_takes_the_place_of_what_the_peer_worker_had(
    place: Postbox, clock: MovableClock
) -> None:
    _, times = await proposed(place)
    await place.presses("amara", times, FRIDAY)
    (agreed,) = await place.gets("ania")
    assert await instead(place, "ania") == [MOVED], "the message with both times"
    clock.move_to(clock.now() + timedelta(minutes=5))
    await proposes(place, agreed, "Propose other times", **OTHER)
    (again,) = await place.gets("amara")
    assert labels(Say(again))[0] == "Monday 30 November 2026, 09:00"
    assert MOVED in await instead(place, "amara"), "the message that said “Agreed”"


async def test_an_old_button_never_agrees_to_another_time_than_it_says(place: Postbox) -> None:
    mine, old = await proposed(place)
    await proposes(place, mine, "Propose times", **OTHER)
    reply = await place.presses("amara", old, THURSDAY)
    assert "times are proposed" in words_of(reply)
    assert labels(reply)[0] == "Monday 30 November 2026, 09:00", "what is possible now"
    request_id = buttons(Say(old))[0].value.split(" ")[0]
    older = await place.submits("amara", "requests.agree", f"{request_id} 0")
    assert "belongs to an older message" in str(older)


async def test_a_time_that_has_passed_is_not_agreed_to(place: Postbox, clock: MovableClock) -> None:
    _, times = await proposed(place)
    clock.move_to(clock.now() + timedelta(days=3))
    reply = await place.presses("amara", times, THURSDAY)
    assert "times are proposed" in words_of(reply)
    assert "Agreed" not in words_of(reply)


async def test_a_second_choice_reads_where_it_stands(place: Postbox) -> None:
    _, times = await proposed(place)
    await place.presses("amara", times, FRIDAY)
    reply = await place.presses("amara", times, THURSDAY)
    assert f"Agreed: {FRIDAY}" in words_of(reply)
    assert labels(reply) == ["Take it back"]


async def test_given_back_after_a_time_was_agreed_the_asker_does_not_go_alone(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place)
    mine = Say((await place.presses("ania", await offered(place), "I'll take it")).message)  # type: ignore[union-attr]
    await place.gets("ben")
    await place.gets("amara")
    await proposes(place, mine)
    (times,) = await place.gets("amara")
    await place.presses("amara", times, FRIDAY)
    (agreed,) = await place.gets("ania")
    await place.sees_instead("amara")
    await place.presses("ania", agreed, "Give it back")
    (news,) = await place.gets("amara")
    assert news.summary == "The person who took your request for peer support can't after all."
    assert "a time that you agreed to is off" in words_of(Say(news))
    assert MOVED in await instead(place, "amara")
    assert set(await instead(place, "ania")) == {
        MOVED,
        "You said no to this request. Nobody is told why, and nothing of it is kept against you.",
    }
    assert [m.summary for m in await place.gets("ben")] == ["Amara Osei asks for peer support."]


async def test_asked_once_more_the_first_message_is_a_line(place: Postbox, clock: MovableClock) -> None:
    await asks(place)
    await offered(place)
    await moves(place, clock, 2)
    await offered(place)
    assert [line[:26] for line in await instead(place, "ania")] == ["This was asked once more s"]


async def test_taken_back_no_message_has_a_button_about_it(place: Postbox) -> None:
    _, times = await proposed(place)
    await place.sees_instead("amara")
    await place.submits("amara", "requests.back", buttons(Say(times))[0].value.split(" ")[0])
    assert await instead(place, "amara") == ["Taken back. Nobody is asked any more."]
    assert await instead(place, "ania") == [MOVED]


async def test_asked_alone_and_taken_then_given_back_is_a_no(place: Postbox) -> None:
    await asks(place, to=await ania(place))
    mine = Say((await place.presses("ania", await offered(place), "I'll take it")).message)  # type: ignore[union-attr]
    await place.gets("amara")
    await place.presses("ania", mine, "Give it back")
    (news,) = await place.gets("amara")
    assert news.summary == "The person you asked for peer support can't this time."
    assert await instead(place, "amara") == [MOVED]


async def test_taken_from_the_list_the_offer_in_the_chat_is_a_line(place: Postbox) -> None:
    await asks(place)
    offer = await offered(place)
    await place.bot.presses("requests.take", buttons(Say(offer))[0].value, **place.of("ania"))
    assert await instead(place, "ania") == [MOVED]


async def test_taken_in_the_chat_it_stays_there(place: Postbox) -> None:
    await taken(place)
    assert await instead(place, "ania") == []


async def test_a_time_chosen_in_the_list_the_message_with_the_times_is_a_line(place: Postbox) -> None:
    _, times = await proposed(place)
    await place.sees_instead("amara")
    chosen = buttons(Say(times))[0]
    await place.bot.presses(chosen.action, chosen.value, **place.of("amara"))
    assert await instead(place, "amara") == [MOVED]


async def test_a_time_chosen_in_the_message_with_the_times_stays_there(place: Postbox) -> None:
    _, times = await proposed(place)
    await place.sees_instead("amara")
    await place.presses("amara", times, FRIDAY)
    assert await instead(place, "amara") == []
