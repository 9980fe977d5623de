"""What people write for others, looked at before it goes to them."""

from bot.conversation.message import Paragraph
from bot.knowledge import composing
from bot.services import Services


def warning(services: Services, verb: str, *typed: str) -> tuple[Paragraph, ...]:
    """To stand below the preview; `verb` is what its button does, such as "Send"."""
    return composing.warning(services.watch, services.signposts, verb, *typed)
