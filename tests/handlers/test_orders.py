"""Buttons know their state: every two of a message, in either order, lead on and never into nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import permutations, product

import pytest

from bot.conversation.dispatch import APOLOGY
from bot.conversation.message import Button, Choice, Message, TextInput
from bot.conversation.routes import Open, Replace, Reply, Say
from bot.core.clock import MovableClock
from bot.people.access.roles import Role
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.champions import PARKING, a_nurse_and_two_champions
from tests.handlers.postbox import Postbox

_TYPED = {"text": "Behind the day hospital.\nAsk at reception.", "date": "2026-12-10", "time": "10:00"}


async def does(place: Postbox, user: str, button: Button) -> Reply:
    """Presses it, with what is chosen beside it, and sends the form that it may open."""
    chosen = {"setting": "pause"} if button.action.startswith("settings") else {}
    reply = await place.bot.presses(button.action, button.value, values=chosen, **place.of(user))
    if not isinstance(reply, Open):
        return reply
    values = {}
    for asked in reply.form.all_fields:
        if isinstance(asked, TextInput):
            values[asked.name] = asked.initial or ("" if asked.optional else _TYPED[asked.kind])
        elif isinstance(asked, Choice):
            values[asked.name] = asked.initial or asked.options[0].value
    return await place.submits(user, reply.form.action, reply.form.value, **values)


def some_time_passes(bot: Bot, minutes: int = 10) -> None:
    """Nobody presses all of these within a moment; who did would be asked to wait."""
    clock = bot.app.services.clock
    assert isinstance(clock, MovableClock)
    clock.move_to(clock.now() + timedelta(minutes=minutes))


def leads_on(reply: Reply) -> bool:
    """It says where things stand, and has something to press."""
    if not isinstance(reply, Say | Replace):
        return reply is not None
    said = words_of(reply)
    return bool(labels(reply)) and "older message" not in said and APOLOGY not in said


async def news_of(place: Postbox, user: str, label: str) -> Message:
    """The latest in their chat that has such a button."""
    return [message for message in await place.gets(user) if label in labels(Say(message))][-1]


async def closes(place: Postbox, shown: Message) -> None:
    """Else a champion would have enough of them."""
    for button in buttons(Say(shown)):
        if button.action.startswith(("inbox.", "ask.")):
            question = button.value.split(" ")[0]
            await place.bot.presses("inbox.close", question, **place.of("sam"))
            await place.bot.presses("ask.person.back", question, **place.of("nurse"))


async def taken(place: Postbox) -> Message:
    """By Sam, who sees it with what he may do."""
    await place.submits("nurse", "ask.person.send", question=PARKING, named="without")
    offer = await news_of(place, "sam", "I'll take it")
    await place.gets("lee")
    return message_of(await place.presses("sam", offer, "I'll take it"))


async def answered(place: Postbox) -> Message:
    opened = await place.presses("sam", await taken(place), "Answer")
    assert isinstance(opened, Open)
    return message_of(
        await place.submits("sam", opened.form.action, opened.form.value, answer="In the east wing.")
    )


async def offered(place: Postbox) -> tuple[str, Message]:
    await place.submits("nurse", "ask.person.send", question=PARKING, named="without")
    offer = await news_of(place, "sam", "I'll take it")
    return "sam", offer


async def to_answer(place: Postbox) -> tuple[str, Message]:
    return "sam", await taken(place)


async def after_answering(place: Postbox) -> tuple[str, Message]:
    return "sam", await answered(place)


async def an_answer(place: Postbox) -> tuple[str, Message]:
    await answered(place)
    return "nurse", await news_of(place, "nurse", "Reply")


async def may_we(place: Postbox) -> tuple[str, Message]:
    shown = await answered(place)
    await place.gets("nurse")
    await place.presses("sam", shown, "Ask to use their words")
    return "nurse", await news_of(place, "nurse", "Yes, use my words")


async def after_thanks(place: Postbox) -> tuple[str, Message]:
    _, answer = await an_answer(place)
    await place.presses("nurse", answer, "Thank you, that's all")
    return "sam", await news_of(place, "sam", "Keep this for everyone")


async def asked_before(place: Postbox) -> tuple[str, Message]:
    """The asker's own list of what waits, as home opens it."""
    await place.submits("nurse", "ask.person.send", question=PARKING, named="without")
    return "nurse", message_of(await place.bot.presses("ask.person.waiting", **place.of("nurse")))


async def settings(place: Postbox) -> tuple[str, Message]:
    return "nurse", message_of(await place.says("nurse", "settings"))


async def card(place: Postbox) -> tuple[str, Message]:
    return "nurse", message_of(await place.says("nurse", "what does a peer worker do?"))


Scene = Callable[[Postbox], Awaitable[tuple[str, Message]]]
SCENES: tuple[Scene, ...] = (
    offered,
    to_answer,
    after_answering,
    an_answer,
    may_we,
    after_thanks,
    asked_before,
    settings,
    card,
)


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await a_nurse_and_two_champions(bot)


@pytest.mark.parametrize("scene", SCENES, ids=[scene.__name__ for scene in SCENES])
async def test_every_two_buttons_of_a_message_lead_on_in_either_order(place: Postbox, scene: Scene) -> None:
    user, first = await scene(place)
    await closes(place, first)
    for one, other in permutations(range(len(buttons(Say(first)))), 2):
        some_time_passes(place.bot)
        user, shown = await scene(place)
        pressed = buttons(Say(shown))
        await does(place, user, pressed[one])
        reply = await does(place, user, pressed[other])
        assert leads_on(reply), (pressed[one].label, pressed[other].label, reply)
        await closes(place, shown)


@pytest.mark.parametrize("who_first", ["asker", "champion"])
async def test_asker_and_champion_may_go_on_in_any_order(place: Postbox, who_first: str) -> None:
    champions, askers = 4, 2
    for theirs, mine in product(range(champions), range(askers)):
        some_time_passes(place.bot)
        shown = await answered(place)
        answer = await news_of(place, "nurse", "Reply")
        champion, asker = buttons(Say(shown))[theirs], buttons(Say(answer))[mine]
        turns = [("nurse", asker), ("sam", champion)]
        first, second = turns if who_first == "asker" else turns[::-1]
        await does(place, *first)
        reply = await does(place, *second)
        assert leads_on(reply), (first[1].label, second[1].label, reply)
        await closes(place, answer)
        await place.gets("sam")


async def test_an_answer_is_kept_for_everyone_after_thanks(place: Postbox) -> None:
    shown = await answered(place)
    answer = await news_of(place, "nurse", "Reply")
    await place.presses("nurse", answer, "Thank you, that's all")
    opened = await place.presses("sam", shown, "Keep this for everyone")
    assert isinstance(opened, Open)
    still = await place.presses("sam", shown, "Say more")
    assert "This question is closed. You can still keep your answer" in words_of(still)
    assert labels(still) == ["Keep this for everyone", "Colleagues' questions"]


async def test_an_answer_that_comes_too_late_stays_in_its_form(place: Postbox) -> None:
    shown = await taken(place)
    opened = await place.presses("sam", shown, "Answer")
    assert isinstance(opened, Open)
    sent = await place.bot.presses("ask.person.back", opened.form.value, **place.of("nurse"))
    assert "Taken back" in words_of(sent)
    late = await place.submits("sam", opened.form.action, opened.form.value, answer="Two pages of it.")
    assert not isinstance(late, Say | Replace)


async def test_home_counts_what_waits_and_each_count_opens_it(place: Postbox) -> None:
    await place.submits("nurse", "ask.person.send", question=PARKING, named="without")
    home = await place.says("sam", "home")
    assert labels(home)[0] == "1 question nobody has taken"
    inbox = await place.presses("sam", home, "1 question nobody has taken")
    await place.presses("sam", inbox, "I'll take it")
    assert labels(await place.says("sam", "home"))[0] == "1 question for you to answer"
    shown = message_of(await place.says("sam", "inbox"))
    opened = await place.presses("sam", await place.presses("sam", shown, "Open it"), "Answer")
    assert isinstance(opened, Open)
    await place.submits("sam", opened.form.action, opened.form.value, answer="In the east wing.")
    mine = await place.says("nurse", "home")
    assert labels(mine)[0] == "1 answer by a colleague"
    answers = await place.presses("nurse", mine, "1 answer by a colleague")
    assert "In the east wing." in words_of(answers)
    await place.presses("nurse", answers, "Thank you, that's all")
    assert "answer by a colleague" not in str(labels(await place.says("nurse", "home")))


async def test_an_editors_home_counts_what_is_to_be_read(place: Postbox) -> None:
    await place.knows("ed", "Ed Moss", Role.EDITOR)
    await place.submits("nurse", "missing.send", question="where are the lockers?")
    assert "1 missing answer was asked for" in labels(await place.says("ed", "home"))
