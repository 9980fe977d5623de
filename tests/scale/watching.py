"""What a measurement watches beside the clock: how long the event loop stood still, how long writes were held."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import perf_counter, thread_time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database

_STEP = 0.005


@dataclass
class Watched:
    """All in seconds. `stall` is the longest that the loop was late, `held` the longest that a write lasted, by
    `holder`; `waits` are how long those who don't yield waited for their turn to write.

    `busy` is the most processor time that the loop's thread took between two looks, which other processes don't
    lengthen; `collection` is the longest garbage collection, in processor time of its thread.
    """

    seconds: float = 0.0
    stall: float = 0.0
    busy: float = 0.0
    collection: float = 0.0
    held: float = 0.0
    holder: str = ""
    waits: list[float] = field(default_factory=list)


@asynccontextmanager
async def watching(database: Database) -> AsyncIterator[Watched]:
    watched = Watched()
    looking = asyncio.create_task(_watch_stalls(watched))
    began = perf_counter()
    with _writes(database, watched), _collections(watched):
        try:
            yield watched
        finally:
            watched.seconds = perf_counter() - began
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)


async def _watch_stalls(watched: Watched) -> None:
    while True:
        before, worked = perf_counter(), thread_time()
        await asyncio.sleep(_STEP)
        watched.stall = max(watched.stall, perf_counter() - before - _STEP)
        watched.busy = max(watched.busy, thread_time() - worked)


@contextmanager
def _collections(watched: Watched) -> Iterator[None]:
    began = 0.0

    def collecting(phase: str, _: object) -> None:
        nonlocal began
        if phase == "start":
            began = thread_time()
        else:
            watched.collection = max(watched.collection, thread_time() - began)

    gc.callbacks.append(collecting)
    yield
    gc.callbacks.remove(collecting)


@contextmanager
def _writes(database: Database, seen: Watched) -> Iterator[None]:
    """From a transaction's first statement to its end, whether or not others wait for it."""
    write = database.write

    @asynccontextmanager
    async def timed(yields: bool, caller: str) -> AsyncIterator[AsyncSession]:
        requested_at = perf_counter()
        async with write(yields=yields) as session:
            await session.connection()
            began = perf_counter()
            if not yields:
                seen.waits.append(began - requested_at)
            yield session
        if (held := perf_counter() - began) > seen.held:
            seen.held, seen.holder = held, caller

    def watched(*, yields: bool = False) -> AbstractAsyncContextManager[AsyncSession]:
        return timed(yields, sys._getframe(1).f_code.co_qualname)

    database.write = watched  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        database.write = write  # type: ignore[method-assign]
