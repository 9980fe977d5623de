"""`MessageKind` and `Subscription`: why the bot writes, and what people can stop."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from bot.core.declared import DeclaredWord

_LAST = 1000


@dataclass(frozen=True, slots=True)
class Subscription:
    """Messages that a person can stop, of one or several kinds. `words` name them in the settings, ordered by `place`."""

    name: str
    words: str
    place: int


class MessageKind(DeclaredWord):
    """`priority`: the smaller goes first, when sending and when the budget runs out.

    `label` names many of them, `singular` a single one; `singular` is empty if the kind of a message could tell
    administrators what somebody keeps to themselves.
    `is_counted`: uses the weekly budget. `lasts`: how long after its time it is still worth sending.
    """

    priority: int
    label: str
    singular: str
    is_counted: bool
    lasts: timedelta | None
    subscription: Subscription | None

    def __new__(
        cls,
        word: str,
        priority: int,
        label: str,
        *,
        singular: str = "",
        is_counted: bool = False,
        lasts: timedelta | None = None,
        subscription: Subscription | None = None,
    ) -> Self:
        kind = super().__new__(cls, word)
        kind.priority, kind.label, kind.singular = priority, label, singular
        kind.is_counted, kind.lasts, kind.subscription = is_counted, lasts, subscription
        return kind

    @classmethod
    def _of_newer_release(cls, word: str) -> Self:
        """Its deliveries carry their own priority, week and latest time, so they can be sent."""
        kind = str.__new__(cls, word)
        kind.priority, kind.label, kind.singular = _LAST, "Messages of a newer release", ""
        kind.is_counted, kind.lasts, kind.subscription = False, None, None
        return kind


def by_priority() -> list[MessageKind]:
    """All that are declared, the most important first."""
    return sorted(MessageKind.all(), key=lambda kind: kind.priority)


def subscriptions() -> dict[Subscription, tuple[MessageKind, ...]]:
    """The subscriptions, each with its kinds of messages."""
    of_kinds: dict[Subscription, tuple[MessageKind, ...]] = {}
    for kind in reversed(by_priority()):
        if kind.subscription:
            of_kinds[kind.subscription] = (*of_kinds.get(kind.subscription, ()), kind)
    return dict(sorted(of_kinds.items(), key=lambda item: item[0].place))


ESCALATION = MessageKind("escalation", 0, "Questions to champions")
REPLY = MessageKind("reply", 1, "Answers by champions")
DIGEST = MessageKind(
    "digest",
    2,
    "Digests, and reminders for editors",
    singular="the digest",
    subscription=Subscription("digests", "digests that come with a role", 5),
)
# For all messages between peer workers and colleagues, so that the kind doesn't reveal who is a peer worker.
PEER_REQUEST = MessageKind("peer-request", 10, "Peer support")
# Jobs that write to nobody: they go last.
UPKEEP = MessageKind("upkeep", 9, "Upkeep")
