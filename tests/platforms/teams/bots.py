"""A bot that answers everything with what a test wants."""

from dataclasses import dataclass, field

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Button, Buttons, Choice, Form, Message, Option, TextInput, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Reply, Routes, Say
from bot.core.errors import UserFacingError
from tests.barrier import Barrier

FINE = Message("Fine", (text("Fine."),))
QUESTION = Message(
    "How useful was this?",
    (
        Choice("useful", "How useful was this?", (Option("yes", "Very"), Option("no", "Not much"))),
        Buttons((Button("Send", "act", "first"), Button("Form", "open"), Button("Count", "secretly"))),
    ),
)
FORM = Form(
    "send",
    "Ask a champion",
    (TextInput("question", "Your question"), Choice("ward", "Ward", (Option("a", "Ash"),), optional=True)),
    value="ref",
)


@dataclass
class Bot:
    """`reply` is the next answer to anything; `heard` is what has come in; `gate` holds answers back."""

    reply: Reply = field(default_factory=lambda: Say(FINE))
    heard: list[Request] = field(default_factory=list)
    gate: Barrier = field(default_factory=Barrier)

    def dispatch(self) -> Dispatch:
        routes = Routes()
        for name in (Kind.SAID, Kind.JOINED, "act", "send", "language.check", "language.not-yours"):
            routes.on(name if isinstance(name, Kind) else PlainAction(name))(self._answer)
        routes.on(PlainAction("open"), opens_form=True)(self._answer)
        routes.on(PlainAction("secretly"), leaves_no_trace=True)(self._answer)
        return Dispatch(routes, None, (), _say_nothing, UserFacingError)

    async def _answer(self, request: Request, _: object) -> Reply:
        self.heard.append(request)
        await self.gate.wait()
        return self.reply


def _say_nothing(*_: object) -> None: ...
