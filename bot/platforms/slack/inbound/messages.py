"""Converts Slack messages to Requests: direct messages, mentions, edits of both, files. Pure."""

from dataclasses import replace
from typing import Any

from bot.conversation.request import Kind, Request
from bot.platforms.slack.inbound.event_workspace import home_of, team_of
from bot.platforms.slack.inbound.inbound_text import plain, without_mention
from bot.platforms.slack.inbound.message_words import forwarded, words_of
from bot.platforms.slack.inbound.requests import HELP, SlackReceived, typed_request
from bot.platforms.slack.outbound.reply_target import SlackPlace

Json = dict[str, Any]

# Subtypes of messages that people write; other subtypes report edits, joins and the like.
_SAID = ("", "file_share", "me_message", "thread_broadcast")
_CHANGED = "message_changed"


def from_message(body: Json, bot_user: str = "") -> SlackReceived | None:
    """A direct message, or a file without text. None for bots, deletions and other conversations."""
    event = body["event"]
    if event.get("channel_type") != "im":
        return None
    if event.get("subtype") == _CHANGED:
        return _from_edit(body, bot_user)
    if not _is_said(event):
        return None
    words = plain(without_mention(words_of(event), bot_user))
    place = SlackPlace(
        team_of(body), event["user"], event["channel"], event.get("thread_ts", ""), is_ours=True
    )
    request = typed_request(_written(place, event), place, words, home_of(body))
    if words:
        return SlackReceived(request, place, question_ts=event["ts"])
    return SlackReceived(replace(request, kind=Kind.SENT_FILE), place) if event.get("files") else None


def from_mention(body: Json, bot_user: str) -> SlackReceived | None:
    """A mention in a channel, answered in its thread. A mention without text asks for the introduction.

    Ignores edits of a mention, because it was answered when it was written.
    """
    event = body["event"]
    if not _is_said(event):
        return None
    words = plain(without_mention(words_of(event), bot_user))
    thread = event.get("thread_ts") or event["ts"]
    place = SlackPlace(team_of(body), event["user"], event["channel"], thread)
    request = typed_request(_written(place, event), place, words or HELP, home_of(body))
    if not words and event.get("files"):
        request = replace(request, kind=Kind.SENT_FILE, text="")
    return SlackReceived(_edited(request) if event.get("edited") else request, place)


def _from_edit(body: Json, bot_user: str) -> SlackReceived | None:
    """An edit. None if the text is unchanged, as when Slack adds a link preview or detects a language.

    Transcripts of voice clips often arrive as edits, some time after the clip.
    """
    outer = body["event"]
    event, before = outer.get("message") or {}, outer.get("previous_message") or {}
    words = plain(without_mention(words_of(event), bot_user))
    if not _is_said(event) or not words or words_of(event) == words_of(before):
        return None
    place = SlackPlace(
        team_of(body), event["user"], outer["channel"], event.get("thread_ts", ""), is_ours=True
    )
    home = home_of(body | {"event": event})
    return SlackReceived(_edited(typed_request(_written(place, event), place, words, home)), place)


def _edited(request: Request) -> Request:
    return replace(request, kind=Kind.EDITED)


def _is_said(event: Json) -> bool:
    is_by_person = event.get("user") and not event.get("bot_id") and not event.get("hidden")
    has_something = event.get("text") or event.get("files") or forwarded(event)
    return bool(is_by_person and has_something and (event.get("subtype") or "") in _SAID)


def _written(place: SlackPlace, event: Json) -> str:
    """One Request id per message, however many events report it."""
    return f"slack {place.workspace} {place.channel} {event['ts']}"
