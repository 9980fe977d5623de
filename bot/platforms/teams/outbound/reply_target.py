"""`TeamsPlace`: the Teams conversation, thread and message that a request came from and that get the answer."""

from dataclasses import dataclass

PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"
IN_THREAD = ";messageid="


@dataclass(frozen=True, slots=True)
class TeamsPlace:
    """`service` is the connector's address; `conversation` is where answers go: in a channel, the thread.

    `member` is the person's id in Teams. `message` is the message acted on. `team` is the channel's team.
    `home` is the person's tenant, if Teams reports it. `shows` is the kind of the message acted on, if its
    mark proved it: other messages are never replaced.
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
        """A key shared by all messages of one conversation: our chat, a group chat or a channel's thread."""
        return f"teams {self.conversation}"

    @property
    def posted_in(self) -> str:
        """The conversation of the message acted on. A message that starts a thread belongs to the channel."""
        channel, _, first = self.conversation.partition(IN_THREAD)
        return channel if first == self.message else self.conversation
