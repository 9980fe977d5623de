"""`Request`: one thing that a person did on any platform, such as sending a message or pressing a button."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.conversation.inbound_text import inbound_text
from bot.conversation.message import Form

# Maximum number of fields, above that of any form of ours.
MOST_VALUES = 60


class Kind(StrEnum):
    """What the person did.

    EDITED: a message was changed. Only the distress check reads it. SENT_FILE: a file, a picture or a voice
    clip, without text.
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
    """An account on a platform.

    `workspace` is a Slack team, a Teams tenant or the demo's name: where the request arrived.

    `home` is the workspace that the person belongs to; empty if the platform doesn't report it.
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

    `id` is the platform's event id; a redelivered event has the same one. `conversation` is where it
    happened; `private` is true where nobody else can read it. `acted_on` is the message whose button was
    pressed, and `once` is the form that was opened: each is handled once. `form` is the submitted form, or the
    fields of the message whose button was pressed: values of other fields reach no handler.
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
        """The request with all texts normalised by `inbound_text`.

        Called once, before anything reads the request.
        """
        values = {name: inbound_text(value) for name, value in list(self.values.items())[:MOST_VALUES]}
        return replace(self, text=inbound_text(self.text), values=values)

    def typed(self) -> tuple[str, ...]:
        """All texts that the person may have typed, from every box."""
        return tuple(t for t in (self.text, *self.values.values()) if t.strip())


def names_message(acted_on: str, message_id: str) -> bool:
    """Whether a request's `acted_on` is the message with this id: it ends with the platform's own id of it."""
    return bool(acted_on) and acted_on.rpartition(" ")[2] == message_id
