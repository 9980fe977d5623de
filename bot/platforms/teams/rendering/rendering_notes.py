"""Selects the rendering notes that apply to a message in Teams, as `render.py` shows it. Pure."""

from bot.conversation.message import Message
from bot.conversation.rendering_notes import RenderingNote, links_in, pictures_in
from bot.platforms.teams.rendering import markdown
from bot.platforms.teams.rendering.elements import shows_picture


def rendering_notes(message: Message) -> frozenset[RenderingNote]:
    notes = {RenderingNote.WINDOW}
    notes |= {
        RenderingNote.FETCHED if shows_picture(url) else RenderingNote.DESCRIBED
        for url in pictures_in(message)
    }
    if not all(map(markdown.leads_somewhere, links_in(message))):
        notes.add(RenderingNote.ONLY_WORDS)
    return frozenset(notes)
