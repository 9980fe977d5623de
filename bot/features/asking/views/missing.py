"""The form in which somebody tells the editors what is missing, and its confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Form, Message, TextInput, saying, text
from bot.conversation.routes import Faults
from bot.features.asking.actions import SEND_MISSING

_QUESTION = "question"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    question: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        question = values.get(_QUESTION, "").strip()
        return cls(question) if question else Faults({_QUESTION: "Write what is missing, or close this."})


def form(question: str) -> Form:
    note = text(
        "The editors get the words below and nothing else: not your name, not your team. Leave out names and anything private."
    )
    label = "What should there be an answer to?"
    box = TextInput(_QUESTION, label, initial=question, multiline=True, longest=_LONGEST)
    return SEND_MISSING.form("Tell the editors", (note, box), submit="Send to the editors")


SENT = saying("Sent to the editors, without your name. Thank you.")
_FOR_STAFF = "Only people who work here can write to the editors."
FOR_STAFF = Message(_FOR_STAFF, (text(_FOR_STAFF, " Nothing was sent."),))
