"""`Transcript`: one persona's conversation, limited to its latest entries."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from bot.conversation.form_values import Values
from bot.conversation.message import (
    Button,
    Buttons,
    Choice,
    Form,
    Message,
    Scale,
    TextInput,
    buttons_of,
    text,
)

KEPT_ENTRIES = 200
_KEPT_EVENTS = 200

NOT_KEPT = "(not kept)"


@dataclass(slots=True)
class TranscriptEntry:
    """One bubble.

    `mine` is the person's text, `version` that of its last change, `why` the explanation of a reply.
    """

    id: str
    at: datetime
    message: Message
    version: int
    mine: bool = False
    opens_day: bool = False
    is_stored: bool = True
    values: Values = field(default_factory=dict)
    faults: Values = field(default_factory=dict)
    why: Message | None = None

    @property
    def acts(self) -> bool:
        """Whether it has buttons or fields."""
        return any(isinstance(b, Buttons | Scale | Choice | TextInput) for b in self.message.blocks)

    def button(self, index: int) -> Button | None:
        """The button as it is shown now. Posted data does not matter."""
        return button_of(self.message, index)


def buttons_key(message: Message) -> str:
    """A key that is the same for the same buttons in the same order."""
    return sha256(repr(list(buttons_of(message.blocks))).encode()).hexdigest()[:12]


def button_of(message: Message, index: int) -> Button | None:
    buttons = buttons_of(message.blocks)
    return buttons[index] if 0 <= index < len(buttons) else None


@dataclass(slots=True)
class OpenForm:
    """The form beside the conversation, and the entry whose button opened it.

    `is_secret`: typed values are stored nowhere, not in the browser either.
    """

    id: str
    form: Form
    opened_by: TranscriptEntry | None
    version: int
    is_secret: bool = False
    values: Values = field(default_factory=dict)
    faults: Values = field(default_factory=dict)


@dataclass(slots=True)
class Transcript:
    """`first_new` is the first unseen entry; `home` is the home panel as last shown."""

    entries: deque[TranscriptEntry] = field(default_factory=lambda: deque(maxlen=KEPT_ENTRIES))
    events: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT_EVENTS))
    form: OpenForm | None = None
    form_version: int = 0
    writing: int = 0
    watchers: int = 0
    unseen: int = 0
    first_new: str = ""
    home: Message | None = None
    home_of: int = -1
    looking_home: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    def entry(self, entry_id: str) -> TranscriptEntry | None:
        return next((e for e in self.entries if e.id == entry_id), None)

    def has_had(self, event: str) -> bool:
        """Whether this event was received before, for example because its response was lost.

        Records it if not.
        """
        if event in self.events:
            return True
        self.events.append(event)
        return False

    def forget(self, entry: TranscriptEntry, version: int) -> None:
        entry.message = Message(NOT_KEPT, (text(NOT_KEPT),))
        entry.is_stored = False
        entry.version = version
