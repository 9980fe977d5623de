"""Each action reads what it wrote, and tells an older or foreign value from its own."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, PlainAction, UnreadableValue, choice, spaced
from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Reply, Routes, Say
from bot.core.errors import UserFacingError
from tests.fakes import message_of, request


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


@dataclass(frozen=True)
class Turn:
    schedule: str
    to: Switch
    times: int = 1
    since: date = date(2027, 1, 1)
    is_silent: bool = False
    note: str = ""


TURN = Action("turn", spaced(Turn))
_words = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1)


def pressed(value: str) -> Request:
    return request(Kind.PRESSED, action="turn", value=value)


@given(st.builds(Turn, schedule=_words, to=st.sampled_from(Switch), note=st.text(st.characters())))
def test_a_value_comes_back_as_it_was_written(turn: Turn) -> None:
    assert TURN.value_of(pressed(TURN.button("Turn", turn).value)) == turn


def test_defaults_at_the_end_are_not_written() -> None:
    assert TURN.button("Turn", Turn("s1", Switch.ON)).value == "s1 on"
    assert TURN.button("Turn", Turn("s1", Switch.ON, is_silent=True)).value == "s1 on 1 2027-01-01 yes"


@pytest.mark.parametrize(
    "value",
    [
        *("", "s1", "s1 sideways", "s1 on many", "s1 on 2 soon", "s1 on 2 2027-01-14 perhaps"),
        *(f"s1 on {number}" for number in ("-1", "9999999999", "1_0", "\u0661", "1e3", "0x1")),
    ],
)
def test_a_value_of_another_shape_is_unreadable(value: str) -> None:
    with pytest.raises(UnreadableValue):
        TURN.value_of(pressed(value))


def test_a_field_that_would_be_read_wrongly_is_never_written() -> None:
    with pytest.raises(ValueError, match="only the last field"):
        TURN.button("Turn", Turn("two words", Switch.ON))


def test_a_choice_and_a_text_are_read_as_what_they_are() -> None:
    assert Action("switch", choice(Switch)).value_of(pressed("off")) is Switch.OFF
    assert Action("show", TEXT).value_of(pressed("any id")) == "any id"
    with pytest.raises(UnreadableValue):
        Action("switch", choice(Switch)).value_of(pressed("away"))


def test_a_button_without_its_optional_text_carries_nothing() -> None:
    show = Action("show", OPTIONAL_TEXT)
    assert show.button("Show", None).value == ""
    assert show.value_of(pressed("")) is None
    assert show.value_of(pressed(show.button("Show", "any id").value)) == "any id"


def test_a_form_submits_its_action_with_the_value() -> None:
    form = TURN.form("Turn it", (), Turn("s1", Switch.OFF), submit="Do it")
    assert (form.action, form.value, form.submit) == ("turn", "s1 off", "Do it")
    assert PlainAction("home").form("Home", ()).action == PlainAction("home").button("Home").action == "home"


async def test_no_handler_runs_with_a_value_that_its_action_cannot_read() -> None:
    routes, handled = Routes(), []

    @routes.on(TURN)
    async def turn(asked: Request, _services: Any) -> Reply:
        handled.append(TURN.value_of(asked))
        return None

    dispatch = Dispatch(routes, None, (), _never, UserFacingError)
    reply = await dispatch(pressed("s1 sideways"))
    assert isinstance(reply, Say)
    assert "older message" in message_of(reply).summary
    form = await dispatch(request(Kind.SUBMITTED, action="turn", value="s1 sideways"))
    assert isinstance(form, Faults)
    assert handled == []
    await dispatch(pressed("s1 off"))
    assert handled == [Turn("s1", Switch.OFF)]


def _never(_reference: str, _request: Request, error: Exception) -> None:
    raise AssertionError("an unreadable value is no fault of ours") from error
