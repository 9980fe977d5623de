"""A platform in memory: keeps what arrived, by delivery id, and fails as it is told."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.conversation.message import Message
from bot.delivery.sending.gateway import Method, Outgoing, Pace, Sent, TooLate

FAST = Pace(per_second=100_000, burst=1000, per_conversation=100_000, at_once=10)


class LostConnection(Exception):
    """The kind of error that tells nothing."""


@dataclass
class FakePlatform:
    """`before` and `after` run before and after a message arrives; what they raise is what we see."""

    can_look_up: bool = True
    fast: Pace = FAST
    before: Callable[[Outgoing], None] = lambda _: None
    after: Callable[[Outgoing], None] = lambda _: None
    arrived: list[Outgoing] = field(default_factory=list)
    shown: dict[str, Message] = field(default_factory=dict)
    looked_up: int = 0

    def pace(self, workspace: str, method: Method) -> Pace:
        return self.fast

    @property
    def times(self) -> Counter[str]:
        """How often each recipient got something."""
        return Counter(outgoing.conversation_key for outgoing in self.arrived)

    async def send(self, outgoing: Outgoing) -> Sent:
        self.before(outgoing)
        if not outgoing.may_start():
            raise TooLate
        self.arrived.append(outgoing)
        reference = f"{outgoing.conversation_key}/{len(self.arrived)}"
        self.shown[reference] = outgoing.message
        self.after(outgoing)
        return Sent({"ts": reference})

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        self.looked_up += 1
        numbers = [n for n, sent in enumerate(self.arrived, 1) if sent.id == outgoing.id]
        return Sent({"ts": f"{outgoing.conversation_key}/{numbers[0]}"}) if numbers else None

    async def edit(self, outgoing: Outgoing) -> Sent:
        self.before(outgoing)
        self.shown[outgoing.reference["ts"]] = outgoing.message
        return Sent(outgoing.reference)

    async def delete(self, outgoing: Outgoing) -> None:
        self.before(outgoing)
        self.shown.pop(outgoing.reference["ts"], None)


def loses_connection(_: Outgoing) -> None:
    raise LostConnection
