"""What is Teams' own about how an announcement looks, as `render.py` has it. Pure."""

from bot.conversation.looks import Look, links_in, pictures_in
from bot.conversation.message import Message
from bot.platforms.teams import markdown
from bot.platforms.teams.elements import shows_picture


def looks(message: Message) -> frozenset[Look]:
    found = {Look.WINDOW}
    found |= {Look.FETCHED if shows_picture(url) else Look.DESCRIBED for url in pictures_in(message)}
    if not all(map(markdown.leads_somewhere, links_in(message))):
        found.add(Look.ONLY_WORDS)
    return frozenset(found)
