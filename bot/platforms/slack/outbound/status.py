"""Shows "is looking it up…" below a question in Slack while its answer is made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.slack.outbound.reply_target import Place
from bot.platforms.slack.outbound.web_api import Calls, Unclear

_LOOKING = "is looking it up…"


@asynccontextmanager
async def looking_it_up(calls: Calls, place: Place, asked: str) -> AsyncIterator[None]:
    """Shows the status below the message `asked` during this context. None if `asked` is empty."""
    if not asked:
        yield
        return
    shown = asyncio.create_task(_set(calls, place, asked, _LOOKING))
    try:
        yield
    finally:
        await shown
        await _set(calls, place, asked, "")


async def _set(calls: Calls, place: Place, asked: str, status: str) -> None:
    where = {"channel_id": place.channel, "thread_ts": place.thread or asked}
    try:
        await calls(place.workspace, "assistant.threads.setStatus", **where, status=status)
    except (Refused, Throttled, Unclear):
        # Errors are ignored, because the status is not essential.
        return
