"""Selects the rendering notes that apply to a message in Slack, as `render.py` shows it. Pure."""

from bot.conversation.message import Heading, Message
from bot.conversation.rendering_notes import RenderingNote, links_in, pictures_in
from bot.platforms.slack.rendering import limits, rich_text
from bot.platforms.slack.rendering.render import shows_picture


def rendering_notes(message: Message) -> frozenset[RenderingNote]:
    notes = {RenderingNote.WINDOW}
    notes |= {
        RenderingNote.FETCHED if shows_picture(url) else RenderingNote.DESCRIBED
        for url in pictures_in(message)
    }
    headings = [block.text for block in message.blocks if isinstance(block, Heading)]
    if any(limits.length(words) > limits.HEADER for words in headings):
        notes.add(RenderingNote.BOLD_HEADING)
    if not all(map(rich_text.leads_somewhere, links_in(message))):
        notes.add(RenderingNote.ONLY_WORDS)
    return frozenset(notes)
