"""Nothing that is submitted reaches a handler but what the form that was open could have held."""

import pytest

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.form_values import fields_of_message, read
from bot.conversation.message import Button, Buttons, Choice, Form, Option, Scale, TextInput
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Reply, Routes
from bot.core.errors import UserFacingError
from tests.fakes import request

FORM = Form(
    "send",
    "Ask",
    (TextInput("words", "Words", longest=10), Choice("ward", "Ward", (Option("a", "Ash"),), optional=True)),
)


@pytest.fixture
def heard() -> list[Request]:
    return []


@pytest.fixture
def dispatch(heard: list[Request]) -> Dispatch:
    routes = Routes()

    @routes.on(PlainAction("send"))
    async def send(asked: Request, _: object) -> Reply:
        heard.append(asked)
        return None

    return Dispatch(routes, None, (), lambda *_: None, UserFacingError)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("text", "Please write something here."),
        ("date", "Please choose a day."),
        ("time", "Please choose a time."),
    ],
)
def test_a_missing_value_is_asked_for_in_the_words_of_its_field(kind: str, says: str) -> None:
    _, faults = read((TextInput("it", "It", kind=kind),), {}, complete=True)
    assert faults == {"it": says}


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"words": "a" * 11}, "words", "shorten this by 1 character"),
        ({"words": "a" * 900_000}, "words", "shorten this"),
        ({"words": "short", "ward": "b"}, "ward", "one of the answers shown"),
    ],
)
async def test_what_the_form_could_not_hold_is_refused_by_field(
    dispatch: Dispatch, heard: list[Request], values: dict[str, str], field: str, says: str
) -> None:
    reply = await dispatch(request(Kind.SUBMITTED, action="send", form=FORM, values=values))
    assert isinstance(reply, Faults)
    assert says in reply.by_field[field]
    assert heard == []


async def test_a_field_that_the_form_does_not_have_reaches_nobody(
    dispatch: Dispatch, heard: list[Request]
) -> None:
    slipped_in = {"words": "short", "role": "administrator"}
    await dispatch(request(Kind.SUBMITTED, action="send", form=FORM, values=slipped_in))
    assert [one.values for one in heard] == [{"words": "short", "ward": ""}]


@pytest.mark.parametrize("kind", [Kind.SUBMITTED, Kind.PRESSED])
async def test_where_no_platform_tells_the_fields_no_value_reaches_a_handler(
    dispatch: Dispatch, heard: list[Request], kind: Kind
) -> None:
    await dispatch(request(kind, action="send", form=None, values={"words": "short"}))
    assert [one.values for one in heard] == [{}]


async def test_a_press_is_checked_against_the_fields_of_its_message(
    dispatch: Dispatch, heard: list[Request]
) -> None:
    scale = Scale("point", "How was it?", (Button("Fine", "send", "1"),), (Button("Skip", "send", "skip"),))
    shown = fields_of_message("send", (scale, Buttons((Button("Next", "send"),))))
    refused = await dispatch(request(Kind.PRESSED, action="send", form=shown, values={"point": "9"}))
    assert isinstance(refused, Faults)
    assert heard == []
    await dispatch(request(Kind.PRESSED, action="send", form=shown, values={"point": "skip", "role": "a"}))
    assert [one.values for one in heard] == [{"point": "skip"}]
