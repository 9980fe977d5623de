"""`AudienceKey` and `Channel`: write and parse the keys of audiences and channels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """A team's channel. Teams store its `str()`."""

    platform: str
    workspace: str
    conversation: str

    def __str__(self) -> str:
        return f"{self.platform} {self.workspace} {self.conversation}"

    @classmethod
    def parse(cls, written: str) -> "Channel":
        return cls(*written.split(" ", 2))


@dataclass(frozen=True, slots=True)
class AudienceKey:
    """`kind` is "everyone", "team", "role", "group", "channel" or "saved"; `rest` its id, empty for everyone."""

    kind: str
    rest: str = ""

    @classmethod
    def parse(cls, written: str) -> "AudienceKey":
        kind, _, rest = written.partition(":")
        return cls(kind, rest)

    @classmethod
    def of_channel(cls, channel: Channel) -> "AudienceKey":
        return cls("channel", "|".join((channel.platform, channel.workspace, channel.conversation)))

    @property
    def channel(self) -> Channel | None:
        """None for any other audience."""
        return Channel(*self.rest.split("|", 2)) if self.kind == "channel" else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.rest}" if self.rest else self.kind
