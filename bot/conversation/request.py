"""`Request`: one thing that a person did, such as a message or a button, on any platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.conversation.inbound_text import inbound_text
from bot.conversation.message import Form

# More than any form of ours has fields.
MOST_VALUES = 60


class Kind(StrEnum):
    """EDITED: words that were written before, changed since; they are looked at for distress, and nothing else.

    SENT_FILE: a file, a picture or a voice clip, without words.
    """

    SAID = "said"
    EDITED = "edited"
    SENT_FILE = "sent a file"
    PRESSED = "pressed"
    SUBMITTED = "submitted"
    JOINED = "joined"
    OPENED_HOME = "opened home"


@dataclass(frozen=True, slots=True)
class Sender:
    """An account on a platform. `workspace` is Slack's team, Teams' tenant or the demo's name: where we are.

    `home` is whose people they say the person is; empty where the platform doesn't say.
    """

    platform: str
    workspace: str
    user: str
    home: str = field(default="", compare=False)

    @property
    def is_from_elsewhere(self) -> bool:
        return self.home not in ("", self.workspace)


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person did.

    `id` is the platform's own event id, the same when it delivers the event again.
    `conversation` is where it happened; `private` is true where nobody else can read it.
    `acted_on` names the message whose button was pressed, and `once` the form that was opened: each counts once.
    `form` is the one that was submitted, where the platform knows it.
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
    form: Form | None = field(default=None, compare=False)
    acted_on: str = field(default="", compare=False)
    once: str = field(default="", compare=False)

    def made_ready(self) -> "Request":
        """With every text as `inbound_text` has it. Done once, before anything looks at the request."""
        values = {name: inbound_text(value) for name, value in list(self.values.items())[:MOST_VALUES]}
        return replace(self, text=inbound_text(self.text), values=values)

    def typed(self) -> tuple[str, ...]:
        """Every text the person may have typed, from whichever box."""
        return tuple(t for t in (self.text, *self.values.values()) if t.strip())
