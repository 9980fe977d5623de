"""`Gateway`: the interface that platforms implement for delivery, with its results and errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.conversation.message import Message
from bot.people.contact.message_kinds import MessageKind


class Action(StrEnum):
    SEND = "send"
    EDIT = "edit"
    RECALL = "recall"


class Method(StrEnum):
    """What a platform limits separately."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    LOOK_UP = "look up"


Reference = Mapping[str, str]
"""What a platform needs to find a message again, in its own words."""


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One delivery, ready to go. `id` goes along, for looking it up. `user` is empty for a channel.

    `reference` is the sent message that is to be edited or deleted. `due_at`: it can't have been sent before.
    `may_start` is to be asked in the last moment before the first byte leaves; if it says no, raise TooLate.
    """

    id: str
    kind: MessageKind
    platform: str
    workspace: str
    message: Message
    user: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    conversation: str = ""
    reference: Reference = field(default_factory=dict)
    due_at: datetime | None = None
    may_start: Callable[[], bool] = field(default=always, compare=False)

    @property
    def where(self) -> str:
        """The conversation, for pacing."""
        return self.user or self.conversation


@dataclass(frozen=True, slots=True)
class Sent:
    reference: Reference = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many a second; so many at once after a pause; to one conversation; in flight at a time."""

    per_second: float
    burst: int = 1
    per_conversation: float = 1.0
    at_once: int = 20


CHANNEL_GONE = "channel gone"
"""Why a channel is refused that was archived or deleted, or that we are no longer in."""


class Refused(Exception):
    """Certainly not sent, and trying again would not help. `gone`: this account can't be written to at all."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.gone = gone


class Throttled(Exception):
    """Certainly not sent; may be tried again after so many seconds. Also for a refused connection."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class Held(Throttled):
    """Certainly not sent, and no fault of the person's: the lane waits for an administrator, and then resumes."""

    def __init__(self, reason: str, retry_after: float = 300.0) -> None:
        super().__init__(retry_after)
        self.reason = reason


class Odd(Held):
    """As Held, with a reason that we don't know: this recipient waits; the lane does if several get it."""


class TooLate(Exception):
    """Certainly not sent: the right to send ran out before the first byte left, and others may have taken over."""


class Gateway(Protocol):
    """One a platform. Anything else raised means that nobody knows whether it was sent.

    A call must end, one way or the other, within the delivery settings' `timeout`.
    """

    @property
    def can_look_up(self) -> bool:
        """Whether the platform can tell if a delivery id has arrived."""
        ...

    def pace(self, workspace: str, method: Method) -> Pace: ...

    async def send(self, outgoing: Outgoing) -> Sent: ...

    async def look_up(self, outgoing: Outgoing) -> Sent | None: ...

    async def edit(self, outgoing: Outgoing) -> Sent: ...

    async def delete(self, outgoing: Outgoing) -> None: ...
