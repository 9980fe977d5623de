"""`Place`: the Teams conversation, thread and message that a request came from and its answer goes to."""

from dataclasses import dataclass

PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"
IN_THREAD = ";messageid="


@dataclass(frozen=True, slots=True)
class Place:
    """`service` is the connector's address there, `conversation` where answers go: in a channel, the thread.

    `member` is what Teams calls the person. `message` is the one that was acted on. `team` is the channel's.
    `home` is the tenant that the person belongs to, where Teams says. `shows` is the kind of the message that was
    acted on, where its mark proved it: anything else is never replaced.
    """

    tenant: str
    user: str
    member: str
    service: str
    conversation: str
    kind: str = PERSONAL
    message: str = ""
    team: str = ""
    home: str = ""
    shows: str = ""

    @property
    def is_private(self) -> bool:
        return self.kind == PERSONAL

    @property
    def name(self) -> str:
        """The same for all that belongs together: our chat, a group's chat, each thread of a channel."""
        return f"teams {self.conversation}"

    @property
    def posted_in(self) -> str:
        """Where we posted what was acted on: what begins a thread stands in the channel itself."""
        channel, _, first = self.conversation.partition(IN_THREAD)
        return channel if first == self.message else self.conversation
