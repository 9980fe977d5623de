"""Where a request for peer support stands is the same fact at home, in the list and in its message, everywhere."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from html import unescape

import pytest

from bot.conversation.message import Form, Message
from bot.conversation.routes import Say
from bot.platforms.slack.rendering.render import render_form as slack_form
from bot.platforms.teams.rendering.render import render_form as teams_form
from bot.platforms.web.rendering.place import MessagePosition
from bot.platforms.web.rendering.render import render_fields as web_fields
from tests.fakes import Bot, labels, message_of
from tests.handlers.peer_profiles.peers import form_of, harbour, published, said_in
from tests.handlers.postbox import Postbox
from tests.platforms.test_one_fact import in_browser, on_slack, on_teams

PEER, ASKER = "ania", "amara"
WAITS = "1 request for peer support waits for you"
FRIDAY = "Friday 27 November 2026, 14:30"
TIMES = {"day1": "2026-11-26", "time1": "10:00", "day2": "2026-11-27", "time2": "14:30"}


@dataclass(frozen=True)
class Claims:
    """`stands` is what list and message say; `turn` is whose home counts it; `time` is one that both show."""

    stands: str
    turn: str = ""
    time: str = ""


STATES = {
    "asked": Claims("nobody has taken it yet", PEER),
    "taken": Claims("taken; times are to come", PEER),
    "proposed": Claims("times are proposed", ASKER, FRIDAY),
    "agreed": Claims("agreed", "", FRIDAY),
}


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    harbour_place = await harbour(bot)
    await published(harbour_place, PEER, "organisation", name="Ania K.")
    return harbour_place


async def its_states(place: Postbox) -> AsyncIterator[str]:
    await place.submits(ASKER, "requests.ask", to="anybody", purpose="somebody", soon="week")
    yield "asked"
    (offer,) = await place.gets(PEER)
    mine = message_of(await place.presses(PEER, offer, "I'll take it"))
    yield "taken"
    form = form_of(await place.presses(PEER, mine, "Propose times"))
    await place.submits(PEER, form.action, form.value, **TIMES)
    yield "proposed"
    times = next(m for m in await place.gets(ASKER) if "None of these" in labels(Say(m)))
    await place.presses(ASKER, times, FRIDAY)
    yield "agreed"


async def listed(place: Postbox) -> Form:
    return form_of(await place.bot.presses("requests.show", **place.of(ASKER)))


async def standing(place: Postbox, form: Form) -> Message:
    (choice,) = (field for field in form.fields if hasattr(field, "options"))
    return message_of(await place.submits(ASKER, form.action, form.value, which=choice.options[0].value))


def drawn_forms(form: Form) -> tuple[str, ...]:
    fields = unescape(re.sub(r"<[^>]+>", "", web_fields(form.all_fields, MessagePosition("f"))))
    return str(slack_form(form)), str(teams_form(form)), fields


@pytest.mark.parametrize("drawn", [on_slack, on_teams, in_browser])
async def test_home_list_and_message_agree_in_every_state(
    place: Postbox, drawn: Callable[[Message], str]
) -> None:
    seen = list[str]()
    async for state in its_states(place):
        seen.append(state)
        claims, form = STATES[state], await listed(place)
        message = await standing(place, form)
        others = {other.stands for other in STATES.values()} - {claims.stands}
        for words in (said_in(form), drawn(message), *drawn_forms(form)):
            assert claims.stands in words, state
            assert not [other for other in others if f" {other}" in words], state
            assert claims.time in words, state
        turns = [user for user in (PEER, ASKER) if WAITS in labels(await place.says(user, "home"))]
        assert turns == ([claims.turn] if claims.turn else []), state
    assert seen == list(STATES)
