"""The demo's engine keeps the durable one's promises, as far as one process needs them."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.delivery.sending.engine import Queue, Task, TaskState
from bot.delivery.sending.in_process import InProcess


class Work:
    """Notes what runs; fails as often as it is told to; holds each task until `go`."""

    def __init__(self, fails: int = 0) -> None:
        self.begun: list[str] = []
        self.go = asyncio.Event()
        self._fails = fails

    async def __call__(self, about: str, number: int) -> None:
        self.begun.append(f"{about} {number}")
        await self.go.wait()
        if self._fails:
            self._fails -= 1
            raise RuntimeError("on purpose")


async def started(work: Work, attempts: int = 3) -> InProcess:
    engine = InProcess(attempts=attempts, pause=0)
    await engine.start("w1", {Queue.FANOUT: work, Queue.SEND: work})
    return engine


async def all_begin(work: Work, count: int) -> Sequence[str]:
    while len(work.begun) < count:  # noqa: ASYNC110 - the loop is let run, no time passes
        await asyncio.sleep(0)
    return work.begun


async def ends(engine: InProcess, task: Task) -> TaskState:
    while (standing := await engine.enqueue(task)) is TaskState.LIVE:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    return standing


async def test_a_task_runs_once_however_often_it_is_enqueued() -> None:
    work = Work()
    engine = await started(work)
    task = Task(Queue.SEND, "a", "lane", 1)
    assert [await engine.enqueue(task) for _ in range(3)] == [TaskState.LIVE] * 3
    work.go.set()
    assert await ends(engine, task) is TaskState.DONE
    assert work.begun == ["lane 1"]


async def test_slots_are_expanded_one_at_a_time_and_lanes_send_beside_each_other() -> None:
    work = Work()
    engine = await started(work)
    for task in (
        Task(Queue.FANOUT, "f1", "slot-1"),
        Task(Queue.FANOUT, "f2", "slot-2"),
        Task(Queue.SEND, "s1", "lane-1", 1),
        Task(Queue.SEND, "s2", "lane-1", 2),
        Task(Queue.SEND, "s3", "lane-2", 1),
    ):
        await engine.enqueue(task)
    await all_begin(work, 3)
    for _ in range(5):
        await asyncio.sleep(0)
    assert work.begun == ["slot-1 0", "lane-1 1", "lane-2 1"]
    work.go.set()
    assert sorted(await all_begin(work, 5)) == ["lane-1 1", "lane-1 2", "lane-2 1", "slot-1 0", "slot-2 0"]


async def test_a_task_that_fails_is_tried_again() -> None:
    work = Work(fails=2)
    work.go.set()
    engine = await started(work, attempts=3)
    assert await ends(engine, Task(Queue.SEND, "a", "lane", 1)) is TaskState.DONE
    assert len(work.begun) == 3


async def test_a_task_that_fails_every_time_is_parked_until_it_is_forgotten() -> None:
    work = Work(fails=3)
    work.go.set()
    engine = await started(work, attempts=3)
    task = Task(Queue.SEND, "a", "lane", 1)
    assert await ends(engine, task) is TaskState.PARKED
    assert await engine.parked() == ["a"]
    await engine.forget(["a"])
    assert await ends(engine, task) is TaskState.DONE


async def test_stopping_waits_for_what_runs() -> None:
    work = Work()
    engine = await started(work)
    await engine.enqueue(Task(Queue.SEND, "a", "lane", 1))
    await all_begin(work, 1)
    stopping = asyncio.create_task(engine.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    work.go.set()
    await stopping
    assert await engine.enqueue(Task(Queue.SEND, "a", "lane", 1)) is TaskState.DONE


async def test_what_is_done_is_forgotten_in_the_end() -> None:
    work = Work()
    work.go.set()
    engine = await started(work)
    task = Task(Queue.SEND, "a", "lane", 1)
    await ends(engine, task)
    await engine.prune(timedelta(0))
    assert await engine.enqueue(task) is TaskState.LIVE
    await engine.stop()
