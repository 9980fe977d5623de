"""`Dispatch`: from a Request to a Reply, through guards and a handler. Errors become an apology."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from secrets import token_hex

from bot.conversation.actions import UnreadableValue
from bot.conversation.choosing import NotOne
from bot.conversation.form_values import LONGEST_VALUE, checked
from bot.conversation.inbound_text import is_plain
from bot.conversation.message import Message, Paragraph, text
from bot.conversation.reply_shortening import NO_ROOM, NoRoom, Overfull, shorten_to_fit
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Reply, Route, Routes, Say

APOLOGY = "That did not work, and the fault is ours: your request did not go through."
"""What people read where we fail. Tests look for it where it must not be."""

Settle = Callable[[Request, Reply], Awaitable[Reply]]
Guard = Callable[[Request, Route | None], Awaitable["Stopped | None"]]


class Stopped:
    """Raised by a guard that answers the request itself: `reply` is sent, and no handler runs."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


class Dispatch:
    """Takes a Request to its handler. `guards` run in order; the first to return Stopped decides.

    `report` logs an error under a reference that the person also gets. `shown` is the base class of errors
    whose text is shown to the person. `settle` receives each request with its result, and returns the reply that
    is sent. `overfull` maps a platform to a function that finds the parts of a reply that it cannot show; the reply is then shortened.
    """

    def __init__(
        self,
        routes: Routes,
        services: object,
        guards: Sequence[Guard],
        report: Callable[[str, Request, Exception], None],
        shown: type[Exception],
        settle: Settle | None = None,
        overfull: Mapping[str, Overfull] | None = None,
    ) -> None:
        self._routes = routes
        self._services = services
        self._guards = guards
        self._report = report
        self._shown = shown
        self._settle = settle
        self._overfull = overfull or {}

    def opens_form(self, request: Request) -> bool:
        """Whether the request opens a form, which a platform must answer before its trigger expires."""
        route = self._routes.for_request(request)
        return route is not None and route.opens_form

    def forms(self) -> frozenset[str]:
        """The actions that open forms. Platforms need them before a button is pressed."""
        return frozenset(name for name, route in self._routes.by_name.items() if route.opens_form)

    def leaves_no_trace(self, request: Request) -> bool:
        """Whether this request must not be logged or stored, by platforms either."""
        route = self._routes.for_request(request)
        return route is not None and route.leaves_no_trace

    async def __call__(self, request: Request) -> Reply:
        """Runs the guards and the handler. People always get a reply, even when we fail."""
        return self._fitted(request, await self._settled(request, await self._replied(request)))

    async def _settled(self, request: Request, reply: Reply) -> Reply:
        if self._settle and not self.leaves_no_trace(request):
            try:
                return await self._settle(request, reply)
            except Exception as error:  # noqa: BLE001 - the reply stands even if this fails
                self._report(token_hex(4), request, error)
        return reply

    def _fitted(self, request: Request, reply: Reply) -> Reply:
        measure = self._overfull.get(request.sender.platform)
        if measure is None:
            return reply
        try:
            return shorten_to_fit(reply, measure)
        except NoRoom as error:
            self._report(token_hex(4), request, error)
            return NO_ROOM

    async def _replied(self, request: Request) -> Reply:
        try:
            return await self._answer(request.made_ready())
        except UnreadableValue:
            return _failed(request, _OUTDATED)
        except NotOne as error:
            return Faults({error.field: str(error)})
        except self._shown as error:
            return _failed(request, Message(str(error), (text(str(error)),)))
        except Exception as error:  # noqa: BLE001 - one of the places where everything is caught
            reference = token_hex(4)
            self._report(reference, request, error)
            return _failed(request, _sorry(reference))

    async def _answer(self, request: Request) -> Reply:
        route = self._routes.for_request(request)
        for guard in self._guards:
            if stopped := await guard(request, route):
                return stopped.reply
        if route is None:
            return Say(_OUTDATED, private=True) if request.action else None
        values, faults = checked(request.form, request.values)
        if faults:
            return Faults(faults)
        if not is_plain(request.value, LONGEST_VALUE):
            raise UnreadableValue(f"{route.name} got a value that no button of ours carries")
        if route.action is not None:
            route.action.value_of(request)
        return await route.handler(replace(request, values=values), self._services)


def _failed(request: Request, message: Message) -> Reply:
    """Keeps an open form open, so that no typed text is lost; the error is shown above the fields."""
    if request.kind is Kind.SUBMITTED:
        sentences = " ".join(
            span.text for b in message.blocks if isinstance(b, Paragraph) for span in b.spans
        )
        return Faults({"": sentences})
    return Say(message, private=True)


def _sorry(reference: str) -> Message:
    again = "Please try again. If it keeps happening, tell your administrator this reference:"
    return Message(APOLOGY, (text(f"{APOLOGY} {again} {reference}."),))


_OUTDATED = Message(
    "That button belongs to an older message.",
    (
        text(
            "That button belongs to an older message, so nothing was done. Say what you need, or “help”, and I'll take it from there."
        ),
    ),
)
