"""Posts answers in Slack where the person asked, with retries, and never twice."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, ClientSession

from bot.conversation.message import Message
from bot.core.settings import LOOPBACK
from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.reply_target import SlackPlace, leads_to_slack
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear
from bot.platforms.slack.rendering.limits import TooLongForSlack
from bot.platforms.slack.rendering.render import render

log = structlog.get_logger()

Json = dict[str, Any]

_TRIES, _LONGEST_WAIT = 4, 30.0


class SlackWriter:
    """`session` is for response URLs, which work in channels without the bot, five times within half an hour.

    `api` is Slack's Web API. If it is on this machine (tests), response URLs may be too.
    """

    def __init__(self, calls: SlackCalls, versions: ChartFallbacks, session: ClientSession, api: str) -> None:
        self._calls = calls
        self._versions = versions
        self._session = session
        self._is_local = urlsplit(api).hostname in LOOPBACK

    async def post(self, place: SlackPlace, message: Message) -> str:
        """Posts a message. Returns its channel. Without a channel it goes to our chat with the person."""
        target = {"channel": place.channel or place.user} | _in_thread(place)
        return str((await self._write(place, "chat.postMessage", target, message))["channel"])

    async def put_in_place(self, place: SlackPlace, message: Message) -> bool:
        """Replaces the message acted on. Returns whether that worked."""
        if place.is_hidden:
            return await self._respond(place, _rendered(message) | {"replace_original": True})
        try:
            await self._write(place, "chat.update", {"channel": place.channel, "ts": place.message}, message)
        except Refused:
            return False
        return True

    async def show_alone(self, place: SlackPlace, message: Message) -> bool:
        """Shows a message to the person only. Returns whether they can see it."""
        fresh = {"response_type": "ephemeral", "replace_original": False}
        if await self._respond(place, _rendered(message) | _in_thread(place) | fresh):
            return True
        target = {"channel": place.channel, "user": place.user} | _in_thread(place)
        try:
            await self._write(place, "chat.postEphemeral", target, message)
        except Refused:
            return False
        return True

    async def publish(self, place: SlackPlace, view: Json) -> None:
        await self._patiently(place, "views.publish", {"user_id": place.user, "view": view})

    async def update_form(self, place: SlackPlace, view_id: str, view: Json) -> bool:
        """Updates an open form. False if the person closed it, or Slack lost it."""
        try:
            await self._patiently(place, "views.update", {"view_id": view_id, "view": view})
        except (Refused, Throttled, SlackUnclear) as error:
            log.warning("slack_form_not_updated", error=type(error).__name__)
            return False
        return True

    async def open_form(self, place: SlackPlace, trigger: str, view: Json) -> str:
        """Opens a form, without retries. Returns Slack's id of it. Raises Refused, Throttled."""
        opened = await self._calls(place.workspace, "views.open", trigger_id=trigger, view=view)
        return str(opened["view"]["id"])

    async def _write(self, place: SlackPlace, method: str, target: Json, message: Message) -> Json:
        async def put(content: Json) -> Json:
            return await self._patiently(place, method, target | content)

        try:
            return await self._versions.write(place.workspace, message, put)
        except TooLongForSlack:
            log.warning("slack_answer_too_long")
            return await put(render(_TOO_LONG))

    async def _patiently(self, place: SlackPlace, method: str, arguments: Json) -> Json:
        """Retries if the call was certainly not done, and never otherwise."""
        for _ in range(_TRIES - 1):
            try:
                return await self._calls(place.workspace, method, **arguments)
            except Throttled as throttled:
                await asyncio.sleep(min(throttled.retry_after, _LONGEST_WAIT))
        return await self._calls(place.workspace, method, **arguments)

    async def _respond(self, place: SlackPlace, body: Json) -> bool:
        if not leads_to_slack(place.response_url, is_local=self._is_local):
            return False
        try:
            async with self._session.post(place.response_url, json=body, allow_redirects=False) as response:
                return response.status == 200
        except (ClientError, TimeoutError):
            return False


def _rendered(message: Message) -> Json:
    try:
        return render(message)
    except TooLongForSlack:
        log.warning("slack_answer_too_long")
        return render(_TOO_LONG)


def _in_thread(place: SlackPlace) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}


_TOO_LONG = Message(
    "There is an answer, but it is longer than Slack can show. Please tell the people who run Alongside."
)
