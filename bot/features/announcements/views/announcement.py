"""Builds an announcement's message as its recipients see it."""

from bot.conversation import markdown
from bot.conversation.dates import day_in_words
from bot.conversation.message import Block, Button, Buttons, Heading, Image, Message, text
from bot.features.announcements.actions import ACKNOWLEDGE, FOLLOW_LINK, REPLY, TEST
from bot.features.announcements.models import Broadcast

_NOTED = (
    "You pressed Got it. The author sees only how many did. So that pressing twice counts once, a mark is kept "
    "for 30 days that says nothing of who you are without a key that is not beside it."
)


def to_recipients(
    broadcast: Broadcast, author: str, *, is_test: bool = False, is_acknowledged: bool = False
) -> Message:
    """The same for everyone. Whom it was chosen for stays unsaid."""
    id_ = TEST if is_test else broadcast.id
    buttons = [REPLY.button("Reply", id_)]
    if broadcast.wants_acknowledgement and not is_acknowledged:
        buttons.insert(0, ACKNOWLEDGE.button("Got it", id_))
    noted = (text(_NOTED, quiet=True),) if is_acknowledged else ()
    return Message(broadcast.title, (*content(broadcast, author), *noted, Buttons(tuple(buttons))))


def content(broadcast: Broadcast, author: str) -> tuple[Block, ...]:
    """The blocks without buttons. Typed text becomes only text and links."""
    blocks: list[Block] = [Heading(broadcast.title), *markdown.blocks(broadcast.words, keeps_lines=True)]
    if broadcast.image_url:
        blocks.append(Image(broadcast.image_url, broadcast.image_alt))
    if broadcast.link_url:
        blocks.append(Buttons((Button(broadcast.link_label, FOLLOW_LINK.name, href=broadcast.link_url),)))
    signed = f"From {author}." if author else "From a colleague."
    if broadcast.corrected_at:
        signed += f" Corrected on {day_in_words(broadcast.corrected_at.date())}."
    return (*blocks, text(signed, quiet=True))
