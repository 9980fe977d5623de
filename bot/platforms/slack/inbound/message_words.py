"""Extracts the words of a Slack message: its text, what was forwarded, and Slack's transcript of its clips. Pure."""

from typing import Any

Json = dict[str, Any]


def transcript(event: Json) -> str:
    """What Slack heard in a voice clip, where it has listened already: it is asked, and looked at, like any words."""
    heard = [one.get("transcription") for one in event.get("files") or () if isinstance(one, dict)]
    previews = [one.get("preview") for one in heard if isinstance(one, dict)]
    return " ".join(str(one["content"]) for one in previews if isinstance(one, dict) and one.get("content"))


def words_of(event: Json) -> str:
    """What stands in a message, and what was heard in its clips. Forwarded without a word, it is the other message's."""
    own = "\n".join(filter(None, (str(event.get("text") or ""), transcript(event))))
    return own or forwarded(event)


def forwarded(event: Json) -> str:
    """What somebody shared of another message; previews of links are nobody's words."""
    shared = [one for one in event.get("attachments") or () if isinstance(one, dict) and one.get("is_share")]
    return "\n".join(str(one["text"]) for one in shared if one.get("text"))
