"""What is Slack's own about how an announcement looks, as `render.py` has it. Pure."""

from bot.conversation.looks import Look, links_in, pictures_in
from bot.conversation.message import Heading, Message
from bot.platforms.slack import limits, rich_text
from bot.platforms.slack.render import shows_picture


def looks(message: Message) -> frozenset[Look]:
    found = {Look.WINDOW}
    found |= {Look.FETCHED if shows_picture(url) else Look.DESCRIBED for url in pictures_in(message)}
    headings = [block.text for block in message.blocks if isinstance(block, Heading)]
    if any(limits.length(words) > limits.HEADER for words in headings):
        found.add(Look.BOLD_HEADING)
    if not all(map(rich_text.leads_somewhere, links_in(message))):
        found.add(Look.ONLY_WORDS)
    return frozenset(found)
