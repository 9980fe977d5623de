"""`LaneKey`: formats and parses a lane's key, "platform workspace action"."""

from dataclasses import dataclass

from bot.delivery.sending.gateway import DeliveryAction


@dataclass(frozen=True, slots=True)
class LaneKey:
    """A key written as "platform workspace action". A workspace may contain spaces."""

    platform: str
    workspace: str
    action: DeliveryAction = DeliveryAction.SEND

    @classmethod
    def parse(cls, written: str) -> "LaneKey":
        platform, rest = written.split(" ", 1)
        workspace, action = rest.rsplit(" ", 1)
        return cls(platform, workspace, DeliveryAction(action))

    @staticmethod
    def beginning(platform: str) -> str:
        """The prefix of all lane keys of a platform."""
        return f"{platform} "

    def __str__(self) -> str:
        return f"{self.platform} {self.workspace} {self.action}"
