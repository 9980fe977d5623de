"""What a person did, whichever platform it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    SAID = "said"
    PRESSED = "pressed"
    SUBMITTED = "submitted"
    JOINED = "joined"
    OPENED_HOME = "opened home"


@dataclass(frozen=True, slots=True)
class Sender:
    """An account on a platform. `workspace` is Slack's team, Teams' tenant or the demo's name."""

    platform: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person did.

    `id` is the platform's own event id, the same when it delivers the event again.
    `conversation` is where it happened; `private` is true where nobody else can read it.
    """

    id: str
    kind: Kind
    sender: Sender
    conversation: str
    private: bool = True
    action: str = ""
    value: str = ""
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def typed(self) -> tuple[str, ...]:
        """Every text the person may have typed, from whichever box."""
        return tuple(t for t in (self.text, *self.values.values()) if t.strip())
