"""Builds and reads the form in which people ask a question. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Form, TextInput
from bot.conversation.routes import Faults
from bot.features.settings.actions import SEND_QUESTION

QUESTION = "question"


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    words: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        words = values.get(QUESTION, "").strip()
        return cls(words) if words else Faults({QUESTION: "Write your question, or close this."})


def form() -> Form:
    box = TextInput(QUESTION, "What would you like to know?", multiline=True)
    return SEND_QUESTION.form("Ask a question", (box,), submit="Ask")
