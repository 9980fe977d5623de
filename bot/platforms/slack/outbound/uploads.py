"""Uploads charts as pictures to Slack; each is drawn and uploaded once per workspace."""

import asyncio
from asyncio import Task
from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic

import structlog

from bot.conversation.message import Chart
from bot.platforms.slack.outbound.web_api import SlackCalls

log = structlog.get_logger()

Draw = Callable[[Chart], bytes]

# Seconds. Slack needs time to determine a file's type, and refuses to show it before.
_PATIENCE, _AT_MOST, _POLL = 4.0, 30.0, 0.3
# Seconds after a failure in which messages use figures instead, without a new attempt.
_AGAIN = 60.0
_REMEMBERED = 200


class Uploads:
    """Uploads charts. `draw` makes a PNG and runs in a thread."""

    def __init__(self, calls: SlackCalls, draw: Draw, poll: float = _POLL) -> None:
        self._calls = calls
        self._draw = draw
        self._poll = poll
        # With its start, in monotonic seconds.
        self._made: OrderedDict[tuple[str, Chart], tuple[Task[str], float]] = OrderedDict()

    async def pictures(self, workspace: str, charts: Mapping[int, Chart]) -> dict[int, str]:
        """File ids by the chart's number. Omits charts that fail or are not ready soon."""
        tasks = {number: self._task(workspace, chart) for number, chart in charts.items()}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=_PATIENCE)
        return {number: task.result() for number, task in tasks.items() if _has_worked(task)}

    def forget(self, workspace: str) -> None:
        """Forgets uploaded files, because they may have been deleted."""
        for key in [key for key in self._made if key[0] == workspace]:
            del self._made[key]

    def _task(self, workspace: str, chart: Chart) -> Task[str]:
        key = (workspace, chart)
        task, began = self._made.pop(key, (None, 0.0))
        if task is None or (_has_failed(task) and monotonic() - began > _AGAIN):
            task, began = asyncio.create_task(self._upload(workspace, chart)), monotonic()
            task.add_done_callback(_report)
        self._made[key] = (task, began)
        if len(self._made) > _REMEMBERED:
            self._made.popitem(last=False)
        return task

    async def _upload(self, workspace: str, chart: Chart) -> str:
        """The file's id, once it can be shown. Errors are tolerated, because figures replace the picture."""
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
    return task.done() and not _has_failed(task)


def _has_failed(task: Task[str]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _report(task: Task[str]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.warning("slack_picture_failed", error=type(error).__name__)
