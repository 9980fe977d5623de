"""A reply that a platform has no room for becomes a smaller one that says so; one that fits stays as it is."""

from collections.abc import Sequence

import pytest

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Bullets, Choice, Facts, Form, Message, Option, TextInput, text
from bot.conversation.reply_shortening import NO_ROOM, NoRoom, Overfull, shorten_to_fit
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.core.errors import UserFacingError
from tests.fakes import request

TEAMS = tuple(Option(f"t{number}", f"Team {number}") for number in range(30))
SEARCHED = Choice("team", "Which team?", TEAMS, "t3", is_searched=True)
FIXED = Choice("day", "Which day?", TEAMS)


def room_for(characters: int) -> Overfull:
    def overfull(content: Message | Form) -> Sequence[str]:
        length = len(repr(content))
        return [f"{length}"] if length > characters else []

    return overfull


def test_what_fits_stays_as_it_is() -> None:
    replies: list[Reply] = [
        Open(Form("a", "T", (SEARCHED,))),
        Say(Message("x", (SEARCHED,))),
        Faults({}),
        None,
    ]
    assert [shorten_to_fit(reply, room_for(10_000)) for reply in replies] == replies


def test_only_a_long_list_that_may_be_searched_becomes_a_box() -> None:
    form = Form("a", "T", (SEARCHED,), more=(Choice("few", "?", TEAMS[:20], is_searched=True),))
    reply = shorten_to_fit(Open(form), room_for(2_000))
    assert isinstance(reply, Open)
    assert reply.form.fields == (
        TextInput("team", "Which team?", "Part of its name is enough. There are 30.", "Team 3", longest=300),
    )
    assert reply.form.more == form.more


def test_rows_that_have_no_room_are_counted() -> None:
    facts, bullets = Facts((("a", "b"),) * 100), Bullets((text("c"),) * 50)
    reply = shorten_to_fit(Say(Message("x", (facts, bullets)), private=True), room_for(1_700))
    assert isinstance(reply, Say)
    assert reply.private
    assert reply.message.blocks[0] == Facts((("a", "b"),) * 8)
    assert "8 of 100 are shown" in str(reply.message.blocks[1])
    assert "8 of 50 are shown" in str(reply.message.blocks[3])


def test_what_cannot_be_made_smaller_is_refused_by_its_measure_alone() -> None:
    for reply in (Open(Form("a", "secret", (FIXED,))), Say(Message("secret", (FIXED,)))):
        with pytest.raises(NoRoom) as told:
            shorten_to_fit(reply, room_for(100))
        assert "secret" not in str(told.value)


@pytest.mark.parametrize("platform", ["narrow", "wide"])
async def test_dispatch_measures_for_the_platform_of_the_request(platform: str) -> None:
    routes, reported = Routes(), list[str]()

    @routes.on(PlainAction("open"), opens_form=True)
    async def _(_: Request, __: object) -> Reply:
        return Open(Form("a", "T", (FIXED,)))

    def report(_: str, __: Request, error: Exception) -> None:
        reported.append(type(error).__name__)

    limits = {"narrow": room_for(100)}
    dispatch = Dispatch(routes, None, (), report, UserFacingError, overfull=limits)
    asked = request(Kind.PRESSED, action="open")
    sender = type(asked.sender)(platform, "w", "u")
    reply = await dispatch(request(Kind.PRESSED, action="open", sender=sender))
    assert (reply == NO_ROOM, reported) == ((True, ["NoRoom"]) if platform == "narrow" else (False, []))
