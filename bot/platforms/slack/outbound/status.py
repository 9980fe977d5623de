"""Shows "is looking it up…" below a question in Slack while its answer is made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.slack.outbound.reply_target import SlackPlace
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear

_LOOKING = "is looking it up…"


@asynccontextmanager
async def looking_it_up(calls: SlackCalls, place: SlackPlace, question_ts: str) -> AsyncIterator[None]:
    """Shows the status below the message `question_ts` during this context. None if it is empty."""
    if not question_ts:
        yield
        return
    shown = asyncio.create_task(_set(calls, place, question_ts, _LOOKING))
    try:
        yield
    finally:
        await shown
        await _set(calls, place, question_ts, "")


async def _set(calls: SlackCalls, place: SlackPlace, question_ts: str, status: str) -> None:
    target = {"channel_id": place.channel, "thread_ts": place.thread or question_ts}
    try:
        await calls(place.workspace, "assistant.threads.setStatus", **target, status=status)
    except (Refused, Throttled, SlackUnclear):
        # Errors are ignored, because the status is not essential.
        return
