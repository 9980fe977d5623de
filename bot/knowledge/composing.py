"""What people write for others: words of distress warn, and never block. They may well write of it without being in it."""

from bot.conversation.message import Paragraph, text
from bot.knowledge.distress import Level, Watch
from bot.knowledge.signposts import Signposts, one_line


def warning(watch: Watch, signposts: Signposts, verb: str, *typed: str) -> tuple[Paragraph, ...]:
    """To stand below what is shown; `verb` is what its button does, such as "Send"."""
    if not any(watch.look(words).level is Level.DISTRESS for words in typed):
        return ()
    said = f"Some of these words sound like somebody in distress. {verb} them only if that is what is meant."
    return (text(said), one_line(signposts))
