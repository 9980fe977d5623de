"""`Place`: the Teams conversation, thread and message that a request came from and its answer goes to."""

from dataclasses import dataclass

PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """`service` is the connector's address there, `conversation` where answers go: in a channel, the thread.

    `member` is what Teams calls the person. `message` is the one that was acted on. `team` is the channel's.
    `home` is the tenant that the person belongs to, where Teams says.
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

    @property
    def is_private(self) -> bool:
        return self.kind == PERSONAL

    @property
    def name(self) -> str:
        """The same for all that belongs together: our chat, a group's chat, each thread of a channel."""
        return f"teams {self.conversation}"
