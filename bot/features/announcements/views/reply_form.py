"""Builds the form in which recipients reply to an announcement, and the confirmation after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Choice, Form, Message, Option, TextInput, text
from bot.conversation.routes import Faults
from bot.features.announcements.actions import SEND_REPLY
from bot.features.announcements.models import Broadcast

_WORDS, _IS_NAMED, _NAMED = "words", "is_named", "named"

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class WrittenAnnouncementReply:
    words: str
    is_named: bool

    @classmethod
    def read(cls, values: Mapping[str, str], longest: int) -> Self | Faults:
        words = values.get(_WORDS, "").strip()
        if not 0 < len(words) <= longest:
            return Faults({_WORDS: f"Write something, {longest:,} characters at most, or close this."})
        return cls(words, values.get(_IS_NAMED) == _NAMED)


def form(broadcast: Broadcast, reader: str) -> Form:
    """`reader` is the name of its writer, empty if all champions read it instead."""
    note = text(
        f"To “{broadcast.title}”. {_who_reads(reader)} what you write here, and you get the answer in our chat."
    )
    box = TextInput(_WORDS, "Your reply", multiline=True, longest=_LONGEST)
    options = (
        Option(_NAMED, "With my name"),
        Option("unnamed", "Without: they don't see who wrote it"),
    )
    name = Choice(_IS_NAMED, "Do they see who you are?", options, initial=_NAMED)
    return SEND_REPLY.form("Reply", (note, box, name), broadcast.id, submit="Send")


def on_its_way(reader: str) -> Message:
    sentence = f"Your reply is on its way to {reader or 'the champions here'}. The answer comes to our chat."
    return Message(sentence, (text(sentence),))


def _who_reads(reader: str) -> str:
    return f"{reader} reads" if reader else "The champions here read"
