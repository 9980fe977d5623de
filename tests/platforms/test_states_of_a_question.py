"""Where a question stands is the same fact at home, in the list and in its message, on every platform."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from bot.conversation.message import Button, Message
from bot.conversation.plain_text import plain
from bot.conversation.routes import Say
from tests.fakes import Bot, buttons, labels, message_of
from tests.handlers.champions import PARKING, a_nurse_and_two_champions
from tests.handlers.postbox import Postbox
from tests.platforms.test_one_fact import in_browser, on_slack, on_teams

CHAMPION, ASKER = "sam", "nurse"


@dataclass(frozen=True)
class Claims:
    """What each place says in one state, or that it says nothing of the question (empty)."""

    home: str
    listed: str
    message: str
    askers_home: str = ""
    askers_list: str = ""


BY = "Thursday 26 November"
ASKED = f"1 question of yours waits for an answer, by {BY}"
STATES = {
    "waiting": Claims(
        "1 question nobody has taken",
        "Waiting for somebody: 1. With you: 0.",
        "I'll take it",
        ASKED,
        f"Somebody should have taken it by {BY}",
    ),
    "taken": Claims(
        "1 question for you to answer",
        "It waits for your answer.",
        "Pass it on",
        ASKED,
        f"A colleague has it and should answer by {BY}",
    ),
    "answered": Claims("", "You answered.", "Say more", "1 answer by a colleague"),
    "replied": Claims(
        "1 question for you to answer",
        "It waits for your answer.",
        "Pass it on",
        ASKED,
        f"A colleague has it and should answer by {BY}",
    ),
    "answered again": Claims("", "You answered.", "Say more", "1 answer by a colleague"),
    "closed": Claims("", "No question is waiting, and none is with you.", "This question is closed."),
}
SAID = {
    words for claims in STATES.values() for words in (claims.home, claims.listed, claims.message) if words
}


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await a_nurse_and_two_champions(bot)


async def its_states(place: Postbox) -> AsyncIterator[tuple[str, Message]]:
    """Each with the champion's message of the question, as its button shows it then."""
    await place.submits(ASKER, "ask.person.send", question=PARKING, named="without")
    (offer,) = await place.gets(CHAMPION)
    (take,) = [button for button in buttons(Say(offer)) if button.label == "I'll take it"]
    yield "waiting", offer
    await place.bot.presses(take.action, take.value, **place.of(CHAMPION))
    yield "taken", await shown(place, take)
    await place.submits(CHAMPION, "inbox.answer.send", take.value, answer="In the east wing.")
    yield "answered", await shown(place, take)
    await place.submits(ASKER, "ask.person.reply.send", take.value, reply="Which door?")
    yield "replied", await shown(place, take)
    await place.submits(CHAMPION, "inbox.answer.send", take.value, answer="The blue one.")
    yield "answered again", await shown(place, take)
    await place.bot.presses("ask.person.thank", take.value, **place.of(ASKER))
    yield "closed", await shown(place, take)


async def shown(place: Postbox, take: Button) -> Message:
    return message_of(await place.bot.presses("inbox.show", take.value, **place.of(CHAMPION)))


def says(message: Message, words: str) -> bool:
    return words in plain(message) or words in labels(Say(message))


@pytest.mark.parametrize("drawn", [on_slack, on_teams, in_browser])
async def test_home_list_and_message_agree_in_every_state(
    place: Postbox, drawn: Callable[[Message], str]
) -> None:
    seen = list[str]()
    async for state, message in its_states(place):
        seen.append(state)
        home = message_of(await place.says(CHAMPION, "home"))
        listed = message_of(await place.says(CHAMPION, "inbox"))
        asker = message_of(await place.says(ASKER, "home"))
        claims = STATES[state]
        for where, words in ((home, claims.home), (listed, claims.listed), (message, claims.message)):
            others = {other for other in SAID - {words} if says(where, other)}
            assert says(where, words), (state, words)
            assert others <= {"I'll take it"}, (state, others)
            assert words in drawn(where), (state, words)
        counted = [label for label in labels(Say(asker)) if "by a colleague" in label or "of yours" in label]
        assert counted == ([claims.askers_home] if claims.askers_home else []), state
        assert claims.askers_home in drawn(asker), state
        assert PARKING not in drawn(asker), "others may see the screen"
        mine = message_of(await place.bot.presses("ask.person.waiting", **place.of(ASKER)))
        assert says(mine, claims.askers_list or "No question of yours is waiting for an answer."), state
    assert seen == list(STATES)


@pytest.mark.parametrize("drawn", [on_slack, on_teams, in_browser])
async def test_handed_on_it_waits_for_the_next_everywhere_and_for_the_first_nowhere(
    place: Postbox, drawn: Callable[[Message], str]
) -> None:
    await place.submits(ASKER, "ask.person.send", question=PARKING, named="without")
    (offer,) = await place.gets(CHAMPION)
    await place.gets("lee")
    (take,) = [button for button in buttons(Say(offer)) if button.label == "I'll take it"]
    await place.bot.presses(take.action, take.value, **place.of(CHAMPION))
    await place.submits(CHAMPION, "inbox.pass.send", take.value, to="all", note="")
    (again,) = await place.gets("lee")
    home, listed = [message_of(await place.says("lee", word)) for word in ("home", "inbox")]
    waiting = STATES["waiting"]
    for where, words in ((home, waiting.home), (listed, waiting.listed), (again, waiting.message)):
        assert says(where, words), words
        assert words in drawn(where), words
    firsts = [message_of(await place.says(CHAMPION, word)) for word in ("home", "inbox")]
    taken = STATES["taken"]
    assert not any(says(where, words) for where in firsts for words in (taken.home, taken.listed))
