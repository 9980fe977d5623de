"""Routes: which handler takes a Request, and the kinds of reply that it may give."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.message import Form, Message
from bot.conversation.request import Kind, Request


@dataclass(frozen=True, slots=True)
class Say:
    """Answer here. `private` where others could read along; `why` is for the demo's side panel.

    `forget`: what the person typed is not kept or shown again.
    """

    message: Message
    private: bool = False
    why: Message | None = None
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Replace:
    """Put this in place of the message that was acted on."""

    message: Message
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Open:
    form: Form


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a submitted form, by field name; the form stays open with what was typed.

    The empty name is for what belongs to no field.
    """

    by_field: Mapping[str, str]


Reply = Say | Replace | Open | Faults | None

# The second argument is the Context, which this floor does not know.
Handler = Callable[[Request, Any], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Route:
    """`opens_form`: must answer with Open at once. `composes`: writes for others, so distress words warn.

    `needs` is the permission it takes, in the words of `bot/people/access/permissions.py`. Everybody may ask.
    `leaves_no_trace`: nothing may be written down about it but what its handler writes, not even that it
    came: no duplicate check, no last contact, no refreshed address, no transcript.
    `at_most` is how often, in the words of `bot/people/access/allowances.py`; empty where what holds for all is enough.
    """

    name: str
    handler: Handler
    opens_form: bool = False
    composes: bool = False
    needs: str = "ask"
    leaves_no_trace: bool = False
    at_most: str = ""


class RouteTaken(ValueError):
    """Two handlers want the same requests."""


@dataclass(slots=True)
class Routes:
    """Action names for buttons and forms, single words people type, and kinds for all the rest."""

    by_name: dict[str, Route] = field(default_factory=dict)

    def on(
        self,
        name: str | Kind,
        *,
        opens_form: bool = False,
        composes: bool = False,
        needs: str = "ask",
        leaves_no_trace: bool = False,
        at_most: str = "",
    ) -> Callable[[Handler], Handler]:
        """Register the decorated handler for an action such as "card.more", or for a Kind."""

        def register(handler: Handler) -> Handler:
            self._add(Route(str(name), handler, opens_form, composes, needs, leaves_no_trace, at_most))
            return handler

        return register

    def word(self, *words: str, needs: str = "ask") -> Callable[[Handler], Handler]:
        """Register the decorated handler for messages that consist of one of these words."""

        def register(handler: Handler) -> Handler:
            for word in words:
                self._add(Route(f"word: {word}", handler, needs=needs))
            return handler

        return register

    def for_request(self, request: Request) -> Route | None:
        if request.kind in (Kind.PRESSED, Kind.SUBMITTED):
            return self.by_name.get(request.action)
        if request.kind is Kind.SAID:
            word = request.text.strip(" \n\t.?!").casefold()
            return self.by_name.get(f"word: {word}") or self.by_name.get(Kind.SAID)
        return self.by_name.get(request.kind)

    @classmethod
    def joined(cls, several: Iterable["Routes"]) -> "Routes":
        """All of them as one; RouteTaken where two claim a name."""
        joined = cls()
        for routes in several:
            for route in routes.by_name.values():
                joined._add(route)
        return joined

    def _add(self, route: Route) -> None:
        if route.name in self.by_name:
            raise RouteTaken(f"{route.name!r} has a handler already; pick another name")
        self.by_name[route.name] = route
