"""Extracts Teams' transcript of a voice clip from what came with a message. Pure."""

import json
from collections.abc import Iterable

Attachment = tuple[str, object]
"""Its kind and its content."""

# The kind of a message's value where that is a voice clip, and not a card's.
VOICE = "application/vnd.microsoft.activity.voice+json"
_WORDS = ("transcription", "transcript")
# The message's own text comes again as an attachment of this kind.
AS_TEXT = "text/html"
_LONGEST = 100_000


def transcript(attachments: Iterable[Attachment]) -> str:
    """What Teams heard, where it has listened: it is asked, and looked at, like any words."""
    return "\n".join(words for kind, clip in attachments if kind != AS_TEXT and (words := _words(clip)))


def _words(clip: object) -> str:
    """Of an object, or of one that is written as text, as Teams does for what its phones record."""
    if isinstance(clip, str) and clip[:1] == "{" and len(clip) < _LONGEST:
        try:
            clip = json.loads(clip)
        except (ValueError, RecursionError):
            return ""
    if not isinstance(clip, dict):
        return ""
    return " ".join(said for name in _WORDS if isinstance(said := clip.get(name), str))
