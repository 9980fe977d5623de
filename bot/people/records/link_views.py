"""Builds the message with a one-time link to a file. Pure."""

from bot.conversation.message import Message, Span, text

NO_ADDRESS = (
    "I can't make links yet, because nobody has told me my web address. Ask your IT administrator "
    "to set ALONGSIDE_PUBLIC_URL."
)


def link(title: str, about: str, url: str, minutes: int) -> Message:
    """`about` says in sentences what the file holds."""
    return Message(
        title,
        (
            text(Span(title, bold=True, href=url)),
            text(about, f" The link works for {minutes} minutes, and gives the file once."),
            text("Please don't pass it on: anybody who opens it has the file.", quiet=True),
        ),
    )
