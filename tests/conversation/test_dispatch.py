from typing import Any

import pytest

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import APOLOGY, Dispatch, Stopped
from bot.conversation.message import Message
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Reply, Route, Routes, RouteTaken, Say
from bot.core.errors import UserFacingError
from tests.fakes import message_of, request

routes = Routes()


@routes.on(Kind.SAID)
async def echo(asked: Request, _services: Any) -> Reply:
    return Say(Message(asked.text))


@routes.on(PlainAction("break"))
async def breaks(_asked: Request, _services: Any) -> Reply:
    raise ValueError("the secret inside")


@routes.on(PlainAction("refuse"))
async def refuses(_asked: Request, _services: Any) -> Reply:
    raise UserFacingError("That team is closed. Choose another.")


@routes.word("help")
async def helps(_asked: Request, _services: Any) -> Reply:
    return Say(Message("help is here"))


class Log(list[tuple[str, Exception]]):
    def report(self, reference: str, _request: Request, error: Exception) -> None:
        self.append((reference, error))


def dispatch(*guards: Any, log: Log | None = None) -> Dispatch:
    return Dispatch(routes, None, guards, (Log() if log is None else log).report, UserFacingError)


async def test_what_is_said_reaches_its_handler() -> None:
    assert await dispatch()(request(text="hello")) == Say(Message("hello"))


async def test_a_single_word_has_a_handler_of_its_own() -> None:
    assert await dispatch()(request(text=" Help! ")) == Say(Message("help is here"))
    assert await dispatch()(request(text="help me introduce a peer")) == Say(
        Message("help me introduce a peer")
    )


@pytest.mark.parametrize("value", ["\ud800", "a\0b", "x" * 100_000])
async def test_a_value_that_no_button_of_ours_carries_reaches_no_handler(value: str) -> None:
    log = Log()
    reply = await dispatch(log=log)(request(Kind.PRESSED, action="break", value=value))
    assert "older message" in message_of(reply).summary
    assert log == []


async def test_an_unexpected_error_is_logged_with_the_reference_that_the_person_sees() -> None:
    log = Log()
    reply = await dispatch(log=log)(request(Kind.PRESSED, action="break"))
    ((reference, error),) = log
    shown = message_of(reply)
    assert reference in str(shown.blocks)
    assert str(error) == "the secret inside"
    assert "secret" not in str(shown)


async def test_an_error_meant_for_the_person_is_shown_as_it_is() -> None:
    reply = await dispatch()(request(Kind.PRESSED, action="refuse"))
    assert message_of(reply).summary == "That team is closed. Choose another."


async def test_a_form_stays_open_when_its_handler_fails() -> None:
    reply = await dispatch()(request(Kind.SUBMITTED, action="break"))
    assert isinstance(reply, Faults)
    assert APOLOGY in reply.by_field[""]
    assert await dispatch()(request(Kind.SUBMITTED, action="refuse")) == Faults(
        {"": "That team is closed. Choose another."}
    )


async def test_a_button_of_a_former_release_gets_a_kind_sentence() -> None:
    reply = await dispatch()(request(Kind.PRESSED, action="gone"))
    assert "older message" in message_of(reply).summary


async def test_guards_run_in_order_and_the_first_to_stop_decides() -> None:
    ran = []

    async def passing(_request: Request, _route: Route | None) -> Stopped | None:
        ran.append("passing")
        return None

    async def stopping(_request: Request, _route: Route | None) -> Stopped | None:
        ran.append("stopping")
        return Stopped(Say(Message("stopped")))

    async def never(_request: Request, _route: Route | None) -> Stopped | None:
        ran.append("never")
        return None

    reply = await dispatch(passing, stopping, never)(request(text="hello"))
    assert reply == Say(Message("stopped"))
    assert ran == ["passing", "stopping"]


async def test_a_guard_that_fails_still_gets_the_person_a_reply() -> None:
    async def failing(_request: Request, _route: Route | None) -> Stopped | None:
        raise RuntimeError

    reply = await dispatch(failing)(request(text="hello"))
    assert APOLOGY in message_of(reply).summary


def test_two_handlers_never_claim_the_same_action() -> None:
    other = Routes()
    other.on(PlainAction("break"))(breaks)
    with pytest.raises(RouteTaken, match="break"):
        Routes.joined([routes, other])
