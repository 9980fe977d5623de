"""Slack's delivery gateway: sends, edits, deletes, and looks up messages that may have arrived."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery.sending.gateway import CHANNEL_GONE, Method, Outgoing, Pace, Reference, Refused, Sent
from bot.platforms.session import only_while
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.refusals import spent
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear
from bot.platforms.slack.rendering import names
from bot.platforms.slack.rendering.limits import TooLongForSlack

Json = dict[str, Any]

_A_MINUTE = 60
PACES: Mapping[Method, Pace] = {
    Method.SEND: Pace(525 / _A_MINUTE, burst=20, per_conversation=1.0),
    Method.EDIT: Pace(50 / _A_MINUTE, burst=5, at_once=5),
    Method.DELETE: Pace(50 / _A_MINUTE, burst=5, at_once=5),
    Method.LOOK_UP: Pace(50 / _A_MINUTE, burst=5, at_once=1),
}

# Limits for looking up: the clock difference, and the part of a conversation that is read.
_SKEW = timedelta(days=1)
_PAGE, _PAGES = 200, 20

# Slack's errors for posting to the id of an unknown person.
_NOBODY = "channel_not_found"
_NOT_THERE = frozenset((_NOBODY, "is_archived", "not_in_channel"))


class SlackGateway:
    can_look_up = True

    def __init__(
        self, calls: SlackCalls, versions: ChartFallbacks, paces: Mapping[Method, Pace] = PACES
    ) -> None:
        self._calls = calls
        self._versions = versions
        self._paces = paces

    def pace(self, workspace: str, method: Method) -> Pace:
        return self._paces[method]

    async def send(self, outgoing: Outgoing) -> Sent:
        """Posts to the person's user id. Slack returns the channel."""
        try:
            answer = await self._post(outgoing, outgoing.conversation_key)
        except Refused as refusal:
            if outgoing.user and refusal.reason == _NOBODY:
                return await self._send_anew(outgoing)
            if outgoing.conversation and refusal.reason in _NOT_THERE:
                raise Refused(CHANNEL_GONE) from None
            raise
        return Sent({"channel": answer["channel"], "ts": answer["ts"]})

    async def _send_anew(self, outgoing: Outgoing) -> Sent:
        """Retries once: an unknown person is gone; a known one has a conversation to look up."""
        try:
            answer = await self._calls(outgoing.workspace, "conversations.open", users=outgoing.user)
        except Refused as refusal:
            raise spent(refusal) from None
        answer = await self._post(outgoing, str(answer["channel"]["id"]))
        return Sent({"channel": answer["channel"], "ts": answer["ts"]})

    async def _post(self, outgoing: Outgoing, channel: str) -> Json:
        return await self._write("chat.postMessage", outgoing, {"channel": channel}, outgoing.id)

    async def edit(self, outgoing: Outgoing) -> Sent:
        """Edits a message. It keeps the id of its delivery."""
        await self._write("chat.update", outgoing, outgoing.reference, "")
        return Sent(outgoing.reference)

    async def delete(self, outgoing: Outgoing) -> None:
        try:
            with only_while(outgoing.may_start):
                await self._calls(outgoing.workspace, "chat.delete", **outgoing.reference)
        except Refused as refusal:
            if refusal.reason != "message_not_found":
                raise spent(refusal) from None

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        channel = outgoing.conversation or await self._direct(outgoing)
        async for message in self._messages(channel, outgoing):
            if names.delivery_of(message) == outgoing.id:
                return Sent({"channel": channel, "ts": message["ts"]})
        return None

    async def _direct(self, outgoing: Outgoing) -> str:
        """The id of the direct-message channel. Opening it is invisible to the person."""
        if known := outgoing.address.get("channel"):
            return known
        answer = await self._calls(outgoing.workspace, "conversations.open", users=outgoing.user)
        return str(answer["channel"]["id"])

    async def _messages(self, channel: str, outgoing: Outgoing) -> AsyncIterator[Json]:
        """Messages since the earliest possible send time, newest first.

        Raises SlackUnclear if there are too many to read.
        """
        query = {
            "channel": channel,
            "oldest": _oldest(outgoing),
            "limit": _PAGE,
            "include_all_metadata": True,
        }
        cursor = ""
        for _ in range(_PAGES):
            more = query | {"cursor": cursor} if cursor else query
            answer = await self._calls(outgoing.workspace, "conversations.history", **more)
            for message in answer["messages"]:
                yield message
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return
        raise SlackUnclear("conversations.history: too long to read")

    async def _write(self, method: str, outgoing: Outgoing, target: Reference, delivery: str) -> Json:
        async def put(content: Json) -> Json:
            with only_while(outgoing.may_start):
                return await self._calls(outgoing.workspace, method, **content, **target)

        try:
            return await self._versions.write(outgoing.workspace, outgoing.message, put, delivery)
        except TooLongForSlack as error:
            raise Refused("too_long") from error
        except Refused as refusal:
            raise spent(refusal) from None


def _oldest(outgoing: Outgoing) -> str:
    """A Slack timestamp. The calendar clock may be ahead of Slack's."""
    if outgoing.due_at is None:
        return "0"
    return f"{(min(outgoing.due_at, datetime.now(UTC)) - _SKEW).timestamp():.6f}"
