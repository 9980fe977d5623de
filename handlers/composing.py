"""What people write for others: words of distress warn, and never block. They may well write of it without being in it."""

from bot.conversation.message import Paragraph, text
from bot.knowledge.distress import Level
from bot.knowledge.signposts import one_line
from bot.services import Services


def warning(services: Services, verb: str, *typed: str) -> tuple[Paragraph, ...]:
    """To stand below the preview; `verb` is what its button does, such as "Send"."""
    if not any(services.watch.look(words).level is Level.DISTRESS for words in typed):
        return ()
    said = f"Some of these words sound like somebody in distress. {verb} them only if that is what you mean to say."
    return (text(said), one_line(services.signposts))
