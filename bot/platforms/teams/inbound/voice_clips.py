"""Extracts Teams' transcript of a voice clip from a message's attachments. Pure."""

import json
from collections.abc import Iterable

Attachment = tuple[str, object]
"""An attachment's content type and its content."""

# The type of a message's value for a voice clip; other values come from cards.
VOICE = "application/vnd.microsoft.activity.voice+json"
_WORDS = ("transcription", "transcript")
# The type of the attachment that repeats the message's own text.
AS_TEXT = "text/html"
_LONGEST = 100_000


def transcript(attachments: Iterable[Attachment]) -> str:
    """Teams' transcript, if there is one. It is handled like typed text."""
    return "\n".join(words for kind, clip in attachments if kind != AS_TEXT and (words := _words(clip)))


def _words(clip: object) -> str:
    """The text of an object or of an object serialised as a string, as Teams' phone clients send it."""
    if isinstance(clip, str) and clip[:1] == "{" and len(clip) < _LONGEST:
        try:
            clip = json.loads(clip)
        except (ValueError, RecursionError):
            return ""
    if not isinstance(clip, dict):
        return ""
    return " ".join(words for name in _WORDS if isinstance(words := clip.get(name), str))
