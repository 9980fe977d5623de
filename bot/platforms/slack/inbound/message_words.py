"""Extracts the words of a Slack message: text, forwarded text, Slack's transcript of clips. Pure."""

from typing import Any

Json = dict[str, Any]


def transcript(event: Json) -> str:
    """Slack's transcript of a voice clip, if it exists. It is handled like typed text."""
    heard = [part.get("transcription") for part in event.get("files") or () if isinstance(part, dict)]
    previews = [part.get("preview") for part in heard if isinstance(part, dict)]
    return " ".join(
        str(part["content"]) for part in previews if isinstance(part, dict) and part.get("content")
    )


def words_of(event: Json) -> str:
    """The text of a message and its clips. If it only forwards another message, that message's text."""
    own = "\n".join(filter(None, (str(event.get("text") or ""), transcript(event))))
    return own or forwarded(event)


def forwarded(event: Json) -> str:
    """The text of a forwarded message. Ignores link previews."""
    shared = [
        attachment
        for attachment in event.get("attachments") or ()
        if isinstance(attachment, dict) and attachment.get("is_share")
    ]
    return "\n".join(str(attachment["text"]) for attachment in shared if attachment.get("text"))
