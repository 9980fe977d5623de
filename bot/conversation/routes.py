"""`Routes`: maps Requests to handlers, and defines the kinds of reply that a handler may return."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.actions import AnyAction
from bot.conversation.message import Form, Message
from bot.conversation.request import Kind, Request


@dataclass(frozen=True, slots=True)
class Say:
    """Answers in the same conversation.

    `private`: only the sender sees it. `why` is shown in the demo's side panel.

    `forget`: what the person typed is neither stored nor shown again.
    """

    message: Message
    private: bool = False
    why: Message | None = None
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Replace:
    """Replaces the message whose button was pressed."""

    message: Message
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Open:
    form: Form


@dataclass(frozen=True, slots=True)
class Faults:
    """Errors of a submitted form, by field name. The form stays open with what was typed.

    The empty name is for errors that belong to no field.
    """

    by_field: Mapping[str, str]


Reply = Say | Replace | Open | Faults | None

# The second argument is a Context, a type that this layer may not import.
Handler = Callable[[Request, Any], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Route:
    """A handler with its rules.

    `opens_form`: it must return Open at once. `composes`: the text is for other people, so distress words
    cause a warning only.

    `needs` is the required permission, a name from `bot/people/access/permissions.py`; empty means everyone.
    `leaves_no_trace`: nothing may record the request except its handler: no duplicate check, last contact,
    address refresh or transcript. `at_most` is the rate limit, a name from `bot/people/access/allowances.py`;
    empty means the general limit. `action` is None only for single words and for a Kind. `keeps_draft`: what was
    typed into its form is kept for a day until it is handled, and given back when the form opens again.
    """

    name: str
    handler: Handler
    opens_form: bool = False
    composes: bool = False
    needs: str = "ask"
    leaves_no_trace: bool = False
    at_most: str = ""
    action: AnyAction | None = None
    keeps_draft: bool = False

    def __post_init__(self) -> None:
        if self.keeps_draft and self.leaves_no_trace:
            raise ValueError(f"{self.name!r} leaves no trace, so it can keep no draft")


class RouteTaken(ValueError):
    """Raised when two handlers claim the same requests."""


@dataclass(slots=True)
class Routes:
    """Handlers by action name (buttons, forms), by single typed word, and by Kind for other requests."""

    by_name: dict[str, Route] = field(default_factory=dict)

    def on(
        self,
        what: AnyAction | Kind,
        *,
        opens_form: bool = False,
        composes: bool = False,
        needs: str = "ask",
        leaves_no_trace: bool = False,
        at_most: str = "",
        keeps_draft: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Registers the decorated handler for an action, or for a Kind."""
        action = None if isinstance(what, Kind) else what
        name = what.value if isinstance(what, Kind) else what.name

        def register(handler: Handler) -> Handler:
            rules = (opens_form, composes, needs, leaves_no_trace, at_most, action, keeps_draft)
            self._add(Route(name, handler, *rules))
            return handler

        return register

    def word(self, *words: str, needs: str = "ask", at_most: str = "") -> Callable[[Handler], Handler]:
        """Registers the decorated handler for messages that consist of one of these words."""

        def register(handler: Handler) -> Handler:
            for word in words:
                self._add(Route(f"word: {word}", handler, needs=needs, at_most=at_most))
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
        """Merges several Routes. Raises RouteTaken if two claim a name."""
        joined = cls()
        for routes in several:
            for route in routes.by_name.values():
                joined._add(route)
        return joined

    def _add(self, route: Route) -> None:
        if route.name in self.by_name:
            raise RouteTaken(f"{route.name!r} has a handler already; pick another name")
        self.by_name[route.name] = route
