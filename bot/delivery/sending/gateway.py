"""`Gateway`: the interface that platforms implement for delivery, with its results and errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.conversation.message import Message
from bot.people.contact.message_kinds import MessageKind


class DeliveryAction(StrEnum):
    SEND = "send"
    EDIT = "edit"
    RECALL = "recall"


class Method(StrEnum):
    """The platform operations that have separate rate limits."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    LOOK_UP = "look up"


Reference = Mapping[str, str]
"""The platform's own reference to a sent message, needed to edit or delete it."""


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One delivery, ready to send.

    Platforms store `id` with the message to look it up. `user` is empty for a channel.

    `reference` is the sent message to edit or delete. It cannot have been sent before `due_at`. Call
    `may_start` directly before sending the first byte; if it returns False, raise TooLate.
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
    def conversation_key(self) -> str:
        """The conversation to which pacing applies."""
        return self.user or self.conversation


@dataclass(frozen=True, slots=True)
class Sent:
    reference: Reference = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pace:
    """Rate limits: messages per second, burst size, rate per conversation, and concurrent calls."""

    per_second: float
    burst: int = 1
    per_conversation: float = 1.0
    at_once: int = 20


CHANNEL_GONE = "channel gone"
"""Reason for refusing a channel that is archived, deleted or no longer has the bot as a member."""


class Refused(Exception):
    """Certainly not sent, and a retry would not help. `gone`: no message can reach this account."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.gone = gone


class Throttled(Exception):
    """Certainly not sent; retry after this many seconds. Also for a refused connection."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class Held(Throttled):
    """Certainly not sent, for a reason that concerns the workspace: the lane waits for an administrator."""

    def __init__(self, reason: str, retry_after: float = 300.0) -> None:
        super().__init__(retry_after)
        self.reason = reason


class Odd(Held):
    """Certainly not sent, for an unknown reason: the recipient waits; the lane too if several get it."""


class TooLate(Exception):
    """Certainly not sent: the lease expired before the first byte, and another worker may have taken over."""


class Gateway(Protocol):
    """One per platform. Any other exception means that the outcome is unknown.

    Each call must end within the delivery settings' `timeout`.
    """

    @property
    def can_look_up(self) -> bool:
        """Whether the platform can report if a delivery id has arrived."""
        ...

    def pace(self, workspace: str, method: Method) -> Pace: ...

    async def send(self, outgoing: Outgoing) -> Sent: ...

    async def look_up(self, outgoing: Outgoing) -> Sent | None: ...

    async def edit(self, outgoing: Outgoing) -> Sent: ...

    async def delete(self, outgoing: Outgoing) -> None: ...
