"""Walks the paragraphs of blocks, and gives their words."""

from collections.abc import Iterable, Iterator

from bot.conversation.message import Block, Bullets, Paragraph


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Paragraphs and points of lists, in order; other blocks have none."""
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Bullets(items=items):
                yield from items
            case _:
                pass


def words(paragraph: Paragraph) -> str:
    return "".join(span.text for span in paragraph.spans)
