"""The forms in which a champion answers a question or passes it on, and what they yield."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.choosing import chosen
from bot.conversation.message import Choice, Form, Option, Span, TextInput, text
from bot.conversation.routes import Faults
from bot.features.escalation.actions import SEND_ANSWER, SEND_ON
from bot.features.escalation.models import Question

_ANSWER, _NOTE, _TO, _ALL = "answer", "note", "to", "all"
LONGEST_ANSWER = 2000
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    words: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        words = values.get(_ANSWER, "").strip()
        if not words:
            return Faults({_ANSWER: "Write a sentence, or close this."})
        if len(words) > LONGEST_ANSWER:
            return Faults({_ANSWER: _too_long(words, LONGEST_ANSWER)})
        return cls(words)


@dataclass(frozen=True, slots=True)
class Passing:
    """The champion that a question goes to, None for all other readers, and the note with it."""

    to: str | None
    note: str

    @classmethod
    def read(cls, values: Mapping[str, str], colleagues: Sequence[tuple[str, str]]) -> Self | Faults:
        """`colleagues` are the ids and names of those who could have it. Raises NotOne."""
        note = " ".join(values.get(_NOTE, "").split())
        if len(note) > LONGEST_NOTE:
            return Faults({_NOTE: _too_long(note, LONGEST_NOTE)})
        to = chosen(_TO, _takers(colleagues), values)
        return cls(None if to in ("", _ALL) else to, note)


NOT_FREE = Faults(
    {_TO: "They take no more questions just now. Choose somebody else, or all who can take one."}
)


def _takers(colleagues: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """The options: all together, and each by name."""
    return (Option(_ALL, "All the others who read it"), *(Option(*given) for given in colleagues))


def passing_form(question: Question, colleagues: Sequence[tuple[str, str]]) -> Form:
    """`colleagues` are the ids and names of those who could have it."""
    note = text("By name you find those who take questions just now. The person who asked isn't told.")
    box = TextInput(_NOTE, "A note", "One line, only for champions", optional=True, longest=LONGEST_NOTE)
    fields = (note, Choice(_TO, "To whom?", _takers(colleagues), _ALL, is_searched=True), box)
    return SEND_ON.form("Pass it on", fields, question.id, submit="Pass it on")


def answer_form(question: Question, asker: str) -> Form:
    note = text(f"{asker} asked: ", Span(question.text, italic=True))
    how = text(
        "Your answer goes to their chat in your name. They can reply, and you can say more.", quiet=True
    )
    box = TextInput(_ANSWER, "Your answer", multiline=True, longest=LONGEST_ANSWER)
    return SEND_ANSWER.form("Your answer", (note, how, box), question.id, submit="Send it")


def _too_long(words: str, longest: int) -> str:
    return f"That is {len(words):,} characters long. Keep it to {longest:,}."
