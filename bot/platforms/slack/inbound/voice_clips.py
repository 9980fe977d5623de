"""Extracts the words of a Slack message: its text, and Slack's transcript of its voice clips. Pure."""

from typing import Any

Json = dict[str, Any]


def transcript(event: Json) -> str:
    """What Slack heard in a voice clip, where it has listened already: it is asked, and looked at, like any words."""
    heard = [one.get("transcription") for one in event.get("files") or () if isinstance(one, dict)]
    previews = [one.get("preview") for one in heard if isinstance(one, dict)]
    return " ".join(str(one["content"]) for one in previews if isinstance(one, dict) and one.get("content"))


def words_of(event: Json) -> str:
    """What stands in a message, and what was heard in its clips."""
    return "\n".join(filter(None, (str(event.get("text") or ""), transcript(event))))
