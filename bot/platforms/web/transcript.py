"""What one persona's conversation holds. In memory only, and never more than the latest entries."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversation.message import Button, Buttons, Choice, Form, Message, TextInput, text
from bot.platforms.web.fields import Values

KEPT_ENTRIES = 200
_KEPT_REASONS = 50
_KEPT_EVENTS = 200

NOT_KEPT = "(not kept)"


@dataclass(slots=True)
class Entry:
    """One bubble. `mine` is what the person typed; `version` is when it last changed."""

    id: str
    at: datetime
    message: Message
    version: int
    mine: bool = False
    private: bool = False
    opens_day: bool = False
    kept: bool = True
    values: Values = field(default_factory=dict)
    faults: Values = field(default_factory=dict)

    @property
    def acts(self) -> bool:
        """Whether there is anything in it to press or fill in."""
        return any(isinstance(b, Buttons | Choice | TextInput) for b in self.message.blocks)

    def button(self, index: int) -> Button | None:
        """The button as it is shown now; whatever was posted about it doesn't matter."""
        buttons = [b for block in self.message.blocks if isinstance(block, Buttons) for b in block.buttons]
        return buttons[index] if 0 <= index < len(buttons) else None


@dataclass(slots=True)
class OpenForm:
    """The form beside the conversation, and the entry whose button opened it."""

    id: str
    form: Form
    opened_by: Entry | None
    version: int
    values: Values = field(default_factory=dict)
    faults: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the bot answered as it did. `about` is what the person did, unless that is not kept."""

    about: str
    at: datetime
    message: Message


@dataclass(slots=True)
class Transcript:
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT_ENTRIES))
    reasons: deque[Reason] = field(default_factory=lambda: deque(maxlen=_KEPT_REASONS))
    events: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT_EVENTS))
    form: OpenForm | None = None
    form_version: int = 0
    writing: int = 0
    watchers: int = 0
    unseen: int = 0

    def entry(self, entry_id: str) -> Entry | None:
        return next((e for e in self.entries if e.id == entry_id), None)

    def has_had(self, event: str) -> bool:
        """Whether this event came before, e.g. because the answer to it was lost on the way; noted if not."""
        if event in self.events:
            return True
        self.events.append(event)
        return False

    def forget(self, entry: Entry, version: int) -> None:
        entry.message = Message(NOT_KEPT, (text(NOT_KEPT),))
        entry.kept = False
        entry.version = version
