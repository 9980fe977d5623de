"""Charts as pictures in Slack's files: each is drawn and uploaded once a workspace, however many get it."""

import asyncio
from asyncio import Task
from collections import OrderedDict
from collections.abc import Callable, Mapping

import structlog

from bot.conversation.message import Chart
from bot.platforms.slack.calls import Calls

log = structlog.get_logger()

Draw = Callable[[Chart], bytes]

# Seconds. Slack needs some to find out what a file is, and refuses to show it before.
_PATIENCE, _AT_MOST, _POLL = 4.0, 30.0, 0.3
_REMEMBERED = 200


class Uploads:
    """`draw` makes a PNG; it runs in a thread."""

    def __init__(self, calls: Calls, draw: Draw, poll: float = _POLL) -> None:
        self._calls = calls
        self._draw = draw
        self._poll = poll
        self._made: OrderedDict[tuple[str, Chart], Task[str]] = OrderedDict()

    async def pictures(self, workspace: str, charts: Mapping[int, Chart]) -> dict[int, str]:
        """Ids of files by the chart's number. What fails, or isn't ready soon, is left out."""
        tasks = {number: self._task(workspace, chart) for number, chart in charts.items()}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=_PATIENCE)
        return {number: task.result() for number, task in tasks.items() if _has_worked(task)}

    def forget(self, workspace: str) -> None:
        """Somebody may have deleted them."""
        for key in [key for key in self._made if key[0] == workspace]:
            del self._made[key]

    def _task(self, workspace: str, chart: Chart) -> Task[str]:
        key = (workspace, chart)
        task = self._made.pop(key, None)
        if task is None or (task.done() and not _has_worked(task)):
            task = asyncio.create_task(self._upload(workspace, chart))
            task.add_done_callback(_report)
        self._made[key] = task
        if len(self._made) > _REMEMBERED:
            self._made.popitem(last=False)
        return task

    async def _upload(self, workspace: str, chart: Chart) -> str:
        """The file's id, once it can be shown. Whatever fails here, the figures say the same."""
        async with asyncio.timeout(_AT_MOST):
            picture = await asyncio.to_thread(self._draw, chart)
            file = await self._calls.upload(workspace, "chart.png", picture)
            while not await self._is_ready(workspace, file):  # noqa: ASYNC110 - it happens at Slack
                await asyncio.sleep(self._poll)
            return file

    async def _is_ready(self, workspace: str, file: str) -> bool:
        about = await self._calls(workspace, "files.info", file=file)
        return bool(about["file"].get("mimetype"))


def _has_worked(task: Task[str]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _report(task: Task[str]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.warning("slack_picture_failed", error=type(error).__name__)
