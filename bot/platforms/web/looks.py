"""What is the browser's own about how an announcement looks, as `render.py` has it. Pure."""

from bot.conversation.looks import Look, pictures_in
from bot.conversation.message import Message
from bot.platforms.web.render import shows_picture


def looks(message: Message) -> frozenset[Look]:
    found = {
        Look.FETCHED_BY_READERS if shows_picture(url) else Look.DESCRIBED for url in pictures_in(message)
    }
    return frozenset(found | {Look.PANEL})
