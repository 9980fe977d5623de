"""Forms to ask a person and to reply, and their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.conversation.dates import day_in_words
from bot.conversation.message import Choice, Form, Option, TextInput, text
from bot.conversation.routes import Faults
from bot.features.escalation.actions import SEND, SEND_REPLY
from bot.features.escalation.models import Question
from bot.features.escalation.question_offers import LONGEST

_WORDS, _NAMED, _REPLY = "question", "named", "reply"
_WITH, _WITHOUT = "with", "without"


@dataclass(frozen=True, slots=True)
class Readers:
    """The numbers of champions who read it with and without the asker's name."""

    named: int
    unnamed: int
    organisation: str


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    words: str
    is_named: bool

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        words = values.get(_WORDS, "").strip()
        if fault := _fault(words):
            return Faults({_WORDS: fault})
        return cls(words, values.get(_NAMED, "") == _WITH)


@dataclass(frozen=True, slots=True)
class WrittenReply:
    words: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        words = values.get(_REPLY, "").strip()
        fault = _fault(words)
        return Faults({_REPLY: fault}) if fault else cls(words)


def asking_form(words: str, readers: Readers, by: date, contact: str) -> Form:
    """A box with exactly the text to send, and who reads it, by when. The rest is for those who want it."""
    sentence = (
        f"{champions(readers.unnamed).capitalize()} will read it, without your name; somebody should take it by "
        f"{day_in_words(by)}."
    )
    what = (
        "The words above go to champions: colleagues who answer questions about peer work. Nothing else goes "
        "with them."
    )
    who = f"With your name, {champions(readers.named)} will read it, for your team or for all of {readers.organisation}."
    if readers.named != readers.unnamed:
        who += f" Without it, {champions(readers.unnamed)} will."
    unnamed = (
        "Without your name, champions don't see who asks. We keep a link to you so that the answer finds you, "
        "and delete it when the question is closed. The words are deleted 30 days after that."
    )
    when = "If nobody takes it by then, I ask them once more, and then tell you who else to turn to."
    options = (Option(_WITHOUT, "Without my name"), Option(_WITH, "With my name"))
    hint = "Leave out anything about a particular person who uses the service."
    box = TextInput(_WORDS, "Your question", hint, initial=words[:LONGEST], multiline=True, longest=LONGEST)
    named = Choice(_NAMED, "How do you want to ask?", options, initial=_WITHOUT)
    notes = tuple(text(note) for note in (what, who, unnamed, when))
    if contact:
        notes += (text(f"If you would rather not write: {contact}"),)
    return SEND.form("Ask a person", (box, text(sentence)), submit="Send it", more=(named, *notes))


def reply_form(question: Question) -> Form:
    note = text(
        "It goes to the person who answered you"
        + ("." if question.is_named else ", again without your name.")
    )
    box = TextInput(_REPLY, "Your reply", multiline=True, longest=LONGEST)
    return SEND_REPLY.form("Your reply", (note, box), question.id, submit="Send it")


def champions(count: int) -> str:
    return "one champion" if count == 1 else f"{count} champions"


def _fault(words: str) -> str:
    if not words:
        return "Write a sentence, or close this."
    return f"That is {len(words)} characters long. Keep it to {LONGEST}." if len(words) > LONGEST else ""
