"""A small Alongside of fake handlers with realistic words, for driving the browser workspace.

`python -m tests.e2e.app` serves it on http://127.0.0.1:8099.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch, Stopped
from bot.conversation.message import (
    Facts,
    Heading,
    Message,
    text,
)
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Route, Routes, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.platforms.web.application import application
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.workspace import Workspace
from tests.e2e.words import (
    ANSWER,
    ASK_A_PERSON,
    CANDIDATES,
    EVERY_BLOCK,
    SIGNPOST,
)

PERSONAS = (
    Persona("nurse", "Amara Okafor", "Nurse, Willow ward"),
    Persona("peer", "Jonas Lindqvist", "Peer worker, Willow ward"),
    Persona("leader", "Priya Raman", "Service manager, Northside community team"),
)
EXAMPLES = (
    "What does a peer worker do?",
    "Should a peer worker write notes?",
    "A colleague made a joke about our peer worker. What now?",
)
EVERYTHING = "show everything"
SLOW = "think for a while"

routes = Routes()


@routes.on(Kind.SAID)
async def question_asked(request: Request, _: object) -> Reply:
    if "notes" in request.text:
        return Say(
            CANDIDATES, why=_why("Three cards were about equally close, so I asked.", "0.41, 0.39, 0.38")
        )
    return Say(
        ANSWER,
        why=_why("One card was clearly closest: what a peer worker is and does.", "0.83, the next 0.52"),
    )


@routes.word(EVERYTHING)
async def everything(_: Request, __: object) -> Reply:
    return Say(EVERY_BLOCK, private=True)


@routes.word(SLOW)
async def slow(_: Request, __: object) -> Reply:
    await asyncio.sleep(1.5)
    return Say(Message("Done thinking."))


@routes.word("break")
async def broken(_: Request, __: object) -> Reply:
    raise RuntimeError("on purpose")


@routes.on(PlainAction("card.more"))
async def more(_: Request, __: object) -> Reply:
    return Say(
        Message(
            "More", (Heading("More about the role"), text("Peer work is mutual: both people learn from it."))
        )
    )


@routes.on(PlainAction("card.open"))
async def opened(request: Request, __: object) -> Reply:
    if not request.values.get("card"):
        return Faults({"card": "Please choose one first, or press “None of these”."})
    return Replace(ANSWER, _why("You chose it yourself.", "chosen"))


@routes.on(PlainAction("feedback"))
async def feedback(_: Request, __: object) -> Reply:
    return Replace(Message("Thank you. That helps us mend the answers."))


@routes.on(PlainAction("ask.person"), opens_form=True)
async def ask_person(_: Request, __: object) -> Reply:
    return Open(ASK_A_PERSON)


@routes.on(PlainAction("ask.person.send"))
async def asked_person(request: Request, __: object) -> Reply:
    if (phone := request.values["phone"]) and not (phone.isdecimal() and len(phone) == 4):
        return Faults({"phone": "An extension has four digits, such as 4071."})
    return Replace(Message("Sent to a champion. You'll hear within three working days."))


@routes.on(PlainAction("everything.send"))
async def sent_everything(_: Request, __: object) -> Reply:
    return Replace(
        Message("Thank you, that is noted."), _why("The values came with the button.", "useful, ward, why")
    )


@routes.on(PlainAction("everything.later"))
async def later(_: Request, __: object) -> Reply:
    raise UserFacingError("That can wait. I'll ask again next week.")


def _why(words: str, numbers: str) -> Message:
    return Message(words, (text(words), Facts((("Closeness", numbers), ("Language model", "off")))))


async def distress_first(request: Request, _: Route | None) -> Stopped | None:
    if "can't go on" in " ".join(request.typed()):
        why = Message("Words of distress come before everything else.")
        return Stopped(Say(SIGNPOST, private=True, why=why, forget=True))
    return None


def build(start: datetime | None = None) -> tuple[web.Application, Workspace]:
    clock = MovableClock(start or datetime(2026, 11, 23, 10, 42, tzinfo=UTC), frozen=True)
    dispatch = Dispatch(routes, None, (distress_first,), lambda *_: None, UserFacingError)
    workspace = Workspace(dispatch, PERSONAS, clock, ZoneInfo("Europe/London"))

    async def move_clock(step: timedelta | None) -> None:
        clock.move_to(clock.now() + (step or timedelta(hours=3)))
        await workspace.deliver("nurse", Message("A short tip: ask what a good day looks like."))

    async def waiting() -> Message:
        return Message(
            "Nothing waiting", (Facts((("Waiting to be sent", "0"), ("Next short tip", "Thursday, 09:30"))),)
        )

    panels = {"What is due": waiting}
    return application(workspace, examples=EXAMPLES, panels=panels, move_clock=move_clock), workspace


if __name__ == "__main__":
    web.run_app(build()[0], host="127.0.0.1", port=8099, access_log=None)
