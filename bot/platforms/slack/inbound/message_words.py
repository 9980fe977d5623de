"""Extracts the words of a Slack message: text, forwarded text, Slack's transcript of clips. Pure."""

from typing import Any

Json = dict[str, Any]


def transcript(event: Json) -> str:
    """Slack's transcript of a voice clip, if it exists. It is handled like typed text."""
    heard = [one.get("transcription") for one in event.get("files") or () if isinstance(one, dict)]
    previews = [one.get("preview") for one in heard if isinstance(one, dict)]
    return " ".join(str(one["content"]) for one in previews if isinstance(one, dict) and one.get("content"))


def words_of(event: Json) -> str:
    """The text of a message and its clips. If it only forwards another message, that message's text."""
    own = "\n".join(filter(None, (str(event.get("text") or ""), transcript(event))))
    return own or forwarded(event)


def forwarded(event: Json) -> str:
    """The text of a forwarded message. Ignores link previews."""
    shared = [one for one in event.get("attachments") or () if isinstance(one, dict) and one.get("is_share")]
    return "\n".join(str(one["text"]) for one in shared if one.get("text"))
