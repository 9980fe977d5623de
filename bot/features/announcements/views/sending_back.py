"""The form in which an approver says why an announcement goes back to its writer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Form, TextInput, text
from bot.conversation.routes import Faults
from bot.features.announcements.actions import SEND_BACK, SeenWording

_WHY = "why"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class SendingBackReason:
    sentence: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        sentence = values.get(_WHY, "").strip()
        if not 0 < len(sentence) <= _LONGEST:
            return Faults({_WHY: f"Write a sentence, {_LONGEST} characters at most."})
        return cls(sentence)


def why_form(seen: SeenWording) -> Form:
    note = text("Only the author sees your sentence.")
    box = TextInput(_WHY, "What should be different?", multiline=True, longest=_LONGEST)
    return SEND_BACK.form("Send it back", (note, box), seen, submit="Send back")
