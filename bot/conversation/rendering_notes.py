"""Notes on how a message looks on other platforms. Each platform lists the notes that apply to it."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from bot.conversation.message import Bullets, Image, Message, Paragraph


class RenderingNote(StrEnum):
    FETCHED = "The picture is fetched from outside: its address has to open without signing in."
    FETCHED_BY_READERS = (
        "Each reader's browser fetches the picture, so the site that hosts it sees each look."
    )
    DESCRIBED = "The picture's address doesn't work there, so people read its description instead."
    WINDOW = "“Reply” opens in a window over the chat."
    PANEL = "“Reply” opens in a panel beside the conversation."
    BOLD_HEADING = "A long heading is bold text."
    ONLY_WORDS = "The address of a link doesn't work there, so its words lead nowhere."


NotesByPlatform = Mapping[str, Callable[[Message], frozenset[RenderingNote]]]
"""For each platform, the function that gives a message's notes."""


def pictures_in(message: Message) -> list[str]:
    """The addresses of the message's pictures."""
    return [block.url for block in message.blocks if isinstance(block, Image)]


def links_in(message: Message) -> Iterator[str]:
    """The addresses of the links in its text."""
    for block in message.blocks:
        texts = block.items if isinstance(block, Bullets) else [block] if isinstance(block, Paragraph) else ()
        yield from (span.href for item in texts for span in item.spans if span.href)
