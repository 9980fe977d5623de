"""Extracts Slack's transcript of a voice clip from an event. Pure."""

from typing import Any

Json = dict[str, Any]


def transcript(event: Json) -> str:
    """What Slack heard in a voice clip, where it has listened already: it is asked, and looked at, like any words."""
    heard = [one.get("transcription") for one in event.get("files") or () if isinstance(one, dict)]
    previews = [one.get("preview") for one in heard if isinstance(one, dict)]
    return " ".join(str(one["content"]) for one in previews if isinstance(one, dict) and one.get("content"))
