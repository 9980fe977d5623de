"""Selects the rendering notes that apply to a message in the browser, as `render.py` shows it. Pure."""

from bot.conversation.message import Message
from bot.conversation.rendering_notes import RenderingNote, pictures_in
from bot.platforms.web.rendering.render import shows_picture


def rendering_notes(message: Message) -> frozenset[RenderingNote]:
    notes = {
        RenderingNote.FETCHED_BY_READERS if shows_picture(url) else RenderingNote.DESCRIBED
        for url in pictures_in(message)
    }
    return frozenset(notes | {RenderingNote.PANEL})
