"""Sends a message with charts in the best version that Slack accepts."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from bot.conversation.message import Chart, Message
from bot.delivery.sending.gateway import Refused
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.slack.rendering.render import charts_to_draw, render

Json = dict[str, Any]
Put = Callable[[Json], Awaitable[Json]]
"""Sends this content. Raises Refused if Slack certainly rejected it."""

_INVALID = "invalid_blocks"


class ChartFallbacks:
    """Remembers in which workspaces Slack draws no charts."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._without_charts: set[str] = set()

    async def write(self, workspace: str, message: Message, put: Put, delivery: str = "") -> Json:
        """Slack's response to the first version that it accepted.

        Raises Refused, TooLongForSlack and the errors of `put`.
        """
        async for content in self._of(workspace, message, delivery):
            try:
                return await put(content)
            except Refused as refusal:
                if refusal.reason != _INVALID:
                    raise
        raise Refused(_INVALID)

    async def _of(self, workspace: str, message: Message, delivery: str) -> AsyncIterator[Json]:
        """Yields versions: charts drawn by Slack; as pictures, if it cannot; as figures, if that fails too.

        A caller asks for the next version only if Slack refused the previous one.
        """
        charts = {n: chart for n, chart in enumerate(_charts(message)) if chart.points}
        undrawable = charts_to_draw(message)
        has_native = len(undrawable) < len(charts)
        pictures: Mapping[int, str] = {}
        if not (has_native and workspace in self._without_charts):
            pictures = await self._uploads.pictures(workspace, undrawable)
            yield render(message, delivery=delivery, pictures=pictures, native=True)
        if has_native:
            self._without_charts.add(workspace)
            if pictures := await self._uploads.pictures(workspace, charts):
                yield render(message, delivery=delivery, pictures=pictures, native=False)
        if pictures:
            self._uploads.forget(workspace)
        if charts:
            yield render(message, delivery=delivery, pictures={}, native=False)
            # The version without charts failed too, so charts were not the cause.
            self._without_charts.discard(workspace)


def _charts(message: Message) -> list[Chart]:
    return [block for block in message.blocks if isinstance(block, Chart)]
