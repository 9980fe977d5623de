"""Warns, below a preview of what others will read, of words of distress or words that put people down."""

from bot.conversation.message import Paragraph
from bot.features.asking.distress import distress_warning
from bot.features.context import Context
from bot.features.word_check.views import in_a_line


def warning(services: Context, verb: str, *typed: str) -> tuple[Paragraph, ...]:
    """The warning below a preview; `verb` is the label of its button, such as "Send"."""
    distress = distress_warning.warning(services.distress_detector, services.signposts, verb, *typed)
    return (*distress, *in_a_line(services.words.check("\n".join(typed))))
