"""Warns of words of distress in text that is written for others; never blocks it."""

from bot.conversation.message import Paragraph, text
from bot.features.asking.distress.detector import DistressDetector, Level
from bot.features.asking.distress.signposts import Signposts, doubt_line


def warning(
    distress_detector: DistressDetector, signposts: Signposts, verb: str, *typed: str
) -> tuple[Paragraph, ...]:
    """The warning below a preview. `verb` is the label of its button, such as "Send"."""
    if not any(distress_detector.classify(words).level is Level.DISTRESS for words in typed):
        return ()
    caution = (
        f"Some of these words sound like somebody in distress. {verb} them only if that is what is meant."
    )
    return (text(caution), doubt_line(signposts))
