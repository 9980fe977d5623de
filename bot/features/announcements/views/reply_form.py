"""Builds the form in which recipients reply to an announcement, and the confirmation after it."""

from bot.conversation.message import Choice, Form, Message, Option, TextInput, text
from bot.features.announcements.models import Broadcast

WORDS, IS_NAMED, NAMED = "words", "is_named", "named"

_LONGEST = 1000


def form(broadcast: Broadcast, reader: str) -> Form:
    """`reader` is the name of its writer, empty where all champions read it instead."""
    note = text(
        f"To “{broadcast.title}”. {_who_reads(reader)} what you write here, and you get the answer in our chat."
    )
    box = TextInput(WORDS, "Your reply", multiline=True, longest=_LONGEST)
    options = (
        Option(NAMED, "With my name"),
        Option("unnamed", "Without: they don't see who wrote it"),
    )
    name = Choice(IS_NAMED, "Do they see who you are?", options, initial=NAMED)
    return Form("announcement.reply.send", "Reply", (note, box, name), submit="Send", value=broadcast.id)


def on_its_way(reader: str) -> Message:
    said = f"Your reply is on its way to {reader or 'the champions here'}. The answer comes to our chat."
    return Message(said, (text(said),))


def _who_reads(reader: str) -> str:
    return f"{reader} reads" if reader else "The champions here read"
