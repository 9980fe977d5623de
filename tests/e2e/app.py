"""A small Alongside of fake handlers with realistic words, for driving the browser workspace.

`python -m tests.e2e.app` serves it on http://127.0.0.1:8099.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.clock import MovableClock
from bot.conversation.dispatch import Dispatch, Stopped
from bot.conversation.message import (
    Bullets,
    Button,
    Buttons,
    Chart,
    Choice,
    Divider,
    Facts,
    Form,
    Heading,
    Image,
    Message,
    Option,
    Paragraph,
    Point,
    Progress,
    Quote,
    Span,
    TextInput,
    text,
)
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Route, Routes, Say
from bot.errors import UserFacingError
from bot.platforms.web.app import application
from bot.platforms.web.people import Persona
from bot.platforms.web.send import Workspace

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

SOURCES = text(
    "Sources: ",
    Span("Reeves and others, 2024", href="https://doi.org/10.1186/s12888-024-05803-y"),
    "; ",
    Span("NHS England competence framework, 2020", href="https://www.hee.nhs.uk/"),
    ". Reviewed in October 2026.",
    quiet=True,
)
ANSWER = Message(
    "A peer worker supports people from their own lived experience.",
    (
        text(
            "A peer worker is a colleague who uses ",
            Span("their own lived experience", bold=True),
            " of mental distress and recovery to support others. They are employed for it, trained for it and "
            "bound by the same duty of care as you are.",
        ),
        Bullets(
            (
                text("They meet people as equals, and what the person wants comes first."),
                text("They do not diagnose, give medication or take part in restraint."),
                text("They decide what of their own story they share, and with whom."),
            )
        ),
        SOURCES,
        Buttons((Button("More", "card.more", "role"), Button("Was this any use?", "feedback", "role"))),
    ),
)
CANDIDATES = Message(
    "Which of these comes closest?",
    (
        text("I'm not sure which of these you mean. Which comes closest?"),
        Choice(
            "card",
            "Your question is about",
            (
                Option("notes", "Records, note writing and what peer workers share with the team"),
                Option("meetings", "Meetings and handovers"),
                Option("story", "Sharing their story"),
            ),
        ),
        Buttons((Button("Show the answer", "card.open"), Button("None of these", "ask.person"))),
    ),
)
SIGNPOST = Message(
    "It sounds as if things are very hard right now.",
    (
        Heading("Before anything else"),
        text("It sounds as if things are very hard right now. You don't have to carry this by yourself."),
        Bullets(
            (
                text("In danger now: call ", Span("999", bold=True, href="tel:999")),
                text("Samaritans, day and night, free: ", Span("116 123", bold=True, href="tel:116123")),
                text("Staff support line, weekdays 8 to 6: ", Span("020 7946 0018", href="tel:02079460018")),
            )
        ),
        text(
            "I don't keep what you wrote and I tell nobody. Your chat platform keeps its own copy.",
            quiet=True,
        ),
    ),
)
TREND = Chart(
    "Colleagues who say the peer role is clear to them",
    (
        Point("Jun", 48, 36, 60),
        Point("Jul", 51, 40, 62),
        Point("Aug", 55, 43, 67),
        Point("Sep", 54, 44, 64),
        Point("Oct", 61, 52, 70),
        Point("Nov", 66, 57, 74),
    ),
    (0, 100),
    "It rose from 48 in 100 in June to 66 in 100 in November.",
)
BARS = Chart(
    "What is going well, out of 100",
    (
        Point("I know when to involve a peer worker", 71, 60, 80),
        Point("Peer workers are part of our meetings and handovers", 58, 46, 69),
        Point("I have time to work alongside peers", 34, 24, 46),
    ),
    (0, 100),
    "Knowing when to involve a peer worker scores highest, 71; having time scores lowest, 34.",
    "bar",
)
ELEVEN_WARDS = tuple(
    Option(w.casefold(), w) for w in "Ash Beech Cedar Elm Hazel Holly Larch Maple Oak Rowan Willow".split()
)
EVERY_BLOCK = Message(
    "Everything a message can hold",
    (
        Heading("Your fortnight on Willow ward"),
        text("Two things moved since the last report. ", Span("Both are small.", italic=True)),
        Facts(
            (
                ("Answered", "23 of 31 people"),
                ("Role is clear", "66 in 100 (57 to 74)"),
                ("Questions asked", "18"),
                ("Not answered by a card", "3"),
            )
        ),
        TREND,
        BARS,
        Quote((Span("We stopped asking what she is for, and started asking when she is in."),)),
        Image("/static/mark.svg", "Two circles side by side, overlapping"),
        Progress("Your short tips", 4, 12),
        Divider(),
        Choice(
            "useful",
            "How useful was this?",
            (Option("1", "Not much"), Option("2", "Somewhat"), Option("3", "Very")),
        ),
        Choice("ward", "Which ward is it about?", ELEVEN_WARDS, initial="willow"),
        TextInput(
            "why", "Anything you'd add?", hint="Please don't name anyone.", multiline=True, optional=True
        ),
        Buttons((Button("Send", "everything.send"), Button("Not now", "everything.later"))),
        Paragraph((Span("You can change how often you hear from us in your settings."),), quiet=True),
    ),
)
ASK_A_PERSON = Form(
    "ask.person.send",
    "Ask a champion",
    (
        text(
            "A champion answers within three working days. They see your name and your question.", quiet=True
        ),
        TextInput(
            "question",
            "Your question",
            hint="Leave out anything that could identify somebody.",
            multiline=True,
            longest=200,
        ),
        Choice(
            "urgent",
            "How soon do you need it?",
            (Option("week", "This week is fine"), Option("now", "Today, if possible")),
        ),
        Choice("ward", "Your ward", ELEVEN_WARDS, optional=True),
        TextInput("phone", "Extension", hint="Four digits.", optional=True),
    ),
    "Send to a champion",
)


@routes.on(Kind.SAID)
async def asked(request: Request, _: object) -> Reply:
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


@routes.on("card.more")
async def more(_: Request, __: object) -> Reply:
    return Say(
        Message(
            "More", (Heading("More about the role"), text("Peer work is mutual: both people learn from it."))
        )
    )


@routes.on("card.open")
async def opened(request: Request, __: object) -> Reply:
    if not request.values.get("card"):
        return Faults({"card": "Please choose one first, or press “None of these”."})
    return Replace(ANSWER, _why("You chose it yourself.", "chosen"))


@routes.on("feedback")
async def feedback(_: Request, __: object) -> Reply:
    return Replace(Message("Thank you. That helps us mend the answers."))


@routes.on("ask.person", opens_form=True)
async def ask_person(_: Request, __: object) -> Reply:
    return Open(ASK_A_PERSON)


@routes.on("ask.person.send")
async def asked_person(request: Request, __: object) -> Reply:
    if (phone := request.values["phone"]) and not (phone.isdecimal() and len(phone) == 4):
        return Faults({"phone": "An extension has four digits, such as 4071."})
    return Replace(Message("Sent to a champion. You'll hear within three working days."))


@routes.on("everything.send")
async def sent_everything(_: Request, __: object) -> Reply:
    return Replace(
        Message("Thank you, that is noted."), _why("The values came with the button.", "useful, ward, why")
    )


@routes.on("everything.later")
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

    async def move_clock(step: timedelta) -> None:
        clock.move_to(clock.now() + step)
        await workspace.deliver("nurse", Message("A short tip: ask what a good day looks like."))

    async def waiting() -> Message:
        return Message(
            "Nothing waiting", (Facts((("Waiting to be sent", "0"), ("Next short tip", "Thursday, 09:30"))),)
        )

    panels = {"What is due": waiting}
    return application(workspace, examples=EXAMPLES, panels=panels, move_clock=move_clock), workspace


if __name__ == "__main__":
    web.run_app(build()[0], host="127.0.0.1", port=8099, access_log=None)
